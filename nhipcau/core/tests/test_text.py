"""Vietnamese text is found without accents and sorted as a dictionary does."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.core.text import duration, fold, nfc, vi_sort_key

WORDS = st.text(alphabet="aăâáàảãạbcdđeêghinoôơuưxyỷ AĐẠ0123456789-", max_size=30)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("ĐƯỜNG LIÊN XÃ", "duong lien xa"),
        ("Đại Lộc", "dai loc"),
        ("Thủy", "thuỷ"),
        ("Tam  Hải ", "tam hai"),
        (unicodedata.normalize("NFD", "Núi Thành"), "nui thanh"),
    ],
)
def test_it_finds_a_name_typed_without_accents(written: str, typed: str):
    assert fold(typed) in fold(written)


def test_it_keeps_thanh_and_thanh_nang_apart_in_the_name_itself():
    assert nfc("Tam Thạnh") != nfc("Tam Thanh")


@given(st.text())
def test_it_folds_twice_as_once(text: str):
    assert fold(fold(text)) == fold(text)


@given(WORDS)
def test_it_folds_both_unicode_spellings_alike(text: str):
    assert fold(unicodedata.normalize("NFD", text)) == fold(nfc(text))


def shuffled(names: list[str]) -> list[str]:
    return names[1::2] + names[::2]


def test_it_sorts_as_the_dictionary_does():
    names = ["An", "Ăn", "Ân", "Ba", "Da", "Đa", "Em", "Êm", "Ô", "Ơ", "U", "Ư", "Y"]
    assert sorted(shuffled(names), key=vi_sort_key) == names


def test_it_sorts_tones_after_letters():
    tones = ["ma", "mà", "mả", "mã", "má", "mạ", "mai"]
    assert sorted(shuffled(tones), key=vi_sort_key) == tones


def test_it_sorts_letters_of_the_whole_word_before_any_tone():
    assert sorted(["Tam Hòa", "Tam Hải"], key=vi_sort_key) == ["Tam Hải", "Tam Hòa"]


def test_it_sorts_numbers_by_value():
    rooms = ["Phòng 2", "Phòng 010", "Phòng 11"]
    assert sorted(shuffled(rooms), key=vi_sort_key) == rooms


@given(WORDS, WORDS)
def test_it_sorts_both_unicode_spellings_alike(one: str, other: str):
    composed = vi_sort_key(nfc(one)) < vi_sort_key(nfc(other))
    apart = vi_sort_key(unicodedata.normalize("NFD", one)) < vi_sort_key(
        unicodedata.normalize("NFD", other)
    )
    assert composed == apart


def test_it_sorts_foreign_letters_last():
    assert sorted(["Ωmega", "Zulu", "An-Ba"], key=vi_sort_key)[-1] == "Ωmega"


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "0:00"), (65_900, "1:05"), (3_723_000, "1:02:03"), (36_000_000, "10:00:00")],
)
def test_it_tells_a_duration_in_whole_seconds(milliseconds, text):
    assert duration(milliseconds) == text
