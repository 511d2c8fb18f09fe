"""A plan of places and of rooms: each row is meant by its name and where it is."""

from datetime import date
from decimal import Decimal

import pytest

from nhipcau.places.rules.importing import Row, Snapshot, plan, plan_place, plan_site
from nhipcau.places.rules.tree import Tree

TODAY = date(2026, 11, 24)
ISLAND, HILL = 1, 2
PLACE = {"Địa chỉ": "Thôn 1", "Vĩ độ": "15,48", "Kinh độ": "108.66"}
PLACE |= {"Nguồn tọa độ": "", "Đơn vị": "Tam Hải", "Tên trụ sở": "UBND"}
SITE = {"Tên điểm cầu": "Tam Hải", "Loại điểm cầu": "Điểm cầu xã"}
SITE |= {"Đơn vị": "Xã Tam Hải", "Trụ sở": "UBND", "Biển tên": ""}
SITE |= {"Đường truyền": "đầy đủ", "Thiết bị hiện có": "Loa\nMáy chiếu"}


def unit(key, name):
    life = {"since": date(2020, 1, 1), "until": None}
    return Row(key, {"name": name, "kind": 3, "code": "", **life})


def place(key, **values):
    plain = {"name": "UBND", "unit": ISLAND, "address": "Thôn 1"}
    plain |= {"latitude": Decimal("15.48000"), "longitude": Decimal("108.66000")}
    return Row(key, plain | {"coordinates_source": ""} | values)


def site(key, **values):
    plain = {"name": "Tam Hải", "place": 5, "kind": "commune", "link": "full"}
    plain |= {"plate": "ĐIỂM CẦU XÃ TAM HẢI", "equipment": "Loa\nMáy chiếu"}
    plain |= {"technician": "Lê An", "hotline": "0235 3871 234"}
    return Row(key, plain | values)


def snapshot(places=None, sites=(), editable=None):
    """A commune with one building; another one without."""
    places = [place(5)] if places is None else places
    units = [unit(ISLAND, "Tam Hải"), unit(HILL, "Tam Trà")]
    return Snapshot(
        TODAY,
        {"xã": 3},
        {3: "Xã"},
        units,
        Tree({}),
        editable,
        places=places,
        sites=list(sites),
        site_kinds={"điểm cầu xã": "commune"},
        site_links={"đầy đủ": "full", "đường truyền yếu": "thin"},
    )


def planned(planner, *lines, on=None):
    return plan(planner, on or snapshot(), enumerate(lines, start=2))


@pytest.mark.parametrize(
    ("cells", "action", "values"),
    [
        ({}, "same", {}),
        ({"Địa chỉ": "Thôn 2"}, "changed", {"address": "Thôn 2"}),
        (
            {"Vĩ độ": "", "Kinh độ": ""},
            "changed",
            {"latitude": None, "longitude": None},
        ),
        ({"Vĩ độ": "15.480001"}, "same", {}),
        ({"Tên trụ sở": "Trạm"}, "new", None),
        ({"Đơn vị": "Xã Tam Trà"}, "new", None),
    ],
)
def test_it_plans_a_place(cells, action, values):
    [found] = planned(plan_place, PLACE | cells)
    assert found.action == action
    assert values is None or found.values == values


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"Đơn vị": ""}, "import_cell_empty"),
        ({"Đơn vị": "Huế"}, "import_unit_unknown"),
        ({"Kinh độ": ""}, "coordinates_half"),
        ({"Vĩ độ": "108.66", "Kinh độ": "15.48"}, "coordinates_swapped"),
        ({"Vĩ độ": "1e500"}, "import_cell_number"),
        ({"Vĩ độ": "1_5"}, "import_cell_number"),
        ({"Vĩ độ": "٧"}, "import_cell_number"),
        ({"Nguồn tọa độ": "x" * 121}, "import_cell_long"),
        ({"Địa chỉ": "=A1"}, "name_is_formula"),
        ({"Địa chỉ": "\x00"}, "import_cell_control"),
    ],
)
def test_it_refuses_a_place(cells, code):
    on = snapshot()
    [found] = planned(plan_place, PLACE | cells, on=on)
    assert (found.action, found.refusal.code) == ("wrong", code)
    assert on.places == snapshot().places


@pytest.mark.parametrize("second", [{}, {"Địa chỉ": "Thôn 2"}])
@pytest.mark.parametrize("name", ["UBND", "Trạm"])
def test_it_names_a_place_once_in_a_sheet(name, second):
    line = PLACE | {"Tên trụ sở": name}
    [first, again] = planned(plan_place, line, line | second)
    assert first.refusal is None
    assert again.refusal.code == "import_twice"


def test_it_asks_which_of_two_equal_names_is_meant():
    twins = [place(5), place(6, address="Thôn 2")]
    other = PLACE | {"Địa chỉ": "Thôn 2"}
    found = planned(plan_place, other, PLACE, on=snapshot(twins))
    assert [each.key for each in found] == [6, 5]
    odd = PLACE | {"Địa chỉ": "Thôn 3"}
    [found] = planned(plan_place, odd, on=snapshot(twins))
    assert (found.refusal.code, found.refusal.facts["count"]) == (
        "import_row_ambiguous",
        2,
    )
    # Once the sheet has named one of them, the other is the one that is left.
    assert planned(plan_place, other, odd, on=snapshot(twins))[1].key == 5


def test_it_changes_only_places_that_the_clerk_may_edit():
    on = snapshot(editable={HILL})
    found = planned(
        plan_place,
        PLACE,
        PLACE | {"Tên trụ sở": "Trạm"},
        PLACE | {"Đơn vị": "Tam Trà"},
        on=on,
    )
    assert [each.action for each in found] == ["same", "wrong", "new"]
    assert found[1].refusal.code == "import_not_allowed"


@pytest.mark.parametrize(
    ("cells", "action", "values"),
    [
        ({}, "same", {}),
        ({"Đường truyền": "ĐƯỜNG TRUYỀN YẾU"}, "changed", {"link": "thin"}),
        ({"Biển tên": "PHÒNG HỌP"}, "changed", {"plate": "PHÒNG HỌP"}),
        ({"Thiết bị hiện có": ""}, "changed", {"equipment": ""}),
        ({"Kỹ thuật trực": "Lê An"}, "same", {}),
        ({"Kỹ thuật trực": ""}, "changed", {"technician": ""}),
        (
            {"Điện thoại kỹ thuật": "0905 123 456"},
            "changed",
            {"hotline": "0905 123 456"},
        ),
        ({"Điện thoại kỹ thuật": ""}, "changed", {"hotline": ""}),
    ],
)
def test_it_plans_a_room(cells, action, values):
    [found] = planned(plan_site, SITE | cells, on=snapshot(sites=[site(8)]))
    assert (found.action, found.key, found.values) == (action, 8, values)


def test_it_proposes_a_plate_for_a_new_room():
    [found] = planned(plan_site, SITE | {"Tên điểm cầu": "Phòng 2"})
    assert found.action == "new"
    assert found.values["plate"] == "ĐIỂM CẦU PHÒNG 2, XÃ TAM HẢI"
    on = snapshot()
    on.units[0].values["name"] = "Tam Hải" * 30
    long = {"Đơn vị": "Tam Hải" * 30, "Tên điểm cầu": "Phòng 2"}
    [found] = planned(plan_site, SITE | long, on=on)
    assert found.values["plate"] == "ĐIỂM CẦU PHÒNG 2"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"Trụ sở": "Nhà hát"}, "import_place_unknown"),
        ({"Đơn vị": "Tam Trà"}, "import_place_unknown"),
        ({"Đơn vị": ""}, "import_cell_empty"),
        ({"Loại điểm cầu": ""}, "import_cell_choice"),
        ({"Đường truyền": "nhanh"}, "import_cell_choice"),
        ({"Biển tên": "x" * 81}, "name_too_long"),
        ({"Tên điểm cầu": "x" * 10_000}, "name_too_long"),
        ({"Thiết bị hiện có": "x" * 4001}, "import_cell_long"),
        ({"Kỹ thuật trực": "x" * 121}, "import_cell_long"),
        ({"Kỹ thuật trực": "=A1"}, "name_is_formula"),
        ({"Điện thoại kỹ thuật": "gọi văn phòng"}, "hotline_unknown"),
        # What a spreadsheet makes of a number that begins with 0.
        ({"Điện thoại kỹ thuật": "2353871234"}, "hotline_unknown"),
        ({"Điện thoại kỹ thuật": "0" * 41}, "import_cell_long"),
    ],
)
def test_it_refuses_a_room(cells, code):
    on = snapshot()
    [found] = planned(plan_site, SITE | cells, on=on)
    assert (found.action, found.refusal.code) == ("wrong", code)
    assert on.sites == []


def test_it_finds_a_room_in_one_of_two_places_of_one_name():
    places = [place(5), place(6)]
    [found] = planned(plan_site, SITE, on=snapshot(places, [site(8, place=6)]))
    assert (found.action, found.key) == ("same", 8)
    [found] = planned(plan_site, SITE, on=snapshot(places))
    assert found.refusal.code == "import_place_ambiguous"
