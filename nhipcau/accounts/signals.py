"""What allauth reports about sign-in becomes services, so all of it is audited."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.signals import user_logged_in
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as identities
from django.contrib.auth import signals as django_signals
from django.http import HttpRequest

from nhipcau.accounts.adapters import origin
from nhipcau.accounts.models import Person
from nhipcau.accounts.queries import actor_of
from nhipcau.accounts.services import sign_in


def connect() -> None:
    """Connects every receiver; called once at start."""
    # Django's own would write the sign-in date outside of a service.
    django_signals.user_logged_in.disconnect(dispatch_uid="update_last_login")
    user_logged_in.connect(_signed_in)
    django_signals.user_logged_out.connect(_signed_out)
    factors.authenticator_added.connect(_factor_added)
    factors.authenticator_removed.connect(_factor_removed)
    factors.authenticator_reset.connect(_factor_renewed)
    factors.authentication_failed.connect(_factor_failed)
    identities.social_account_added.connect(_linked)
    identities.social_account_removed.connect(_unlinked)


def _signed_in(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    methods = [
        record.get("type") or record["method"]
        for record in records
        if not record.get("reauthenticated")
    ]
    facts = origin(request) | {"method": ", ".join(dict.fromkeys(methods))}
    sign_in.note_sign_in(actor_of(user), user, facts)


def _signed_out(request: HttpRequest, user: Person | None, **kwargs: Any) -> None:
    if user is not None:
        sign_in.sign_out(actor_of(user), user, request.session.session_key or "")


def _factor_added(user: Person, authenticator: Authenticator, **kwargs: Any) -> None:
    verb = "accounts.second_factor_added"
    sign_in.note(actor_of(user), verb, user, _factor(authenticator))


def _factor_removed(user: Person, authenticator: Authenticator, **kwargs: Any) -> None:
    sign_in.note_factor_removed(actor_of(user), user, _factor(authenticator))


def _factor_renewed(user: Person, authenticator: Authenticator, **kwargs: Any) -> None:
    verb = "accounts.second_factor_renewed"
    sign_in.note(actor_of(user), verb, user, _factor(authenticator))


def _factor_failed(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    verb = "accounts.second_factor_failed"
    sign_in.note(sign_in.ENTRANCE, verb, user, origin(request))


def _linked(request: HttpRequest, sociallogin: Any, **kwargs: Any) -> None:
    user = sociallogin.user
    sign_in.note(actor_of(user), "accounts.identity_linked", user, {})


def _unlinked(request: HttpRequest, socialaccount: Any, **kwargs: Any) -> None:
    user = socialaccount.user
    sign_in.note(actor_of(user), "accounts.identity_unlinked", user, {})


def _factor(authenticator: Authenticator) -> dict[str, object]:
    return {"type": str(authenticator.type)}
