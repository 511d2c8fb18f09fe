"""JSON by which the main device of a site answers what a technician asked of it."""

from __future__ import annotations

from typing import Annotated, Any, Self

from ninja import Router, Schema, Status
from pydantic import Field, model_validator

from nhipcau.accounts.cookie import key_of
from nhipcau.base.http import Request
from nhipcau.live.api import found
from nhipcau.live.door import seated
from nhipcau.live.errands.services import answer
from nhipcau.live.queries import device_with
from nhipcau.live.rules.errands import Gain, Mode

router = Router()

Label = Annotated[str, Field(max_length=200)]


class DeviceOut(Schema):
    """One device that is plugged in: the browser's name for it, and its maker's."""

    id: Label
    label: Label


class Devices(Schema):
    """What is plugged in, what is chosen, and which programs run."""

    cameras: Annotated[list[DeviceOut], Field(max_length=40)]
    microphones: Annotated[list[DeviceOut], Field(max_length=40)]
    speakers: Annotated[list[DeviceOut], Field(max_length=40)]
    camera: Label
    microphone: Label
    speaker: Label
    mode: Mode
    gain: Gain
    browser: Label
    # Of the page: it may be older than ours.
    release: Label
    # How full a meter of the last second is, 0 to 1; null: nothing to measure.
    level: Annotated[float, Field(ge=0, le=1)] | None
    # Whether something starts the browser again when it is closed.
    restarts: bool


class Echo(Schema):
    """How much of its own speaker the room hears, in dB below what it played."""

    # Null: nothing of it was heard.
    loss_db: Annotated[float, Field(ge=-60, le=120)] | None
    delay_ms: Annotated[int, Field(ge=0, le=5000)] | None

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.loss_db is None) != (self.delay_ms is None):
            raise ValueError("an echo has a loss and a delay")
        return self


class AnswerIn(Schema):
    """What came of it."""

    done: bool
    why: Label = ""
    devices: Devices | None = None
    echo: Echo | None = None


@router.post("/meetings/{meeting}/errands/{errand}", response={204: None})
def answer_errand(
    request: Request, meeting: int, errand: int, given: AnswerIn
) -> Status[Any]:
    """The machine has done it, or says why not; said twice, it is kept once."""
    row, _live = found(meeting)
    device = seated(request.actor, device_with(key_of(request)), row)
    facts: dict[str, object] = {"why": given.why} if given.why else {}
    for part in (given.devices, given.echo):
        facts |= part.dict() if part else {}
    answer(request.actor, row, device, errand, done=given.done, found=facts)
    return Status(204, None)
