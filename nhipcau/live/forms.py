"""The roll call of one site; invitations; devices from afar; streams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal
from nhipcau.core.text import nfc
from nhipcau.live.models import LABEL, NAME, PEOPLE, REMARK, Feed, RollCallMark
from nhipcau.live.rules.errands import CHOICES
from nhipcau.live.services import Mark
from nhipcau.media.address import LONGEST, Address, address

# What a machine tells of its choice.
CHOSEN = (*CHOICES, "mode", "gain")
# Whatever the browser takes by itself; no browser calls a device so.
ANY = "any"


class MarkForm(forms.Form):
    """What the secretary hears from a room."""

    status = forms.ChoiceField(choices=RollCallMark.Status, label=_("Có mặt"))
    people = forms.IntegerField(
        min_value=0, max_value=PEOPLE, required=False, label=_("Số người")
    )
    remark = forms.CharField(max_length=REMARK, required=False, label=_("Ghi chú"))

    def mark(self) -> Mark:
        """The cleaned fields."""
        return Mark(**self.cleaned_data)


class LinkForm(forms.Form):
    """For whom an invitation is made."""

    label = forms.CharField(max_length=LABEL, label=_("Dành cho"))


class KnockForm(forms.Form):
    """Who asks to come in; a small script takes the secret from behind the `#`."""

    secret = forms.CharField(
        max_length=80, required=False, widget=forms.HiddenInput(attrs={"id": "secret"})
    )
    name = forms.CharField(
        max_length=LABEL,
        label=_("Họ và tên"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    office = forms.CharField(
        max_length=LABEL,
        required=False,
        label=_("Cơ quan"),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def clean_name(self) -> str:
        """One line, as it will stand on the chair's list."""
        name = one_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Hãy ghi họ và tên."))
        return name

    def clean_office(self) -> str:
        """Likewise."""
        return one_line(self.cleaned_data["office"])


def one_line(text: str) -> str:
    """Normalised, without runs of blanks and signs that nobody sees."""
    shown = "".join(sign for sign in nfc(text) if sign.isprintable())
    return " ".join(shown.split())


class ChoiceForm(forms.Form):
    """Which of its devices the machine of a site is to take; `told`: what it has."""

    camera = forms.ChoiceField(label=_("Camera"))
    microphone = forms.ChoiceField(label=_("Micro"))
    speaker = forms.ChoiceField(label=_("Loa"))
    mode = forms.ChoiceField(
        label=_("Cách thu tiếng"),
        choices=[
            ("room", _("Phòng họp (khử vọng, lọc ồn)")),
            ("mixer", _("Bàn trộn (gửi nguyên tiếng)")),
            ("headset", _("Tai nghe (chỉ lọc ồn)")),
        ],
    )
    gain = forms.ChoiceField(
        label=_("Độ to của micro"),
        choices=[
            ("lowest", _("Nhỏ đi nhiều")),
            ("low", _("Nhỏ đi")),
            ("normal", _("Như micro đưa vào")),
            ("high", _("To lên")),
            ("highest", _("To lên nhiều")),
        ],
    )

    def __init__(self, told: Mapping[str, Any], data: Any = None) -> None:
        chosen = {name: told.get(name) or ANY for name in CHOSEN}
        super().__init__(data, initial=chosen)
        for name in CHOICES:
            found = [
                (one["id"], one["label"] or one["id"])
                for one in told.get(f"{name}s", [])
            ]
            if chosen[name] not in {ANY, *(id for id, _label in found)}:
                # It comes back when somebody plugs it in again.
                found.append((chosen[name], _("Thiết bị đã rút")))
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [(ANY, _("Mặc định của máy")), *found]

    def changes(self) -> dict[str, str]:
        """What is to be another; the room may have chosen the rest anew meanwhile."""
        chosen = {name: str(self.cleaned_data[name]) for name in self.changed_data}
        return {name: "" if one == ANY else one for name, one in chosen.items()}


class FeedForm(forms.Form):
    """Where a stream comes from; an empty password keeps the one that is known."""

    address = forms.CharField(
        max_length=LONGEST,
        label=_("Địa chỉ"),
        help_text=_(
            "Như trong tài liệu của thiết bị: rtsp://…, srt://…, "
            "hoặc danh sách HLS http://….m3u8"
        ),
    )
    user = forms.CharField(max_length=NAME, required=False, label=_("Tên đăng nhập"))
    password = forms.CharField(
        max_length=NAME,
        required=False,
        label=_("Mật khẩu"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, feed: Feed | None = None) -> None:
        # Of what is pushed nothing goes on.
        self._feed = feed if feed is not None and not feed.pushed else None
        known = self._feed
        initial = {"address": known.address, "user": known.user} if known else {}
        super().__init__(data, initial=initial)
        if known is not None and known.password:
            self.fields["password"].help_text = _("Để trống thì giữ mật khẩu đã lưu.")

    def clean(self) -> dict[str, Any]:
        """The address, taken apart, as `found`."""
        cleaned = super().clean() or {}
        if "address" in cleaned and "user" in cleaned and "password" in cleaned:
            typed = (cleaned["address"], cleaned["user"], cleaned["password"])
            try:
                cleaned["found"] = address(*typed)
            except Refusal as refusal:
                self.add_error("address", say(refusal))
        return cleaned

    @property
    def keeps_password(self) -> bool:
        """Whether the known password goes on; for another machine it is not meant."""
        found: Address = self.cleaned_data["found"]
        if self._feed is None or found.password:
            return False
        known = address(self._feed.address, self._feed.user)
        same = (known.host, known.port, known.user)
        return same == (found.host, found.port, found.user)
