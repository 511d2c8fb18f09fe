"""The map's names stay inside it and out of each other's way."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from nhipcau.places.drawings import AIR, EDGE, MAP_SIZE, RADIUS, MapDrawing, draw_map
from nhipcau.places.models import Place
from nhipcau.places.queries import places

names = st.text("Ủy ban xã Tam", min_size=1, max_size=25)
degrees = st.tuples(
    st.decimals("15.30", "15.60", places=4), st.decimals("108.40", "108.75", places=4)
)


def place(name: str, latitude: str | Decimal, longitude: str | Decimal) -> Place:
    spot = Decimal(latitude), Decimal(longitude)
    return Place(name=name, latitude=spot[0], longitude=spot[1])


def drawn(*rows: Place) -> MapDrawing:
    found = draw_map(rows)
    assert found is not None
    return found


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide > 0.1 and high > 0.1


def cut_off(drawing: MapDrawing) -> list[str]:
    right, low = drawing.width - EDGE, drawing.height - EDGE
    return [
        dot.places[0].name
        for dot in drawing.dots
        if dot.label.box[0] < EDGE
        or dot.label.box[1] < EDGE
        or dot.label.box[2] > right + 0.1
        or dot.label.box[3] > low + 0.1
    ]


def test_without_coordinates_there_is_no_map():
    assert draw_map([Place(name="Trạm")]) is None


def test_the_district_is_drawn_without_a_name_on_another(trees):
    drawing = drawn(*places())
    boxes = [dot.label.box for dot in drawing.dots]
    assert len(boxes) > 15
    assert [pair for pair in combinations(boxes, 2) if meet(*pair)] == []
    for dot in drawing.dots:
        spot = (dot.x - RADIUS, dot.y - RADIUS, dot.x + RADIUS, dot.y + RADIUS)
        assert not any(meet(spot, box) for box in boxes)
        others = (each for each in drawing.dots if each is not dot)
        near = (spot[0] - AIR, spot[1], spot[2] + AIR, spot[3])
        assert not any(meet(near, each.label.box) for each in others)
    assert cut_off(drawing) == []


def test_a_name_at_the_right_edge_stands_on_the_left():
    drawing = drawn(place("Tây", "15.4", "108.4"), place("Đông" * 5, "15.4", "108.7"))
    assert [dot.label.anchor for dot in drawing.dots] == ["start", "end"]
    assert cut_off(drawing) == []


def test_names_of_close_places_make_room_for_each_other():
    rows = [place(f"UBND xã số {n}", f"15.4{n}", "108.5") for n in range(4)]
    far = place("Xa", "15.9", "108.5")
    boxes = [dot.label.box for dot in drawn(*rows, far).dots]
    assert not any(meet(*pair) for pair in combinations(boxes, 2))


def test_no_name_covers_the_ruler_or_the_arrow_north():
    drawing = drawn(
        place("Góc trên bên trái", "15.6", "108.4"), place("B", "15.3", "1")
    )
    ruler = (52.0, 10.0, 52 + drawing.scale, 44.0)
    assert not any(meet(dot.label.box, ruler) for dot in drawing.dots)


def test_places_on_one_spot_share_a_dot():
    rows = [place("Huyện ủy", "15.4", "108.6"), place("UBND", "15.4", "108.6")]
    [dot] = drawn(*rows).dots
    assert [each.name for each in dot.places] == ["Huyện ủy", "UBND"]


@given(st.lists(st.tuples(names, degrees), min_size=1, max_size=12))
def test_no_name_is_cut_off_wherever_the_places_lie(rows):
    drawing = drawn(*(place(name, *spot) for name, spot in rows))
    assert drawing.width == MAP_SIZE
    assert cut_off(drawing) == []


def test_a_thousand_places_are_drawn_all_the_same():
    rows = [
        place(f"Trường {n}", f"15.{4000 + 7 * n % 1000}", f"108.{5000 + n}")
        for n in range(1000)
    ]
    assert len(drawn(*rows).dots) == 1000
