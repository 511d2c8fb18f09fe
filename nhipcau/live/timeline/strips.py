"""The strips of one site: there or not, for what its line was used, how it was."""

from __future__ import annotations

from collections.abc import Sequence

from nhipcau.live.models import SiteSample
from nhipcau.live.rules.events import milliseconds
from nhipcau.live.timeline.chart import (
    Bar,
    Row,
    Window,
    bar,
    bars,
    curve,
    steps,
    within,
)
from nhipcau.live.timeline.queries import SiteLine

HEIGHTS = {"full": 100, "thin": 60, "audio": 25}
# What is drawn red is lower too: not everybody sees the colour.
LOW = 35
# Scales never smaller than this: a quiet line must look quiet.
LEAST = {"loss": 5, "rtt": 200, "rate": 200}
SAMPLE_MS = 10_000


def presence(line: SiteLine, window: Window) -> Row:
    """When the site was there, and when it was gone."""
    there = [bar(window, one.since, one.until, "there") for one in line.spans]
    cuts = [one.cut for one in line.gone]
    gone = [bar(window, one.since, one.until, "gone", LOW) for one in cuts]
    return Row("presence", bars([*there, *gone]))


def strips(line: SiteLine, samples: Sequence[SiteSample], window: Window) -> list[Row]:
    """All strips that have something to show."""
    at = [(milliseconds(one.at), one) for one in samples]
    loss = [
        [(then, _percent(one.down_loss)) for then, one in at],
        [(then, _percent(one.up_loss)) for then, one in at],
    ]
    rate = [
        [(then, one.down_kbps) for then, one in at],
        [(then, one.up_kbps) for then, one in at],
    ]
    rtt = [[(then, one.rtt_ms) for then, one in at]]
    busy = [bar(window, then - SAMPLE_MS, then, "gone") for then, one in at if one.busy]
    rows = [
        presence(line, window),
        Row("down", _used(line, window, "down")),
        Row("up", _used(line, window, "up")),
        _lines(window, "loss", loss),
        _lines(window, "rtt", rtt),
        _lines(window, "rate", rate),
        Row("busy", bars(busy)),
    ]
    return [row for row in rows if row.bars or row.curves]


def _lines(
    window: Window,
    name: str,
    found: Sequence[Sequence[tuple[int, int | None]]],
) -> Row:
    shown = [within(window, one) for one in found]
    top = max((value for one in shown for _, value in one), default=0)
    scale = max(LEAST[name], top)
    looks = ("down", "up")
    curves = [
        curve(window, points, scale, look)
        for points, look in zip(shown, looks, strict=False)
        if points
    ]
    return Row(name, curves=curves, top=top)


def _used(line: SiteLine, window: Window, way: str) -> list[Bar]:
    """For what the line was used in one direction, while the site was there."""
    changes = [(one.at, str(one.facts[way])) for one in line.said if one.kind == "uses"]
    voids = [(one.cut.since, one.cut.until) for one in line.gone]
    return steps(window, changes, voids, HEIGHTS)


def _percent(thousandths: int | None) -> int | None:
    return None if thousandths is None else round(thousandths / 10)
