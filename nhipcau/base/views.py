"""Home, the page of components, language and theme, and what to do about errors."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from nhipcau.base import specimens, themes
from nhipcau.base.faults import disk_is_full, is_busy, running_error
from nhipcau.base.home import sections
from nhipcau.base.http import Request
from nhipcau.base.texts import right_name, say
from nhipcau.core.refusal import Refusal


@require_GET
def home(request: Request) -> HttpResponse:
    """What this person can do now."""
    found = sections(request)
    context = {
        "wide": [section for section in found if section.wide],
        "narrow": [section for section in found if not section.wide],
    }
    return render(request, "base/home.html", context)


@require_GET
def look(request: Request) -> HttpResponse:
    """Every component in every state, for whoever builds a page."""
    return render(request, "base/look.html", specimens.all_of(request))


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen language in a cookie and returns."""
    return set_language(request)


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen theme in a cookie and returns."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("theme", "")
    if chosen in themes.THEMES:
        response.set_cookie(
            themes.COOKIE,
            chosen,
            max_age=themes.AGE,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, and 413 for what is too large to take in."""
    large = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
    if isinstance(exception, large):
        limit = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        return render(request, "errors/413.html", {"limit": limit}, status=413)
    return render(request, "errors/400.html", status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: names the missing right, when the refusal named it."""
    right = str(exception.args[0]) if exception.args else ""
    return render(request, "errors/403.html", {"right": right_name(right)}, status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the address may be old or mistyped."""
    return render(request, "errors/404.html", status=404)


@login_not_required
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was left open over a sign-out or without cookies."""
    return render(request, "errors/403_csrf.html", status=403)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """500, or what is known of it: asks nothing of the database, it may be broken."""
    status, code = _fault()
    if code and request.path.startswith("/api/"):
        refusal = Refusal(code)
        answer = {"code": refusal.code, "text": say(refusal)}
        return JsonResponse(answer, status=status)
    context = {"request": request, "LANGUAGE_CODE": get_language()}
    page = render_to_string(f"errors/{status}.html", context)
    return HttpResponse(page, status=status)


def _fault() -> tuple[int, str]:
    error = running_error()
    if disk_is_full(error):
        return 507, "disk_full"
    return (503, "server_busy") if is_busy(error) else (500, "")
