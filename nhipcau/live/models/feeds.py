"""Streams from elsewhere that stand for a site."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import Device
from nhipcau.places.models import Site

NAME = 100


class Feed(models.Model):
    """The stream that is sound and picture of a site, and how it does."""

    class State(models.TextChoices):
        IDLE = "idle", _("đang nghỉ")
        OPENING = "opening", _("đang mở")
        FLOWING = "flowing", _("đang chạy")
        BROKEN = "broken", _("không chạy")

    class Way(models.TextChoices):
        PULLED = "pulled", _("máy chủ lấy về")
        RTMP = "rtmp", _("thiết bị đẩy tới bằng RTMP")
        SRT = "srt", _("thiết bị đẩy tới bằng SRT")

    site = models.OneToOneField(Site, models.PROTECT, related_name="feed")
    # As whom it is in rooms: a main device that is no browser.
    device = models.ForeignKey(Device, models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=Way, default=Way.PULLED)
    # Of what is pulled.
    address = models.CharField(_("địa chỉ"), max_length=500, blank=True)
    user = models.CharField(_("tên đăng nhập"), max_length=NAME, blank=True)
    # Sealed: see `base.vault`. Of what is pushed: the key that we gave out.
    password = models.TextField(blank=True)
    wanted = models.BooleanField(_("đang dùng"), default=True)
    # Until then it is pulled although there is no meeting: somebody tries it.
    tried = models.DateTimeField(null=True)

    # The rest says whoever pulls it.
    state = models.CharField(max_length=10, choices=State, default=State.IDLE)
    # Why it is broken: the code of a refusal.
    why = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField()
    # {codec, width, height, sound, unfit}: what comes, as far as that is known.
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ("site__order", "id")

    @property
    def pushed(self) -> bool:
        """Whether a device brings it, at its own time."""
        return self.way != self.Way.PULLED

    @property
    def label(self) -> str:
        """Where it comes from, for people."""
        return self.get_way_display() if self.pushed else self.address

    @property
    def name(self) -> str:
        """By what a device that pushes it is known; no secret."""
        return f"diem-cau-{self.site_id}"
