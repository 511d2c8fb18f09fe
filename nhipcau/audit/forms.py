"""The filter of the log."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.timezone import get_current_timezone, make_aware
from django.utils.translation import gettext_lazy as _

from nhipcau.audit.models import AuditEvent
from nhipcau.audit.ports import units
from nhipcau.audit.texts import PROCESSES, verbs
from nhipcau.core.text import fold, vi_sort_key


class LogFilter(forms.Form):
    """Every field narrows the list; empty fields do not."""

    tim = forms.CharField(
        label=_("Người hoặc đối tượng"), required=False, max_length=100
    )
    viec = forms.ChoiceField(label=_("Việc"), required=False)
    don_vi = forms.TypedChoiceField(
        label=_("Đơn vị"), required=False, coerce=int, empty_value=None
    )
    tu = forms.DateField(label=_("Từ ngày"), required=False)
    den = forms.DateField(label=_("Đến ngày"), required=False)
    nguoi = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    doi_tuong = forms.RegexField(
        r"^[a-z]+\.[a-z]+:\w+$", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(verb, str(words)) for verb, words in verbs().items()]
        named.sort(key=lambda pair: vi_sort_key(pair[1]))
        self._choose("viec", [("", _("Mọi việc")), *named])
        self._choose("don_vi", [("", _("Mọi đơn vị")), *units().names()])
        for name in ("tu", "den"):
            self.fields[name].widget.attrs["placeholder"] = "dd/mm/yyyy"

    def _choose(self, name: str, choices: list[Any]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any]:
        """A period runs forward."""
        data = super().clean() or {}
        if data.get("tu") and data.get("den") and data["den"] < data["tu"]:
            self.add_error("den", _("Ngày cuối phải từ ngày đầu trở đi."))
        return data

    def apply(self, events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        """The events that pass; none while the filter is wrong."""
        if not self.is_valid():
            return events.none()
        data = self.cleaned_data
        for word in fold(data["tim"]).split():
            events = events.filter(_about(word))
        if data["viec"]:
            events = events.filter(verb=data["viec"])
        if data["don_vi"]:
            events = events.filter(unit__in=units().below([data["don_vi"]]))
        if data["nguoi"]:
            events = events.filter(actor_kind="person", actor_id=data["nguoi"])
        if data["doi_tuong"]:
            kind, _colon, id = data["doi_tuong"].partition(":")
            events = events.filter(object_type=kind, object_id=id)
        return self._period(events)

    def _period(self, events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        zone = get_current_timezone()
        first, last = self.cleaned_data["tu"], self.cleaned_data["den"]
        if first:
            events = events.filter(at__gte=_midnight(first, zone))
        if last:
            events = events.filter(at__lt=_midnight(last + timedelta(days=1), zone))
        return events


def _about(word: str) -> Q:
    """Whether an event's object or actor holds `word`; a process by its words too."""
    acting = [name for name, said in PROCESSES.items() if word in fold(str(said))]
    by_process = Q(actor_kind="system", actor_name__in=acting)
    return Q(search_text__contains=word) | by_process


def _midnight(day: date, zone: tzinfo) -> datetime:
    return make_aware(datetime.combine(day, time.min), zone)
