"""A plan of a sheet: what each line would do, and that a refused one did nothing."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.places.rules.importing import Row, Snapshot, plan, plan_unit
from nhipcau.places.rules.periods import Period, meet
from nhipcau.places.rules.tree import Link, Tree, refuse_link

TODAY = date(2026, 11, 24)
START, REFORM = date(2020, 1, 1), date(2025, 7, 1)
KINDS = {"tỉnh": 1, "huyện": 2, "xã": 3}
KIND_NAMES = {1: "Tỉnh", 2: "Huyện", 3: "Xã"}
COLUMNS = {
    "code": "Mã đơn vị",
    "name": "Tên đơn vị",
    "kind": "Loại",
    "since": "Từ ngày",
    "until": "Đến trước ngày",
    "parent": "Thuộc đơn vị",
    "under": "Thuộc từ ngày",
    "out": "Thuộc đến trước ngày",
    "order": "Thứ tự",
    "area": "Diện tích (km²)",
    "people": "Dân số",
}
PROVINCE, DISTRICT, ISLAND, HILL = 1, 2, 3, 4


def line(**cells):
    """The cells of a line; a new commune of today's when nothing is said."""
    cells = {"name": "Tam Mỹ", "kind": "Xã", "since": "01/01/2020"} | cells
    return {header: cells.get(name, "") for name, header in COLUMNS.items()}


def row(key, name, kind, **values):
    plain = {"code": "", "since": START, "until": None, "order": key}
    plain |= {"area_km2": None, "people": None}
    return Row(key, plain | {"name": name, "kind": kind} | values)


def snapshot(editable=None):
    """A province; a district that ended; an island, and a hill that moved."""
    units = [
        row(PROVINCE, "Quảng Nam", 1, code="49"),
        row(DISTRICT, "Núi Thành", 2, code="517", until=REFORM),
        row(ISLAND, "Tam Hải", 3, code="20995", people=10312),
        row(HILL, "Tam Trà", 3, area_km2=Decimal("13.32")),
    ]
    links = [
        Link(DISTRICT, PROVINCE, Period(START, REFORM)),
        Link(ISLAND, DISTRICT, Period(START, REFORM)),
        Link(ISLAND, PROVINCE, Period(REFORM)),
        Link(HILL, DISTRICT, Period(START, REFORM)),
    ]
    lives = {each.key: Period(START, each.values["until"]) for each in units}
    tree = Tree(lives, links)
    return Snapshot(TODAY, KINDS, KIND_NAMES, units, tree, editable)


def planned(*lines, on=None):
    """What the lines would do, numbered as in a sheet."""
    return plan(plan_unit, on or snapshot(), enumerate(lines, start=2))


def one(*lines, on=None):
    return planned(*lines, on=on)[-1]


ISLAND_LINE = {"name": "Tam Hải", "code": "20995", "people": "10.312", "order": "3"}
HILL_LINE = {"name": "Tam Trà", "area": "13,32", "order": "4"}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"name": ""}, "name_empty"),
        ({"name": "x" * 10_000}, "name_too_long"),
        ({"name": "=1+1"}, "name_is_formula"),
        ({"name": "Tam\x07Mỹ"}, "name_not_printable"),
        ({"kind": "Quận"}, "import_cell_choice"),
        ({"kind": ""}, "import_cell_choice"),
        ({"code": "x" * 21}, "import_cell_long"),
        ({"code": "=A1"}, "name_is_formula"),
        ({"code": "1\x002"}, "import_cell_control"),
        ({"code": "49", "since": "02/01/2020"}, "code_taken"),
        ({"since": ""}, "import_cell_empty"),
        ({"since": "31/02/2020"}, "import_cell_day"),
        ({"since": "07/31/2020"}, "import_cell_day"),
        ({"since": "01/07/25"}, "import_cell_day"),
        ({"since": "43831"}, "import_cell_day"),
        ({"since": "01/01/2030"}, "date_in_future"),
        ({"until": "hôm qua"}, "import_cell_day"),
        ({"until": "01/01/2019"}, "period_empty"),
        ({"order": "-1"}, "import_cell_number"),
        ({"order": "100001"}, "import_cell_number"),
        ({"people": "10,5"}, "import_cell_number"),
        ({"people": "1.5"}, "import_cell_number"),
        ({"people": "9" * 5000}, "import_cell_number"),
        ({"people": "200.000.001"}, "import_cell_number"),
        ({"area": "-1"}, "import_cell_number"),
        ({"area": "NaN"}, "import_cell_number"),
        ({"area": "rộng"}, "import_cell_number"),
        ({"area": "9999999,999"}, "import_cell_number"),
        ({"area": "1e999"}, "import_cell_number"),
        ({"parent": "Hà Nội"}, "import_unit_unknown"),
        ({"parent": "Núi Thành", "under": "01/07/2025"}, "import_unit_unknown"),
        ({"parent": "Núi Thành"}, "link_outside_parent"),
        ({"parent": "49", "under": "01/01/2019"}, "import_unit_unknown"),
        ({"parent": "49", "under": "x"}, "import_cell_day"),
        ({"parent": "49", "out": "01/01/2020"}, "period_empty"),
        ({"since": "01/01/2021", "parent": "49", "under": "01/02/2020"},
         "link_outside_unit"),
    ],
)  # fmt: skip
def test_it_refuses_a_line_and_leaves_no_trace(cells, code):
    found = snapshot()
    [wrong] = planned(line(**cells), on=found)
    assert (wrong.action, wrong.refusal.code, wrong.number) == ("wrong", code, 2)
    assert len(wrong.name) <= 80
    assert state(found) == state(snapshot())


@pytest.mark.parametrize(
    ("cells", "name", "value"),
    [
        ({"since": "1/7/2020"}, "since", date(2020, 7, 1)),
        ({"since": "2020-07-01"}, "since", date(2020, 7, 1)),
        ({"people": "10.312"}, "people", 10312),
        ({"people": "10 312"}, "people", 10312),
        ({"people": "10312"}, "people", 10312),
        ({"area": "13,3"}, "area_km2", Decimal("13.30")),
        ({"area": "13.32"}, "area_km2", Decimal("13.32")),
        ({"area": "1.234,5"}, "area_km2", Decimal("1234.50")),
        ({"area": "1e-05"}, "area_km2", Decimal("0.00")),
        ({"kind": "xÃ"}, "kind", 3),
        ({"name": "  Tam Mỹ "}, "name", "Tam Mỹ"),
        ({"order": ""}, "order", None),
        ({"until": "01/07/2025"}, "until", REFORM),
    ],
)
def test_it_reads_cells_as_clerks_write_them(cells, name, value):
    found = one(line(**cells))
    assert (found.action, found.values[name]) == ("new", value)


@pytest.mark.parametrize("text", ["49", "Quảng Nam", "tỉnh quảng nam", "QUẢNG NAM"])
def test_it_knows_a_parent_by_code_title_or_name(text):
    found = one(line(parent=text))
    assert found.link == Link(-5, PROVINCE, Period(START))


def test_it_says_that_a_name_means_two_units():
    lines = [line(name="Tam Trà", kind="Huyện"), line(parent="tam trà")]
    found = one(*lines).refusal
    assert (found.code, found.facts["count"]) == ("import_unit_ambiguous", 2)
    assert one(*lines[:1], line(parent="Huyện Tam Trà")).action == "new"


def test_it_builds_on_lines_above_but_not_on_refused_ones():
    district = line(name="Thăng Bình", kind="Huyện", parent="49")
    found = planned(district, line(parent="Huyện Thăng Bình"))
    assert [each.link.parent for each in found] == [PROVINCE, -5]
    district["Từ ngày"] = "?"
    found = planned(district, line(parent="Huyện Thăng Bình"))
    assert [each.action for each in found] == ["wrong", "wrong"]


def test_it_says_when_nothing_changes():
    lines = [
        line(**ISLAND_LINE, parent="517", out="01/07/2025"),
        line(**ISLAND_LINE, parent="49", under="01/07/2025"),
        line(**HILL_LINE | {"order": ""}, parent="517", out="01/07/2025"),
        line(name="Quảng Nam", kind="Tỉnh", code="49", order="1"),
    ]
    found = planned(*lines)
    assert {(each.action, each.link) for each in found} == {("same", None)}
    assert not any(each.values for each in found)


def test_it_corrects_a_unit_once_and_knows_both_names_below():
    new = ISLAND_LINE | {"name": "Đảo Tam Hải", "people": "10400"}
    found = planned(
        line(**new),
        line(**new, parent="517", out="01/07/2025"),
        line(parent="Xã Tam Hải"),
        line(name="Tam Mỹ Đông", parent="Xã Đảo Tam Hải"),
    )
    assert found[0].values == {"name": "Đảo Tam Hải", "people": 10400}
    assert [each.action for each in found] == ["changed", "same", "new", "new"]
    assert [each.link.parent for each in found[2:]] == [ISLAND, ISLAND]
    old = one(line(**new), line(**ISLAND_LINE)).refusal
    assert old.code == "import_lines_differ"


def test_it_never_stores_the_last_of_two_lines_that_differ():
    first, second = line(code="7"), line(code="7", people="5")
    assert planned(first, first)[1].action == "same"
    assert one(first, second).refusal.code == "import_lines_differ"
    assert one(line(**ISLAND_LINE), line(**ISLAND_LINE | {"people": "1"})).refusal


def test_it_fills_in_a_code_instead_of_doubling_the_unit():
    there = {"parent": "517", "out": "01/07/2025"}
    found = one(line(**HILL_LINE, **there, code="20998"))
    assert (found.action, found.key, found.values) == (
        "changed",
        HILL,
        {"code": "20998"},
    )
    other = line(name="Tam Anh", code="7", since="02/01/2020")
    taken = planned(other, line(**HILL_LINE, **there, code="7"))[1]
    assert taken.refusal.code == "code_taken"
    elsewhere = one(line(**HILL_LINE, code="20998", parent="49"))
    assert (elsewhere.action, elsewhere.key) == ("new", -5)


def test_it_tells_units_of_one_name_apart_by_where_they_lie():
    found = snapshot()
    twin = row(9, "Tam Trà", 3, order=4, area_km2=Decimal("13.32"))
    found.units.append(twin)
    found.tree.lives[9] = Period(START)
    assert one(line(**HILL_LINE), on=found).key == 9
    lines = line(**HILL_LINE, parent="517", out="01/07/2025")
    assert one(lines, on=found).key == HILL
    third = line(**HILL_LINE, parent="49", under="01/07/2025")
    assert one(third, on=found).refusal.code == "import_unit_ambiguous"
    found.units.append(replace(twin, key=10))
    assert one(line(**HILL_LINE), on=found).refusal.code == "import_unit_ambiguous"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"parent": "49", "under": "01/01/2026"}, "links_overlap"),
        ({"parent": "517", "out": "01/01/2021"}, "links_overlap"),
        ({"until": "01/01/2026"}, "import_until_differs"),
    ],
)
def test_it_refuses_to_bend_a_unit_that_is_there(cells, code):
    found = snapshot()
    assert one(line(**ISLAND_LINE | cells), on=found).refusal.code == code
    assert state(found) == state(snapshot())


def test_it_lets_no_unit_become_its_own_ancestor():
    top = line(name="Quảng Nam", kind="Tỉnh", code="49", parent="Xã Tam Hải")
    top |= {"Thuộc từ ngày": "01/08/2025"}
    refusal = one(top).refusal
    assert (refusal.code, refusal.facts["date"]) == ("own_ancestor", date(2025, 8, 1))
    assert refusal.facts["parent"] == "Tam Hải"
    itself = line(name="Quảng Nam", kind="Tỉnh", code="49", parent="49")
    assert one(itself).refusal.code == "own_ancestor"


def test_it_adds_a_period_to_a_unit_that_is_there():
    found = one(line(**HILL_LINE, parent="49", under="01/07/2025"))
    assert found.link == Link(HILL, PROVINCE, Period(REFORM))
    assert (found.action, found.values) == ("changed", {})


def test_it_changes_only_what_the_clerk_may_edit():
    may = {HILL}
    changed = {"people": "1"}
    assert one(line(**HILL_LINE, **changed), on=snapshot(may)).action == "changed"
    for cells in (
        ISLAND_LINE | changed,
        HILL_LINE | {"parent": "49", "under": "01/07/2025"},
        {"parent": "49"},
        {},
    ):
        found = snapshot(set(may))
        assert one(line(**cells), on=found).refusal.code == "import_not_allowed"
        assert state(found) == state(snapshot(may))
    # What is only seen may stay in the sheet, as long as nothing changes.
    assert one(line(**ISLAND_LINE), on=snapshot(may)).action == "same"


def test_it_lets_a_clerk_build_below_what_is_new():
    found = planned(
        line(name="Thôn Một", parent="Tam Trà"),
        line(name="Tổ Hai", parent="Thôn Một"),
        on=snapshot({HILL}),
    )
    assert [each.action for each in found] == ["new", "new"]


NAMES = st.sampled_from(["Ba", "Tư", "Tam Hải", "Núi Thành", "=x", ""])
DAYS = st.sampled_from(["", "01/01/2020", "01/01/2022", "01/07/2025", "99/9/2020"])
lines = st.builds(
    line,
    name=NAMES,
    kind=st.sampled_from(["Xã", "Huyện"]),
    code=st.sampled_from(["", "", "7", "8", "20995", "517"]),
    since=DAYS,
    until=DAYS,
    parent=st.sampled_from(["", "49", "517", "Ba", "Xã Tư", "Huyện Ba", "7"]),
    under=DAYS,
    out=DAYS,
    people=st.sampled_from(["", "5", "10312", "x"]),
)
sheets = st.lists(lines, max_size=12)
rights = st.none() | st.sets(st.sampled_from([PROVINCE, DISTRICT, ISLAND, HILL]))


def state(found):
    """All that later lines may build on, as plain values."""
    keys = sorted(found.tree.lives)
    links = {key: list(found.tree.above(key)) for key in keys}
    told = sorted(found.told)
    return list(found.units), dict(found.tree.lives), links, found.editable, told


@given(sheets, rights)
def test_it_plans_as_if_refused_lines_were_not_there(sheet, editable):
    numbered = list(enumerate(sheet, start=2))
    first, second = (snapshot(set(editable) if editable else editable) for _ in "12")
    whole = plan(plan_unit, first, numbered)
    good = {each.number for each in whole if each.refusal is None}
    rest = plan(plan_unit, second, [each for each in numbered if each[0] in good])
    assert rest == [each for each in whole if each.refusal is None]
    assert state(first) == state(second)


@given(sheets)
def test_it_leaves_a_snapshot_in_which_every_rule_holds(sheet):
    found = snapshot()
    planned(*sheet, on=found)
    keys = [each.key for each in found.units]
    assert sorted(keys) == sorted(set(keys)) == sorted(found.tree.lives)
    again = Tree(found.tree.lives)
    for key in keys:
        for link in found.tree.above(key):
            assert refuse_link(again, link, TODAY) is None
            again.add(link)
    coded = [each.values for each in found.units if each.values["code"]]
    lives = [(each["code"], Period(each["since"], each["until"])) for each in coded]
    for at, (code, life) in enumerate(lives):
        assert not any(meet(life, other) for same, other in lives[:at] if same == code)


@given(sheets)
def test_it_plans_exactly_what_the_snapshot_then_says(sheet):
    found, rows = snapshot(), {each.key: each.values for each in snapshot().units}
    for each in planned(*sheet, on=found):
        if each.refusal is None:
            rows[each.key] = {**rows.get(each.key, {}), **each.values}
    assert rows == {each.key: each.values for each in found.units}


def written(found):
    """The sheet of all units in `found`, parents by code, as an export has it."""
    units = {each.key: each.values for each in found.units}
    for key, values in units.items():
        for link in found.tree.above(key) or [None]:
            yield line(
                **{name: values[name] for name in ("name", "code")},
                kind=KIND_NAMES[values["kind"]],
                since=f"{values['since']:%d/%m/%Y}",
                until=shown(values["until"]),
                parent=units[link.parent]["code"] if link else "",
                under=f"{link.period.since:%d/%m/%Y}" if link else "",
                out=shown(link.period.until) if link else "",
                area=str(values["area_km2"] or "").replace(".", ","),
                people=str(values["people"] or ""),
            )


def shown(day):
    return f"{day:%d/%m/%Y}" if day else ""


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 900)), max_size=9))
def test_it_finds_nothing_to_do_in_what_it_wrote_itself(shape):
    found = snapshot()
    for number, (above, days) in enumerate(shape):
        parent = "49" if above >= number else f"C{above}"
        under = START + timedelta(days=days)
        cells = {"parent": parent, "under": f"{under:%d/%m/%Y}"}
        assert one(line(name="Ba", code=f"C{number}", **cells), on=found)
    found.told.clear()
    answers = planned(*written(found), on=found)
    assert {each.action for each in answers} == {"same"}, answers
