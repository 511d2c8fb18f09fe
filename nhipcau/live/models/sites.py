"""What is known of each site: presence, roll call, its devices and its line."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import Device, Person
from nhipcau.meetings.models import Meeting
from nhipcau.places.models import Site

# The longest remark, in characters, and the most people in a room.
REMARK = 200
PEOPLE = 1000


class RollCallMark(models.Model):
    """What the roll call found of one site; no row: not called yet."""

    class Status(models.TextChoices):
        IN_PERSON = "in_person", _("Có mặt trực tiếp")
        ONLINE = "online", _("Có mặt trực tuyến")
        EXCUSED = "excused", _("Vắng có lý do")
        ABSENT = "absent", _("Vắng")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="roll_call")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status)
    # Heads counted in the room; null: not counted.
    people = models.PositiveSmallIntegerField(null=True)
    remark = models.CharField(max_length=REMARK, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "site"], name="site_marked_once")
        ]


class Presence(models.Model):
    """A span in which the main device of a site was in the room."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="presence")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    joined = models.DateTimeField()
    left = models.DateTimeField(null=True)
    # Why it left, as far as the engine told; empty: it did not.
    why = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ("joined", "id")


class SiteReport(models.Model):
    """How the main device of a site last found its own sound, picture and line."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="reports")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    microphone = models.CharField(max_length=12)
    camera = models.CharField(max_length=12)
    line = models.CharField(max_length=12)
    path = models.CharField(max_length=12, default="unknown")
    down = models.CharField(max_length=10, choices=Site.Link, default=Site.Link.FULL)
    up = models.CharField(max_length=10, choices=Site.Link, default=Site.Link.FULL)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "site"], name="site_reported_once"
            )
        ]


class LinePin(models.Model):
    """For what a site may use its line at most, in one meeting, as a technician said.

    The register says it for all meetings; the lesser of the two holds.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="pins")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    profile = models.CharField(max_length=10, choices=Site.Link)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "site"], name="line_pinned_once")
        ]


class Noted(models.Model):
    """What the main device of a site kept for us, also while it was cut off."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="%(class)ss")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    # The page that noted it, and its own number for it: sent twice, kept once.
    run = models.UUIDField()
    number = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ("at", "id")
        indexes = [models.Index(fields=["meeting", "site", "at"], name="%(class)s_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "run", "number"], name="%(class)s_kept_once"
            )
        ]


class SiteSample(Noted):
    """How the line of a site was for ten seconds."""

    # Of whole IP packets, in kbit/s.
    down_kbps = models.PositiveIntegerField()
    up_kbps = models.PositiveIntegerField()
    # Lost packets in a thousand; null: too few went to tell.
    down_loss = models.PositiveSmallIntegerField(null=True)
    up_loss = models.PositiveSmallIntegerField(null=True)
    # To the engine and back, and how unevenly sound came; null: nothing to tell.
    rtt_ms = models.PositiveIntegerField(null=True)
    jitter_ms = models.PositiveIntegerField(null=True)
    # Did the computer fail to keep up with its own picture?
    busy = models.BooleanField(default=False)


class SiteNote(Noted):
    """Something happened to the page or the line: `rules/causes.py` says what."""

    kind = models.CharField(max_length=10)
    facts = models.JSONField(default=dict)


class Errand(models.Model):
    """Something that a technician asks of the main device of a site, and its answer."""

    class Kind(models.TextChoices):
        LOOK = "look", _("xem thiết bị")
        PICTURE = "picture", _("xem hình")
        CHOOSE = "choose", _("đổi thiết bị")
        TONE = "tone", _("phát âm thử")
        ECHO = "echo", _("thử tiếng vọng")
        RELOAD = "reload", _("tải lại trang")
        RESTART = "restart", _("khởi động lại trình duyệt")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="errands")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    # What is to be chosen: `rules/errands.py` says by which names.
    facts = models.JSONField(default=dict)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    # Which machine answered: another one has other devices.
    device = models.ForeignKey(Device, models.CASCADE, null=True, related_name="+")
    # Null: not answered; what the device found, or why it could not.
    done = models.BooleanField(null=True)
    answer = models.JSONField(default=dict)

    class Meta:
        ordering = ("-id",)
