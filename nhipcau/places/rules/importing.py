"""What a sheet of units, places or sites would do, line by line, before it does it.

A plan is made against a snapshot and walks the lines in order, so that a line may
name a unit that an earlier line brings. New rows get negative keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from nhipcau.core.refusal import Refusal
from nhipcau.core.text import nfc
from nhipcau.places.rules.coordinates import refuse_coordinates
from nhipcau.places.rules.lives import refuse_code, refuse_life
from nhipcau.places.rules.names import NAME_LIMIT, PLATE_LIMIT, plate_for, refuse_name
from nhipcau.places.rules.periods import Period
from nhipcau.places.rules.tree import Link, Tree, refuse_link

T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    """A row that exists, or that an earlier line brings (negative key)."""

    key: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Planned:
    """What one line would do: new, changed, same; or why it cannot."""

    number: int
    name: str
    action: str
    values: Mapping[str, Any] = field(default_factory=dict)
    key: int = 0
    link: Link | None = None
    refusal: Refusal | None = None


@dataclass
class Snapshot:
    """What the plan is made against; `editable` None: everything."""

    today: date
    kinds: Mapping[str, int]
    kind_names: Mapping[int, str]
    units: list[Row]
    tree: Tree
    editable: set[int] | None
    places: list[Row] = field(default_factory=list)
    sites: list[Row] = field(default_factory=list)
    site_kinds: Mapping[str, str] = field(default_factory=dict)
    site_links: Mapping[str, str] = field(default_factory=dict)

    def may_edit(self, unit: int | None) -> bool:
        """Whether the actor may change `unit`; None: the top."""
        return self.editable is None or unit in self.editable


Cells = Mapping[str, str]
Planner = Callable[[Snapshot, Cells], Planned]


def plan(
    planner: Planner, snapshot: Snapshot, lines: Iterable[tuple[int, Cells]]
) -> list[Planned]:
    """One `Planned` per line; a line that is refused leaves no trace for the next."""
    result = []
    for number, cells in lines:
        name = next(iter(value for key, value in cells.items() if "Tên" in key), "")
        try:
            planned = planner(snapshot, cells)
            found = Planned(
                number, name, planned.action, planned.values, planned.key, planned.link
            )
        except Refusal as refusal:
            found = Planned(number, name[:80], "wrong", refusal=refusal)
        result.append(found)
    return result


def plan_unit(snapshot: Snapshot, cells: Cells) -> Planned:
    """A unit, or one more period of a unit that is there."""
    values: dict[str, Any] = {
        "name": _name(cells["Tên đơn vị"]),
        "kind": _one_of(snapshot.kinds, cells["Loại"], "Loại"),
        "code": _short(cells["Mã đơn vị"], 20, "Mã đơn vị"),
        "since": _day(cells["Từ ngày"], "Từ ngày", required=True),
        "until": _day(cells["Đến trước ngày"], "Đến trước ngày"),
        "order": _number(cells["Thứ tự"], "Thứ tự"),
        "area_km2": _decimal(cells["Diện tích (km²)"], "Diện tích (km²)"),
        "people": _number(cells["Dân số"], "Dân số"),
    }
    known = _known_unit(snapshot, values)
    life = Period(values["since"], values["until"])
    period = Period(
        _day(cells["Thuộc từ ngày"], "Thuộc từ ngày") or life.since,
        _day(cells["Thuộc đến trước ngày"], "Thuộc đến trước ngày") or life.until,
    )
    parent = _unit_named(snapshot, cells["Thuộc đơn vị"], period.since)
    if known is None:
        return _new_unit(snapshot, values, life, parent, period)
    return _known_line(snapshot, known, values, parent, period)


def _new_unit(
    snapshot: Snapshot,
    values: dict[str, Any],
    life: Period,
    parent: Row | None,
    period: Period,
) -> Planned:
    same_code = (
        _life(row) for row in snapshot.units if row.values["code"] == values["code"]
    )
    refusal = refuse_life(life, [], snapshot.today) or refuse_code(
        values["code"], life, same_code
    )
    if refusal:
        raise refusal
    if not snapshot.may_edit(parent.key if parent else None):
        raise Refusal("import_not_allowed")
    key = -1 - len(snapshot.units)
    snapshot.tree.lives[key] = life
    link = None
    if parent:
        link = Link(key, parent.key, period)
        try:
            _join(snapshot, link, values["name"], parent)
        except Refusal:
            del snapshot.tree.lives[key]
            raise
    snapshot.units.append(Row(key, values))
    if snapshot.editable is not None:
        snapshot.editable.add(key)
    return Planned(0, "", "new", values, key, link)


def _known_line(
    snapshot: Snapshot,
    known: Row,
    values: dict[str, Any],
    parent: Row | None,
    period: Period,
) -> Planned:
    if not snapshot.may_edit(known.key):
        raise Refusal("import_not_allowed")
    if values["until"] != known.values["until"]:
        raise Refusal("import_until_differs")
    changed = {
        name: value
        for name, value in values.items()
        if value != known.values[name] and not (name == "order" and value is None)
    }
    if changed and known.key < 0:
        raise Refusal("import_twice")
    link = Link(known.key, parent.key, period) if parent else None
    if link and link in snapshot.tree.above(known.key):
        link = None
    elif link and parent:
        _join(snapshot, link, values["name"], parent)
    action = "changed" if changed or link else "same"
    return Planned(0, "", action, changed, known.key, link)


def _join(snapshot: Snapshot, link: Link, unit: str, parent: Row) -> None:
    refusal = refuse_link(snapshot.tree, link, snapshot.today)
    if refusal:
        names = {"unit": unit, "parent": parent.values["name"]}
        raise Refusal(refusal.code, **names, **refusal.facts)
    snapshot.tree.add(link)


def plan_place(snapshot: Snapshot, cells: Cells) -> Planned:
    """A building of a unit of today."""
    unit = _unit_of_today(snapshot, cells["Đơn vị"])
    values: dict[str, Any] = {
        "name": _name(cells["Tên trụ sở"]),
        "unit": unit.key,
        "address": _short(cells["Địa chỉ"], 300, "Địa chỉ"),
        "latitude": _decimal(cells["Vĩ độ"], "Vĩ độ", degrees=True),
        "longitude": _decimal(cells["Kinh độ"], "Kinh độ", degrees=True),
        "coordinates_source": _short(cells["Nguồn tọa độ"], 120, "Nguồn tọa độ"),
    }
    refusal = refuse_coordinates(values["latitude"], values["longitude"])
    if refusal:
        raise refusal
    return _plain_line(snapshot, snapshot.places, values, ("name", "unit"))


def plan_site(snapshot: Snapshot, cells: Cells) -> Planned:
    """A room in a building of today."""
    unit = _unit_of_today(snapshot, cells["Đơn vị"])
    place = _place_named(snapshot, cells["Trụ sở"], unit)
    kind = _one_of(snapshot.site_kinds, cells["Loại điểm cầu"], "Loại điểm cầu")
    name = _name(cells["Tên điểm cầu"])
    kind_name = snapshot.kind_names[unit.values["kind"]]
    plate = cells["Biển tên"] or plate_for(kind, name, kind_name, unit.values["name"])
    values = {
        "name": name,
        "place": place.key,
        "kind": kind,
        "plate": _name(plate, PLATE_LIMIT),
        "link": _one_of(snapshot.site_links, cells["Đường truyền"], "Đường truyền"),
        "equipment": _short(cells["Thiết bị hiện có"], 4000, "Thiết bị hiện có"),
    }
    return _plain_line(snapshot, snapshot.sites, values, ("name", "place"))


def _plain_line(
    snapshot: Snapshot,
    rows: list[Row],
    values: dict[str, Any],
    identity: tuple[str, str],
) -> Planned:
    known = next(
        (
            row
            for row in rows
            if all(row.values[name] == values[name] for name in identity)
        ),
        None,
    )
    if known is None:
        key = -1 - len(rows)
        rows.append(Row(key, values))
        return Planned(0, "", "new", values, key)
    if known.key < 0:
        raise Refusal("import_twice")
    changed = {k: value for k, value in values.items() if value != known.values[k]}
    return Planned(0, "", "changed" if changed else "same", changed, known.key)


def _known_unit(snapshot: Snapshot, values: Mapping[str, Any]) -> Row | None:
    names = ("code", "since") if values["code"] else ("name", "kind", "since")
    for row in snapshot.units:
        if all(row.values[name] == values[name] for name in names):
            return row
    return None


def _unit_named(snapshot: Snapshot, text: str, on: date) -> Row | None:
    """The unit that `text` (code, name, or kind and name) means on that day."""
    if not text:
        return None
    wanted = nfc(text).casefold()
    alive = [row for row in snapshot.units if _life(row).covers(on)]
    for words in (_code_words, _title_words, _name_words):
        found = [row for row in alive if words(snapshot, row) == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            raise Refusal("import_unit_ambiguous", name=text[:80], count=len(found))
    raise Refusal("import_unit_unknown", name=text[:80], date=on)


def _unit_of_today(snapshot: Snapshot, text: str) -> Row:
    row = _unit_named(snapshot, text, snapshot.today)
    if row is None:
        raise Refusal("import_cell_empty", column="Đơn vị")
    if not snapshot.may_edit(row.key):
        raise Refusal("import_not_allowed")
    return row


def _place_named(snapshot: Snapshot, text: str, unit: Row) -> Row:
    for row in snapshot.places:
        if row.values["unit"] == unit.key and row.values["name"] == nfc(text):
            return row
    raise Refusal("import_place_unknown", name=text[:80], unit=unit.values["name"])


def _code_words(snapshot: Snapshot, row: Row) -> str:
    return str(row.values["code"]).casefold()


def _title_words(snapshot: Snapshot, row: Row) -> str:
    kind = snapshot.kind_names[row.values["kind"]]
    return f"{kind} {row.values['name']}".casefold()


def _name_words(snapshot: Snapshot, row: Row) -> str:
    return str(row.values["name"]).casefold()


def _life(row: Row) -> Period:
    return Period(row.values["since"], row.values["until"])


def _name(text: str, limit: int = NAME_LIMIT) -> str:
    refusal = refuse_name(text, limit)
    if refusal:
        raise refusal
    return nfc(text).strip()


def _short(text: str, limit: int, column: str) -> str:
    if len(text) > limit:
        raise Refusal("import_cell_long", column=column, limit=limit)
    if text.startswith("="):
        raise Refusal("name_is_formula")
    return text


def _one_of(choices: Mapping[str, T], text: str, column: str) -> T:
    wanted = nfc(text).casefold()
    if wanted not in choices:
        raise Refusal(
            "import_cell_choice",
            column=column,
            value=text[:40],
            choices=", ".join(choices),
        )
    return choices[wanted]


def _day(text: str, column: str, *, required: bool = False) -> date | None:
    if not text:
        if required:
            raise Refusal("import_cell_empty", column=column)
        return None
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise Refusal("import_cell_day", column=column, value=text[:40])


def _number(text: str, column: str) -> int | None:
    digits = text.replace(".", "").replace(" ", "")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 9:
        raise Refusal("import_cell_number", column=column, value=text[:40])
    return int(digits)


def _decimal(text: str, column: str, *, degrees: bool = False) -> Decimal | None:
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", "."))
        fits = value.is_finite() and abs(value) < (1000 if degrees else 10**7)
    except InvalidOperation:
        fits = False
    if not fits:
        raise Refusal("import_cell_number", column=column, value=text[:40])
    return value.quantize(Decimal("0.00001" if degrees else "0.01"))
