"""Sound and picture of a site move from one of its devices to another."""

import pytest
from django.test import Client

from nhipcau.accounts.cookie import new_key
from nhipcau.accounts.models import Device
from nhipcau.accounts.queries import actor_of
from nhipcau.accounts.services.devices import make_main, remove_device, seat_device
from nhipcau.core.refusal import Refusal
from nhipcau.live.queries import live_meeting, seats_of
from nhipcau.live.rules.mirror import EVERYTHING, SCREEN, sources_of


@pytest.fixture
def laptop(bench) -> Device:
    """A companion at the site of hai; from now on its browser is the one that asks."""
    bench.keys["hai"], first = new_key(), bench.devices["hai"]
    actor = actor_of(bench.people["hai"])
    companion = seat_device(actor, bench.sites["hai"], bench.keys["hai"], "", False)
    assert (first.main, companion.main) == (True, False)
    return companion


def take(browser: Client, bench):
    return browser.post(f"/api/live/meetings/{bench.meeting.pk}/main")


def mains(bench) -> list[int]:
    devices = Device.objects.filter(site=bench.sites["hai"], main=True)
    return list(devices.values_list("pk", flat=True))


def test_a_companion_takes_it_and_the_other_is_a_companion_at_once(
    bench, client, laptop
):
    browser = bench.browser("hai", client)
    assert take(browser, bench).status_code == 204
    assert mains(bench) == [laptop.pk]
    assert take(browser, bench).status_code == 204
    assert bench.audited("accounts.device_made_main") == [
        {"site": str(bench.sites["hai"]), "label": laptop.label, "main": True}
    ]


def test_only_one_of_them_may_be_heard_in_the_engine(bench, client, laptop):
    take(bench.browser("hai", client), bench)
    live = live_meeting(bench.meeting.pk)
    assert live is not None
    seats = seats_of(bench.meeting, live.state)
    may = {seat.device: sources_of(seat) for seat in seats}
    assert may[laptop.pk] == EVERYTHING
    assert may[bench.devices["hai"].pk] == SCREEN


def test_the_first_takes_it_back(bench, client, laptop):
    take(bench.browser("hai", client), bench)
    make_main(actor_of(bench.people["hai"]), bench.devices["hai"])
    assert mains(bench) == [bench.devices["hai"].pk]


def test_whoever_may_not_be_in_the_room_takes_nothing(bench, client, laptop):
    browser = bench.browser("hai", client)
    bench.dismiss("hai")
    answer = take(browser, bench)
    assert (answer.status_code, answer.json()["code"]) == (403, "may_not_sit")
    assert mains(bench) == [bench.devices["hai"].pk]
    assert take(Client(), bench).status_code == 401


def test_a_device_that_sits_nowhere_takes_nothing(bench, client):
    client.force_login(bench.people["hai"])
    assert take(client, bench).json()["code"] == "no_device"


def test_a_device_of_another_or_one_that_was_removed_is_refused(bench, laptop):
    with pytest.raises(Refusal, match="device_not_yours"):
        make_main(actor_of(bench.people["tra"]), laptop)
    actor = actor_of(bench.people["hai"])
    remove_device(actor, laptop)
    with pytest.raises(Refusal, match="device_removed"):
        make_main(actor, laptop)
    assert mains(bench) == [bench.devices["hai"].pk]
