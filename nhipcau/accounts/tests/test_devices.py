"""A browser takes a seat at a site, moves, is removed and let in again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.db.models import Q
from django.http import HttpResponse
from django.test import RequestFactory

from nhipcau.accounts import cookie, services
from nhipcau.accounts.models import Device
from nhipcau.accounts.queries import actor_of, device_of
from nhipcau.accounts.tests.conftest import Someone, Tree, signed_in
from nhipcau.audit.models import AuditEvent
from nhipcau.base.guard import writing
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal


@pytest.fixture
def clerk(someone: Someone, tree: Tree) -> Actor:
    return actor_of(someone("lan", "Lan", ("clerk", tree.hai)))


def seated(site) -> dict[str, bool]:
    return dict(Device.objects.filter(site=site).values_list("label", "main"))


def test_a_browser_is_known_by_its_key_and_the_key_is_nowhere_stored(
    clerk: Actor, tree: Tree
):
    key = cookie.new_key()
    device = services.seat_device(clerk, tree.hai_site, key, "Máy phòng họp", True)
    assert device_of(key) == device
    assert device_of("another") is None
    assert device_of("") is None
    assert not Device.objects.filter(Q(key_hash=key) | Q(label=key)).exists()
    assert len(device.key_hash) == 64


def test_a_new_main_device_makes_the_old_one_a_companion(clerk: Actor, tree: Tree):
    services.seat_device(clerk, tree.hai_site, "one", "Một", True)
    services.seat_device(clerk, tree.hai_site, "two", "Hai", True)
    services.seat_device(clerk, tree.hai_site, "three", "Ba", False)
    assert seated(tree.hai_site) == {"Một": False, "Hai": True, "Ba": False}


def test_the_same_browser_moves_to_another_site(clerk: Actor, tree: Tree):
    services.seat_device(clerk, tree.hai_site, "one", "Máy xách tay", True)
    services.seat_device(clerk, tree.tra_site, "one", "Máy xách tay", True)
    assert seated(tree.hai_site) == {}
    assert seated(tree.tra_site) == {"Máy xách tay": True}


def test_a_device_without_a_label_takes_the_name_of_its_site(clerk: Actor, tree: Tree):
    device = services.seat_device(clerk, tree.hai_site, "one", "  ", True)
    assert device.label == "Hải"


def test_a_removed_device_is_unknown_and_takes_no_seat(
    clerk: Actor, as_root: Actor, tree: Tree
):
    device = services.seat_device(clerk, tree.hai_site, "one", "Máy", True)
    services.remove_device(as_root, device)
    assert device_of("one") is None
    with pytest.raises(Refusal, match="device_removed"):
        services.seat_device(clerk, tree.hai_site, "one", "Máy", True)
    services.readmit_device(as_root, device)
    assert device_of("one") == device
    assert not device.main


def test_removing_the_main_device_leaves_its_place_to_another(
    clerk: Actor, as_root: Actor, tree: Tree
):
    device = services.seat_device(clerk, tree.hai_site, "one", "Một", True)
    services.remove_device(as_root, device)
    services.seat_device(clerk, tree.hai_site, "two", "Hai", True)
    assert seated(tree.hai_site) == {"Một": False, "Hai": True}


def test_people_remove_their_own_device_but_only_a_manager_lets_it_in_again(
    clerk: Actor, tree: Tree, someone: Someone
):
    device = services.seat_device(clerk, tree.hai_site, "one", "Máy", True)
    other = actor_of(someone("cuc", "Cúc", ("clerk", tree.hai)))
    with pytest.raises(Refusal, match="device_not_yours"):
        services.remove_device(other, device)
    services.remove_device(clerk, device)
    with pytest.raises(Refusal, match="device_not_yours"):
        services.readmit_device(clerk, device)


def test_a_technician_removes_and_readmits_the_devices_of_the_own_sites(
    clerk: Actor, tree: Tree, someone: Someone
):
    device = services.seat_device(clerk, tree.hai_site, "one", "Máy", True)
    other = actor_of(someone("tra", "Trà", ("technician", tree.tra)))
    own = actor_of(someone("ky", "Kỹ", ("technician", tree.district)))
    for change in (services.remove_device, services.readmit_device):
        with pytest.raises(Refusal, match="device_not_yours"):
            change(other, device)
        change(own, device)
    verbs = AuditEvent.objects.filter(actor_id=own.id).values_list("verb", flat=True)
    assert list(verbs) == ["accounts.device_readmitted", "accounts.device_removed"]


def test_the_page_of_the_site_shows_its_devices_to_who_may_edit_it(
    clerk: Actor, tree: Tree, someone: Someone
):
    device = services.seat_device(clerk, tree.hai_site, "one", "Máy phòng họp", True)
    services.seat_device(clerk, tree.tra_site, "two", "Máy nơi khác", True)
    address = f"/diem-cau/{tree.hai_site.pk}/"
    browser = signed_in(someone("ky", "Kỹ", ("technician", tree.hai)))
    page = browser.get(address).content.decode()
    assert "Máy phòng họp" in page
    assert "Máy nơi khác" not in page
    answer = browser.post(f"{address}thiet-bi/{device.pk}/go/", follow=True)
    assert f"thiet-bi/{device.pk}/cho-lai/" in answer.content.decode()
    assert Device.objects.get(pk=device.pk).removed
    browser.post(f"{address}thiet-bi/{device.pk}/cho-lai/")
    assert not Device.objects.get(pk=device.pk).removed


def test_a_page_of_another_site_and_a_reader_without_the_right_change_nothing(
    clerk: Actor, tree: Tree, someone: Someone
):
    device = services.seat_device(clerk, tree.hai_site, "one", "Máy phòng họp", True)
    browser = signed_in(someone("ky", "Kỹ", ("technician", tree.tra)))
    for site in (tree.hai_site, tree.tra_site):
        answer = browser.post(f"/diem-cau/{site.pk}/thiet-bi/{device.pk}/go/")
        assert answer.status_code == 404
    viewer = signed_in(someone("xem", "Xem", ("viewer", tree.hai)))
    page = viewer.get(f"/diem-cau/{tree.hai_site.pk}/").content.decode()
    assert "Máy phòng họp" not in page
    address = f"/diem-cau/{tree.hai_site.pk}/thiet-bi/{device.pk}/go/"
    assert viewer.post(address).status_code == 403


def test_a_device_that_moved_meanwhile_is_removed_where_it_is(
    clerk: Actor, as_root: Actor, tree: Tree
):
    stale = services.seat_device(clerk, tree.hai_site, "one", "Máy", True)
    services.seat_device(clerk, tree.tra_site, "one", "Máy", True)
    services.remove_device(as_root, stale)
    assert Device.objects.get(pk=stale.pk).site == tree.tra_site


@pytest.mark.django_db(transaction=True)
def test_browsers_that_sit_down_at_once_leave_one_main_device(clerk: Actor, tree: Tree):
    def sit(number: int) -> str:
        try:
            services.seat_device(clerk, tree.hai_site, f"key-{number}", "", True)
        finally:
            connection.close()
        return "seated"

    with ThreadPoolExecutor(8) as browsers:
        assert list(browsers.map(sit, range(24))) == ["seated"] * 24
    assert Device.objects.filter(site=tree.hai_site).count() == 24
    assert Device.objects.filter(site=tree.hai_site, main=True).count() == 1


def test_an_altered_cookie_is_no_key():
    response = HttpResponse()
    cookie.remember(response, "key")
    sealed = response.cookies[cookie.NAME]
    assert sealed["httponly"]
    assert sealed["samesite"] == "Lax"
    request = RequestFactory().get("/")
    assert cookie.key_of(request) == ""
    request.COOKIES[cookie.NAME] = sealed.value
    assert cookie.key_of(request) == "key"
    request.COOKIES[cookie.NAME] = sealed.value.replace("key", "kei")
    assert cookie.key_of(request) == ""


def test_signing_out_gives_the_seat_up(someone: Someone, tree: Tree):
    lan = someone("lan", "Lan", ("clerk", tree.hai))
    client = signed_in(lan)
    session = client.session.session_key
    services.seat_device(actor_of(lan), tree.hai_site, "one", "Một", True, session)
    services.seat_device(actor_of(lan), tree.hai_site, "two", "Hai", False, "elsewhere")
    client.post("/tai-khoan/ra/")
    assert seated(tree.hai_site) == {"Hai": False}
    assert AuditEvent.objects.filter(verb="accounts.device_unseated").count() == 1


def test_a_sign_in_that_is_ended_elsewhere_gives_the_seat_up(
    someone: Someone, tree: Tree, as_root: Actor
):
    lan = someone("lan", "Lan", ("clerk", tree.hai))
    session = signed_in(lan).session.session_key
    with writing():
        UserSession.objects.create(user=lan, session_key=session, ip="127.0.0.1")
    services.seat_device(actor_of(lan), tree.hai_site, "one", "Một", True, session)
    services.end_sessions(as_root, lan)
    assert seated(tree.hai_site) == {}


def test_a_browser_that_was_removed_does_not_come_back_by_signing_in_again(
    someone: Someone, tree: Tree
):
    lan = someone("lan", "Lan", ("clerk", tree.hai))
    client = signed_in(lan)
    session = client.session.session_key
    device = services.seat_device(
        actor_of(lan), tree.hai_site, "one", "Một", True, session
    )
    services.remove_device(actor_of(lan), device)
    client.post("/tai-khoan/ra/")
    with pytest.raises(Refusal, match="device_removed"):
        services.seat_device(actor_of(lan), tree.hai_site, "one", "Một", True)
