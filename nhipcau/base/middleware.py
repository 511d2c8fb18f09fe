"""Headers of every answer, secure cookies under TLS, and whose language counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "media-src": "'self' blob: mediastream:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def content_policy(form_targets: Iterable[str] = ()) -> str:
    """The policy of every page; forms may also end at `form_targets`."""
    forms = " ".join((_POLICY["form-action"], *form_targets))
    rules = _POLICY | {"form-action": forms}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Sets the content policy; marks every cookie secure when the door spoke TLS.

    One installation serves `http://localhost` and TLS for other addresses, so a
    fixed SESSION_COOKIE_SECURE would lock one of the two out.
    """
    policy = content_policy(settings.FORM_TARGETS)

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault(
            "Permissions-Policy",
            "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
        )
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if request.is_secure():
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response

    return middleware


def own_language(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Stands before Django's own choice: the person's, else the installation's.

    Most machines of a commune run an English browser that nobody ever set; what
    it asks for says nothing of the official in front of it. Django never takes its
    choice back; here it ends with the request, whatever runs in the thread next.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        with translation.override(translation.get_language()):
            return get_response(request)

    return middleware
