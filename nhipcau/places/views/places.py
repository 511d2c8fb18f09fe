"""Places: the list, the map, one place and its form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from nhipcau.audit.reading import told
from nhipcau.base.http import Request, requires
from nhipcau.base.paging import page
from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal
from nhipcau.places import queries, services
from nhipcau.places.drawings import draw_map
from nhipcau.places.forms import PlaceForm
from nhipcau.places.models import Place
from nhipcau.places.policies import EDIT, SEE, visible_places
from nhipcau.places.views.asking import answer, edits, place_or_404, posted

FIELDS = ("name", "unit", "address", "latitude", "longitude", "coordinates_source")


@requires(SEE)
def place_list(request: Request) -> HttpResponse:
    """Places in use, or those that are closed."""
    closed = request.GET.get("ngung") == "1"
    places = visible_places(request.actor).filter(closed__isnull=not closed)
    places = queries.search(places, request.GET.get("tim", ""))
    context = {
        "page": page(queries.with_site_count(places), request),
        "words": request.GET.get("tim", ""),
        "closed": closed,
        "may_edit": request.actor.holds(EDIT),
        "tabs": _tabs("places"),
    }
    part = "places/place_rows.html" if request.htmx else "places/places.html"
    return render(request, part, context)


@requires(SEE)
def place_map(request: Request) -> HttpResponse:
    """Where the places lie: our own drawing, so it works without the Internet."""
    places = visible_places(request.actor).filter(closed__isnull=True)
    known = places.filter(latitude__isnull=False)
    context = {
        "drawing": draw_map(known),
        "sources": sorted(set(known.values_list("coordinates_source", flat=True))),
        "missing": places.filter(latitude__isnull=True),
        "tabs": _tabs("place_map"),
    }
    return render(request, "places/map.html", context)


@requires(SEE)
def place_page(request: Request, pk: int) -> HttpResponse:
    """One place: where it is, its rooms, its past."""
    place = place_or_404(request, pk)
    context = {
        "place": place,
        "crumbs": _crumbs(),
        "sites": queries.all_sites_of(place),
        "told": told(queries.past(place)[:50]),
        "may_edit": edits(request, place.unit),
    }
    return render(request, "places/place.html", context)


@requires(EDIT)
def place_new(request: Request) -> HttpResponse:
    """Adds a place."""
    start = {"unit": request.GET.get("don-vi")}
    form = PlaceForm(request.POST or None, actor=request.actor, initial=start)
    if posted(request, form) and form.attempt(
        services.create_place, request.actor, **form.cleaned_data
    ):
        messages.success(request, _("Đã thêm %(name)s.") % {"name": form.result})
        return redirect("places:place", form.result.pk)
    return answer(request, "places/form.html", form, _around(_("Thêm trụ sở")))


@requires(EDIT)
def place_edit(request: Request, pk: int) -> HttpResponse:
    """Changes a place."""
    place = place_or_404(request, pk, edit=True)
    start = {name: getattr(place, name) for name in FIELDS}
    form = PlaceForm(request.POST or None, actor=request.actor, initial=start)
    if posted(request, form) and form.attempt(
        services.update_place, request.actor, place, **form.cleaned_data
    ):
        messages.success(request, _("Đã lưu %(name)s.") % {"name": place.name})
        return redirect("places:place", pk)
    return answer(request, "places/form.html", form, _around(_("Sửa trụ sở"), place))


@require_POST
@requires(EDIT)
def place_close(request: Request, pk: int) -> HttpResponse:
    """Puts a place out of use."""
    place = place_or_404(request, pk, edit=True)
    try:
        services.close_place(request.actor, place)
    except Refusal as refusal:
        messages.error(request, say(refusal))
    else:
        text = _("Đã ngừng sử dụng %(name)s. Nếu nhầm, bấm “Dùng lại”.")
        messages.success(request, text % {"name": place.name})
    return redirect("places:place", pk)


@require_POST
@requires(EDIT)
def place_reopen(request: Request, pk: int) -> HttpResponse:
    """Brings a closed place back."""
    place = place_or_404(request, pk, edit=True)
    services.reopen_place(request.actor, place)
    messages.success(request, _("%(name)s được dùng lại.") % {"name": place.name})
    return redirect("places:place", pk)


def _tabs(here: str) -> list[dict[str, Any]]:
    entries = (("places", _("Danh sách")), ("place_map", _("Bản đồ")))
    return [
        {"name": name, "url": reverse(f"places:{view}"), "here": view == here}
        for view, name in entries
    ]


def _crumbs() -> list[dict[str, str]]:
    return [{"name": pgettext("danh sách", "Trụ sở"), "url": reverse("places:places")}]


def _around(title: str, place: Place | None = None) -> dict[str, Any]:
    back = reverse("places:place", args=[place.pk]) if place else None
    return {
        "title": title,
        "submit": _("Lưu"),
        "cancel": back or reverse("places:places"),
        "crumbs": _crumbs(),
    }
