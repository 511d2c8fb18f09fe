"""What the installation's database says of a meeting once a chaos run is over."""

from __future__ import annotations

import contextlib

from nhipcau.cli.bench.checks import Logged, Rows
from nhipcau.cli.bench.installation import NotWithin, until

# Seconds in which the sealer has to seal what was written last.
SEALING = 30


def rows_of(meeting: int) -> Rows:
    """Reads all that the checks need, after the log is sealed."""
    from nhipcau.audit.head import noted_head
    from nhipcau.audit.queries import chain, history, waiting
    from nhipcau.audit.rules.chain import examine
    from nhipcau.live import queries
    from nhipcau.live.models import Answer, LiveMeeting
    from nhipcau.live.rules.state import State
    from nhipcau.live.services.commands import VERB_OF
    from nhipcau.meetings.models import Meeting

    # Where some are left, the check says how many.
    with contextlib.suppress(NotWithin):
        until("the log is sealed", lambda: not waiting(), SEALING)
    verdict = examine(chain(), head=noted_head())
    changes = history(Meeting._meta.label_lower, meeting)
    answers = Answer.objects.filter(meeting=meeting, refusal__isnull=True)
    return Rows(
        state=State.of(LiveMeeting.objects.get(meeting=meeting).state),
        events=queries.history(meeting),
        log=[
            Logged(one.actor_kind, one.actor_id, one.verb, (one.after or {})["rev"])
            for one in changes.filter(verb__in=set(VERB_OF.values()))
        ],
        answers={str(one.command): one.rev for one in answers},
        broken=verdict.broken,
        unsealed=waiting(),
    )


def revision_of(meeting: int) -> int:
    """The newest revision."""
    from nhipcau.live.models import LiveMeeting

    return LiveMeeting.objects.values_list("rev", flat=True).get(meeting=meeting)
