"""Words between hub and sites, the running text, and private talks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import Device, Person
from nhipcau.meetings.models import Meeting
from nhipcau.places.models import Site

# The longest message, and the longest line of running text, in characters.
MESSAGE = 300
RUNNING = 200


class Message(models.Model):
    """Words between the hub and one site, or from the hub to all."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="messages")
    # The site at the other end from the hub; null: all of them.
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    from_hub = models.BooleanField()
    text = models.CharField(max_length=MESSAGE)
    # None: a room computer, at which nobody is signed in.
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    # The sender's own number for it: sent twice, it is written once.
    command = models.UUIDField()

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "command"], name="message_written_once"
            )
        ]


class Acknowledgement(models.Model):
    """A site has read a message and said so."""

    message = models.ForeignKey(
        Message, models.CASCADE, related_name="acknowledgements"
    )
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    # None: a room computer, at which nobody is signed in.
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["message", "site"], name="message_acknowledged_once"
            )
        ]


class RunningText(models.Model):
    """The line under everyone's stage from now on; empty: none."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="running")
    text = models.CharField(max_length=RUNNING, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)


class Talk(models.Model):
    """A private talk between a desk of the hub and one site."""

    class Why(models.TextChoices):
        HUNG_UP = "hung_up", _("gác máy")
        WITHDRAWN = "withdrawn", _("thôi gọi")
        DECLINED = "declined", _("từ chối")
        UNANSWERED = "unanswered", _("không nghe máy")
        FLOOR = "floor", _("điểm cầu được mời phát biểu")
        CLOSED = "closed", _("cuộc họp kết thúc")
        LOST = "lost", _("mất kết nối")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="talks")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # The one device of the hub that is in it.
    desk = models.ForeignKey(Device, models.PROTECT, related_name="+")
    started = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    why = models.CharField(max_length=10, choices=Why, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "site"],
                condition=models.Q(ended=None),
                name="site_talks_once",
            ),
            models.UniqueConstraint(
                fields=["desk"],
                condition=models.Q(ended=None),
                name="desk_talks_once",
            ),
        ]
