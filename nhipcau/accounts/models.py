"""People with dated roles on units, and the devices through which sites speak."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.rules.roles import ROLE_CHOICES
from nhipcau.core.text import fold, vi_sort_key
from nhipcau.places.models import Site, Unit


class Person(AbstractBaseUser):
    """Someone who signs in. Never deleted: the log names them."""

    username = models.CharField(_("tên đăng nhập"), max_length=60, unique=True)
    name = models.CharField(_("họ và tên"), max_length=120)
    title = models.CharField(_("chức vụ"), max_length=120, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    is_active = models.BooleanField(_("đang làm việc"), default=True)
    must_change_password = models.BooleanField(default=False)
    search_text = models.CharField(max_length=400, editable=False, default="")
    sort_key = models.CharField(max_length=600, editable=False, default="")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects: BaseUserManager[Person] = BaseUserManager()

    class Meta:
        ordering = ("sort_key",)

    def __str__(self) -> str:
        return self.name or self.username

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_text = fold(f"{self.name} {self.username} {self.title}")[:400]
        # Vietnamese lists people by given name, which comes last.
        self.sort_key = vi_sort_key(" ".join(reversed(self.name.split())))[:600]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class RoleGrant(models.Model):
    """`person` has `role` on `unit` and all below it, in a period."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    role = models.CharField(_("vai trò"), max_length=20, choices=ROLE_CHOICES)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến trước ngày"), null=True, blank=True)


class Device(models.Model):
    """A browser that sits at a site; its cookie holds a key, this row its hash."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="devices")
    person = models.ForeignKey(Person, models.PROTECT, related_name="devices")
    label = models.CharField(_("tên thiết bị"), max_length=120)
    main = models.BooleanField(_("thiết bị chính"), default=True)
    key_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(auto_now_add=True)
    removed = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label
