"""Bots sit only where nobody sits, by the rights of a person that is marked as demo."""

from __future__ import annotations

import jwt
import pytest

from nhipcau.accounts.models import Device, Person
from nhipcau.accounts.queries import actor_of
from nhipcau.accounts.services import deactivate_person
from nhipcau.core.actor import system
from nhipcau.live.bots.queries import play_of, seated_bots
from nhipcau.live.bots.seats import seat_and_token
from nhipcau.live.bots.services import (
    NAME,
    NobodyPlays,
    Taken,
    give_up_seats,
    player,
    take_seat,
)
from nhipcau.live.tests.bench import Bench
from nhipcau.meetings.queries import sites_with_main_device
from nhipcau.meetings.services import remove_site


def claims(token: str | None) -> dict:
    assert token
    return jwt.decode(token, options={"verify_signature": False})


def test_every_commune_is_a_part_and_the_hub_is_none(bench: Bench):
    play = play_of(bench.meeting.pk)
    assert play
    assert [part.site for part in play.parts] == [bench.site("hai"), bench.site("tra")]
    assert not any(part.taken for part in play.parts)
    assert play_of(bench.meeting.pk + 1) is None


def test_a_bot_gets_the_token_that_the_door_would_give(bench: Bench):
    site = bench.site("hai")
    told = claims(seat_and_token(bench.meeting.pk, site))
    device = Device.objects.get(person=player(), site=site)
    assert told["sub"] == f"site/{site}/{device.pk}"
    assert told["video"]["room"] == bench.room
    assert set(told["video"]["canPublishSources"]) >= {"camera", "microphone"}
    assert (device.label, device.main) == (NAME, True)


def test_a_bot_keeps_its_seat_between_two_joins(bench: Bench):
    site = bench.site("hai")
    first = claims(seat_and_token(bench.meeting.pk, site))["sub"]
    assert claims(seat_and_token(bench.meeting.pk, site))["sub"] == first
    assert seated_bots() == [site]


def test_a_bot_takes_no_seat_from_a_human(bench: Bench):
    bench.sit("hai")
    assert seat_and_token(bench.meeting.pk, bench.site("hai")) is None
    with pytest.raises(Taken):
        take_seat(actor_of(player()), bench.sites["hai"])
    assert Device.objects.get(pk=bench.devices["hai"].pk).main


def test_a_human_finds_the_seat_free_and_takes_it_from_the_bot(bench: Bench):
    site = bench.site("hai")
    seat_and_token(bench.meeting.pk, site)
    # Nobody is asked whether to come beside a machine.
    assert site not in sites_with_main_device(bench.meeting, "")
    bench.sit("hai")
    play = play_of(bench.meeting.pk)
    assert [part.taken for part in play.parts] == [True, False]
    assert seat_and_token(bench.meeting.pk, site) is None
    give_up_seats(actor_of(player()), [site])
    assert seated_bots() == []
    assert Device.objects.filter(site=site).count() == 1


def test_a_bot_gets_no_token_where_its_site_is_not_invited_any_more(bench: Bench):
    hub = actor_of(bench.people["hub"])
    remove_site(hub, bench.meeting, bench.sites["hai"])
    assert seat_and_token(bench.meeting.pk, bench.site("hai")) is None


def test_nobody_plays_in_an_installation_that_is_no_demo(bench: Bench):
    deactivate_person(system("test"), Person.objects.get(name=NAME))
    with pytest.raises(NobodyPlays):
        play_of(bench.meeting.pk)
