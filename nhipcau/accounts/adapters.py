"""Where allauth meets our rules: no sign-up, services write, failures are logged."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nhipcau.accounts.models import Person
from nhipcau.accounts.queries import actor_of
from nhipcau.accounts.rules.browsers import browser_name
from nhipcau.accounts.services import sign_in

PRODUCT = "Nhịp Cầu"
SHORT_DATE = "SHORT_DATE_FORMAT"


class AccountAdapter(DefaultAccountAdapter):
    """Passwords and sign-in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are entered by their administrator."""
        return False

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """The write belongs to a service."""
        person = cast(Person, user)
        sign_in.change_password(actor_of(person), person, password)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Called after a wrong name or password."""
        name = str(credentials.get("username", "")).strip().lower()
        person = Person.objects.filter(username=name).first()
        sign_in.note_failure(sign_in.ENTRANCE, person, origin(request))

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        # allauth counts per host name, which the caller chooses: with another
        # Host header in each try the limit would never be reached.
        return str(credentials.get("username", "")).strip().lower()


class FactorAdapter(DefaultMFAAdapter):
    """Second factors show the person's user name and the product's name."""

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """What the authenticator app lists."""
        return user.get_username()

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Codes of an app are made from the time: a wrong one shows ours.

        A server or a telephone that is an hour off refuses every right code.
        """
        if code != "incorrect_code":
            error: ValidationError = super().validation_error(code, *args)
            return error
        now = timezone.localtime()
        text = _(
            "Mã không đúng. Đồng hồ máy chủ đang là %(time)s ngày %(day)s; nếu lệch "
            "với điện thoại, hãy đặt lại giờ của máy bị sai rồi nhập mã mới."
        )
        facts = {"time": f"{now:%H:%M:%S}", "day": date_format(now, SHORT_DATE)}
        return ValidationError(text % facts, code=code)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the host name; people read the product's name."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": PRODUCT}

    def get_public_key_credential_user_entity(
        self, user: AbstractBaseUser
    ) -> dict[str, Any]:
        """What the browser shows when it asks which passkey to use."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"name": user.get_username(), "display_name": str(user)}


class IdentityAdapter(DefaultSocialAccountAdapter):
    """The shared sign-in (OIDC) opens accounts that people have linked themselves."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """A stranger known elsewhere is still a stranger here."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Linking writes allauth's own row alone.

        Its `save` would also store the person's row as it was read before, outside
        of a service, and undo what another request has changed meanwhile.
        """

        def save(request: HttpRequest, connect: bool = False) -> None:
            sociallogin.account.user = sociallogin.user
            sociallogin.account.save()

        sociallogin.save = save


def origin(request: HttpRequest) -> dict[str, object]:
    """From where and with which browser a request comes, for the log."""
    try:
        address = AccountAdapter(request).get_client_ip(request)
    except PermissionDenied:
        address = ""
    agent = request.META.get("HTTP_USER_AGENT", "")
    return {"address": address, "browser": browser_name(agent)}
