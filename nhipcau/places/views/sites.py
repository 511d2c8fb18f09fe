"""Sites: the list in official order, one site, its form and plate."""

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
from nhipcau.places.forms import SiteForm
from nhipcau.places.models import Site
from nhipcau.places.policies import EDIT, SEE, editable_sites, visible_sites
from nhipcau.places.ports import site_sections
from nhipcau.places.rules.order import swapped
from nhipcau.places.views.asking import answer, edits, posted, site_or_404

FIELDS = (
    "name",
    "place",
    "kind",
    "plate",
    "link",
    "equipment",
    "technician",
    "hotline",
)


@requires(SEE)
def site_list(request: Request) -> HttpResponse:
    """Sites in official order: those in use, or those that are closed."""
    closed = request.GET.get("ngung") == "1"
    kind = request.GET.get("loai", "")
    sites = visible_sites(request.actor).filter(closed__isnull=not closed)
    sites = queries.search(sites, request.GET.get("tim", ""))
    if kind in Site.Kind.values:
        sites = sites.filter(kind=kind)
    context = {
        "page": page(sites, request),
        "words": request.GET.get("tim", ""),
        "kinds": Site.Kind.rooms(),
        "kind": kind,
        "closed": closed,
        "may_edit": request.actor.holds(EDIT),
    }
    part = "places/site_rows.html" if request.htmx else "places/sites.html"
    return render(request, part, context)


@requires(SEE)
def site_page(request: Request, pk: int) -> HttpResponse:
    """One site: its plate, its line, its equipment, its past."""
    site = site_or_404(request, pk)
    context = {
        "site": site,
        "crumbs": _crumbs(),
        "told": told(queries.past(site)[:50]),
        "may_edit": edits(request, site.place.unit),
        "sections": site_sections(request, site),
    }
    return render(request, "places/site.html", context)


@requires(EDIT)
def site_new(request: Request) -> HttpResponse:
    """Adds a site."""
    start = {"place": request.GET.get("tru-so"), "kind": Site.Kind.COMMUNE}
    form = SiteForm(request.POST or None, actor=request.actor, initial=start)
    if posted(request, form) and form.attempt(
        services.create_site, request.actor, **form.cleaned_data
    ):
        messages.success(request, _("Đã thêm %(name)s.") % {"name": form.result})
        return redirect("places:site", form.result.pk)
    return answer(request, "places/site_form.html", form, _around(_("Thêm điểm cầu")))


@requires(EDIT)
def site_edit(request: Request, pk: int) -> HttpResponse:
    """Changes a site."""
    site = site_or_404(request, pk, edit=True)
    start = {name: getattr(site, name) for name in FIELDS}
    form = SiteForm(request.POST or None, actor=request.actor, initial=start)
    if posted(request, form) and form.attempt(
        services.update_site, request.actor, site, **form.cleaned_data
    ):
        messages.success(request, _("Đã lưu %(name)s.") % {"name": site.name})
        return redirect("places:site", pk)
    context = _around(_("Sửa điểm cầu"), site)
    return answer(request, "places/site_form.html", form, context)


@requires(EDIT)
def site_plate(request: Request) -> HttpResponse:
    """How the plate of a form being filled in would look."""
    form = SiteForm(request.GET, actor=request.actor)
    form.is_valid()
    data = form.cleaned_data
    plate = data.get("plate", "")
    proposed = ""
    if data.get("place") and data.get("kind"):
        name = data.get("name", "")
        site = Site(name=name, place=data["place"], kind=data["kind"])
        proposed = services.proposed_plate(site)
    context = {"plate": plate or proposed, "proposed": proposed}
    return render(request, "places/plate.html", context)


@requires(EDIT)
def site_order(request: Request) -> HttpResponse:
    """The official order, moved step by step."""
    sites = editable_sites(request.actor).filter(closed__isnull=True)
    if request.method == "POST":
        _move(request, list(sites.values_list("pk", flat=True)))
        if not request.htmx:
            return redirect("places:site_order")
        sites = sites.all()
    context = {"sites": sites, "crumbs": _crumbs()}
    part = "places/order_rows.html" if request.htmx else "places/order.html"
    return render(request, part, context)


@require_POST
@requires(EDIT)
def site_close(request: Request, pk: int) -> HttpResponse:
    """Takes a site off the bridge."""
    site = site_or_404(request, pk, edit=True)
    try:
        services.close_site(request.actor, site)
    except Refusal as refusal:
        messages.error(request, say(refusal))
    else:
        text = _("Đã ngừng sử dụng %(name)s. Nếu nhầm, bấm “Dùng lại”.")
        messages.success(request, text % {"name": site.name})
    return redirect("places:site", pk)


@require_POST
@requires(EDIT)
def site_reopen(request: Request, pk: int) -> HttpResponse:
    """Brings a closed site back."""
    site = site_or_404(request, pk, edit=True)
    try:
        services.reopen_site(request.actor, site)
    except Refusal as refusal:
        messages.error(request, say(refusal))
    else:
        messages.success(request, _("%(name)s được dùng lại.") % {"name": site.name})
    return redirect("places:site", pk)


def _move(request: Request, ids: list[int]) -> None:
    moved, step = request.POST.get("diem-cau", ""), request.POST.get("buoc", "")
    try:
        if not (moved.isdecimal() and int(moved) in ids and step in ("-1", "1")):
            raise Refusal("order_out_of_date")
        wanted = swapped(ids, int(moved), int(step))
        services.reorder_sites(request.actor, wanted)
    except Refusal as refusal:
        messages.error(request, say(refusal))


def _crumbs() -> list[dict[str, str]]:
    return [{"name": pgettext("danh sách", "Điểm cầu"), "url": reverse("places:sites")}]


def _around(title: str, site: Site | None = None) -> dict[str, Any]:
    back = reverse("places:site", args=[site.pk]) if site else None
    return {
        "title": title,
        "submit": _("Lưu"),
        "cancel": back or reverse("places:sites"),
        "crumbs": _crumbs(),
    }
