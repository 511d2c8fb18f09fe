"""Who lost the telephone comes in again, with the help of an administrator."""

from __future__ import annotations

import html

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from nhipcau.accounts import services
from nhipcau.accounts.models import Person
from nhipcau.accounts.queries import actor_of, has_second_factor
from nhipcau.accounts.tests.conftest import PASSWORD, Someone, Tree, signed_in
from nhipcau.audit.models import AuditEvent
from nhipcau.base.guard import writing
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal

LOGIN = "/tai-khoan/vao/"


@pytest.fixture
def lan(someone: Someone, tree: Tree) -> Person:
    """Lan with an app, a passkey and recovery codes, all on a lost telephone."""
    cache.clear()
    person = someone("lan", "Trần Thị Lan", ("clerk", tree.hai))
    for kind in Authenticator.Type.values:
        Authenticator.objects.create(user=person, type=kind, data={})
    return person


def test_the_password_alone_opens_the_account_again(as_root: Actor, lan: Person):
    services.reset_second_factors(as_root, lan)
    assert not Authenticator.objects.filter(user=lan).exists()
    client = Client()
    client.post(LOGIN, {"login": "lan", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(lan.pk)


def test_it_is_in_the_log_and_ends_every_session(as_root: Actor, lan: Person):
    services.reset_second_factors(as_root, lan)
    verbs = AuditEvent.objects.values_list("verb", flat=True)
    assert list(verbs) == ["accounts.sessions_ended", "accounts.second_factors_reset"]
    event = AuditEvent.objects.get(verb="accounts.second_factors_reset")
    assert event.after == {"type": ["recovery_codes", "totp", "webauthn"]}


def test_a_password_too_short_without_a_second_factor_must_change(
    as_root: Actor, lan: Person
):
    with writing():
        Person.objects.filter(pk=lan.pk).update(short_password=True)
    services.reset_second_factors(as_root, lan)
    assert Person.objects.get(pk=lan.pk).must_change_password


def test_only_who_manages_the_person_may(lan: Person, tree: Tree, someone: Someone):
    other = actor_of(someone("tra", "Trà", ("administrator", tree.tra)))
    with pytest.raises(Refusal, match="person_not_yours"):
        services.reset_second_factors(other, lan)
    assert has_second_factor(lan)
    boss = actor_of(someone("boss", "Bình", ("administrator", tree.hai)))
    services.reset_second_factors(boss, lan)
    with pytest.raises(Refusal, match="no_second_factor"):
        services.reset_second_factors(boss, lan)


def test_nobody_passes_by_the_own_password_in_this_way(root: Person, as_root: Actor):
    Authenticator.objects.create(user=root, type=Authenticator.Type.TOTP, data={})
    with pytest.raises(Refusal, match="own_second_factor"):
        services.reset_second_factors(as_root, root)


def test_the_page_offers_it_only_for_who_has_a_second_factor(
    root: Person, lan: Person, someone: Someone, tree: Tree
):
    address = f"/nguoi-dung/{lan.pk}/hai-buoc/"
    browser = signed_in(root)
    assert address in browser.get(f"/nguoi-dung/{lan.pk}/").content.decode()
    answer = browser.post(address, follow=True)
    page = html.unescape(answer.content.decode())
    assert "Đã bỏ xác thực hai bước của Trần Thị Lan" in page
    assert address not in page
    again = html.unescape(browser.post(address, follow=True).content.decode())
    assert "chưa bật xác thực hai bước" in again


def test_who_manages_other_units_is_refused_on_the_page(
    lan: Person, tree: Tree, someone: Someone
):
    other = signed_in(someone("tra", "Trà", ("administrator", tree.tra)))
    assert other.post(f"/nguoi-dung/{lan.pk}/hai-buoc/").status_code == 404
    assert has_second_factor(lan)
