"""People with dated roles on units, and the devices through which sites speak."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.texts import ROLE_NAMES
from nhipcau.base.fields import SortKeyField
from nhipcau.core.actor import Actor
from nhipcau.core.text import fold, nfc, vi_sort_key
from nhipcau.places.models import Site, Unit

USERNAME = RegexValidator(
    r"^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$",
    _("Chỉ dùng chữ thường không dấu, chữ số, dấu chấm, gạch ngang và gạch dưới."),
)
PHONE = RegexValidator(
    r"^\+?[0-9][0-9 .]{6,18}$", _("Chỉ dùng chữ số, ví dụ 0235 3871 234.")
)


class Person(AbstractBaseUser):
    """Someone who signs in. Never deleted: the log names them."""

    username = models.CharField(
        _("tên đăng nhập"),
        max_length=60,
        unique=True,
        validators=[USERNAME],
        error_messages={"unique": _("Tên đăng nhập này đã có người dùng.")},
    )
    name = models.CharField(_("họ và tên"), max_length=120)
    title = models.CharField(_("chức vụ"), max_length=120, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    phone = models.CharField(
        _("điện thoại"), max_length=20, blank=True, validators=[PHONE]
    )
    is_active = models.BooleanField(_("đang làm việc"), default=True)
    must_change_password = models.BooleanField(default=False)
    # Long enough only together with a second factor (see accounts.passwords).
    short_password = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)
    search_text = models.CharField(max_length=400, editable=False, default="")
    sort_key = SortKeyField(max_length=600, editable=False, default="")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = BaseUserManager["Person"]()

    class Meta:
        ordering = ("sort_key", "id")

    def __str__(self) -> str:
        return self.name or self.username

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = " ".join(nfc(self.name).split())
        self.search_text = fold(f"{self.name} {self.username} {self.title}")[:400]
        # Vietnamese lists people by given name, which comes last.
        self.sort_key = vi_sort_key(" ".join(reversed(self.name.split())))[:600]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def with_title(self) -> str:
        """As it stands in a list: the name, and the office behind it."""
        return f"{self}, {self.title}" if self.title else str(self)

    @property
    def roles_now(self) -> list[RoleGrant]:
        """The roles of today, from rows that the list has prefetched."""
        today = timezone.localdate()
        return [
            grant
            for grant in self.roles.all()
            if grant.since <= today and (grant.until is None or grant.until > today)
        ]

    def check_password(self, raw_password: str | None) -> bool:
        """Only compares: Django's own would also write a stronger hash."""
        return check_password(raw_password, self.password)


class RoleGrant(models.Model):
    """`person` has `role` on `unit` and all below it, in a period."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    role = models.CharField(
        _("vai trò"), max_length=20, choices=list(ROLE_NAMES.items())
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("đơn vị"),
    )
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến trước ngày"), null=True, blank=True)

    class Meta:
        ordering = ("-since", "-id")

    def __str__(self) -> str:
        return f"{self.person}: {ROLE_NAMES[self.role]}"


class Device(models.Model):
    """A browser that sits at a site; its cookie holds a key, this row its hash."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="devices")
    # None: a room computer, at which nobody signs in.
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="devices", null=True, blank=True
    )
    label = models.CharField(_("tên thiết bị"), max_length=120)
    main = models.BooleanField(_("thiết bị chính"), default=True)
    key_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(auto_now_add=True)
    removed = models.DateTimeField(null=True, blank=True)
    # The sign-in with which it sat down: when that ends, so does the seat.
    session = models.CharField(max_length=40, blank=True, db_index=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["site"],
                condition=models.Q(main=True, removed=None),
                name="one_main_device_per_site",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_rooms(self) -> bool:
        """Whether it is a room computer, paired once and used by whoever is there."""
        return self.person_id is None

    def belongs_to(self, actor: Actor) -> bool:
        """Whether `actor` is who sits at it: its person, or the machine itself."""
        if self.is_rooms:
            return actor.kind == "device" and actor.id == self.pk
        return actor.kind == "person" and actor.id == self.person_id


class SignInCode(models.Model):
    """A code that signs one person in, once, within 15 minutes; only its hash."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)
