"""Who may give a site a stream, what is kept of it, and when it is pulled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from nhipcau.accounts.models import Device
from nhipcau.accounts.queries import actor_of
from nhipcau.audit.models import AuditEvent
from nhipcau.base.guard import writing
from nhipcau.base.vault import Lost, seal, unseal
from nhipcau.core.actor import system
from nhipcau.core.refusal import Refusal
from nhipcau.live.errands.services import ask
from nhipcau.live.feeds.queries import feed_of, source_of, wanted_feeds
from nhipcau.live.feeds.services import (
    remove_feed,
    report_feed,
    rest_all,
    set_feed,
    switch_feed,
    try_feed,
)
from nhipcau.live.models import Feed, Presence
from nhipcau.live.rules.commands import Grant, Open
from nhipcau.media.address import address
from nhipcau.meetings.models import Meeting

CAMERA = address("rtsp://admin:mat-khau-77@10.1.2.3/kenh")


@pytest.fixture
def fed(kept):
    """The first commune is fed by a camera."""
    set_feed(keeper(kept), kept.sites["hai"], CAMERA)
    return kept


def keeper(bench):
    return actor_of(bench.people["hub"])


def pulled(bench, present=None):
    return wanted_feeds(present or {})


def feed(bench):
    return feed_of(bench.sites["hai"])


def test_the_password_is_in_no_row_and_no_event(fed):
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, user, password FROM live_feed")
        assert "mat-khau-77" not in str(cursor.fetchall())
    told = [
        f"{one.before}{one.after}{one.object_name}" for one in AuditEvent.objects.all()
    ]
    assert not any("mat-khau-77" in one for one in told)
    assert source_of(feed(fed).pk) == CAMERA


def test_it_is_sealed_for_this_installation_alone(fed, settings):
    sealed = seal("một hai ba")
    assert unseal(sealed) == "một hai ba"
    settings.SECRET_KEY = "another installation's"
    with pytest.raises(Lost):
        unseal(sealed)
    with pytest.raises(Refusal) as refusal:
        source_of(feed(fed).pk)
    assert refusal.value.code == "feed_password_lost"


def test_only_who_keeps_the_site_gives_it_a_stream(bench):
    with pytest.raises(Refusal) as refusal:
        set_feed(actor_of(bench.people["hai"]), bench.sites["hai"], CAMERA)
    assert refusal.value.code == "device_not_yours"
    assert feed(bench) is None


def test_it_is_the_main_device_of_its_site_and_no_browser(fed):
    device = feed(fed).device
    assert device.main
    assert device.is_rooms
    others = Device.objects.filter(site=fed.sites["hai"]).exclude(pk=device.pk)
    assert not others.filter(main=True).exists()


def test_it_is_pulled_for_the_meeting_and_heard_when_it_is_called(fed):
    assert [one.meeting for one in pulled(fed)] == [fed.meeting.pk]
    assert not pulled(fed)[0].open
    fed.give(Open())
    fed.give(Grant(fed.site("hai"), ()))
    assert pulled(fed)[0].open


def test_nothing_is_pulled_long_before_the_meeting(fed):
    with writing():
        Meeting.objects.update(starts=timezone.now() + timedelta(hours=3))
    assert pulled(fed) == []
    try_feed(keeper(fed), feed(fed))
    assert [one.meeting for one in pulled(fed)] == [0]


def test_somebody_who_sits_down_there_stands_for_the_site(fed):
    fed.sit("hai")
    assert pulled(fed) == []


def test_another_address_or_password_is_another_stream(fed):
    before = pulled(fed)[0].source
    set_feed(keeper(fed), fed.sites["hai"], address("rtsp://10.1.2.4/kenh"))
    other = pulled(fed)[0].source
    assert other != before
    assert "mat-khau-77" not in before


def test_nothing_is_asked_of_a_machine_that_is_not_there(fed):
    with writing():
        Presence.objects.create(
            meeting=fed.meeting, site=fed.sites["hai"], joined=timezone.now()
        )
    with pytest.raises(Refusal) as refusal:
        ask(keeper(fed), fed.meeting, fed.site("hai"), "tone", {})
    assert refusal.value.code == "errand_feed"


def test_whoever_sat_there_gives_the_place_back_when_it_is_saved_again(fed):
    fed.sit("hai")
    set_feed(keeper(fed), fed.sites["hai"], CAMERA)
    assert len(pulled(fed)) == 1


def test_switched_off_it_leaves_the_place_to_the_room_computer(fed):
    with writing():
        other = Device.objects.create(site=fed.sites["hai"], key_hash="0", main=False)
    switch_feed(keeper(fed), feed(fed), False)
    other.refresh_from_db()
    assert other.main
    switch_feed(keeper(fed), feed(fed), True)
    assert feed(fed).device.main


def test_what_was_said_before_a_start_is_forgotten(fed):
    report_feed(system("feeds"), feed(fed).pk, "flowing", "", {})
    rest_all(system("feeds"))
    assert feed(fed).state == Feed.State.IDLE


def test_switched_off_it_rests(fed):
    try_feed(keeper(fed), feed(fed))
    switch_feed(keeper(fed), feed(fed), False)
    assert pulled(fed) == []
    with pytest.raises(Refusal) as refusal:
        try_feed(keeper(fed), feed(fed))
    assert refusal.value.code == "feed_off"
    switch_feed(keeper(fed), feed(fed), True)
    assert len(pulled(fed)) == 1


def test_taken_away_nothing_is_left_of_it(fed):
    device = feed(fed).device_id
    remove_feed(keeper(fed), feed(fed))
    assert feed(fed) is None
    assert not Device.objects.filter(pk=device).exists()


def test_how_it_does_is_kept_with_the_moment_since_when(fed):
    actor, row = system("feeds"), feed(fed)
    report_feed(actor, row.pk, "broken", "feed_no_answer", {})
    since = feed(fed).since
    report_feed(actor, row.pk, "broken", "feed_no_answer", {"codec": "h264"})
    again = feed(fed)
    assert (again.state, again.since, again.facts) == (
        Feed.State.BROKEN,
        since,
        {"codec": "h264"},
    )
    remove_feed(keeper(fed), again)
    report_feed(actor, row.pk, "flowing", "", {})
    assert feed(fed) is None


def test_a_new_address_forgets_how_the_old_one_did(fed):
    report_feed(system("feeds"), feed(fed).pk, "broken", "feed_password", {})
    other = address("rtsp://10.1.2.4/kenh", "admin")
    set_feed(keeper(fed), fed.sites["hai"], other, keeps_password=True)
    row = feed(fed)
    assert (row.state, row.why) == (Feed.State.IDLE, "")
    assert source_of(row.pk).password == "mat-khau-77"
