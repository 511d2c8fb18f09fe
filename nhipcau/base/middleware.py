"""Headers of every answer, secure cookies under TLS, and whose language counts."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "media-src 'self' blob: mediastream:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_COOKIES = ("sessionid", "csrftoken", "nc_device", "nc_theme", "django_language")


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Sets the content policy; marks our cookies secure when the door spoke TLS.

    One installation serves `http://localhost` and TLS for other addresses, so a
    fixed SESSION_COOKIE_SECURE would lock one of the two out.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy",
            "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
        )
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if request.is_secure():
            for name in _COOKIES:
                if name in response.cookies:
                    response.cookies[name]["secure"] = True
        return response

    return middleware


def own_language(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Stands before Django's own choice: the person's, else the installation's.

    Most machines of a commune run an English browser that nobody ever set; what
    it asks for says nothing of the official in front of it.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        return get_response(request)

    return middleware
