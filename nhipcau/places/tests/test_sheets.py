"""Sheets through the pages: out, changed, in, looked at, stored; nothing is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nhipcau.audit.models import AuditEvent
from nhipcau.base.guard import writing
from nhipcau.places import services
from nhipcau.places.exports import LAYOUTS
from nhipcau.places.models import Place, Site, Unit, UnitKind, UnitLink, UnitPath
from nhipcau.places.tests.conftest import REFORM
from nhipcau.places.tests.workbooks import (
    cells,
    changed,
    table,
    with_parts,
    with_text,
    workbook,
)

KINDS = ("units", "places", "sites")
MODELS = (Unit, UnitLink, UnitPath, Place, Site)
COMMUNE = {
    "Mã đơn vị": "1",
    "Tên đơn vị": "Tam Thử",
    "Loại": "Xã",
    "Từ ngày": date(2025, 8, 1),
    "Thuộc đơn vị": "Thành phố Đà Nẵng",
    "Thứ tự": 90,
    "Diện tích (km²)": 13.5,
    "Dân số": 4100,
}
GOOD = {
    "units": COMMUNE,
    "places": {
        "Tên trụ sở": "Trạm",
        "Đơn vị": "Tam Hải",
        "Vĩ độ": 15.4,
        "Kinh độ": 108.6,
    },
    "sites": {
        "Tên điểm cầu": "Phòng 9",
        "Loại điểm cầu": "Điểm cầu xã",
        "Đơn vị": "Tam Hải",
        "Trụ sở": "UBND xã Tam Hải",
        "Đường truyền": "đầy đủ",
    },
}


def url(what, step="import"):
    return reverse(f"places:{what}_{step}")


def exported(browser, what):
    return browser.get(url(what, "export")).content


def upload(browser, what, data, name="bang.xlsx"):
    return browser.post(url(what), {"sheet": SimpleUploadedFile(name, data)})


def text_of(answer):
    return unescape(answer.content.decode())


def confirm(browser, what, preview):
    lines = preview.context["sealed"]
    return browser.post(url(what), {"lines": lines}, follow=True)


def stored():
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


@pytest.mark.parametrize("what", KINDS)
def test_it_writes_every_row_under_the_headings_of_the_import(trees, browser, what):
    answer = browser.get(url(what, "export"))
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert '.xlsx"' in answer["Content-Disposition"]
    rows = cells(answer.content)
    assert tuple(rows[0]) == LAYOUTS[what].headers
    count = {"units": UnitLink.objects.count() + 2, "places": 19, "sites": 20}[what]
    assert len(rows) == 1 + count


def test_it_writes_days_and_numbers_as_such(trees, browser):
    rows = cells(exported(browser, "units"))
    line = next(row for row in rows if row[1] == "Tam Hải" and row[6] == REFORM)
    assert line[3:8] == [date(2020, 1, 1), "", "Thành phố Đà Nẵng", REFORM, ""]
    assert line[10] == 10312
    line = next(row for row in cells(exported(browser, "places")))
    assert line[3:5] == ["Vĩ độ", "Kinh độ"]


@pytest.mark.parametrize("what", KINDS)
def test_it_changes_nothing_when_its_own_sheet_comes_back(trees, browser, what):
    before, events = stored(), AuditEvent.objects.count()
    answer = upload(browser, what, exported(browser, what))
    assert answer.status_code == 200, text_of(answer)
    counts = answer.context["counts"]
    assert counts["same"] == len(answer.context["planned"]) > 5
    assert "Chưa lưu gì" in text_of(answer)
    page = text_of(confirm(browser, what, answer))
    assert f"{counts['same']} dòng giữ nguyên" in page
    assert stored() == before
    assert AuditEvent.objects.count() == events + 1
    last = AuditEvent.objects.first()
    assert last.verb == "places.imported"
    assert last.after == {"what": what, "new": 0, "changed": 0}


@pytest.mark.parametrize("what", KINDS)
def test_it_takes_back_the_sheet_of_one_commune(trees, sign_in, found, what):
    browser = sign_in("technician", found("Đức Phú"))
    answer = upload(browser, what, exported(browser, what))
    assert answer.context["counts"]["same"] == len(answer.context["planned"]) > 0
    assert confirm(browser, what, answer).status_code == 200


@pytest.mark.parametrize("what", KINDS)
def test_it_keeps_one_commune_out_of_anothers_rows(trees, sign_in, found, what):
    everything = exported(sign_in("administrator"), what)
    heading = {"units": "Dân số", "places": "Địa chỉ", "sites": "Thiết bị hiện có"}
    value = 7 if what == "units" else "Của tôi"
    data = changed(everything, "Tam Hải", heading[what], value)
    if what == "places":
        data = changed(everything, "UBND xã Tam Hải", heading[what], value)
    before = stored()
    answer = upload(sign_in("technician", found("Đức Phú")), what, data)
    assert answer.status_code == 422
    assert "Bạn không có quyền sửa đơn vị này" in text_of(answer)
    assert answer.context["sealed"] == ""
    assert stored() == before


def test_it_stores_changed_cells_after_a_look(trees, browser, found):
    data = changed(exported(browser, "units"), "Tam Hải", "Dân số", 10400)
    before = stored()
    answer = upload(browser, "units", data)
    assert stored() == before
    assert answer.context["counts"]["changed"] == 1
    assert confirm(browser, "units", answer).redirect_chain[0][0] == "/don-vi/"
    assert found("Tam Hải").people == 10400
    event = AuditEvent.objects.filter(verb="places.unit_updated").first()
    assert (event.before, event.after) == ({"people": 10312}, {"people": 10400})
    assert event.actor_name == "Cán bộ (demo)"
    assert event.unit == found("Tam Hải").pk


def test_it_stores_new_units_with_their_place_in_the_tree(trees, browser, found):
    hamlet = {"Tên đơn vị": "Thôn Một", "Loại": "Xã", "Từ ngày": "01/09/2025"}
    hamlet |= {"Thuộc đơn vị": "Tam Thử"}
    answer = upload(browser, "units", workbook("units", COMMUNE, hamlet))
    assert "Sẽ thêm 2, sửa 0, giữ nguyên 0" in text_of(answer)
    assert "2 dòng mới" in text_of(confirm(browser, "units", answer))
    unit, below = found("Tam Thử"), found("Thôn Một")
    assert (unit.people, unit.area_km2, unit.order) == (4100, Decimal("13.50"), 90)
    assert below.order > 1
    city = found("Đà Nẵng")
    paths = UnitPath.objects.filter(ancestor=city, descendant=below)
    assert [(path.depth, path.since) for path in paths] == [(2, date(2025, 9, 1))]
    verbs = list(AuditEvent.objects.values_list("verb", flat=True)[:5])
    pair = ["places.link_added", "places.unit_created"]
    assert verbs == ["places.imported", *pair, *pair]


def test_it_stores_new_places_and_their_rooms(trees, browser):
    place = {**GOOD["places"], "Tên trụ sở": "Nhà văn hóa", "Vĩ độ": "15,48"}
    confirm(browser, "places", upload(browser, "places", workbook("places", place)))
    house = Place.objects.get(name="Nhà văn hóa")
    assert (house.latitude, house.unit.name) == (Decimal("15.48"), "Tam Hải")
    room = {**GOOD["sites"], "Tên điểm cầu": "Phòng 2", "Trụ sở": "Nhà văn hóa"}
    answer = upload(browser, "sites", workbook("sites", room))
    confirm(browser, "sites", answer)
    site = Site.objects.get(name="Phòng 2")
    assert (site.place, site.order) == (house, 21)
    assert site.plate == "ĐIỂM CẦU PHÒNG 2, XÃ TAM HẢI"


@pytest.mark.parametrize(
    ("what", "heading", "name", "verb"),
    [
        ("places", "Địa chỉ", "UBND xã Tam Hải", "places.place_updated"),
        ("sites", "Thiết bị hiện có", "Tam Hải", "places.site_updated"),
        ("sites", "Kỹ thuật trực", "Tam Hải", "places.site_updated"),
    ],
)
def test_it_stores_changed_places_and_rooms(
    trees, browser, found, what, heading, name, verb
):
    data = changed(exported(browser, what), name, heading, "Như mới")
    confirm(browser, what, upload(browser, what, data))
    event = AuditEvent.objects.filter(verb=verb).first()
    assert list(event.after.values()) == ["Như mới"]
    assert (event.object_name, event.unit) == (name, found("Tam Hải").pk)
    [row] = [row for row in cells(exported(browser, what)) if "Như mới" in row]
    assert name in row


@pytest.mark.parametrize(
    ("what", "heading", "value", "sentence"),
    [
        ("places", "Vĩ độ", 108.6, "nằm ngoài Việt Nam"),
        ("places", "Vĩ độ", "", "cả vĩ độ và kinh độ"),
        ("places", "Vĩ độ", "bắc", "Cột “Vĩ độ” ghi “bắc”. Hãy ghi một số."),
        ("places", "Đơn vị", None, "Cột “Đơn vị” không được để trống"),
        ("places", "Địa chỉ", "x" * 301, "Cột “Địa chỉ” dài quá 300 ký tự"),
        ("places", "Tên trụ sở", "=cmd|' /C calc'!A0", "như một công thức"),
        ("places", "Tên trụ sở", "UBND xã Tam Hải", "lặp lại một dòng ở trên"),
        ("sites", "Trụ sở", "Nhà hát", "Tam Hải không có trụ sở “Nhà hát”"),
        ("sites", "Biển tên", "x" * 81, "Tên dài 81 ký tự, tối đa 80"),
        ("sites", "Loại điểm cầu", "Xã", "Cột “Loại điểm cầu” ghi “Xã”. Hãy chọn"),
        ("sites", "Điện thoại kỹ thuật", "12", "Số điện thoại này không gọi được"),
        ("sites", "Tên điểm cầu", "x" * 10_000, "Tên dài 10000 ký tự, tối đa 200"),
        ("units", "Loại", "Bang", "Cột “Loại” ghi “Bang”. Hãy chọn một trong: "),
        ("units", "Từ ngày", "31/02/2025", "Hãy ghi ngày như 01/07/2025"),
        ("units", "Thuộc đơn vị", "Huế", "Ngày 01/08/2025 không có đơn vị “Huế”"),
        ("units", "Mã đơn vị", "_x0000_", "Cột “Mã đơn vị” có ký tự không in được"),
    ],
)
def test_it_says_in_words_what_is_wrong_and_stores_nothing(
    trees, browser, what, heading, value, sentence
):
    first = cells(exported(browser, what))[1:]
    rows = [[cell or None for cell in row] for row in first]
    line = {**GOOD[what], heading: value}
    headers = LAYOUTS[what].headers
    data = table([headers, *rows, [line.get(each) for each in headers]])
    data = with_text(data, b"_x005F_x0000_", b"_x0000_")
    before, events = stored(), AuditEvent.objects.count()
    answer = upload(browser, what, data)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    counts = answer.context["counts"]
    assert (counts["wrong"], counts["same"]) == (1, len(first))
    assert "1 dòng sai. Chưa lưu gì" in text_of(answer)
    assert answer.context["sealed"] == ""
    assert (stored(), AuditEvent.objects.count()) == (before, events)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"Ten;Loai\n", "Tệp này không phải bảng tính .xlsx"),
        (b"x" * 5_000_001, "Tệp lớn hơn 5 MB"),
        (table([]), "Bảng tính không có dòng nào"),
        (table([("Tên đơn vị",), ("x",)]), "Dòng đầu thiếu cột: Mã đơn vị, Loại, "),
        (table([("x",)] * 2002), "Bảng tính có 2002 dòng, tối đa 2000"),
        (with_parts(table([("x",)]), **{"xl/vbaProject.bin": b"x"}), "có macro"),
        (
            with_parts(table([("x",)]), **{"xl/styles.xml": b" " * 50_000_000}),
            "Tệp lớn hơn 40 MB",
        ),
    ],
)
def test_it_refuses_a_file_with_a_sentence(browser, data, sentence):
    answer = upload(browser, "units", data)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not Unit.objects.exists()


def test_it_asks_for_a_file_when_none_or_an_empty_one_comes(browser):
    for answer in (browser.post(url("units"), {}), upload(browser, "units", b"")):
        assert answer.status_code == 422
        assert answer.context["form"].errors


def test_it_stores_only_what_it_showed(trees, browser):
    answer = upload(browser, "units", workbook("units", COMMUNE))
    sealed = answer.context["sealed"]
    before = stored()
    for what, lines in (
        ("units", sealed[:-2]),
        ("units", ""),
        ("units", "[]"),
        ("places", sealed),
    ):
        page = browser.post(url(what), {"lines": lines}, follow=True)
        assert "Bản xem trước đã quá một giờ hoặc bị sửa" in text_of(page)
    assert stored() == before


def test_it_plans_again_before_it_stores(trees, browser, found, admin):
    answer = upload(browser, "units", workbook("units", COMMUNE))
    kind = UnitKind.objects.get(code="xa")
    services.create_unit(
        admin, name="Tam Thử Hai", kind=kind, since=date(2025, 9, 1), code="1"
    )
    before = stored()
    page = text_of(confirm(browser, "units", answer))
    assert "1 dòng sai, dòng đầu tiên là dòng 2. Chưa lưu gì" in page
    assert stored() == before


def test_it_asks_the_right_of_whoever_stores(trees, browser, sign_in, found):
    lines = upload(browser, "units", workbook("units", COMMUNE)).context["sealed"]
    before = stored()
    clerk, technician = sign_in("viewer"), sign_in("technician", found("Đức Phú"))
    assert clerk.post(url("units"), {"lines": lines}).status_code == 403
    assert Client().post(url("units"), {"lines": lines}).status_code == 302
    page = technician.post(url("units"), {"lines": lines}, follow=True)
    assert "1 dòng sai" in text_of(page)
    assert stored() == before


def test_it_says_it_in_english_too(sign_in):
    browser = sign_in("administrator", language="en")
    answer = upload(browser, "units", table([("x",), ("y",)]))
    assert "Mã đơn vị, Tên đơn vị" in text_of(answer)
    assert "Dòng đầu thiếu cột" not in text_of(answer)
    exact = cells(browser.get(url("units", "export")).content)
    assert tuple(exact[0]) == LAYOUTS["units"].headers


def test_it_exports_names_that_look_like_formulas_as_text(browser, make):
    unit = make("Tam Hải")
    with writing():
        Unit.objects.filter(pk=unit.pk).update(name="=1+1", code="+49")
    row = cells(exported(browser, "units"))[1]
    assert row[:2] == ["+49", "=1+1"]
    answer = upload(browser, "units", exported(browser, "units"))
    assert "như một công thức" in text_of(answer)


def test_it_exports_and_takes_back_days_of_old(browser, make):
    make("Hà Đông", since=date(1888, 10, 1))
    answer = upload(browser, "units", exported(browser, "units"))
    assert answer.context["counts"]["same"] == 1


def test_it_names_shared_parents_by_their_code(browser, make):
    parents = [make("Bình Minh", code=code) for code in ("11", "12")]
    for number, parent in enumerate(parents):
        make(f"Thôn {number}", parent)
    rows = cells(exported(browser, "units"))
    assert [row[5] for row in rows[3:]] == ["11", "12"]
    answer = upload(browser, "units", exported(browser, "units"))
    assert answer.context["counts"]["same"] == 4


def test_it_exports_units_that_changed_places_over_time(browser, make, admin):
    one, two = make("Một"), make("Hai")
    services.add_link(admin, one, two, date(2020, 1, 1), date(2021, 1, 1))
    services.add_link(admin, two, one, date(2021, 1, 1), None)
    rows = cells(exported(browser, "units"))
    assert {row[1] for row in rows[1:]} == {"Một", "Hai"}
    answer = upload(browser, "units", exported(browser, "units"))
    assert answer.context["counts"]["same"] == 2


def test_it_shows_and_stores_a_thousand_lines(
    browser, make, django_assert_max_num_queries
):
    make("Gốc", code="0")
    common = {"Loại": "Xã", "Từ ngày": "01/01/2020", "Thuộc đơn vị": "Gốc"}
    rows = [{"Tên đơn vị": f"Xã {number}", **common} for number in range(1000)]
    with django_assert_max_num_queries(9):
        answer = upload(browser, "units", workbook("units", *rows))
    assert answer.context["counts"]["new"] == 1000
    assert text_of(answer).count('<tr><td class="number"') == 1000
    assert "1000 dòng mới" in text_of(confirm(browser, "units", answer))
    assert UnitLink.objects.count() == UnitPath.objects.filter(depth=1).count() == 1000
