"""Who only watches: observers, walls, guests and their invitations."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import Person
from nhipcau.meetings.models import Meeting
from nhipcau.places.models import Site

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
        PROGRAMME = "programme", _("tín hiệu sạch")
        GUEST = "guest", _("khách mời")

    class Status(models.TextChoices):
        WAITING = "waiting", _("đang chờ")
        ADMITTED = "admitted", _("đã cho vào")
        REFUSED = "refused", _("bị từ chối")
        REMOVED = "removed", _("đã mời ra")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="watchers")
    kind = models.CharField(max_length=10, choices=Kind)
    # For which site a programme is: that one's own sound and picture are left out.
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
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
                condition=models.Q(link=None, site=None),
                name="one_watcher_per_sign_in",
            ),
            models.UniqueConstraint(
                fields=["meeting", "kind", "session", "site"],
                condition=models.Q(link=None, site__isnull=False),
                name="one_programme_per_site",
            ),
            models.UniqueConstraint(
                fields=["link", "key_hash"],
                condition=models.Q(link__isnull=False),
                name="one_guest_per_browser",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.person)
