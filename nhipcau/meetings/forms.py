"""The form with which a meeting is planned."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.forms import UnitField
from nhipcau.accounts.models import Person
from nhipcau.core.actor import Actor
from nhipcau.meetings.models import Meeting
from nhipcau.meetings.policies import PREPARE, units_under
from nhipcau.meetings.queries import open_sites, possible_chairs, possible_delegates
from nhipcau.meetings.rules.size import SITE_LIMIT
from nhipcau.meetings.services import Plan
from nhipcau.places.forms import SiteField, SitesField
from nhipcau.places.models import Site, Unit
from nhipcau.places.queries import units_on


class DelegatesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several people, each with a tick and an office."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.with_title)


class MeetingForm(forms.Form):
    """Fields of a `Plan`; offers only what the actor may choose."""

    title = forms.CharField(label=_("Tên cuộc họp"), max_length=300)
    starts = forms.DateTimeField(
        label=_("Bắt đầu lúc"),
        help_text=_("Ngày và giờ, ví dụ 25/12/2026 08:00"),
        widget=forms.DateTimeInput(format="%d/%m/%Y %H:%M"),
    )
    host = UnitField(Unit.objects.none(), label=_("Đơn vị chủ trì"))
    chair = forms.ModelChoiceField(possible_chairs(), label=_("Chủ tọa"))
    chair_site = SiteField(open_sites(), label=_("Điểm cầu chính"))
    deputy_site = SiteField(
        open_sites(),
        label=_("Điểm cầu điều hành thay"),
        required=False,
        help_text=_("Điều hành khi điểm cầu chính mất kết nối quá 30 giây."),
    )
    sites = SitesField(open_sites(), label=_("Các điểm cầu tham dự"))
    delegates = DelegatesField(
        possible_delegates(),
        label=_("Đại biểu dự riêng"),
        required=False,
        help_text=_(
            "Người không ngồi ở điểm cầu nào: dự từ máy của mình, "
            "được mời phát biểu như một điểm cầu."
        ),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_under(actor, PREPARE)
        hosts = units_on(timezone.localdate()).order_by("order", "sort_key")
        choice = hosts if units is None else hosts.filter(pk__in=units)
        self.fields["host"].queryset = choice  # type: ignore[attr-defined]
        self.fields["chair"].queryset = possible_chairs()  # type: ignore[attr-defined]
        self.fields["delegates"].queryset = possible_delegates()  # type: ignore[attr-defined]

    def clean_sites(self) -> list[Site]:
        """As many as one meeting can hold."""
        return self._not_too_many(list(self.cleaned_data["sites"]))

    def clean_delegates(self) -> list[Person]:
        """As many as one meeting can hold beside its rooms."""
        delegates = list(self.cleaned_data["delegates"])
        self._not_too_many([*self.cleaned_data.get("sites", ()), *delegates])
        return delegates

    def _not_too_many(self, invited: list[Any]) -> list[Any]:
        if len(invited) > SITE_LIMIT:
            text = _("Một cuộc họp có tối đa %(limit)s điểm cầu. Hãy bớt điểm cầu.")
            raise forms.ValidationError(text % {"limit": SITE_LIMIT})
        return invited

    def plan(self) -> Plan:
        """What the person decided; only after `is_valid`."""
        data = self.cleaned_data
        return Plan(
            title=data["title"],
            host=data["host"],
            starts=data["starts"],
            chair=data["chair"],
            chair_site=data["chair_site"],
            deputy_site=data["deputy_site"],
            sites=tuple(data["sites"]),
            delegates=tuple(data["delegates"]),
        )


def initial(meeting: Meeting) -> dict[str, Any]:
    """What the form shows for a meeting that exists."""
    seats = meeting.seats
    return {
        "title": meeting.title,
        "starts": meeting.starts,
        "host": meeting.host_id,
        "chair": meeting.chair_id,
        "chair_site": meeting.chair_site_id,
        "deputy_site": meeting.deputy_site_id,
        "sites": list(seats.filter(person=None).values_list("site", flat=True)),
        "delegates": list(seats.exclude(person=None).values_list("person", flat=True)),
    }
