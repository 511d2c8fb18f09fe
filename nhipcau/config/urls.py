"""Every address of the product, by app."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from nhipcau.config.api import addresses


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process answers; asked by the supervisor and the door."""
    return HttpResponse("ok", content_type="text/plain")


handler400 = "nhipcau.base.views.bad_request"
handler403 = "nhipcau.base.views.forbidden"
handler404 = "nhipcau.base.views.not_found"
handler500 = "nhipcau.base.views.server_error"

urlpatterns = [
    path("healthz", healthz),
    path("api/", addresses()),
    path("", include("nhipcau.base.urls")),
    path("", include("nhipcau.places.urls")),
    path("tai-khoan/", include("nhipcau.accounts.entrance")),
    path("", include("nhipcau.accounts.urls")),
    path("", include("nhipcau.audit.urls")),
    path("", include("nhipcau.meetings.urls")),
    path("", include("nhipcau.live.urls")),
]
