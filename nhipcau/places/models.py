"""Units as a dated tree, places (buildings) and sites (rooms on the bridge)."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhipcau.base.fields import SortKeyField
from nhipcau.core.text import fold, nfc, vi_sort_key
from nhipcau.places.rules.telephones import HOTLINE_LIMIT, dialled


class Named(models.Model):
    """A name that is found without accents and sorts as a dictionary does."""

    name = models.CharField(_("tên"), max_length=200)
    search_text = models.CharField(max_length=400, editable=False, default="")
    sort_key = SortKeyField(max_length=1000, editable=False, default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def searchable(self) -> str:
        """The words under which this row is found."""
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = nfc(self.name).strip()
        self.search_text = fold(self.searchable())[:400]
        self.sort_key = vi_sort_key(self.name)[:1000]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class UnitKind(Named):
    """Tỉnh, huyện, xã, trường…: levels are data, laws change them."""

    code = models.SlugField(_("mã"), max_length=30, unique=True)
    rank = models.PositiveSmallIntegerField(_("bậc"), default=50)

    class Meta:
        ordering = ("rank", "sort_key")


class Unit(Named):
    """An administrative unit that exists from `since` until `until` (exclusive)."""

    code = models.CharField(_("mã đơn vị"), max_length=20, blank=True)
    kind = models.ForeignKey(UnitKind, models.PROTECT, verbose_name=_("loại"))
    since = models.DateField(_("thành lập từ ngày"))
    until = models.DateField(_("đến trước ngày"), null=True, blank=True)
    order = models.PositiveIntegerField(_("thứ tự chính thức"), default=0)
    area_km2 = models.DecimalField(
        _("diện tích (km²)"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    people = models.PositiveIntegerField(_("dân số"), null=True, blank=True)

    class Meta:
        ordering = ("order", "sort_key", "id")
        indexes = [models.Index(fields=["code"])]

    @property
    def title(self) -> str:
        """The name as it stands in a sentence: Xã Tam Hải."""
        return f"{self.kind.name} {self.name}"

    def searchable(self) -> str:
        return f"{self.title} {self.code}"


class UnitLink(models.Model):
    """The truth of the tree: `unit` lies directly under `parent` in a period."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="links_up")
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="links_down")
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến trước ngày"), null=True, blank=True)

    class Meta:
        ordering = ("since",)


class UnitPath(models.Model):
    """Rebuilt from UnitLink: who lies under whom, at any depth, when; self included."""

    ancestor = models.ForeignKey(Unit, models.CASCADE, related_name="paths_down")
    descendant = models.ForeignKey(Unit, models.CASCADE, related_name="paths_up")
    depth = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["ancestor", "descendant"])]
        constraints = [
            models.UniqueConstraint(
                fields=["ancestor", "descendant", "since"], name="path_once_a_day"
            )
        ]


class Succession(models.Model):
    """`old` goes on in `new` from a date; a unit that is kept goes on in itself."""

    class Kind(models.TextChoices):
        MERGED = "merged", _("sáp nhập")
        SPLIT = "split", _("chia tách")
        RENAMED = "renamed", _("đổi tên")
        KEPT = "kept", _("giữ nguyên")

    old = models.ForeignKey(Unit, models.PROTECT, related_name="successors")
    new = models.ForeignKey(Unit, models.PROTECT, related_name="predecessors")
    on = models.DateField(_("từ ngày"))
    kind = models.CharField(_("hình thức"), max_length=10, choices=Kind.choices)
    legal_basis = models.CharField(_("căn cứ"), max_length=200, blank=True)

    class Meta:
        ordering = ("on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["old", "new", "on"], name="succession_once_a_day"
            )
        ]


class Place(Named):
    """A building. It belongs to a unit, and outlives the unit's reform."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("đơn vị"))
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    latitude = models.DecimalField(
        _("vĩ độ"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("kinh độ"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    coordinates_source = models.CharField(_("nguồn tọa độ"), max_length=120, blank=True)
    closed = models.DateField(_("ngừng sử dụng từ"), null=True, blank=True)

    class Meta:
        ordering = ("sort_key", "id")

    def searchable(self) -> str:
        return f"{self.name} {self.address}"


class Site(Named):
    """A meeting room on the bridge: it, not a person, is heard and seen."""

    class Kind(models.TextChoices):
        HUB = "hub", _("điểm cầu chính")
        HALL = "hall", _("hội trường")
        COMMUNE = "commune", _("điểm cầu xã")
        LINK = "link", _("liên thông cấp tỉnh")
        # Not a room: where one person sits alone, wherever that is.
        DELEGATE = "delegate", _("đại biểu dự riêng")

        @classmethod
        def rooms(cls) -> list[tuple[str, str | Promise]]:
            """The kinds that people give to rooms."""
            return [one for one in cls.choices if one[0] != cls.DELEGATE]

    class Link(models.TextChoices):
        FULL = "full", _("đầy đủ")
        THIN = "thin", _("đường truyền yếu")
        AUDIO = "audio", _("chỉ tiếng và tài liệu")

    place = models.ForeignKey(Place, models.PROTECT, verbose_name=_("trụ sở"))
    kind = models.CharField(_("loại điểm cầu"), max_length=10, choices=Kind.choices)
    plate = models.CharField(_("biển tên trên màn hình"), max_length=80)
    order = models.PositiveIntegerField(_("thứ tự chính thức"), default=0)
    link = models.CharField(
        _("đường truyền"), max_length=10, choices=Link.choices, default=Link.FULL
    )
    equipment = models.TextField(_("thiết bị hiện có"), max_length=4000, blank=True)
    # A name: who is on duty in a commune seldom has an account here.
    technician = models.CharField(_("kỹ thuật trực"), max_length=120, blank=True)
    hotline = models.CharField(
        _("điện thoại kỹ thuật"), max_length=HOTLINE_LIMIT, blank=True
    )
    closed = models.DateField(_("ngừng sử dụng từ"), null=True, blank=True)

    class Meta:
        ordering = ("order", "sort_key", "id")

    def searchable(self) -> str:
        return f"{self.name} {self.plate}"

    @property
    def dialled(self) -> str:
        """The hotline as a telephone dials it."""
        return dialled(self.hotline)

    @property
    def label(self) -> str:
        """The name, and what tells this site from another one of that name."""
        return f"{self.name} ({self.distinction})" if self.distinction else self.name

    @property
    def distinction(self) -> str:
        """Kind or, where that is shared too, place; "" for a name that is unique."""
        known = vars(self)
        # `queries.labelled` has asked for all rows of a list at once.
        if "same_name" not in known:
            twins = Site.objects.filter(name=self.name, closed__isnull=True)
            twins = twins.exclude(kind=self.Kind.DELEGATE)
            kinds = set(twins.exclude(pk=self.pk).values_list("kind", flat=True))
            known |= {"same_name": bool(kinds), "same_kind": self.kind in kinds}
        if not known["same_name"]:
            return ""
        return self.place.name if known["same_kind"] else self.get_kind_display()
