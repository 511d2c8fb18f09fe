"""The chair state, its events, the commands answered, and the engine's epoch."""

from __future__ import annotations

from django.db import models

from nhipcau.meetings.models import Meeting
from nhipcau.places.models import Site


class LiveMeeting(models.Model):
    """The chair state of one meeting: the truth that the engine mirrors."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="live")
    state = models.JSONField()
    rev = models.PositiveIntegerField(default=0)
    # How many words were written or read: whoever knows fewer asks for the new ones.
    words = models.PositiveIntegerField(default=0)


class LiveEvent(models.Model):
    """One step of the chair state; folding all of them yields the state."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="events")
    rev = models.PositiveIntegerField()
    at = models.DateTimeField()
    event = models.JSONField()

    class Meta:
        ordering = ("rev", "id")


class SpeakingTurn(models.Model):
    """One turn of one site: what reports and minutes read."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="turns")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    given = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    # What the clock showed when it began: two that answer each other share one.
    before_ms = models.PositiveBigIntegerField(default=0)
    # Without the breaks; written when the turn ends.
    spent_ms = models.PositiveBigIntegerField(default=0)
    # Seconds allowed; 0: as long as it takes.
    limit = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("given", "id")


class Answer(models.Model):
    """A command that was answered; the same id again gets the same answer.

    A refusal is an answer too: of a command sent twice because nobody answered, the
    first may arrive when the second was refused, and must not be carried out then.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="answers")
    command = models.UUIDField()
    rev = models.PositiveIntegerField()
    state = models.JSONField()
    # Why not: code and facts; null: it was carried out.
    refusal = models.JSONField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "command"], name="command_answered_once"
            )
        ]


class Offence(models.Model):
    """Microphones that opened without the floor, per device; two cost the right."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="offences")
    identity = models.CharField(max_length=80)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "identity"], name="offences_counted_once"
            )
        ]


class Engine(models.Model):
    """The media engine as the conductor last saw it; one row."""

    epoch = models.PositiveIntegerField(default=0)
    seen = models.DateTimeField(null=True)


class EngineStart(models.Model):
    """A media engine began, and knew nothing: every site had to join anew."""

    epoch = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
