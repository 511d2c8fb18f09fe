"""What a sheet of units, places or sites would do, line by line, before it does it.

A plan is made against a snapshot and walks the lines in order, so that a line may
name a unit that an earlier line brings. New rows get negative keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nhipcau.core.refusal import Refusal
from nhipcau.core.text import nfc
from nhipcau.places.rules.cells import (
    area_in,
    day_in,
    degrees_in,
    name_in,
    number_in,
    one_of,
    required_day_in,
    text_in,
)
from nhipcau.places.rules.coordinates import refuse_coordinates
from nhipcau.places.rules.lives import refuse_code, refuse_life
from nhipcau.places.rules.names import PLATE_LIMIT, plate_for
from nhipcau.places.rules.periods import Period
from nhipcau.places.rules.telephones import HOTLINE_LIMIT, refuse_hotline
from nhipcau.places.rules.tree import Link, Tree, refuse_link

# As in the forms.
MOST_PEOPLE, LAST_ORDER = 200_000_000, 100_000
# Columns that a sheet of sites may lack.
TECHNICIAN, HOTLINE = "Kỹ thuật trực", "Điện thoại kỹ thuật"


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
    # Rows that lines have spoken of, and units as they were before their line.
    told: set[int] = field(default_factory=set)
    before: list[Row] = field(default_factory=list)

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
        "name": name_in(cells["Tên đơn vị"]),
        "kind": one_of(snapshot.kinds, cells["Loại"], "Loại"),
        "code": text_in(cells["Mã đơn vị"], 20, "Mã đơn vị"),
        "since": required_day_in(cells["Từ ngày"], "Từ ngày"),
        "until": day_in(cells["Đến trước ngày"], "Đến trước ngày"),
        "order": number_in(cells["Thứ tự"], "Thứ tự", LAST_ORDER),
        "area_km2": area_in(cells["Diện tích (km²)"], "Diện tích (km²)"),
        "people": number_in(cells["Dân số"], "Dân số", MOST_PEOPLE),
    }
    life = Period(values["since"], values["until"])
    period = Period(
        day_in(cells["Thuộc từ ngày"], "Thuộc từ ngày") or life.since,
        day_in(cells["Thuộc đến trước ngày"], "Thuộc đến trước ngày") or life.until,
    )
    parent = _unit_named(snapshot, cells["Thuộc đơn vị"], period.since)
    known = _known_unit(snapshot, values, parent, period)
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
    refusal = refuse_life(life, [], snapshot.today)
    if refusal:
        raise refusal
    _check_code(snapshot, values["code"], life, 0)
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
    if values["until"] != known.values["until"]:
        raise Refusal("import_until_differs")
    changed = {
        name: value
        for name, value in values.items()
        if value != known.values[name] and not (name == "order" and value is None)
    }
    if changed and (known.key < 0 or known.key in snapshot.told):
        raise Refusal("import_lines_differ", name=known.values["name"])
    if "code" in changed:
        _check_code(snapshot, values["code"], _life(known), known.key)
    link = Link(known.key, parent.key, period) if parent else None
    if link and link in snapshot.tree.above(known.key):
        link = None
    ends = [known.key, *([link.parent] if link else [])]
    # A line that changes nothing needs no right: whoever sees a unit exports it.
    if (changed or link) and not all(snapshot.may_edit(end) for end in ends):
        raise Refusal("import_not_allowed")
    if link and parent:
        _join(snapshot, link, values["name"], parent)
    if changed:
        snapshot.before.append(known)
        _replace(snapshot.units, known, changed)
    snapshot.told.add(known.key)
    action = "changed" if changed or link else "same"
    return Planned(0, "", action, changed, known.key, link)


def _check_code(snapshot: Snapshot, code: str, life: Period, but: int) -> None:
    same = _where(snapshot.units, {"code": code})
    refusal = refuse_code(code, life, (_life(row) for row in same if row.key != but))
    if refusal:
        raise refusal


def _replace(rows: list[Row], row: Row, changed: Mapping[str, Any]) -> None:
    rows[rows.index(row)] = Row(row.key, {**row.values, **changed})


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
        "name": name_in(cells["Tên trụ sở"]),
        "unit": unit.key,
        "address": text_in(cells["Địa chỉ"], 300, "Địa chỉ"),
        "latitude": degrees_in(cells["Vĩ độ"], "Vĩ độ"),
        "longitude": degrees_in(cells["Kinh độ"], "Kinh độ"),
        "coordinates_source": text_in(cells["Nguồn tọa độ"], 120, "Nguồn tọa độ"),
    }
    refusal = refuse_coordinates(values["latitude"], values["longitude"])
    if refusal:
        raise refusal
    return _plain_line(snapshot, snapshot.places, values, ("name", "unit"), unit)


def plan_site(snapshot: Snapshot, cells: Cells) -> Planned:
    """A room in a building of today."""
    unit = _unit_of_today(snapshot, cells["Đơn vị"])
    kind = one_of(snapshot.site_kinds, cells["Loại điểm cầu"], "Loại điểm cầu")
    name = name_in(cells["Tên điểm cầu"])
    place = _place_named(snapshot, cells["Trụ sở"], unit, name)
    kind_name = snapshot.kind_names[unit.values["kind"]]
    plate = cells["Biển tên"] or plate_for(kind, name, kind_name, unit.values["name"])
    values = {
        "name": name,
        "place": place.key,
        "kind": kind,
        "plate": name_in(plate, PLATE_LIMIT),
        "link": one_of(snapshot.site_links, cells["Đường truyền"], "Đường truyền"),
        "equipment": text_in(cells["Thiết bị hiện có"], 4000, "Thiết bị hiện có"),
        **_contact(cells),
    }
    return _plain_line(snapshot, snapshot.sites, values, ("name", "place"), unit)


def _contact(cells: Cells) -> dict[str, str]:
    """Whom to call in a room, as far as the sheet has columns for it."""
    found = {}
    if TECHNICIAN in cells:
        found["technician"] = text_in(cells[TECHNICIAN], 120, TECHNICIAN)
    if HOTLINE in cells:
        found["hotline"] = text_in(cells[HOTLINE], HOTLINE_LIMIT, HOTLINE)
        if refusal := refuse_hotline(found["hotline"]):
            raise refusal
    return found


def _plain_line(
    snapshot: Snapshot,
    rows: list[Row],
    values: dict[str, Any],
    identity: tuple[str, str],
    unit: Row,
) -> Planned:
    named = _where(rows, {name: values[name] for name in identity})
    fresh = [row for row in named if row.key > 0 and row.key not in snapshot.told]
    if named and not fresh:
        raise Refusal("import_twice")
    equal = _where(fresh, values)
    if len(fresh) > 1 and not equal:
        raise Refusal("import_row_ambiguous", name=values["name"], count=len(fresh))
    if not equal and not snapshot.may_edit(unit.key):
        raise Refusal("import_not_allowed")
    if not fresh:
        key = -1 - len(rows)
        rows.append(Row(key, values))
        return Planned(0, "", "new", values, key)
    known = (equal or fresh)[0]
    changed = {k: value for k, value in values.items() if value != known.values[k]}
    _replace(rows, known, changed)
    snapshot.told.add(known.key)
    return Planned(0, "", "changed" if changed else "same", changed, known.key)


def _where(rows: Iterable[Row], values: Mapping[str, Any]) -> list[Row]:
    found = list(rows)
    for name, value in values.items():
        found = [row for row in found if row.values[name] == value]
    return found


def _known_unit(
    snapshot: Snapshot, values: Mapping[str, Any], parent: Row | None, period: Period
) -> Row | None:
    """The unit that the line means: by its code, else by name and where it lies."""
    code = values["code"]
    if code:
        found = _where(snapshot.units, {"code": code, "since": values["since"]})
        if found:
            return found[0]
    names = {name: values[name] for name in ("name", "kind", "since")}
    # A code that a unit lacked so far may be filled in.
    found = _where(snapshot.units, {**names, "code": ""} if code else names)
    there = [row for row in found if _lies(snapshot, row, parent, period)]
    found = there if code or there else found
    if len(found) > 1:
        name = values["name"][:80]
        raise Refusal("import_unit_ambiguous", name=name, count=len(found))
    return found[0] if found else None


def _lies(snapshot: Snapshot, row: Row, parent: Row | None, period: Period) -> bool:
    above = snapshot.tree.above(row.key)
    if parent is None:
        return not above
    return Link(row.key, parent.key, period) in above


def _unit_named(snapshot: Snapshot, text: str, on: date) -> Row | None:
    """The unit that `text` (code, name, or kind and name) means on that day.

    Lines below may still use the name that a line above has corrected.
    """
    if not text:
        return None
    wanted = nfc(text).casefold()
    for rows in (snapshot.units, snapshot.before):
        alive = [row for row in rows if _life(row).covers(on)]
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
    return row


def _place_named(snapshot: Snapshot, text: str, unit: Row, site: str) -> Row:
    """The place; among several of that name the one that has the site already."""
    found = _where(snapshot.places, {"unit": unit.key, "name": nfc(text)})
    if len(found) > 1:
        its = {row.values["place"] for row in _where(snapshot.sites, {"name": site})}
        with_site = [row for row in found if row.key in its]
        if len(with_site) == 1:
            return with_site[0]
        raise Refusal(
            "import_place_ambiguous",
            name=text[:80],
            count=len(found),
            unit=unit.values["name"],
        )
    if not found:
        raise Refusal("import_place_unknown", name=text[:80], unit=unit.values["name"])
    return found[0]


def _code_words(snapshot: Snapshot, row: Row) -> str:
    return str(row.values["code"]).casefold()


def _title_words(snapshot: Snapshot, row: Row) -> str:
    kind = snapshot.kind_names[row.values["kind"]]
    return f"{kind} {row.values['name']}".casefold()


def _name_words(snapshot: Snapshot, row: Row) -> str:
    return str(row.values["name"]).casefold()


def _life(row: Row) -> Period:
    return Period(row.values["since"], row.values["until"])
