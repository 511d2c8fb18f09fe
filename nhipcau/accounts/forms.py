"""Forms of people and roles."""

from __future__ import annotations

from typing import Any, cast

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import PHONE, USERNAME, Person
from nhipcau.accounts.policies import MANAGE, units_under
from nhipcau.accounts.services.people import Card, FirstRole
from nhipcau.accounts.texts import ROLE_NAMES
from nhipcau.core.actor import Actor
from nhipcau.places.models import Site, Unit
from nhipcau.places.policies import editable_sites
from nhipcau.places.queries import labelled, units_on


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit of today; the empty choice, where it is offered, is everywhere."""

    def label_from_instance(self, obj: Unit) -> str:
        """`Tam Hải (xã)`: a district and a commune may share a name."""
        return f"{obj.name} ({obj.kind.name.lower()})"


def managed_units(actor: Actor) -> QuerySet[Unit]:
    """The units whose people `actor` manages, in official order."""
    found = units_on(timezone.localdate()).order_by("order", "sort_key")
    units = units_under(actor, MANAGE)
    return found if units is None else found.filter(pk__in=units)


class CardForm(forms.Form):
    """What is written about a person."""

    name = forms.CharField(label=_("Họ và tên"), max_length=120)
    title = forms.CharField(label=_("Chức vụ"), max_length=120, required=False)
    phone = forms.CharField(
        label=_("Điện thoại"), max_length=20, required=False, validators=[PHONE]
    )
    email = forms.EmailField(label=_("Thư điện tử"), required=False)

    def card(self) -> Card:
        """The cleaned fields."""
        names = Card.__dataclass_fields__
        return Card(**{name: self.cleaned_data[name] for name in names})


class OwnCardForm(CardForm):
    """One's own card: the title is for the administrator to write."""

    def __init__(self, data: QueryDict | None, *, person: Person) -> None:
        initial = {name: getattr(person, name) for name in Card.__dataclass_fields__}
        super().__init__(data, initial=initial)
        self.fields["title"].disabled = True


class FirstRoleForm(forms.Form):
    """A role on a unit that has no end yet."""

    role = forms.ChoiceField(label=_("Vai trò"), choices=list(ROLE_NAMES.items()))
    unit = UnitField(label=_("Đơn vị"), queryset=Unit.objects.none())
    since = forms.DateField(label=_("Từ ngày"), help_text=_("Ví dụ 25/12/2026."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = cast(UnitField, self.fields["unit"])
        unit.queryset = managed_units(actor)
        if units_under(actor, MANAGE) is None:
            unit.required, unit.empty_label = False, _("Toàn hệ thống")
        self.fields["since"].initial = timezone.localdate


class RoleForm(FirstRoleForm):
    """A role on a unit for a period."""

    until = forms.DateField(
        label=_("Đến trước ngày"),
        required=False,
        help_text=_("Để trống khi không thời hạn."),
    )


class PersonForm(CardForm, FirstRoleForm):
    """A new person with a first role."""

    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        help_text=_("Chữ thường không dấu, ví dụ nguyen.van.an."),
    )
    field_order = ("username", "name", "title", "phone", "email", "role", "unit")

    def clean_username(self) -> str:
        """Free, and typed on every keyboard."""
        username = str(self.cleaned_data["username"]).strip().lower()
        USERNAME(username)
        if Person.objects.filter(username=username).exists():
            raise forms.ValidationError(_("Tên đăng nhập này đã có người dùng."))
        return username

    def first(self) -> FirstRole:
        """The role with which the person begins."""
        data = self.cleaned_data
        return FirstRole(data["role"], data["unit"], data["since"])


class CodeField(forms.CharField):
    """A code that is read aloud, and typed as it comes."""

    def __init__(self, **words: Any) -> None:
        typed = {"autocomplete": "off", "autocapitalize": "characters"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=typed), **words)


class CodeForm(forms.Form):
    """The one-time code; a link brings it after its `#`, others type it."""

    code = CodeField(
        label=_("Mã đăng nhập"),
        help_text=_("Mã gồm 12 chữ và số, ví dụ K7QM-4T2P-9XWD."),
    )


class PairingForm(forms.Form):
    """The code that a room computer shows, and the site where it stands."""

    code = CodeField(
        label=_("Mã ghép"),
        help_text=_("Mã gồm 8 chữ và số, ví dụ K7QM-4T2P."),
    )
    site = forms.ModelChoiceField(label=_("Điểm cầu"), queryset=Site.objects.none())

    def __init__(
        self, data: QueryDict | None, *, actor: Actor, initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial=initial)
        rooms = labelled(editable_sites(actor).exclude(kind=Site.Kind.LINK))
        site = cast(forms.ModelChoiceField, self.fields["site"])  # type: ignore[type-arg]
        site.queryset = rooms.order_by("order", "sort_key")


class AddKeyForm(AddWebAuthnForm):
    """allauth's form, with a Vietnamese label for the name."""

    name = forms.CharField(
        label=_("Tên khóa"),
        required=False,
        max_length=60,
        help_text=_("Để phân biệt các khóa, ví dụ “Máy tính phòng họp”."),
    )


class RenameKeyForm(EditWebAuthnForm):
    """allauth's form, with a Vietnamese label for the name."""

    name = forms.CharField(label=_("Tên khóa"), max_length=60)
