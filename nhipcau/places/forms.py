"""What clerks fill in. Forms read and check; services store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nhipcau.base.texts import say
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.places.models import Place, Site, Succession, Unit, UnitKind
from nhipcau.places.policies import editable_units, visible_places
from nhipcau.places.rules.names import NAME_LIMIT, PLATE_LIMIT, refuse_name
from nhipcau.places.rules.telephones import HOTLINE_LIMIT
from nhipcau.places.services import Founding

# Which field a refusal is about, where the form has it.
_FIELDS = {
    "name_empty": "name",
    "name_too_long": "name",
    "name_not_printable": "name",
    "name_is_formula": "name",
    "period_empty": "until",
    "date_in_future": "since",
    "link_outside_parent": "parent",
    "own_ancestor": "parent",
    "code_taken": "code",
    "unit_ended_already": "unit",
    "places_need_owner": "places_to",
    "children_need_owner": "places_to",
    "coordinates_half": "latitude",
    "coordinates_swapped": "latitude",
    "coordinates_abroad": "latitude",
    "hotline_unknown": "hotline",
}


class ServiceForm(forms.Form):
    """A form whose service may still refuse; the refusal stands at its field."""

    result: Any = None

    def attempt(self, service: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """Whether the service did it; `result` is then what it returned."""
        try:
            self.result = service(*args, **kwargs)
        except Refusal as refusal:
            field = _FIELDS.get(refusal.code)
            self.add_error(field if field in self.fields else None, say(refusal))
            return False
        return True


class NameField(forms.CharField):
    """A name: too long is said in words, and what was typed stays."""

    def __init__(self, *, limit: int = NAME_LIMIT, **kwargs: Any) -> None:
        # No max_length: a browser would cut off a pasted name without a word.
        self.limit = limit
        super().__init__(**kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        refusal = refuse_name(value, self.limit) if value else None
        if refusal:
            raise forms.ValidationError(say(refusal))


class DayField(forms.DateField):
    """A day as dd/mm/yyyy; a browser's own picker would follow its own language."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "size": 10}
        widget = forms.DateInput(attrs=attributes)
        super().__init__(
            **{"widget": widget, "help_text": _("Ví dụ 01/07/2025."), **kwargs}
        )


class DegreesField(forms.DecimalField):
    """Degrees with a point, as maps print them; a comma is taken as well."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 12})
        super().__init__(
            required=False, max_digits=8, decimal_places=5, widget=widget, **kwargs
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value or "").replace(",", ".").strip())


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One unit, shown with its kind."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class UnitsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several units, each with a tick."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class SiteField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One site, told from others of its name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class SitesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several sites, each with a tick."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class UnitForm(ServiceForm):
    """A unit's own facts."""

    name = NameField(label=_("Tên"), help_text=_("Không kèm loại: “Tam Hải”."))
    kind = forms.ModelChoiceField(UnitKind.objects.all(), label=_("Loại"))
    code = forms.CharField(
        label=_("Mã đơn vị"),
        max_length=20,
        required=False,
        help_text=_("Mã của cơ quan thống kê, nếu có."),
    )
    since = DayField(label=_("Thành lập từ ngày"))
    area_km2 = forms.DecimalField(
        label=_("Diện tích (km²)"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        localize=True,
    )
    people = forms.IntegerField(
        label=_("Dân số"),
        required=False,
        min_value=0,
        max_value=200_000_000,
        localize=True,
    )
    order = forms.IntegerField(
        label=_("Thứ tự chính thức"), required=False, min_value=1, max_value=100_000
    )

    def fields_for_service(self) -> dict[str, Any]:
        """The cleaned values; an empty order leaves the order as it is."""
        data = dict(self.cleaned_data)
        if data["order"] is None:
            del data["order"]
        return data


class NewUnitForm(UnitForm):
    """A new unit lies under another one, or, for the whole country's top, none."""

    parent = UnitField(queryset=Unit.objects.none(), label=_("Thuộc đơn vị"))
    field_order = ("name", "kind", "parent", "since", "code")

    def __init__(self, *args: Any, actor: Actor, top: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = cast(UnitField, self.fields["parent"])
        parent.queryset = editable_units(actor)
        parent.required = not top
        parent.empty_label = _("Không thuộc đơn vị nào") if top else "—"


class LinkForm(ServiceForm):
    """A period in which the unit lies under another."""

    parent = UnitField(queryset=Unit.objects.none(), label=_("Thuộc đơn vị"))
    since = DayField(label=_("Từ ngày"))
    until = DayField(
        label=_("Đến trước ngày"),
        required=False,
        help_text=_("Ngày đầu tiên không còn thuộc; để trống nếu vẫn thuộc."),
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(UnitField, self.fields["parent"]).queryset = units


class MoveForm(ServiceForm):
    """From a day on the unit lies under another one."""

    parent = UnitField(queryset=Unit.objects.none(), label=_("Chuyển về"))
    since = DayField(label=_("Từ ngày"))

    def __init__(self, *args: Any, actor: Actor, top: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = cast(UnitField, self.fields["parent"])
        parent.queryset = editable_units(actor)
        parent.required = not top
        parent.empty_label = _("Không thuộc đơn vị nào") if top else "—"


class CloseForm(ServiceForm):
    """The end of a unit, and who takes its places."""

    since = DayField(
        label=_("Kết thúc từ ngày"), help_text=_("Ngày đầu tiên đơn vị không còn.")
    )
    places_to = UnitField(
        queryset=Unit.objects.none(),
        label=_("Đơn vị nhận các trụ sở"),
        required=False,
    )

    def __init__(self, *args: Any, actor: Actor, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = editable_units(actor).exclude(pk=unit.pk)
        cast(UnitField, self.fields["places_to"]).queryset = others


class SuccessionForm(ServiceForm):
    """Units go on in others: existing ones, or new ones that are named here."""

    kind = forms.ChoiceField(
        label=_("Hình thức"),
        choices=[each for each in Succession.Kind.choices if each[0] != "kept"],
    )
    since = DayField(label=_("Từ ngày"))
    legal_basis = forms.CharField(
        label=_("Căn cứ"),
        max_length=200,
        required=False,
        help_text=_("Ví dụ: Nghị quyết 1659/NQ-UBTVQH15."),
    )
    old = UnitsField(queryset=Unit.objects.none(), label=_("Đơn vị cũ"))
    names = forms.CharField(
        label=_("Tên đơn vị mới"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một tên, không kèm loại."),
    )
    new_kind = forms.ModelChoiceField(
        UnitKind.objects.all(), label=_("Loại của đơn vị mới"), required=False
    )
    parent = UnitField(
        queryset=Unit.objects.none(), label=_("Đơn vị mới thuộc"), required=False
    )
    new = UnitsField(
        queryset=Unit.objects.none(),
        label=_("Hoặc nhập vào đơn vị đã có"),
        required=False,
    )
    places_to = UnitField(
        queryset=Unit.objects.none(),
        label=_("Đơn vị nhận trụ sở khi chia tách"),
        required=False,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("old", "parent", "new", "places_to"):
            cast(UnitField, self.fields[name]).queryset = editable_units(actor)

    def clean_names(self) -> tuple[str, ...]:
        names = [line.strip() for line in self.cleaned_data["names"].splitlines()]
        for name in filter(None, names):
            if refusal := refuse_name(name):
                raise forms.ValidationError(say(refusal))
        return tuple(name for name in names if name)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("names"):
            for name in ("new_kind", "parent"):
                if not data.get(name):
                    self.add_error(name, _("Hãy chọn cho đơn vị mới."))
        return data

    def founding(self) -> Founding | None:
        """The new units that were named, if any."""
        data = self.cleaned_data
        if not data["names"]:
            return None
        return Founding(data["names"], data["new_kind"], data["parent"])


class PlaceForm(ServiceForm):
    """A building."""

    name = NameField(label=_("Tên trụ sở"))
    unit = UnitField(queryset=Unit.objects.none(), label=_("Đơn vị"))
    address = forms.CharField(label=_("Địa chỉ"), max_length=300, required=False)
    latitude = DegreesField(label=_("Vĩ độ"), help_text=_("Ví dụ 15.48600"))
    longitude = DegreesField(label=_("Kinh độ"), help_text=_("Ví dụ 108.66960"))
    coordinates_source = forms.CharField(
        label=_("Nguồn tọa độ"), max_length=120, required=False
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(UnitField, self.fields["unit"]).queryset = editable_units(actor)


class SiteForm(ServiceForm):
    """A room on the bridge."""

    name = NameField(label=_("Tên điểm cầu"))
    place = forms.ModelChoiceField(Place.objects.none(), label=_("Trụ sở"))
    kind = forms.ChoiceField(label=_("Loại điểm cầu"), choices=Site.Kind.rooms())
    plate = NameField(
        label=_("Biển tên trên màn hình"),
        limit=PLATE_LIMIT,
        required=False,
        help_text=_("Để trống thì lấy biển tên đề nghị."),
    )
    link = forms.ChoiceField(
        label=_("Đường truyền"),
        choices=Site.Link.choices,
        widget=forms.RadioSelect,
        initial=Site.Link.FULL,
    )
    equipment = forms.CharField(
        label=_("Thiết bị hiện có"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Máy cũ dùng được thì giữ: ghi loại, số lượng, tình trạng."),
    )
    technician = forms.CharField(
        label=_("Kỹ thuật trực"),
        max_length=120,
        required=False,
        help_text=_("Họ tên người trực máy hiện nay."),
    )
    hotline = forms.CharField(
        label=_("Điện thoại kỹ thuật"),
        max_length=HOTLINE_LIMIT,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_places = visible_places(actor).filter(
            closed__isnull=True, unit__in=editable_units(actor)
        )
        cast(UnitField, self.fields["place"]).queryset = open_places


class FilterForm(forms.Form):
    """What a list or a tree is asked for; nonsense is left out, not refused."""

    ngay = DayField(required=False)
    loai = forms.ModelChoiceField(
        UnitKind.objects.all(), to_field_name="code", required=False
    )

    def day(self) -> Any:
        """The day to look at; today when none was given."""
        self.full_clean()
        return self.cleaned_data.get("ngay") or timezone.localdate()

    def kind(self) -> UnitKind | None:
        """The kind to show only."""
        self.full_clean()
        return self.cleaned_data.get("loai")


class UploadForm(forms.Form):
    """A spreadsheet."""

    sheet = forms.FileField(
        label=_("Bảng tính (.xlsx)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )
