"""Units begin, move, end, go on in others; the log tells it; nothing half-done."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from nhipcau.audit.models import AuditEvent
from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal
from nhipcau.places import queries, services
from nhipcau.places.models import Place, Succession, Unit, UnitKind, UnitLink, UnitPath
from nhipcau.places.rules.periods import Period
from nhipcau.places.rules.tree import Path, paths
from nhipcau.places.tests.conftest import START

DAY = date(2024, 3, 1)


def stored():
    return {
        Path(
            row.ancestor_id, row.descendant_id, row.depth, Period(row.since, row.until)
        )
        for row in UnitPath.objects.all()
    }


def refused(expected, service, *args, **kwargs):
    """The sentence with which a service refuses; nothing may have changed."""
    before = stored(), Unit.objects.count(), AuditEvent.objects.count()
    with pytest.raises(Refusal) as caught:
        service(*args, **kwargs)
    assert caught.value.code == expected
    assert (stored(), Unit.objects.count(), AuditEvent.objects.count()) == before
    return say(caught.value)


@pytest.fixture
def district(make):
    return make("Núi Thành", kind=UnitKind.objects.get(code="huyen"))


def test_it_creates_a_unit_below_another_and_says_so_in_the_log(make, district):
    commune = make("Tam Hải", district, code="20992")
    assert queries.ancestor_ids(commune.pk, START) == [commune.pk, district.pk]
    event = queries.past(commune).get()
    assert event.verb == "places.unit_created"
    assert event.unit == commune.pk
    assert event.after["parent"] == "Núi Thành"
    assert event.after["since"] == "2020-01-01"


def test_it_counts_the_official_order_on(make):
    assert [make("A").order, make("B").order, make("C", order=9).order] == [1, 2, 9]
    assert make("D").order == 10


def test_it_refuses_a_name_of_ten_thousand_characters(make, db):
    UnitKind.objects.get(code="xa")
    sentence = refused("name_too_long", make, "x" * 10_000)
    assert "10000" in sentence
    assert "200" in sentence


def test_it_refuses_a_code_that_is_taken_at_the_time(make):
    make("Tam Hải", code="20992")
    assert "20992" in refused("code_taken", make, "Tam Giang", code="20992")


def test_it_corrects_a_unit_and_records_only_what_changed(admin, make):
    unit = make("Tam Hai")
    services.update_unit(admin, unit, name="Tam Hải", people=10312)
    event = queries.past(unit).first()
    assert event.before == {"name": "Tam Hai", "people": None}
    assert event.after == {"name": "Tam Hải", "people": 10312}


def test_it_keeps_a_unit_at_least_as_long_as_its_links(admin, make, district):
    unit = make("Tam Hải", district)
    refused("life_shorter_than_links", services.update_unit, admin, unit, since=DAY)


def test_it_moves_a_unit_from_a_day_on(admin, make, district):
    other = make("Phú Ninh")
    unit = make("Tam Hải", district)
    services.move_unit(admin, unit, other, DAY)
    yesterday = DAY - timedelta(days=1)
    assert queries.ancestor_ids(unit.pk, yesterday) == [unit.pk, district.pk]
    assert queries.ancestor_ids(unit.pk, DAY) == [unit.pk, other.pk]
    event = queries.past(unit).first()
    assert event.before["parent"] == "Núi Thành"
    assert event.after["parent"] == "Phú Ninh"


def test_it_moves_what_lies_below_along(admin, make, district):
    commune = make("Tam Hải", district)
    school = make("Trường Tam Hải", commune)
    other = make("Phú Ninh")
    services.move_unit(admin, commune, other, DAY)
    assert queries.ancestor_ids(school.pk, DAY) == [school.pk, commune.pk, other.pk]
    assert school.pk not in queries.descendant_ids([district.pk], DAY)


def test_it_corrects_a_move_made_on_the_same_day(admin, make, district):
    wrong, right = make("Phú Ninh"), make("Tam Kỳ")
    unit = make("Tam Hải", district)
    services.move_unit(admin, unit, wrong, DAY)
    services.move_unit(admin, unit, right, DAY)
    assert queries.ancestor_ids(unit.pk, DAY) == [unit.pk, right.pk]
    assert UnitLink.objects.filter(unit=unit).count() == 2


def test_it_makes_a_unit_a_root(admin, make, district):
    unit = make("Tam Hải", district)
    services.move_unit(admin, unit, None, DAY)
    assert queries.ancestor_ids(unit.pk, DAY) == [unit.pk]


def test_it_puts_a_move_before_a_later_one(admin, make, district):
    one, other = make("Phú Ninh"), make("Tam Kỳ")
    unit = make("Tam Hải", district)
    services.move_unit(admin, unit, other, date(2025, 1, 1))
    services.move_unit(admin, unit, one, DAY)
    above = [
        queries.parents_on([unit.pk], on)[unit.pk].name
        for on in (START, DAY, date(2025, 1, 1))
    ]
    assert above == ["Núi Thành", "Phú Ninh", "Tam Kỳ"]


def test_it_refuses_to_become_its_own_ancestor(admin, make, district):
    commune = make("Tam Hải", district)
    school = make("Trường Tam Hải", commune)
    sentence = refused("own_ancestor", services.move_unit, admin, district, school, DAY)
    assert "01/03/2024" in sentence
    assert "Trường Tam Hải nằm trong Núi Thành" in sentence


def test_it_refuses_overlapping_periods(admin, make, district):
    unit, other = make("Tam Hải", district), make("Phú Ninh")
    sentence = refused(
        "links_overlap", services.add_link, admin, unit, other, DAY, date(2024, 5, 1)
    )
    assert "01/03/2024, Tam Hải đã thuộc một đơn vị khác" in sentence


def test_it_refuses_tomorrow(admin, make, district):
    tomorrow = timezone.localdate() + timedelta(days=1)
    unit = make("Tam Hải", district)
    refused("date_in_future", services.move_unit, admin, unit, None, tomorrow)
    refused("date_in_future", services.close_unit, admin, unit, tomorrow)
    refused("date_in_future", make, "Tam Giang", since=tomorrow)


def test_it_corrects_and_takes_back_a_recorded_period(admin, make, district):
    unit, other = make("Tam Hải"), make("Phú Ninh")
    link = services.add_link(admin, unit, other, START, DAY)
    services.change_link(admin, link, district, START, None)
    assert queries.ancestor_ids(unit.pk, DAY) == [unit.pk, district.pk]
    link = UnitLink.objects.get(unit=unit)
    services.remove_link(admin, link)
    assert queries.ancestor_ids(unit.pk, DAY) == [unit.pk]
    verbs = [event.verb for event in queries.past(unit)]
    assert verbs[:2] == ["places.link_removed", "places.link_changed"]


def test_it_keeps_the_old_period_when_a_correction_is_refused(admin, make, district):
    unit, other = make("Tam Hải"), make("Phú Ninh")
    first = services.add_link(admin, unit, other, START, DAY)
    services.add_link(admin, unit, district, DAY, None)
    refused("links_overlap", services.change_link, admin, first, other, START, None)
    assert UnitLink.objects.filter(unit=unit).count() == 2


def test_it_ends_a_unit_and_hands_its_places_over(admin, make, district):
    unit, heir = make("Tam Hải", district), make("Tam Giang", district)
    place = services.create_place(admin, name="UBND xã Tam Hải", unit=unit)
    refused("places_need_owner", services.close_unit, admin, unit, DAY)
    refused("places_need_owner", services.close_unit, admin, unit, DAY, unit)
    services.close_unit(admin, unit, DAY, places_to=heir)
    place.refresh_from_db()
    assert place.unit == heir
    assert queries.ancestor_ids(unit.pk, DAY) == []
    assert queries.past(unit).first().after == {"until": "2024-03-01", "places": 1}


def test_it_does_not_end_a_unit_with_others_below(admin, make, district):
    make("Tam Hải", district)
    refused("unit_has_children", services.close_unit, admin, district, DAY)


def test_it_reopens_what_was_ended_by_mistake(admin, make, district):
    unit = make("Tam Hải", district)
    before = stored()
    services.close_unit(admin, unit, DAY)
    assert stored() != before
    unit.refresh_from_db()
    services.reopen_unit(admin, unit)
    assert stored() == before
    refused("unit_runs", services.reopen_unit, admin, unit)


def test_it_merges_units_with_their_places_and_what_lies_below(admin, make, district):
    old = [make("Tam Sơn", district), make("Tam Thạnh", district)]
    school = make("Trường Tam Sơn", old[0])
    place = services.create_place(admin, name="UBND xã Tam Sơn", unit=old[0])
    founding = services.Founding(
        ("Đức Phú",), UnitKind.objects.get(code="xa"), district
    )
    [new] = services.succeed(
        admin, old=old, founding=founding, on=DAY, kind="merged", legal_basis="NQ 1"
    )
    place.refresh_from_db()
    assert place.unit == new
    assert queries.ancestor_ids(school.pk, DAY) == [school.pk, new.pk, district.pk]
    assert queries.predecessors([new.pk]) == {unit.pk for unit in old}
    assert queries.successors([old[0].pk]) == {new.pk}
    assert [child.name for child in queries.children_on(district, DAY)] == ["Đức Phú"]
    assert queries.past(new).first().after["legal_basis"] == "NQ 1"
    old[0].refresh_from_db()
    refused("unit_has_successors", services.reopen_unit, admin, old[0])


def test_it_splits_a_unit_and_asks_who_gets_the_places(admin, make, district):
    old = make("Tam Xuân", district)
    services.create_place(admin, name="UBND xã Tam Xuân", unit=old)
    kind = UnitKind.objects.get(code="xa")
    founding = services.Founding(("Tam Xuân I", "Tam Xuân II"), kind, district)
    facts = {"old": [old], "founding": founding, "on": DAY, "kind": "split"}
    refused("places_need_owner", services.succeed, admin, **facts)
    heir = make("Tam Tiến", district)
    services.succeed(admin, **facts, places_to=heir)
    assert Place.objects.get().unit == heir
    assert Succession.objects.filter(old=old).count() == 2


def test_it_refuses_a_successor_that_is_not_there_yet(admin, make, district):
    old = make("Tam Sơn", district)
    late = make("Đức Phú", since=date(2025, 1, 1))
    refused(
        "successor_not_there",
        services.succeed,
        admin,
        old=[old],
        new=[late],
        on=DAY,
        kind="renamed",
    )


def test_it_follows_chains_of_successions(admin, make):
    first = make("Một")
    for name, on in (("Hai", DAY), ("Ba", date(2025, 1, 1))):
        old = Unit.objects.filter(until=None).get()
        founding = services.Founding((name,), old.kind, None)
        services.succeed(admin, old=[old], founding=founding, on=on, kind="renamed")
    last = Unit.objects.get(name="Ba")
    assert len(queries.successors([first.pk])) == 2
    assert queries.predecessors([last.pk]) == {
        first.pk,
        Unit.objects.get(name="Hai").pk,
    }


def test_it_stores_what_the_rules_find_after_each_change(admin, make, district):
    unit, other = make("Tam Hải", district), make("Phú Ninh")
    services.move_unit(admin, unit, other, DAY)
    services.close_unit(admin, unit, date(2025, 1, 1))
    assert stored() == paths(queries.whole_tree())


def test_it_adds_a_kind_that_a_law_brings(admin):
    kind = services.create_kind(admin, code="vung", name="Vùng", rank=5)
    assert queries.kinds().first() == kind
    refused("code_taken", services.create_kind, admin, code="vung", name="V", rank=5)
