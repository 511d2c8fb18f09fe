"""A delegate who attends alone: in through the page, asks, is called, speaks."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from nhipcau.accounts.models import Device, Person, RoleGrant
from nhipcau.accounts.queries import actor_of
from nhipcau.base.guard import writing
from nhipcau.live import services
from nhipcau.live.queries import live_meeting, planned, seats_of
from nhipcau.live.rules.commands import By, Grant, Open, Request
from nhipcau.live.rules.stage import speaks
from nhipcau.live.tests.bench import Bench
from nhipcau.live.watchers.policies import may_watch
from nhipcau.meetings.models import MeetingSite
from nhipcau.meetings.services import Plan, change_meeting, remove_site
from nhipcau.places.models import Site, Unit


@pytest.fixture
def traveller(bench: Bench) -> Person:
    """Invited to the meeting, beside its three rooms."""
    unit = bench.meeting.host
    with writing():
        person = Person.objects.create(username="di-xa", name="Đại biểu Xa (demo)")
        since = RoleGrant.objects.filter(person=bench.people["hub"])[0].since
        RoleGrant.objects.create(person=person, role="viewer", unit=unit, since=since)
        RoleGrant.objects.create(
            person=bench.people["hub"], role="secretary", unit=unit, since=since
        )
    plan = Plan(
        title=bench.meeting.title,
        host=unit,
        starts=bench.meeting.starts,
        chair=bench.people["hub"],
        chair_site=bench.sites["hub"],
        sites=tuple(bench.sites.values()),
        delegates=(person,),
    )
    hub = actor_of(bench.people["hub"])
    change_meeting(hub, bench.meeting, plan)
    services.seat_sites(hub, bench.meeting)
    return person


def enter(bench: Bench, person: Person, client: Client, site: int) -> int:
    client.force_login(person)
    page = reverse("live:enter", args=[bench.meeting.pk])
    return client.post(page, {"site": str(site)}, follow=True).status_code


def own_site(bench: Bench) -> int:
    seat = MeetingSite.objects.exclude(person=None).get(meeting=bench.meeting)
    return seat.site_id


def test_a_delegate_enters_the_room(bench, traveller, client):
    assert enter(bench, traveller, client, own_site(bench)) == 200
    room = client.get(reverse("live:room", args=[bench.meeting.pk]))
    assert room.status_code == 200


def test_nobody_else_takes_the_seat_of_a_delegate(bench, traveller, client):
    assert enter(bench, bench.people["hai"], client, own_site(bench)) == 403
    assert enter(bench, traveller, client, bench.site("hai")) == 403


def test_a_delegate_asks_is_called_and_speaks(bench, traveller, client):
    own = own_site(bench)
    enter(bench, traveller, client, own)
    bench.give(Open())
    by = By("site", own)
    services.command(actor_of(traveller), bench.meeting, by, uuid4(), Request())
    bench.give(Grant(own, ()))
    state = live_meeting(bench.meeting.pk).state
    assert state.floor == (own,)
    assert speaks(state, own)
    device = Device.objects.get(person=traveller)
    assert device.pk in {seat.device for seat in seats_of(bench.meeting, state)}


def test_a_delegate_that_was_put_out_does_not_watch_either(bench, traveller):
    assert may_watch(actor_of(traveller), bench.meeting)
    with writing():
        elsewhere = Unit.objects.create(
            name="Nơi khác",
            kind=bench.meeting.host.kind,
            since=bench.meeting.host.since,
        )
        RoleGrant.objects.filter(person=traveller).update(unit=elsewhere)
    assert may_watch(actor_of(traveller), bench.meeting)
    site = Site.objects.get(pk=own_site(bench))
    remove_site(actor_of(bench.people["hub"]), bench.meeting, site)
    assert not may_watch(actor_of(traveller), bench.meeting)


def test_a_delegate_is_the_last_of_the_sites(bench, traveller):
    assert planned(bench.meeting).sites[-1] == own_site(bench)
