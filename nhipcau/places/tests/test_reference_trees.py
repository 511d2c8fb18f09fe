"""The real trees of 2020 and 2025 stand, day by day."""

from datetime import date

from nhipcau.audit.models import AuditEvent
from nhipcau.core.actor import system
from nhipcau.places import queries, services
from nhipcau.places.models import Place, Site, Succession, Unit, UnitPath
from nhipcau.places.tests.conftest import BEFORE, REFORM


def names(ids):
    return set(Unit.objects.filter(pk__in=ids).values_list("name", flat=True))


def test_it_had_seventeen_units_under_the_district_in_2024(trees, found):
    district = found("Núi Thành", BEFORE, "huyen")
    below = queries.descendant_ids([district.pk], BEFORE) - {district.pk}
    assert len(below) == 17
    assert {"Tam Hải", "Tam Mỹ Đông", "Núi Thành"} <= names(below)
    above = queries.ancestor_ids(found("Tam Hải").pk, BEFORE)
    assert [Unit.objects.get(pk=pk).name for pk in above] == [
        "Tam Hải",
        "Núi Thành",
        "Quảng Nam",
    ]


def test_it_has_six_communes_under_the_city_since_the_reform(trees, found):
    city = found("Đà Nẵng")
    communes = queries.children_on(city, REFORM)
    assert names(unit.pk for unit in communes) == {
        "Núi Thành",
        "Tam Mỹ",
        "Tam Anh",
        "Đức Phú",
        "Tam Xuân",
        "Tam Hải",
    }
    assert queries.ancestor_ids(found("Tam Hải").pk, REFORM) == [
        found("Tam Hải").pk,
        city.pk,
    ]


def test_it_abolished_the_district_without_a_successor(trees, found):
    district = found("Núi Thành", BEFORE, "huyen")
    assert district.until == REFORM
    assert not queries.successions_of(district).exists()
    assert queries.descendant_ids([district.pk], REFORM) == set()
    assert queries.ancestor_ids(district.pk, date(2025, 6, 30)) != []


def test_it_knows_what_each_commune_was_formed_from(trees, found):
    assert names(queries.predecessors([found("Đức Phú").pk])) == {
        "Tam Sơn",
        "Tam Thạnh",
    }
    assert names(queries.successors([found("Tam Quang", BEFORE).pk])) == {"Núi Thành"}
    assert queries.successors([found("Tam Hải").pk]) == set()
    assert Succession.objects.filter(on=REFORM).count() == 18


def test_it_keeps_every_room_and_hands_the_buildings_over(trees, found):
    assert Site.objects.filter(closed=None, kind="commune").count() == 17
    assert queries.sites().count() == 20
    assert not Place.objects.filter(unit__until__isnull=False).exists()
    rooms = Site.objects.filter(place__unit=found("Núi Thành"))
    assert rooms.filter(kind="commune").count() == 5
    assert Site.objects.get(name="Tam Hải").plate == "ĐIỂM CẦU XÃ TAM HẢI"
    quang = Site.objects.get(name="Tam Quang")
    assert quang.plate == "ĐIỂM CẦU TAM QUANG, XÃ NÚI THÀNH"


def test_it_marks_coordinates_as_a_demo(trees):
    assert all("demo" in place.coordinates_source for place in Place.objects.all())


def test_it_builds_them_once(trees):
    units, events = Unit.objects.count(), AuditEvent.objects.count()
    assert services.seed_reference_trees(system("test")) is False
    assert (Unit.objects.count(), AuditEvent.objects.count()) == (units, events)


def test_it_stores_exactly_the_paths_that_follow_from_the_links(trees):
    stored = UnitPath.objects.count()
    from nhipcau.places.rules.tree import paths

    assert stored == len(paths(queries.whole_tree()))
