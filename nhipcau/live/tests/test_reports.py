"""A site says how its sound, picture and line are; who conducts reads it."""

from __future__ import annotations

import json

import pytest

from nhipcau.accounts.models import Device
from nhipcau.accounts.queries import actor_of
from nhipcau.base.guard import writing
from nhipcau.live.models import LiveMeeting, SiteReport
from nhipcau.live.rules.health import Report
from nhipcau.live.services import report_health

SILENT = {
    "microphone": "device_muted",
    "camera": "ok",
    "line": "good",
    "path": "udp",
    "down": "full",
    "up": "full",
}


def report(browser, bench, **health):
    return browser.post(
        f"/api/live/meetings/{bench.meeting.pk}/health",
        json.dumps(SILENT | health),
        content_type="application/json",
    )


def read(browser, bench):
    return browser.get(f"/api/live/meetings/{bench.meeting.pk}").json()["reports"]


def test_it_shows_the_chair_what_a_site_reports(bench, client):
    assert report(bench.browser("hai", client), bench).status_code == 204
    assert read(bench.browser("hub", client), bench) == [
        {"site": bench.site("hai"), **SILENT}
    ]


def test_it_shows_a_site_no_reports(bench, client):
    report(bench.browser("hai", client), bench)
    assert read(client, bench) == []


def test_it_keeps_the_last_report_of_a_site_and_records_each_change_once(bench):
    actor, site = actor_of(bench.people["hai"]), bench.site("hai")
    for microphone in ("ok", "ok", "silent", "silent", "ok"):
        report_health(actor, bench.meeting, site, Report(microphone, "ok", "good"))
    assert [event["microphone"] for event in bench.audited("live.report")] == [
        "ok",
        "silent",
        "ok",
    ]
    assert SiteReport.objects.get().microphone == "ok"


def test_it_leaves_the_revision_alone(bench, client):
    before = LiveMeeting.objects.get().rev
    report(bench.browser("hai", client), bench)
    assert LiveMeeting.objects.get().rev == before


def test_it_takes_a_report_for_the_own_site_only_and_from_its_main_device(
    bench, client
):
    assert report(client, bench).status_code == 401
    client.force_login(bench.people["stranger"])
    assert report(client, bench).status_code == 403
    browser = bench.browser("hai", client)
    with writing():
        Device.objects.filter(site=bench.site("hai")).update(main=False)
    answer = report(browser, bench)
    assert answer.status_code == 403
    assert answer.json()["code"] == "companion"
    assert not SiteReport.objects.exists()


def test_it_takes_a_report_of_a_page_that_knows_no_path(bench, client):
    answer = bench.browser("hai", client).post(
        f"/api/live/meetings/{bench.meeting.pk}/health",
        json.dumps({name: SILENT[name] for name in ("microphone", "camera", "line")}),
        content_type="application/json",
    )
    assert answer.status_code == 204
    assert SiteReport.objects.get().path == "unknown"


@pytest.mark.parametrize(
    "wrong", [{"microphone": "<b>"}, {"line": None}, {"path": "pigeon"}]
)
def test_it_takes_no_finding_that_it_does_not_know(bench, client, wrong):
    assert report(bench.browser("hai", client), bench, **wrong).status_code == 422
    assert not SiteReport.objects.exists()


def test_it_knows_no_meeting_that_is_not_there(bench, client):
    browser = bench.browser("hai", client)
    answer = browser.post(
        "/api/live/meetings/999/health",
        json.dumps(SILENT),
        content_type="application/json",
    )
    assert answer.status_code == 404
