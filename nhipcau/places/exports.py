"""The rows of each sheet, with the headings that an import expects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhipcau.core.actor import Actor
from nhipcau.places.models import Unit, UnitLink
from nhipcau.places.policies import visible_places, visible_sites, visible_units
from nhipcau.places.rules.importing import HOTLINE, TECHNICIAN
from nhipcau.places.sheets import write


@dataclass(frozen=True)
class Layout:
    """One kind of sheet; all its words are Vietnamese, a page translates the hint."""

    title: str
    headers: tuple[str, ...]
    hint: Promise
    # Columns that came later: a sheet without them leaves what is stored.
    optional: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which a sheet is not taken."""
        return tuple(one for one in self.headers if one not in self.optional)


LAYOUTS = {
    "units": Layout(
        "Đơn vị",
        (
            "Mã đơn vị",
            "Tên đơn vị",
            "Loại",
            "Từ ngày",
            "Đến trước ngày",
            "Thuộc đơn vị",
            "Thuộc từ ngày",
            "Thuộc đến trước ngày",
            "Thứ tự",
            "Diện tích (km²)",
            "Dân số",
        ),
        _(
            "Mỗi dòng là một đơn vị. Đơn vị đổi cấp trên có thêm một dòng cho mỗi giai "
            "đoạn. Cấp trên phải đứng trước. Ngày ghi như 01/07/2025."
        ),
    ),
    "places": Layout(
        "Trụ sở",
        ("Tên trụ sở", "Đơn vị", "Địa chỉ", "Vĩ độ", "Kinh độ", "Nguồn tọa độ"),
        _("Mỗi dòng là một trụ sở của một đơn vị đang tồn tại."),
    ),
    "sites": Layout(
        "Điểm cầu",
        (
            "Tên điểm cầu",
            "Loại điểm cầu",
            "Đơn vị",
            "Trụ sở",
            "Biển tên",
            "Đường truyền",
            "Thiết bị hiện có",
            TECHNICIAN,
            HOTLINE,
        ),
        _(
            "Mỗi dòng là một phòng họp trong một trụ sở đã khai; theo thứ tự chính "
            "thức. Để trống biển tên thì lấy biển tên đề nghị. Số điện thoại ghi như "
            "chữ, để số 0 ở đầu không mất."
        ),
        optional=(TECHNICIAN, HOTLINE),
    ),
}


def export(actor: Actor, what: str) -> bytes:
    """The sheet of everything that `actor` sees."""
    rows = {"units": _units, "places": _places, "sites": _sites}[what]
    layout = LAYOUTS[what]
    with translation.override("vi"):
        return write(layout.title, layout.headers, rows(actor), str(layout.hint))


def _units(actor: Actor) -> Iterator[Sequence[Any]]:
    units = {unit.pk: unit for unit in visible_units(actor)}
    links: dict[int, list[UnitLink]] = {}
    for link in UnitLink.objects.order_by("since").select_related("parent__kind"):
        links.setdefault(link.unit_id, []).append(link)
    names = _Names(list(units.values()))
    for unit in _from_the_top(units, links):
        periods: list[UnitLink | None] = [*links.get(unit.pk, ())]
        for period in periods or [None]:
            yield (
                unit.code,
                unit.name,
                unit.kind.name,
                unit.since,
                unit.until,
                names.of(period.parent) if period else "",
                period.since if period else None,
                period.until if period else None,
                unit.order,
                unit.area_km2,
                unit.people,
            )


def _from_the_top(
    units: dict[int, Unit], links: dict[int, list[UnitLink]]
) -> Iterator[Unit]:
    """Every unit after all under which it ever lay; an import reads downwards."""
    done: set[int] = set()
    waiting = sorted(units.values(), key=lambda each: (each.order, each.pk))
    while waiting:
        later = []
        for unit in waiting:
            above = {link.parent_id for link in links.get(unit.pk, ())}
            if above & units.keys() <= done:
                done.add(unit.pk)
                yield unit
            else:
                later.append(unit)
        if len(later) == len(waiting):
            # Two units may have changed roles over time: then no order is right.
            yield from later
            return
        waiting = later


def _places(actor: Actor) -> Iterator[Sequence[Any]]:
    names = _Names(list(Unit.objects.filter(until=None).select_related("kind")))
    for place in visible_places(actor).filter(closed__isnull=True):
        yield (
            place.name,
            names.of(place.unit),
            place.address,
            place.latitude,
            place.longitude,
            place.coordinates_source,
        )


def _sites(actor: Actor) -> Iterator[Sequence[Any]]:
    names = _Names(list(Unit.objects.filter(until=None).select_related("kind")))
    for site in visible_sites(actor).filter(closed__isnull=True):
        yield (
            site.name,
            site.get_kind_display(),
            names.of(site.place.unit),
            site.place.name,
            site.plate,
            site.get_link_display(),
            site.equipment,
            site.technician,
            site.hotline,
        )


class _Names:
    """How a sheet names a unit: by its title, or by its code where that is shared."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._count = Counter(unit.title.casefold() for unit in units)

    def of(self, unit: Unit) -> str:
        if self._count[unit.title.casefold()] > 1 and unit.code:
            return unit.code
        return unit.title


def file_name(what: str) -> str:
    """`don-vi-2026-11-24.xlsx`."""
    words = {"units": "don-vi", "places": "tru-so", "sites": "diem-cau"}[what]
    return f"{words}-{timezone.localdate().isoformat()}.xlsx"
