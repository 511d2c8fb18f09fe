"""The shared sign-in by setting, walked through with a real provider."""

from __future__ import annotations

import html
from collections.abc import Iterator

import pytest
import requests
from django.core.cache import cache
from django.test import Client
from django.urls import include, path
from pydantic import SecretStr

from nhipcau.accounts import entrance
from nhipcau.accounts.models import Person
from nhipcau.audit.models import AuditEvent
from nhipcau.base.guard import writing
from nhipcau.config import urls
from nhipcau.config.config import Config
from nhipcau.config.identity import form_targets, providers
from nhipcau.config.tests.provider import CLIENT, SECRET, Provider, running_provider

PASSWORD = "một câu khá dài để nhớ"
BUTTON = "/tai-khoan/chung/oidc/"
urlpatterns = [path("tai-khoan/", include(entrance.shared)), *urls.urlpatterns]


@pytest.fixture
def provider(db: None, settings) -> Iterator[Provider]:
    """A provider that the installation's settings name."""
    cache.clear()
    with running_provider() as running:
        chosen = Config(
            oidc_name="Cổng của tỉnh",
            oidc_server=running.url,
            oidc_client_id=CLIENT,
            oidc_client_secret=SecretStr(SECRET),
        )
        settings.SOCIALACCOUNT_PROVIDERS = providers(chosen)
        settings.FORM_TARGETS = form_targets(chosen)
        settings.ROOT_URLCONF = __name__
        yield running


@pytest.fixture
def lan(db: None) -> Person:
    with writing():
        person = Person(username="lan", name="Trần Thị Lan")
        person.set_password(PASSWORD)
        person.save()
    return person


def through_the_provider(client: Client, address: str = BUTTON):
    """Presses the button, goes to the provider, and comes back with its answer."""
    there = client.post(address)
    assert there.status_code == 302
    back = requests.get(there["Location"], allow_redirects=False, timeout=10)
    assert back.status_code == 302
    return client.get(back.headers["Location"].removeprefix("http://testserver"))


def linked(person: Person) -> Client:
    """Signs in with the password and links the account of the provider."""
    client = Client()
    client.post("/tai-khoan/vao/", {"login": person.username, "password": PASSWORD})
    through_the_provider(client, f"{BUTTON}?process=connect")
    return client


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_the_sign_in_page_shows_the_provider_by_name(provider: Provider):
    page = html.unescape(Client().get("/tai-khoan/vao/").content.decode())
    assert "Đăng nhập qua Cổng của tỉnh" in page


def test_a_form_may_end_at_the_provider_and_nowhere_else(provider: Provider):
    policy = Client().get("/tai-khoan/vao/")["Content-Security-Policy"]
    assert f"form-action 'self' {provider.url};" in policy


def test_without_a_provider_forms_end_with_us(db: None):
    policy = Client().get("/tai-khoan/vao/")["Content-Security-Policy"]
    assert "form-action 'self';" in policy
    assert form_targets(Config()) == ()
    assert providers(Config()) == {}


def test_only_the_origin_of_the_server_is_named():
    server = "https://dinh-danh.example:8443/realms/tinh/.well-known/x?y"
    targets = form_targets(Config(oidc_server=server))
    assert targets == ("https://dinh-danh.example:8443",)


def test_who_has_linked_the_account_signs_in_by_it(provider: Provider, lan: Person):
    linked(lan)
    client = Client()
    answer = through_the_provider(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert who(client) == str(lan.pk)
    event = AuditEvent.objects.filter(verb="accounts.signed_in").first()
    assert event.actor_id == lan.pk
    assert AuditEvent.objects.filter(verb="accounts.identity_linked").exists()


def test_an_unknown_person_is_refused_and_not_entered(provider: Provider, lan: Person):
    linked(lan)
    provider.subject = "someone-else"
    client = Client()
    answer = through_the_provider(client)
    while answer.status_code == 302:
        answer = client.get(answer["Location"])
    assert who(client) is None
    assert Person.objects.count() == 1
    assert "quản trị" in html.unescape(answer.content.decode())


def test_an_answer_that_nobody_asked_for_opens_nothing(provider: Provider, lan: Person):
    linked(lan)
    client = Client()
    client.get(f"{BUTTON}ve/?code=code-0&state=made-up")
    assert who(client) is None


def test_a_person_who_left_does_not_come_in_by_the_provider(
    provider: Provider, lan: Person
):
    linked(lan)
    with writing():
        lan.is_active = False
        lan.save()
    client = Client()
    through_the_provider(client)
    assert who(client) is None
