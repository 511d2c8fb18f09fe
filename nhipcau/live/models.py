"""The chair state, its events, the commands answered, and the engine's epoch."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import Device, Person
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


# The longest label of a link, and name or office of a guest, in characters.
LABEL = 80


class GuestLink(models.Model):
    """An address by which people without an account ask to watch a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="guest_links")
    label = models.CharField(_("dành cho"), max_length=LABEL)
    # The secret itself is shown once, and kept nowhere.
    secret_hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    revoked = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.label


class Watcher(models.Model):
    """Somebody who sees and hears the stage of a meeting and takes no part in it."""

    class Kind(models.TextChoices):
        OBSERVER = "observer", _("người theo dõi")
        WALL = "wall", _("màn hình tường")
        GUEST = "guest", _("khách mời")

    class Status(models.TextChoices):
        WAITING = "waiting", _("đang chờ")
        ADMITTED = "admitted", _("đã cho vào")
        REFUSED = "refused", _("bị từ chối")
        REMOVED = "removed", _("đã mời ra")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="watchers")
    kind = models.CharField(max_length=10, choices=Kind)
    # Who watches by which sign-in; a guest has neither.
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    session = models.CharField(max_length=40, blank=True)
    # By which invitation a guest came, and the key that the browser holds.
    link = models.ForeignKey(
        GuestLink, models.CASCADE, null=True, related_name="guests"
    )
    key_hash = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=LABEL, blank=True)
    office = models.CharField(max_length=LABEL, blank=True)
    status = models.CharField(
        max_length=10, choices=Status, default=Status.ADMITTED.value
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "session"],
                condition=models.Q(link=None),
                name="one_watcher_per_sign_in",
            ),
            models.UniqueConstraint(
                fields=["link", "key_hash"],
                condition=models.Q(link__isnull=False),
                name="one_guest_per_browser",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.person)


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
