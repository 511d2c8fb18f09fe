"""A played room answers the hub, by the services that people use and as they may."""

from __future__ import annotations

from uuid import uuid4

from nhipcau.accounts.queries import actor_of
from nhipcau.live.bots.seats import seat_of
from nhipcau.live.bots.services import player
from nhipcau.live.door import seated
from nhipcau.live.rules.answering import Answer, Reads
from nhipcau.live.rules.commands import By
from nhipcau.live.talks import services as talks
from nhipcau.live.words import services as words
from nhipcau.meetings.models import Meeting

# Of the ready phrases that a site's screen has: those that answer anything.
PHRASES = (
    "Điểm cầu đã rõ, xin thực hiện ngay.",
    "Điểm cầu đã sẵn sàng.",
    "Xin chờ ít phút.",
)


def give_answer(meeting: int, answer: Answer) -> None:
    """Reads and writes back, or takes the call; raises Refusal as for anybody."""
    plan = Meeting.objects.get(pk=meeting)
    me = actor_of(player())
    # A human may have sat down a moment ago: then the machine says nothing more.
    device = seated(me, seat_of(answer.site), plan)
    if not isinstance(answer, Reads):
        talks.answer(me, plan, device, answer.talk)
        return
    by = By("site", answer.site)
    words.acknowledge(me, plan, by, answer.message)
    if answer.phrase:
        words.write(me, plan, by, uuid4(), None, answer.phrase)
