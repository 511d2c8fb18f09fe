"""The pages: who may open them, what they show, what they say when refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from nhipcau.base.guard import writing
from nhipcau.places import queries
from nhipcau.places.models import Place, Site, Unit, UnitKind, UnitLink
from nhipcau.places.tests.conftest import BEFORE, REFORM

READ = ("units", "tree", "reforms", "places", "place_map", "sites")
EXPORTS = ("units_export", "places_export", "sites_export")
WRITE = (
    "unit_new",
    "reform_new",
    "place_new",
    "site_new",
    "site_plate",
    "site_order",
    "units_import",
    "places_import",
    "sites_import",
)


def url(name, *args):
    return reverse(f"places:{name}", args=args)


def rows_of(browser, name, **words):
    """The rows alone, without what the last action said."""
    return text_of(browser.get(url(name), words, HTTP_HX_REQUEST="true"))


def text_of(answer):
    return answer.content.decode()


@pytest.mark.parametrize("role", ["administrator", "technician"])
def test_it_opens_everything_to_editors(trees, sign_in, role):
    browser = sign_in(role)
    for name in READ + EXPORTS + WRITE:
        assert browser.get(url(name)).status_code == 200, name


@pytest.mark.parametrize("role", ["chair", "secretary", "clerk", "viewer"])
def test_it_lets_others_read_only(trees, sign_in, found, role):
    browser = sign_in(role)
    for name in READ + EXPORTS:
        assert browser.get(url(name)).status_code == 200, name
    for name in WRITE:
        assert browser.get(url(name)).status_code == 403, name
    unit, place, site = found("Tam Hải"), Place.objects.first(), Site.objects.first()
    for name, row in (("unit", unit), ("place", place), ("site", site)):
        assert browser.get(url(name, row.pk)).status_code == 200
        assert browser.get(url(f"{name}_edit", row.pk)).status_code == 403
        assert browser.post(url(f"{name}_reopen", row.pk)).status_code == 403


def test_it_shows_nothing_without_a_role_or_a_sign_in(trees, sign_in, found):
    browser = sign_in(None)
    for name in READ + EXPORTS + WRITE:
        assert browser.get(url(name)).status_code == 403, name
        assert Client().get(url(name)).status_code == 302, name


def test_it_shows_a_commune_its_own_rows_only(trees, sign_in, found):
    browser = sign_in("clerk", found("Đức Phú"))
    page = text_of(browser.get(url("units")))
    assert "Đức Phú" in page
    assert "Tam Hải" not in page
    assert browser.get(url("unit", found("Tam Hải").pk)).status_code == 404
    other = Site.objects.get(name="Tam Hải")
    assert browser.get(url("site", other.pk)).status_code == 404
    assert browser.get(url("place", other.place_id)).status_code == 404
    assert "Tam Hải" not in text_of(browser.get(url("reforms")))


def test_it_keeps_a_technician_to_the_units_below(trees, sign_in, found):
    browser = sign_in("technician", found("Đức Phú"))
    own = Site.objects.get(name="Tam Sơn")
    assert browser.get(url("site_edit", own.pk)).status_code == 200
    assert browser.get(url("unit_edit", found("Đức Phú").pk)).status_code == 200
    # What was merged away is seen, but belongs to no unit of today.
    old = found("Tam Sơn", BEFORE)
    assert browser.get(url("unit", old.pk)).status_code == 200
    assert browser.get(url("unit_edit", old.pk)).status_code == 403
    page = text_of(browser.get(url("place_new")))
    assert "Xã Đức Phú" in page
    assert "Xã Tam Mỹ" not in page


@pytest.mark.parametrize("name", READ + WRITE)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_speaks_both_languages(trees, sign_in, name, language):
    answer = sign_in("administrator", language=language).get(url(name))
    assert answer.status_code == 200
    if name != "site_plate":
        assert f'lang="{language}"' in text_of(answer)


@pytest.mark.parametrize("name", READ + WRITE)
def test_it_has_an_empty_page_that_says_what_to_do(browser, name):
    assert browser.get(url(name)).status_code == 200


def test_it_finds_units_while_one_types(trees, browser):
    answer = browser.get(url("units"), {"tim": "duc phu"}, HTTP_HX_REQUEST="true")
    page = text_of(answer)
    assert "Đức Phú" in page
    assert "<html" not in page
    assert "Không tìm thấy" in text_of(browser.get(url("units"), {"tim": "xyz"}))
    only = text_of(browser.get(url("units"), {"loai": "thanh-pho"}))
    assert "Đà Nẵng" in only
    assert "Tam Hải" not in only


def test_it_shows_the_units_of_another_day(trees, browser):
    page = text_of(browser.get(url("units"), {"ngay": "30/06/2025"}))
    assert "Tam Mỹ Đông" in page
    assert "Đang xem ngày" in page
    assert "Tam Mỹ Đông" not in text_of(browser.get(url("units")))
    tree = text_of(browser.get(url("tree"), {"ngay": "30/06/2025"}))
    assert "Tam Mỹ Đông" in tree
    assert "Không đọc được ngày" in text_of(browser.get(url("tree"), {"ngay": "31/2"}))


def test_it_ignores_nonsense_in_the_address(trees, browser):
    for name in READ:
        odd = {"ngay": "x" * 500, "loai": "zz", "trang": "-3", "tim": "%" * 999}
        assert browser.get(url(name), odd).status_code == 200


def test_it_pages_a_thousand_units(browser, make, django_assert_max_num_queries):
    kind = UnitKind.objects.get(code="xa")
    with writing():
        for number in range(1000):
            Unit(name=f"Xã {number}", kind=kind, since=date(2020, 1, 1)).save()
    with django_assert_max_num_queries(14):
        page = text_of(browser.get(url("units"), {"trang": "3"}))
    assert page.count("<tr") == 51
    assert "101–150" in page


def test_it_draws_the_tree_with_few_questions(
    trees, browser, django_assert_max_num_queries
):
    for name in READ:
        with django_assert_max_num_queries(14):
            browser.get(url(name))


def test_it_draws_seventeen_units_going_on_in_six(trees, browser):
    page = text_of(browser.get(url("reforms")))
    assert page.count('class="strand') == 18
    assert "Nghị quyết 1659/NQ-UBTVQH15" in page
    assert " style=" not in page


def test_it_draws_a_map_of_the_places(trees, browser):
    page = text_of(browser.get(url("place_map")))
    assert page.count('class="dot"') == 17
    assert "không phải số liệu khảo sát" in page
    assert " style=" not in page


def test_it_shows_where_a_unit_lay_and_its_past(trees, browser, found):
    page = text_of(browser.get(url("unit", found("Tam Hải").pk)))
    for words in ("Huyện Núi Thành", "Thành phố Đà Nẵng", "01/07/2025", "10.312"):
        assert words in page
    assert "chuyển sang đơn vị cấp trên khác" in page
    merged = text_of(browser.get(url("unit", found("Đức Phú").pk)))
    assert "Xã Tam Sơn" in merged
    ended = text_of(browser.get(url("unit", found("Tam Sơn", BEFORE).pk)))
    assert "Trở thành" in ended
    assert "Đã kết thúc từ" in ended


def test_it_keeps_what_was_typed_when_a_name_is_too_long(browser):
    data = {"name": "Tam " * 2500, "kind": 1, "since": "01/01/2020", "code": "777"}
    answer = browser.post(url("unit_new"), data)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Tên dài 9999 ký tự, tối đa 200" in page
    assert "Tam Tam Tam" in page
    assert 'value="777"' in page
    assert not Unit.objects.exists()


def test_it_adds_and_corrects_a_unit(browser):
    kind = UnitKind.objects.get(code="xa")
    data = {"name": "Tam Hai", "kind": kind.pk, "since": "01/01/2020"}
    assert browser.post(url("unit_new"), data).status_code == 302
    unit = Unit.objects.get()
    data |= {"name": "Tam Hải", "people": "10.312", "area_km2": "13,32", "order": 3}
    assert browser.post(url("unit_edit", unit.pk), data).status_code == 302
    unit.refresh_from_db()
    assert (unit.name, unit.people, str(unit.area_km2)) == ("Tam Hải", 10312, "13.32")
    page = text_of(browser.get(url("unit_edit", unit.pk)))
    assert 'value="01/01/2020"' in page
    assert 'value="13,32"' in page


def test_it_says_why_a_unit_cannot_become_its_own_ancestor(trees, browser, found):
    city, commune = found("Đà Nẵng"), found("Tam Hải")
    data = {"parent": commune.pk, "since": "01/08/2025"}
    answer = browser.post(url("unit_move", city.pk), data)
    assert answer.status_code == 422
    assert "Tam Hải nằm trong Đà Nẵng" in text_of(answer)
    assert 'value="01/08/2025"' in text_of(answer)


def test_it_says_which_dates_overlap(trees, browser, found):
    commune, other = found("Tam Hải"), found("Tam Mỹ")
    data = {"parent": other.pk, "since": "02/07/2025", "until": "01/08/2025"}
    answer = browser.post(url("link_new", commune.pk), data)
    assert "02/07/2025, Tam Hải đã thuộc một đơn vị khác" in text_of(answer)
    data["until"] = "01/07/2025"
    answer = browser.post(url("link_new", commune.pk), data)
    assert "Ngày kết thúc (01/07/2025) phải sau ngày bắt đầu" in text_of(answer)


def test_it_corrects_and_takes_back_a_period(trees, browser, found):
    commune = found("Tam Hải")
    link = UnitLink.objects.get(unit=commune, since=REFORM)
    page = text_of(browser.get(url("link_edit", commune.pk, link.pk)))
    assert 'value="01/07/2025"' in page
    data = {"parent": link.parent_id, "since": "01/08/2025", "until": ""}
    answer = browser.post(url("link_edit", commune.pk, link.pk), data)
    assert answer.status_code == 302
    link = UnitLink.objects.get(unit=commune, since=date(2025, 8, 1))
    assert browser.get(url("link_remove", commune.pk, link.pk)).status_code == 405
    browser.post(url("link_remove", commune.pk, link.pk))
    assert queries.links_of(commune).count() == 1


def test_it_ends_a_unit_and_opens_it_again(trees, browser, found):
    commune, heir = found("Tam Hải"), found("Tam Mỹ")
    answer = browser.post(url("unit_close", commune.pk), {"since": "01/01/2026"})
    assert "1 trụ sở" in text_of(answer)
    data = {"since": "01/01/2026", "places_to": heir.pk}
    assert browser.post(url("unit_close", commune.pk), data).status_code == 302
    page = text_of(browser.get(url("unit", commune.pk)))
    assert "Mở lại" in page
    browser.post(url("unit_reopen", commune.pk))
    commune.refresh_from_db()
    assert commune.until is None
    page = text_of(browser.post(url("unit_reopen", commune.pk), follow=True))
    assert "không cần mở lại" in page


def test_it_records_a_merger_with_a_new_unit(trees, browser, found):
    old = [found("Tam Mỹ").pk, found("Đức Phú").pk]
    data = {"kind": "merged", "since": "01/01/2026", "old": old, "names": "Tam Sơn"}
    answer = browser.post(url("reform_new"), data)
    assert answer.status_code == 422
    assert "Hãy chọn cho đơn vị mới." in text_of(answer)
    data |= {"new_kind": UnitKind.objects.get(code="xa").pk}
    data |= {"parent": found("Đà Nẵng").pk, "legal_basis": "Nghị quyết 1"}
    answer = browser.post(url("reform_new"), data, follow=True)
    page = text_of(answer)
    assert "Đã ghi nhận" in page
    assert "Nghị quyết 1" in page
    assert queries.predecessors([found("Tam Sơn", date(2026, 2, 1)).pk]) >= set(old)


def test_it_adds_changes_closes_and_brings_back_a_place(trees, browser, found):
    unit = found("Tam Hải")
    data = {
        "name": "Nhà văn hóa",
        "unit": unit.pk,
        "latitude": "108,6",
        "longitude": "15",
    }
    answer = browser.post(url("place_new"), data)
    assert "bị đổi chỗ" in text_of(answer)
    data |= {"latitude": "15,48", "longitude": "108,66"}
    assert browser.post(url("place_new"), data).status_code == 302
    place = Place.objects.get(name="Nhà văn hóa")
    data["address"] = "Thôn 1"
    assert browser.post(url("place_edit", place.pk), data).status_code == 302
    browser.post(url("place_close", place.pk))
    assert "Nhà văn hóa" not in rows_of(browser, "places")
    assert "Nhà văn hóa" in rows_of(browser, "places", ngung="1")
    browser.post(url("place_reopen", place.pk))
    assert "Nhà văn hóa" in rows_of(browser, "places")
    office = Place.objects.get(name="UBND xã Tam Hải")
    page = text_of(browser.post(url("place_close", office.pk), follow=True))
    assert "còn 1 điểm cầu đang dùng" in page


def test_it_adds_changes_closes_and_brings_back_a_site(trees, browser):
    place = Place.objects.get(name="UBND xã Tam Hải")
    data = {"name": "Phòng 2", "place": place.pk, "kind": "commune", "link": "full"}
    shown = text_of(browser.get(url("site_plate"), data))
    assert "ĐIỂM CẦU PHÒNG 2, XÃ TAM HẢI" in shown
    assert browser.post(url("site_new"), data).status_code == 302
    site = Site.objects.get(name="Phòng 2")
    assert (site.plate, site.order) == ("ĐIỂM CẦU PHÒNG 2, XÃ TAM HẢI", 21)
    long = data | {"plate": "x" * 81}
    answer = browser.post(url("site_edit", site.pk), long)
    assert answer.status_code == 422
    assert "tối đa 80" in text_of(answer)
    data |= {"plate": "PHÒNG HỌP 2", "equipment": "Loa <b>"}
    assert browser.post(url("site_edit", site.pk), data).status_code == 302
    page = text_of(browser.get(url("site", site.pk)))
    assert "PHÒNG HỌP 2" in page
    assert "Loa &lt;b&gt;" in page
    wrong = browser.post(url("site_edit", site.pk), data | {"hotline": "12"})
    assert wrong.status_code == 422
    assert "Số điện thoại này không gọi được" in text_of(wrong)
    data |= {"technician": "Lê An", "hotline": "0235 3871 234"}
    assert browser.post(url("site_edit", site.pk), data).status_code == 302
    page = text_of(browser.get(url("site", site.pk)))
    assert "Lê An" in page
    assert '<a href="tel:02353871234">0235 3871 234</a>' in page
    browser.post(url("site_close", site.pk))
    assert "Phòng 2" not in rows_of(browser, "sites")
    page = text_of(browser.post(url("site_close", site.pk), follow=True))
    assert "đã ngừng sử dụng từ" in page
    browser.post(url("site_reopen", site.pk))
    assert "Phòng 2" in rows_of(browser, "sites")


def test_it_moves_a_site_in_the_official_order(trees, browser):
    first, second = queries.sites()[:2]
    data = {"diem-cau": second.pk, "buoc": "-1"}
    rows = text_of(browser.post(url("site_order"), data, HTTP_HX_REQUEST="true"))
    assert "<html" not in rows
    assert rows.index(second.name) < rows.index(f"Đưa {first.label} lên")
    assert [site.pk for site in queries.sites()[:2]] == [second.pk, first.pk]
    page = text_of(browser.post(url("site_order"), {"diem-cau": "x"}, follow=True))
    assert "vừa thay đổi" in page


def test_it_lists_sites_in_official_order(trees, browser):
    page = text_of(browser.get(url("sites")))
    names = ["Hội trường Huyện ủy", "Phòng họp trực tuyến với tỉnh", "Tam Xuân I"]
    places = [page.index(f">{name}<") for name in names]
    assert places == sorted(places)
    assert "Hội trường" not in rows_of(browser, "sites", loai="commune")


def test_it_answers_the_demo_pages_within_the_layout_of_a_phone(trees, browser):
    """Tables turn into cards: every cell carries its heading."""
    for name in ("units", "places", "sites"):
        page = text_of(browser.get(url(name)))
        body = page[page.index("<tbody>") : page.index("</tbody>")]
        assert "<td>" not in body
