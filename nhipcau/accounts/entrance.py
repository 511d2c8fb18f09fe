"""Addresses of sign-in: only those allauth flows that are in use.

The names are allauth's, which its own code asks for. Sign-up, e-mail addresses and
password reset by e-mail are not mounted: an address that does not exist needs no
rule that closes it.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as identities
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path

urlpatterns: list[URLPattern] = [
    path("vao/", account.login, name="account_login"),
    path("ra/", account.logout, name="account_logout"),
    path("da-ngung/", account.account_inactive, name="account_inactive"),
    path("xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    path("mat-khau/", account.password_change, name="account_change_password"),
    path("mat-khau/dat/", account.password_set, name="account_set_password"),
    path("hai-buoc/", factors.index, name="mfa_index"),
    path("hai-buoc/nhap-ma/", factors.authenticate, name="mfa_authenticate"),
    path("hai-buoc/xac-nhan/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("hai-buoc/ung-dung/bat/", totp.activate_totp, name="mfa_activate_totp"),
    path("hai-buoc/ung-dung/tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "hai-buoc/ma-khoi-phuc/",
        recovery.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "hai-buoc/ma-khoi-phuc/tao/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "hai-buoc/ma-khoi-phuc/tai/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("khoa/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("khoa/them/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path(
        "khoa/vao/",
        # allauth does not mark this one itself (65.21).
        login_not_required(passkeys.login_webauthn),
        name="mfa_login_webauthn",
    ),
    path(
        "khoa/xac-nhan/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("khoa/<int:pk>/bo/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("khoa/<int:pk>/ten/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
]
#: The organisation's own sign-in; mounted only where there is one.
shared: list[URLPattern] = [
    path("chung/", identities.connections, name="socialaccount_connections"),
    path("chung/la/", identities.signup, name="socialaccount_signup"),
    path(
        "chung/thoi/",
        identities.login_cancelled,
        name="socialaccount_login_cancelled",
    ),
    path(
        "chung/loi/",
        login_not_required(identities.login_error),
        name="socialaccount_login_error",
    ),
    path("chung/<slug:provider_id>/", oidc.login, name="openid_connect_login"),
    path(
        "chung/<slug:provider_id>/ve/",
        oidc.callback,
        name="openid_connect_callback",
    ),
]
if settings.SOCIALACCOUNT_PROVIDERS:
    urlpatterns += shared
