"""Vietnamese text: search that ignores marks, and the dictionary's order."""

from __future__ import annotations

import unicodedata

# The order of a Vietnamese dictionary (Từ điển tiếng Việt, Hoàng Phê): letters
# first, tones second. Letters foreign to Vietnamese keep their Latin place.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {
    "": 0,
    "\N{COMBINING GRAVE ACCENT}": 1,
    "\N{COMBINING HOOK ABOVE}": 2,
    "\N{COMBINING TILDE}": 3,
    "\N{COMBINING ACUTE ACCENT}": 4,
    "\N{COMBINING DOT BELOW}": 5,
}
_PLACE = {letter: place for place, letter in enumerate(_LETTERS)}
_AFTER_DIGITS = 0x40


def nfc(text: str) -> str:
    """One spelling for one text: composed characters (TCVN 6909:2001)."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """`text` without case and marks, đ as d: what a search compares.

    SQLite folds neither Vietnamese case nor đ, so the result is stored.
    """
    lowered = unicodedata.normalize("NFC", text).casefold().replace("đ", "d")
    letters = unicodedata.normalize("NFD", lowered)
    bare = "".join(char for char in letters if not unicodedata.combining(char))
    return " ".join(bare.split())


def vi_sort_key(text: str) -> str:
    """A key whose plain order is the Vietnamese dictionary's order of `text`.

    Numbers sort by value (Điểm 2 before Điểm 10); letters decide before tones,
    tones before the remaining differences.
    """
    letters: list[str] = []
    tones: list[str] = []
    number = ""
    for char in nfc(text).casefold() + "\0":
        if "0" <= char <= "9":
            number += char
            continue
        if number:
            letters.append(_number_key(number))
            number = ""
        if char == "\0":
            break
        letter, tone = _split(char)
        letters.append(letter)
        tones.append(tone)
    return "".join(letters) + "\x01" + "".join(tones)


def _number_key(digits: str) -> str:
    value = digits.lstrip("0")
    return "0" + chr(0x30 + min(len(value), 60)) + value


def _split(char: str) -> tuple[str, str]:
    marks = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in marks[1:] if mark in _TONES), "")
    base = unicodedata.normalize("NFC", marks.replace(tone, "", 1) if tone else marks)
    if base in _PLACE:
        return chr(_AFTER_DIGITS + 0x30 + _PLACE[base]), str(_TONES[tone])
    if base.isspace():
        return "\x02", "0"
    if ord(base[0]) < 0x80:
        return "\x03" + base, "0"
    return "\U0000ffee" + base, "0"


def duration(milliseconds: int) -> str:
    """`4:05`, `1:02:03`: whole seconds, as the clocks of the room show them."""
    seconds = milliseconds // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    if hours:
        return f"{hours}:{minutes:02}:{seconds % 60:02}"
    return f"{minutes}:{seconds % 60:02}"
