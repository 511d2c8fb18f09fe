"""A planned meeting: when, under whose chair, with which sites."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import Person
from nhipcau.core.text import fold, nfc
from nhipcau.places.models import Site, Unit


class Meeting(models.Model):
    """One meeting of `host`; its chair speaks from `chair_site`."""

    title = models.CharField(_("tên cuộc họp"), max_length=300)
    search_text = models.CharField(max_length=600, editable=False, default="")
    host = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("đơn vị chủ trì"))
    starts = models.DateTimeField(_("bắt đầu lúc"))
    chair = models.ForeignKey(Person, models.PROTECT, verbose_name=_("chủ tọa"))
    chair_site = models.ForeignKey(
        Site, models.PROTECT, related_name="+", verbose_name=_("điểm cầu chính")
    )
    # Who presides when the chair's site is gone.
    deputy_site = models.ForeignKey(
        Site,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("điểm cầu điều hành thay"),
    )
    sites = models.ManyToManyField(Site, through="MeetingSite")

    class Meta:
        ordering = ("-starts", "-id")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.title = nfc(self.title).strip()
        self.search_text = fold(self.title)[:600]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class MeetingSite(models.Model):
    """A site that is invited; `removed` bars it until it is readmitted."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seats")
    site = models.ForeignKey(Site, models.PROTECT)
    # The delegate who alone sits there; null: a room, for its unit's people.
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    removed = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "site"], name="site_once_per_meeting"
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"], name="delegate_once_per_meeting"
            ),
        ]
