"""A line is used for no more than the register and the technician say."""

from __future__ import annotations

import json

import pytest

from nhipcau.accounts.queries import actor_of
from nhipcau.core.refusal import Refusal
from nhipcau.live.models import LinePin, LiveMeeting
from nhipcau.live.queries import lines_of, pins_of
from nhipcau.live.rules.budget import LineUse, Pin
from nhipcau.live.rules.health import Report
from nhipcau.live.services import pin_line, report_health
from nhipcau.live.tests.bench import Bench
from nhipcau.places.models import Site
from nhipcau.places.services.sites import update_site


def pin(browser, bench: Bench, profile: str | None, site: int | None = None):
    site = site or bench.site("hai")
    return browser.post(
        f"/api/live/meetings/{bench.meeting.pk}/sites/{site}/pin",
        json.dumps({"profile": profile}),
        content_type="application/json",
    )


def test_who_conducts_pins_the_line_of_a_site_and_lets_it_go_again(bench, client):
    chair = bench.browser("hub", client)
    assert pin(chair, bench, "audio").status_code == 204
    url = f"/api/live/meetings/{bench.meeting.pk}"
    hai = bench.site("hai")
    assert chair.get(url).json()["pins"] == [
        {"site": hai, "listed": "full", "chosen": "audio"}
    ]
    assert pin(chair, bench, None).status_code == 204
    assert chair.get(url).json()["pins"] == []
    assert [event["profile"] for event in bench.audited("live.pin")] == ["audio", None]


def test_a_site_pins_no_line_and_is_told_of_none(bench, client):
    pin_line(actor_of(bench.people["hub"]), bench.meeting, bench.site("hai"), "thin")
    browser = bench.browser("hai", client)
    answer = pin(browser, bench, None)
    assert answer.status_code == 403
    assert LinePin.objects.count() == 1
    url = f"/api/live/meetings/{bench.meeting.pk}"
    assert browser.get(url).json()["pins"] == []


def test_a_pin_changes_no_revision(bench, client):
    before = LiveMeeting.objects.get().rev
    pin(bench.browser("hub", client), bench, "thin")
    assert LiveMeeting.objects.get().rev == before


def test_it_pins_no_site_that_is_not_invited(bench):
    with pytest.raises(Refusal) as refused:
        pin_line(actor_of(bench.people["hub"]), bench.meeting, 9999, "thin")
    assert refused.value.code == "site_not_in_meeting"


def test_nothing_is_pinned_to_what_there_is_not(bench, client):
    assert pin(bench.browser("hub", client), bench, "wide").status_code == 422


@pytest.mark.parametrize(
    ("listed", "chosen", "holds"),
    [
        ("full", None, "full"),
        ("full", "thin", "thin"),
        ("thin", None, "thin"),
        ("thin", "full", "thin"),
        ("thin", "audio", "audio"),
        ("audio", "thin", "audio"),
    ],
)
def test_the_lesser_of_register_and_technician_holds(listed, chosen, holds):
    assert Pin(listed, chosen).holds == holds


def test_it_knows_how_each_site_uses_its_line(bench):
    hub, hai = actor_of(bench.people["hub"]), actor_of(bench.people["hai"])
    site = bench.site("hai")
    assert lines_of(bench.meeting) == {}
    report = Report("ok", "ok", "poor", "udp", down="thin", up="audio")
    report_health(hai, bench.meeting, site, report)
    pin_line(hub, bench.meeting, site, "thin")
    assert pins_of(bench.meeting) == {site: Pin("full", "thin")}
    assert lines_of(bench.meeting) == {site: LineUse("thin", "audio", "thin")}


def test_a_site_that_the_register_calls_weak_is_pinned_in_every_meeting(bench):
    site = Site.objects.get(pk=bench.site("hai"))
    update_site(actor_of(bench.people["hub"]), site, link="thin")
    assert pins_of(bench.meeting) == {site.pk: Pin("thin", None)}
    assert lines_of(bench.meeting) == {site.pk: LineUse(pin="thin")}
