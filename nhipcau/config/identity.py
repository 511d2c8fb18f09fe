"""The organisation's own sign-in (OpenID Connect), when there is one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from nhipcau.config.config import Config

NAME = "oidc"


def providers(config: Config) -> dict[str, Any]:
    """allauth's `SOCIALACCOUNT_PROVIDERS`; empty without a server."""
    if not config.oidc_server:
        return {}
    app = {
        "provider_id": NAME,
        "name": config.oidc_name or config.oidc_server,
        "client_id": config.oidc_client_id,
        "secret": config.oidc_client_secret.get_secret_value(),
        "settings": {"server_url": config.oidc_server},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def form_targets(config: Config) -> tuple[str, ...]:
    """Where a form of ours may end, beside ourselves.

    Chromium holds `form-action` against redirects too, and the button of the
    shared sign-in is a form that the server answers with a way to the provider.
    """
    server = urlsplit(config.oidc_server)
    return (f"{server.scheme}://{server.netloc}",) if server.netloc else ()
