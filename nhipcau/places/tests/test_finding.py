"""Search without accents, the dictionary's order, who sees and edits what."""

from datetime import date

from nhipcau.core.actor import Actor, Grant
from nhipcau.places import policies, queries, services
from nhipcau.places.models import Place, Site, Unit
from nhipcau.places.policies import EDIT, SEE
from nhipcau.places.tests.conftest import BEFORE, REFORM, person

NOW = date(2026, 1, 1)


def names(rows):
    return [row.name for row in rows]


def test_it_finds_without_accents_case_and_the_letter_d(trees):
    assert names(queries.search(Unit.objects.all(), "duc phu")) == ["Đức Phú"]
    assert names(queries.search(Unit.objects.all(), "ĐỨC")) == ["Đức Phú"]
    assert names(queries.search(Unit.objects.all(), "tam  thanh")) == ["Tam Thạnh"]
    assert names(queries.search(Unit.objects.all(), "20992")) == ["Tam Hải"]
    decomposed = "Ta\N{COMBINING GRAVE ACCENT}"
    assert names(queries.search(Unit.objects.all(), decomposed)) != []
    assert names(queries.search(Unit.objects.all(), "%_'\"")) == []
    assert queries.search(Site.objects.all(), "xa tam hai").count() == 1
    assert queries.search(Place.objects.all(), "uy ban").count() == 0


def test_it_sorts_as_a_vietnamese_dictionary(make):
    wanted = ["An Bình", "Ân Thi", "Cát Hải", "Dầu Tiếng", "Đại Lộc", "Điểm 2"]
    wanted += ["Điểm 10", "Ea Súp", "Tam Hà", "Tam Hải", "Tam Thanh", "Tam Thạnh"]
    for name in reversed(wanted):
        make(name)
    assert names(Unit.objects.order_by("sort_key")) == wanted


def test_it_draws_the_tree_of_any_day(trees):
    [before] = queries.tree_on(BEFORE, Unit.objects.all())
    assert (before.unit.name, before.size, before.depth) == ("Quảng Nam", 18, 0)
    assert [node.depth for node in before.walk()][:3] == [0, 1, 2]
    [after] = queries.tree_on(REFORM, Unit.objects.all())
    assert (after.unit.name, after.size) == ("Đà Nẵng", 6)
    assert queries.tree_on(date(2019, 1, 1), Unit.objects.all()) == []


def test_it_gives_a_right_on_a_unit_and_all_below(trees, found):
    commune, city = found("Núi Thành"), found("Đà Nẵng")
    technician = person(EDIT, city)
    assert policies.may_edit_unit(technician, commune, NOW)
    assert policies.may_edit_unit(technician, city, NOW)
    assert not policies.may_edit_unit(person(EDIT, commune), city, NOW)
    assert not policies.may_edit_unit(person(EDIT, commune), found("Tam Mỹ"), NOW)
    assert not policies.may_edit_unit(person(None, commune), commune, NOW)
    assert not policies.may_edit_unit(person(EDIT, commune), None, NOW)


def test_it_gives_a_right_everywhere_to_whom_has_it_on_nothing_in_particular(
    trees, admin, found
):
    assert policies.may_edit_unit(admin, None, NOW)
    assert policies.may_edit_unit(admin, found("Tam Mỹ"), NOW)
    assert policies.editable_units(admin).count() == 7


def test_it_asks_rights_on_a_date(trees, found):
    district = found("Núi Thành", BEFORE, "huyen")
    commune = found("Tam Hải")
    old_hand = person(EDIT, district)
    assert policies.may_edit_unit(old_hand, commune, BEFORE)
    assert not policies.may_edit_unit(old_hand, commune, REFORM)
    assert not policies.visible_units(old_hand).exists()


def test_it_shows_a_unit_what_it_came_from(trees, found):
    clerk = person(SEE, found("Đức Phú"))
    assert set(names(policies.visible_units(clerk))) == {
        "Đức Phú",
        "Tam Sơn",
        "Tam Thạnh",
    }
    assert set(names(policies.visible_sites(clerk))) == {"Tam Sơn", "Tam Thạnh"}
    assert policies.visible_places(clerk).count() == 2
    assert not policies.editable_units(clerk).exists() or clerk.holds(EDIT)


def test_it_shows_nothing_to_whom_has_no_right(trees):
    nobody = Actor("person", 9, "Khách")
    assert not policies.visible_units(nobody).exists()
    assert not policies.visible_places(nobody).exists()
    assert not policies.visible_sites(nobody).exists()


def test_it_keeps_rights_apart(trees, found):
    only_edit = Actor("person", 9, "A", frozenset({Grant(EDIT, found("Tam Mỹ").pk)}))
    assert not policies.visible_units(only_edit).exists()
    assert names(policies.editable_units(only_edit)) == ["Tam Mỹ"]


def test_it_asks_the_database_a_fixed_number_of_times(
    trees, admin, found, django_assert_num_queries
):
    city = found("Đà Nẵng")
    with django_assert_num_queries(2):
        list(queries.tree_on(REFORM, policies.visible_units(admin)))
    with django_assert_num_queries(1):
        queries.descendant_ids([city.pk], REFORM)
    with django_assert_num_queries(1):
        [site.place.unit.kind.name for site in queries.sites()]
    with django_assert_num_queries(1):
        [(place.unit.kind.name, place.site_count) for place in queries.places()]
    services.seed_reference_trees(admin)
