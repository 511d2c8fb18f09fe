"""Lives, successions, names, plates, coordinates, the official order."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.core.refusal import Refusal
from nhipcau.places.rules.coordinates import refuse_coordinates
from nhipcau.places.rules.lives import (
    refuse_code,
    refuse_end,
    refuse_life,
    refuse_succession,
)
from nhipcau.places.rules.names import PLATE_LIMIT, plate_for, refuse_name
from nhipcau.places.rules.order import reordered, swapped
from nhipcau.places.rules.periods import Period
from nhipcau.places.rules.telephones import dialled, refuse_hotline

TODAY = date(2026, 11, 24)
LIFE = Period(date(2020, 1, 1))


def test_it_lets_a_unit_live_as_long_as_its_links():
    links = [Period(date(2021, 1, 1), date(2022, 1, 1))]
    assert refuse_life(LIFE, links, TODAY) is None
    short = Period(date(2021, 6, 1))
    assert refuse_life(short, links, TODAY).code == "life_shorter_than_links"
    future = Period(date(2030, 1, 1))
    assert refuse_life(future, [], TODAY).code == "date_in_future"


@pytest.mark.parametrize(
    ("life", "on", "children", "code"),
    [
        (LIFE, date(2025, 7, 1), 0, None),
        (LIFE, date(2025, 7, 1), 3, "unit_has_children"),
        (LIFE, date(2020, 1, 1), 0, "period_empty"),
        (LIFE, date(2027, 1, 1), 0, "date_in_future"),
        (Period(LIFE.since, TODAY), TODAY, 0, "unit_ended_already"),
    ],
)
def test_it_ends_a_unit_only_once_and_empty(life, on, children, code):
    refusal = refuse_end(life, on, TODAY, children)
    assert (refusal and refusal.code) == code


def test_it_gives_a_code_to_one_unit_at_a_time():
    ended = Period(date(2000, 1, 1), date(2020, 1, 1))
    assert refuse_code("517", LIFE, [ended]) is None
    assert refuse_code("517", LIFE, [LIFE]) == Refusal("code_taken", taken="517")
    assert refuse_code("", LIFE, [LIFE]) is None


@pytest.mark.parametrize(
    ("kind", "old", "new", "code"),
    [
        ("merged", [1, 2], [3], None),
        ("merged", [1], [3], None),
        ("merged", [1, 2], [3, 4], "not_merged"),
        ("merged", [1, 2], [2], "succession_of_itself"),
        ("merged", [], [3], "succession_needs_both_sides"),
        ("split", [1], [2, 3], None),
        ("split", [1], [2], "not_split"),
        ("split", [1, 4], [2, 3], "not_split"),
        ("renamed", [1], [2], None),
        ("renamed", [1, 2], [3], "not_renamed"),
        ("kept", [1], [1], None),
        ("kept", [1], [2], "kept_is_itself"),
    ],
)
def test_it_knows_the_ways_in_which_units_follow_units(kind, old, new, code):
    refusal = refuse_succession(kind, old, new)
    assert (refusal and refusal.code) == code


def test_it_refuses_names_that_fit_nowhere():
    assert refuse_name("Tam Hải") is None
    assert refuse_name("  ").code == "name_empty"
    assert refuse_name("x" * 10_000) == Refusal(
        "name_too_long", length=10000, limit=200
    )
    assert refuse_name("Tam\nHải").code == "name_not_printable"
    assert refuse_name("=1+1").code == "name_is_formula"


def test_it_counts_composed_letters():
    decomposed = "a\N{COMBINING CIRCUMFLEX ACCENT}\N{COMBINING DOT BELOW}" * 200
    assert refuse_name(decomposed) is None


@pytest.mark.parametrize(
    ("kind", "site", "plate"),
    [
        ("commune", "Tam Hải", "ĐIỂM CẦU XÃ TAM HẢI"),
        ("commune", "Tam Quang", "ĐIỂM CẦU TAM QUANG, XÃ TAM HẢI"),
        ("hub", "Phòng họp", "ĐIỂM CẦU CHÍNH XÃ TAM HẢI"),
        ("hall", "Hội trường", "ĐIỂM CẦU HỘI TRƯỜNG XÃ TAM HẢI"),
        ("link", "Phòng", "ĐIỂM CẦU LIÊN THÔNG XÃ TAM HẢI"),
    ],
)
def test_it_proposes_a_plate(kind, site, plate):
    assert plate_for(kind, site, "Xã", "Tam Hải") == plate


@given(st.text(max_size=200), st.text(max_size=200))
def test_it_proposes_plates_that_fit(site, unit):
    assert len(plate_for("commune", site, "Xã", unit)) <= PLATE_LIMIT


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (None, None, None),
        ("15.4", "108.6", None),
        ("15.4", None, "coordinates_half"),
        ("108.6", "15.4", "coordinates_swapped"),
        ("48.8", "2.3", "coordinates_abroad"),
    ],
)
def test_it_checks_coordinates(latitude, longitude, code):
    numbers = (each and Decimal(each) for each in (latitude, longitude))
    refusal = refuse_coordinates(*numbers)
    assert (refusal and refusal.code) == code


@pytest.mark.parametrize(
    "number",
    [
        "",
        "0235 3871 234",
        "(0235) 387-1234",
        "0905.123.456",
        "+84 905 123 456",
        "1800 1091",
        "1900 545 436",
    ],
)
def test_it_takes_telephone_numbers_as_people_write_them(number):
    assert refuse_hotline(number) is None


@pytest.mark.parametrize(
    "number",
    ["3871 234", "0905 123 45", "0905 123 4567 8", "+1 202 555 0100", "hỏi văn phòng"],
)
def test_it_refuses_a_number_that_nobody_could_call(number):
    assert refuse_hotline(number).code == "hotline_unknown"


def test_it_refuses_what_would_not_be_a_number_in_a_link():
    assert refuse_hotline("0905123456;ext=1").code == "hotline_unknown"
    # Digits of another script look like ours and dial nothing.
    assert refuse_hotline("٠٩٠٥١٢٣٤٥٦").code == "hotline_unknown"


def test_it_dials_digits_alone():
    assert dialled("(+84) 905.123-456") == "+84905123456"


@given(st.permutations(range(8)), st.data())
def test_it_moves_only_the_sites_that_are_named(everyone, data):
    wanted = data.draw(st.permutations(everyone).map(lambda ids: ids[:4]))
    result = reordered(everyone, wanted)
    assert [one for one in result if one in wanted] == wanted
    for before, after in zip(everyone, result, strict=True):
        assert before == after or before in wanted


def test_it_refuses_an_order_that_does_not_fit():
    assert reordered([1, 2], [1, 1]).code == "order_names_twice"
    assert reordered([1, 2], [3]).code == "order_out_of_date"


def test_it_moves_one_site_a_step():
    assert swapped([1, 2, 3], 2, -1) == [2, 1, 3]
    assert swapped([1, 2, 3], 2, 1) == [1, 3, 2]
    assert swapped([1, 2, 3], 1, -1) == [1, 2, 3]
    assert swapped([1, 2, 3], 3, 1) == [1, 2, 3]
