"""Bots read what the hub wrote and take its calls by the services of everybody."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import jwt
import pytest
from django.utils import timezone

from nhipcau.accounts.queries import actor_of
from nhipcau.base.guard import writing
from nhipcau.core.actor import system
from nhipcau.core.refusal import Refusal
from nhipcau.live.bots.answering import PHRASES, give_answer
from nhipcau.live.bots.queries import FRESH, letters_of, play_of
from nhipcau.live.bots.seats import seat_and_token, seat_of, talk_token
from nhipcau.live.bots.services import player
from nhipcau.live.models import Acknowledgement, Message, Talk
from nhipcau.live.rules.answering import Reads, TakesCall
from nhipcau.live.rules.commands import CHAIR
from nhipcau.live.services import note_presence
from nhipcau.live.talks import services as talks
from nhipcau.live.tests.bench import Bench
from nhipcau.live.words import services as words
from nhipcau.supervisor.binaries import ROOT


@pytest.fixture
def site(bench: Bench) -> int:
    """Hai, at which a bot sits."""
    site = bench.site("hai")
    assert seat_and_token(bench.meeting.pk, site)
    return site


def write(bench: Bench, to: int | None) -> int:
    """A message of the hub; its number."""
    hub = actor_of(bench.people["hub"])
    words.write(hub, bench.meeting, CHAIR, uuid4(), to, "Kiểm tra micro")
    return Message.objects.latest("id").pk


def call(bench: Bench, site: int) -> int:
    """The hub calls the site; the number of the talk."""
    note_presence(system("conductor"), bench.meeting, {site}, {})
    hub = actor_of(bench.people["hub"])
    talks.start(hub, bench.meeting, bench.devices["hub"], site)
    return Talk.objects.get(ended=None).pk


def read_by(message: int) -> list[tuple[int, int]]:
    return list(
        Acknowledgement.objects.filter(message=message).values_list("site", "by")
    )


def test_a_bot_reads_as_its_player_and_writes_back_to_the_hub(bench: Bench, site: int):
    message = write(bench, None)
    for _ in range(2):
        give_answer(bench.meeting.pk, Reads(site, message, ""))
    assert read_by(message) == [(site, player().pk)]
    assert bench.audited("live.acknowledge") == [{"message": message, "site": site}]
    give_answer(bench.meeting.pk, Reads(site, message, PHRASES[0]))
    back = Message.objects.get(from_hub=False)
    assert (back.site_id, back.by_id, back.text) == (site, player().pk, PHRASES[0])


def test_a_bot_reads_no_words_that_went_to_another_site(bench: Bench, site: int):
    message = write(bench, bench.site("tra"))
    with pytest.raises(Refusal, match="no_message"):
        give_answer(bench.meeting.pk, Reads(site, message, PHRASES[0]))
    assert read_by(message) == []
    assert not Message.objects.filter(from_hub=False).exists()


def test_where_a_human_sits_a_bot_says_nothing_more(bench: Bench, site: int):
    message, talk = write(bench, site), call(bench, site)
    bench.sit("hai")
    assert seat_of(site) is None
    for answer in (Reads(site, message, PHRASES[0]), TakesCall(site, talk)):
        with pytest.raises(Refusal, match="no_device"):
            give_answer(bench.meeting.pk, answer)
    assert read_by(message) == []
    assert Talk.objects.get().answered is None


def test_bots_are_told_what_the_hub_wrote_of_late_and_who_has_read_it(
    bench: Bench, site: int
):
    to_all, to_hai = write(bench, None), write(bench, site)
    give_answer(bench.meeting.pk, Reads(site, to_all, PHRASES[0]))
    told = {one.message: (one.site, one.read) for one in letters_of(bench.meeting.pk)}
    assert told == {to_all: (None, {site}), to_hai: (site, frozenset())}
    assert letters_of(bench.meeting.pk + 1) == ()
    with writing():
        Message.objects.filter(pk=to_all).update(at=timezone.now() - FRESH)
        Message.objects.filter(pk=to_hai).update(
            at=timezone.now() - FRESH + timedelta(minutes=1)
        )
    assert [one.message for one in letters_of(bench.meeting.pk)] == [to_hai]


def test_a_bot_takes_a_call_and_gets_the_token_of_that_talk_only(
    bench: Bench, site: int
):
    meeting, talk = bench.meeting.pk, call(bench, site)
    assert talk_token(meeting, site, talk) is None
    give_answer(meeting, TakesCall(site, talk))
    play = play_of(meeting)
    assert play
    assert [(row.talk, row.answered) for row in play.talks] == [(talk, True)]
    token = talk_token(meeting, site, talk)
    assert token
    told = jwt.decode(token, options={"verify_signature": False})
    device = seat_of(site)
    assert device
    assert told["sub"] == f"site/{site}/{device.pk}"
    assert told["video"]["room"] == f"talk-{meeting}-{talk}"
    assert told["video"]["canPublishSources"] == ["microphone"]
    assert talk_token(meeting, site, talk + 1) is None
    assert talk_token(meeting + 1, site, talk) is None
    seat_and_token(meeting, bench.site("tra"))
    assert talk_token(meeting, bench.site("tra"), talk) is None
    talks.end(system("conductor"), bench.meeting, talk, "floor")
    assert talk_token(meeting, site, talk) is None
    with pytest.raises(Refusal, match="no_talk"):
        give_answer(meeting, TakesCall(site, talk))


def test_bots_write_only_ready_phrases_that_a_sites_screen_has():
    texts = (ROOT / "frontend/text/vi.ts").read_text()
    replies = texts.partition("replies: [")[2].partition("]")[0]
    assert all(f'"{phrase}"' in replies for phrase in PHRASES)
