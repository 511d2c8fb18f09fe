"""Whom to call in each room goes out with the sheet of rooms, and comes back."""

from __future__ import annotations

from nhipcau.audit.models import AuditEvent
from nhipcau.places.models import Site
from nhipcau.places.tests.test_sheets import (
    GOOD,
    confirm,
    exported,
    stored,
    text_of,
    upload,
)
from nhipcau.places.tests.workbooks import cells, changed, table, workbook

COLUMNS = ("Kỹ thuật trực", "Điện thoại kỹ thuật")


def without_columns(data: bytes) -> bytes:
    """The sheet as it was made before it had these columns."""
    rows = cells(data)
    kept = [at for at, heading in enumerate(rows[0]) if heading not in COLUMNS]
    return table([[row[at] or None for at in kept] for row in rows])


def test_it_writes_whom_to_call_in_each_room(trees, browser):
    heading, *rows = cells(exported(browser, "sites"))
    assert tuple(heading[-2:]) == COLUMNS
    site = Site.objects.get(name="Tam Hải")
    row = next(row for row in rows if row[0] == "Tam Hải")
    assert row[-2:] == [site.technician, site.hotline]
    assert all(row[-2:])


def test_it_shows_what_would_change_and_stores_it(trees, browser):
    data = exported(browser, "sites")
    for heading, value in zip(COLUMNS, ("Trần Bình", "(0905) 123-456"), strict=True):
        data = changed(data, "Tam Hải", heading, value)
    answer = upload(browser, "sites", data)
    assert answer.context["counts"]["changed"] == 1
    assert "kỹ thuật trực, điện thoại kỹ thuật" in text_of(answer)
    confirm(browser, "sites", answer)
    site = Site.objects.get(name="Tam Hải")
    assert (site.technician, site.hotline) == ("Trần Bình", "(0905) 123-456")
    event = AuditEvent.objects.filter(verb="places.site_updated").first()
    assert event.after == {"technician": "Trần Bình", "hotline": "(0905) 123-456"}


def test_it_leaves_whom_to_call_as_it_is_when_an_old_sheet_comes(trees, browser):
    data = without_columns(exported(browser, "sites"))
    before = stored()
    answer = upload(browser, "sites", data)
    assert answer.context["counts"]["same"] == len(answer.context["planned"]) == 20
    confirm(browser, "sites", answer)
    assert stored() == before
    data = changed(data, "Tam Hải", "Thiết bị hiện có", "Như mới")
    confirm(browser, "sites", upload(browser, "sites", data))
    site = Site.objects.get(name="Tam Hải")
    assert site.equipment == "Như mới"
    assert site.technician
    assert site.hotline


def test_it_adds_a_room_with_and_without_whom_to_call(trees, browser):
    named = dict(zip(COLUMNS, ("Lê An", "0235 3871 234"), strict=True))
    new = workbook("sites", GOOD["sites"] | named)
    confirm(browser, "sites", upload(browser, "sites", new))
    site = Site.objects.get(name="Phòng 9")
    assert (site.technician, site.hotline) == ("Lê An", "0235 3871 234")
    old = workbook("sites", GOOD["sites"] | {"Tên điểm cầu": "Phòng 10"})
    confirm(browser, "sites", upload(browser, "sites", without_columns(old)))
    site = Site.objects.get(name="Phòng 10")
    assert (site.technician, site.hotline) == ("", "")


def test_it_says_which_columns_a_sheet_must_have_and_which_it_may_have(browser):
    page = text_of(upload(browser, "sites", b""))
    assert "Thiết bị hiện có. Có thể thêm các cột: Kỹ thuật trực, Điện thoại" in page
