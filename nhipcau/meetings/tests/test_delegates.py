"""Delegates: people who attend alone, from wherever they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nhipcau.accounts.models import Person, RoleGrant
from nhipcau.audit.models import AuditEvent
from nhipcau.base.guard import writing
from nhipcau.core.refusal import Refusal
from nhipcau.meetings.forms import MeetingForm, initial
from nhipcau.meetings.models import Meeting, MeetingSite
from nhipcau.meetings.policies import sites_to_sit_at
from nhipcau.meetings.queries import meetings_seen_by, open_sites
from nhipcau.meetings.rules.size import SITE_LIMIT
from nhipcau.meetings.services import change_meeting, plan_meeting, remove_site
from nhipcau.meetings.tests.conftest import SINCE, District, actor
from nhipcau.places.models import Site
from nhipcau.places.policies import visible_sites
from nhipcau.places.queries import labelled


@pytest.fixture
def traveller(district: District) -> Person:
    with writing():
        person = Person.objects.create(
            username="di-cong-tac", name="Đại biểu Đi Xa (demo)", title="Phó Chủ tịch"
        )
        RoleGrant.objects.create(
            person=person, role="viewer", unit=district.tra, since=SINCE
        )
    return person


def planned(district: District, *delegates: Person) -> Meeting:
    plan = replace(district.plan(district.hai_site), delegates=delegates)
    return plan_meeting(district.secretary, plan)


def seat_of(meeting: Meeting) -> MeetingSite:
    return MeetingSite.objects.exclude(person=None).get(meeting=meeting)


def test_a_delegate_has_a_seat_of_its_own_with_name_and_office(district, traveller):
    seat = seat_of(planned(district, traveller))
    assert seat.person == traveller
    assert seat.site.name == "Đại biểu Đi Xa (demo), Phó Chủ tịch"
    assert seat.site.plate == "ĐẠI BIỂU ĐẠI BIỂU ĐI XA (DEMO)"


def test_only_the_delegate_sits_there(district, traveller):
    meeting = planned(district, traveller)
    own = seat_of(meeting).site
    me = actor(traveller.pk, "", district.tra, "meetings.see")
    everywhere = actor(901, "", district.district, "meetings.sit")
    assert list(sites_to_sit_at(me, meeting)) == [own]
    assert own not in sites_to_sit_at(district.secretary, meeting)
    assert own not in sites_to_sit_at(everywhere, meeting)


def test_a_delegate_that_was_removed_sits_nowhere(district, traveller):
    meeting = planned(district, traveller)
    remove_site(district.secretary, meeting, seat_of(meeting).site)
    me = actor(traveller.pk, "", district.tra, "meetings.see")
    assert not sites_to_sit_at(me, meeting)


def test_a_delegate_sees_the_meeting_and_its_colleagues_do_not(district, traveller):
    meeting = planned(district, traveller)
    me = actor(traveller.pk, "", district.tra, "meetings.see")
    assert list(meetings_seen_by(me)) == [meeting]
    assert not meetings_seen_by(district.tra_clerk)


def test_people_of_the_building_do_not_see_a_meeting_by_a_delegate(district, traveller):
    meeting = planned(district, traveller)
    # Another meeting is chaired in the commune: there the delegate is noted now.
    plan = replace(
        district.plan(), chair_site=district.hai_site, delegates=(traveller,)
    )
    change_meeting(district.secretary, meeting, replace(plan, chair_site=district.hub))
    other = plan_meeting(district.secretary, plan)
    assert seat_of(meeting).site.place == district.hai_site.place
    assert list(meetings_seen_by(district.hai_clerk)) == [other]


def test_the_seat_of_a_delegate_is_no_room(district, traveller):
    own = seat_of(planned(district, traveller)).site
    assert own not in open_sites()
    assert own not in visible_sites(district.secretary)
    with writing():
        later = Site.objects.create(
            name="Phòng mới", place=district.hub.place, kind="hall", plate="A", order=9
        )
    assert later in open_sites()


def test_it_comes_after_all_rooms(district, traveller):
    meeting = planned(district, traveller)
    rows = Site.objects.filter(meetingsite__meeting=meeting)
    assert list(rows.order_by("order"))[-1] == seat_of(meeting).site


def test_the_same_person_keeps_the_seat_under_the_name_of_today(district, traveller):
    first = seat_of(planned(district, traveller)).site
    with writing():
        traveller.title = "Chủ tịch"
        traveller.save()
    second = seat_of(planned(district, traveller)).site
    assert second == first
    assert second.name == "Đại biểu Đi Xa (demo), Chủ tịch"


def test_it_is_called_by_its_name_alone_wherever_it_was_invited(district, traveller):
    meeting = planned(district, traveller)
    change_meeting(district.secretary, meeting, district.plan(district.hai_site))
    again = planned(district, traveller)
    elsewhere = replace(
        district.plan(), chair_site=district.hai_site, delegates=(traveller,)
    )
    plan_meeting(district.secretary, elsewhere)
    site = labelled(Site.objects.filter(pk=seat_of(again).site_id)).get()
    assert site.label == "Đại biểu Đi Xa (demo), Phó Chủ tịch"
    assert Site.objects.get(pk=site.pk).label == site.label


def test_who_is_no_longer_a_delegate_loses_the_seat(district, traveller):
    meeting = planned(district, traveller)
    change_meeting(district.secretary, meeting, district.plan(district.hai_site))
    assert not MeetingSite.objects.exclude(person=None).exists()


def test_the_log_names_delegates_as_people(district, traveller):
    planned(district, traveller)
    after = AuditEvent.objects.get(verb="meetings.plan").after
    assert after["delegates"] == [traveller.pk]
    assert after["sites"] == [district.hub.pk, district.hai_site.pk]


def test_the_chair_is_no_delegate(district):
    with pytest.raises(Refusal) as refused:
        planned(district, district.chair)
    assert refused.value.code == "delegate_is_chair"
    assert not Meeting.objects.exists()


def test_the_form_offers_people_with_a_role_and_keeps_the_choice(district, traveller):
    form = MeetingForm(actor=district.secretary)
    offered = form.fields["delegates"].queryset
    assert list(offered) == [traveller]
    meeting = planned(district, traveller)
    assert initial(meeting)["delegates"] == [traveller.pk]
    assert seat_of(meeting).site_id not in initial(meeting)["sites"]


def test_rooms_and_delegates_together_are_no_more_than_a_meeting_holds(
    district, traveller
):
    with writing():
        rooms = [
            Site.objects.create(
                name=f"Phòng {n}", place=district.hub.place, kind="hall", plate="A"
            )
            for n in range(SITE_LIMIT)
        ]
    data = {
        "title": "Họp",
        "starts": "25/12/2026 08:00",
        "sites": [room.pk for room in rooms],
        "delegates": [traveller.pk],
    }
    form = MeetingForm(data, actor=district.secretary)
    assert "delegates" in form.errors
    assert "sites" not in form.errors
