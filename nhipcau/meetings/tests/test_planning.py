"""Planning a meeting: who may, for which sites, and what the log keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nhipcau.audit.models import AuditEvent
from nhipcau.base.guard import writing
from nhipcau.core.refusal import Refusal
from nhipcau.meetings.forms import MeetingForm
from nhipcau.meetings.models import Meeting, MeetingSite
from nhipcau.meetings.queries import meetings_seen_by, seats
from nhipcau.meetings.rules.size import SITE_LIMIT
from nhipcau.meetings.services import (
    change_meeting,
    plan_meeting,
    readmit_site,
    remove_site,
)
from nhipcau.meetings.tests.conftest import District
from nhipcau.places.models import Site, Unit


def test_it_invites_the_chosen_sites_and_the_chairs_own(district: District):
    meeting = plan_meeting(district.secretary, district.plan(district.hai_site))
    assert [seat.site for seat in seats(meeting)] == [district.hub, district.hai_site]


def test_it_records_who_planned_the_meeting(district: District):
    meeting = plan_meeting(district.secretary, district.plan(district.hai_site))
    event = AuditEvent.objects.get(verb="meetings.plan")
    assert event.actor_name == "Thư ký (demo)"
    assert event.object_id == str(meeting.pk)
    assert event.after is not None
    assert event.after["sites"] == [district.hub.pk, district.hai_site.pk]


def test_it_refuses_to_plan_for_a_unit_of_others(district: District):
    with pytest.raises(Refusal) as refused:
        plan_meeting(district.hai_clerk, district.plan(district.hai_site))
    assert refused.value.code == "meeting_not_yours"
    assert not Meeting.objects.exists()


def test_it_drops_and_adds_sites_when_the_plan_changes(district: District):
    meeting = plan_meeting(district.secretary, district.plan(district.hai_site))
    change_meeting(district.secretary, meeting, district.plan(district.tra_site))
    assert [seat.site for seat in seats(meeting)] == [district.hub, district.tra_site]


def test_it_refuses_a_change_by_a_clerk(district: District):
    meeting = plan_meeting(district.secretary, district.plan(district.hai_site))
    with pytest.raises(Refusal) as refused:
        change_meeting(district.hai_clerk, meeting, district.plan())
    assert refused.value.code == "meeting_not_yours"


def test_it_shows_a_meeting_to_its_host_and_its_invited_communes_only(
    district: District,
):
    meeting = plan_meeting(district.secretary, district.plan(district.hai_site))
    assert list(meetings_seen_by(district.secretary)) == [meeting]
    assert list(meetings_seen_by(district.hai_clerk)) == [meeting]
    assert list(meetings_seen_by(district.tra_clerk)) == []


def test_it_keeps_a_removed_site_out_until_it_is_readmitted(district: District):
    meeting = plan_meeting(district.secretary, district.plan(district.hai_site))
    remove_site(district.secretary, meeting, district.hai_site)
    seat = MeetingSite.objects.get(site=district.hai_site)
    assert seat.removed is not None
    change_meeting(district.secretary, meeting, district.plan(district.hai_site))
    seat.refresh_from_db()
    assert seat.removed is not None
    readmit_site(district.secretary, meeting, district.hai_site)
    seat.refresh_from_db()
    assert seat.removed is None


def test_it_never_removes_the_chairs_site(district: District):
    meeting = plan_meeting(district.secretary, district.plan(district.hai_site))
    with pytest.raises(Refusal) as refused:
        remove_site(district.secretary, meeting, district.hub)
    assert refused.value.code == "chair_site_stays"


def test_it_refuses_to_remove_a_site_that_is_not_invited(district: District):
    meeting = plan_meeting(district.secretary, district.plan(district.hai_site))
    with pytest.raises(Refusal) as refused:
        remove_site(district.secretary, meeting, district.tra_site)
    assert refused.value == Refusal("site_not_invited", site="Xã Trà thử")


def test_it_finds_a_meeting_without_accents(district: District):
    plan_meeting(district.secretary, district.plan(district.hai_site))
    assert Meeting.objects.filter(search_text__contains="giao ban thang").exists()


def test_it_lets_a_removed_site_in_again_when_the_chair_sits_there(
    district: District,
):
    meeting = plan_meeting(district.secretary, district.plan(district.hai_site))
    remove_site(district.secretary, meeting, district.hai_site)
    moved = replace(district.plan(), chair_site=district.hai_site)
    change_meeting(district.secretary, meeting, moved)
    assert [seat.removed for seat in seats(meeting)] == [None]


def test_it_offers_units_of_today_and_as_many_sites_as_a_meeting_holds(
    district: District,
):
    with writing():
        Unit.objects.filter(pk=district.tra.pk).update(until=date(2025, 7, 1))
        place = district.hub.place
        Site.objects.bulk_create(
            Site(name=f"Phòng {n}", place=place, plate="P", order=n, kind="commune")
            for n in range(SITE_LIMIT)
        )
    form = MeetingForm(
        {"sites": list(Site.objects.values_list("pk", flat=True))},
        actor=district.secretary,
    )
    assert "tối đa 64" in str(form.errors["sites"])
    assert "Xã Hải thử (thử)" in str(form["host"])
    assert "Xã Trà thử" not in str(form["host"])
