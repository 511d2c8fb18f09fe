"""The roll call of one site."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from nhipcau.live.models import PEOPLE, REMARK, RollCallMark
from nhipcau.live.services import Mark


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
