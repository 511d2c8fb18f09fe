"""The theme is a cookie that the server reads, so no page flashes white first."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COOKIE = "nc_theme"
THEMES: dict[str, str | Promise] = {
    "auto": _("Theo máy"),
    "light": _("Sáng"),
    "dark": _("Tối"),
    "wall": _("Màn hình lớn"),
}
AGE = 365 * 24 * 3600


def theme_of(request: HttpRequest) -> str:
    """The theme in the request's cookie; a foreign value counts as none."""
    chosen = request.COOKIES.get(COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"
