"""Units: the list, one unit, and what may be done to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from nhipcau.audit.reading import told
from nhipcau.base.http import Request, requires
from nhipcau.base.paging import page
from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal
from nhipcau.places import queries, services
from nhipcau.places.forms import (
    CloseForm,
    FilterForm,
    LinkForm,
    MoveForm,
    NewUnitForm,
    UnitForm,
)
from nhipcau.places.models import Unit
from nhipcau.places.policies import EDIT, SEE, visible_places, visible_units
from nhipcau.places.views.asking import answer, edits, posted, unit_or_404

FORM = "places/form.html"


@requires(SEE)
def unit_list(request: Request) -> HttpResponse:
    """The units of a day, found by words and kind."""
    wanted = FilterForm(request.GET)
    on, kind = wanted.day(), wanted.kind()
    units = visible_units(request.actor).filter(queries.on_date(on))
    units = queries.search(units, request.GET.get("tim", ""))
    if kind:
        units = units.filter(kind=kind)
    rows = page(units.order_by("sort_key", "id"), request)
    parents = queries.parents_on((unit.pk for unit in rows), on)
    context = {
        "page": rows,
        "rows": [(unit, parents.get(unit.pk)) for unit in rows],
        "words": request.GET.get("tim", ""),
        "on": on,
        "today": timezone.localdate(),
        "kinds": queries.kinds(),
        "kind": kind,
        "filter": wanted,
        "may_edit": request.actor.holds(EDIT),
        "tabs": tabs("units"),
    }
    part = "places/unit_rows.html" if request.htmx else "places/units.html"
    return render(request, part, context)


@requires(SEE)
def unit_page(request: Request, pk: int) -> HttpResponse:
    """One unit: where it lies, what lies below, its rooms, its past."""
    unit = unit_or_404(request, pk)
    today = timezone.localdate()
    # An ended unit is shown as on its last day.
    on = today if unit.until is None else queries.last_day(unit)
    places = visible_places(request.actor).filter(unit=unit)
    context = {
        "unit": unit,
        "on": on,
        "crumbs": _crumbs(queries.trail(unit, on)),
        "links": queries.links_of(unit),
        "children": queries.children_on(unit, on),
        "places": queries.with_sites(places),
        "came_from": queries.successions_of(unit).filter(new=unit),
        "went_on_in": queries.successions_of(unit).filter(old=unit).exclude(new=unit),
        "told": told(queries.past(unit)[:50]),
        "may_edit": edits(request, unit),
        "may_add": request.actor.holds(EDIT),
    }
    return render(request, "places/unit.html", context)


@requires(EDIT)
def unit_new(request: Request) -> HttpResponse:
    """Adds a unit."""
    top = edits(request, None)
    start = {"since": timezone.localdate(), "parent": request.GET.get("thuoc")}
    form = NewUnitForm(
        request.POST or None, actor=request.actor, top=top, initial=start
    )
    if posted(request, form) and form.attempt(
        services.create_unit, request.actor, **form.fields_for_service()
    ):
        unit = form.result
        messages.success(request, _("Đã thêm %(unit)s.") % {"unit": unit.title})
        return redirect("places:unit", unit.pk)
    context = {
        "title": _("Thêm đơn vị"),
        "submit": _("Thêm đơn vị"),
        "cancel": reverse("places:units"),
        "crumbs": _crumbs([]),
    }
    return answer(request, FORM, form, context)


@requires(EDIT)
def unit_edit(request: Request, pk: int) -> HttpResponse:
    """Corrects a unit's own facts."""
    unit = unit_or_404(request, pk, edit=True)
    names = ("name", "kind", "code", "since", "area_km2", "people", "order")
    start = {name: getattr(unit, name) for name in names}
    form = UnitForm(request.POST or None, initial=start)
    if posted(request, form) and form.attempt(
        services.update_unit, request.actor, unit, **form.fields_for_service()
    ):
        messages.success(request, _("Đã lưu %(unit)s.") % {"unit": unit.title})
        return redirect("places:unit", unit.pk)
    lead = _(
        "Sửa thông tin ghi sai. Đổi tên, sáp nhập, chia tách theo nghị quyết thì "
        "dùng “Sắp xếp đơn vị” để giữ lịch sử."
    )
    return answer(request, FORM, form, _around(pk, _("Sửa đơn vị"), lead=lead))


@requires(EDIT)
def unit_move(request: Request, pk: int) -> HttpResponse:
    """Puts a unit under another one from a day on."""
    unit = unit_or_404(request, pk, edit=True)
    form = MoveForm(
        request.POST or None,
        actor=request.actor,
        top=edits(request, None),
        initial={"since": timezone.localdate()},
    )
    if posted(request, form) and form.attempt(
        services.move_unit, request.actor, unit, **form.cleaned_data
    ):
        messages.success(request, _("Đã chuyển %(unit)s.") % {"unit": unit.title})
        return redirect("places:unit", unit.pk)
    title = _("Chuyển %(unit)s") % {"unit": unit.title}
    lead = _("Những gì trực thuộc đi theo. Trước ngày này mọi thứ giữ nguyên.")
    return answer(request, FORM, form, _around(pk, title, lead=lead))


@requires(EDIT)
def link_new(request: Request, pk: int) -> HttpResponse:
    """Records a period of the past."""
    unit = unit_or_404(request, pk, edit=True)
    units = visible_units(request.actor).exclude(pk=pk)
    form = LinkForm(request.POST or None, units=units)
    if posted(request, form) and form.attempt(
        services.add_link, request.actor, unit, **form.cleaned_data
    ):
        messages.success(request, _("Đã ghi giai đoạn."))
        return redirect("places:unit", pk)
    title = _("Thêm giai đoạn của %(unit)s") % {"unit": unit.title}
    return answer(request, FORM, form, _around(pk, title))


@requires(EDIT)
def link_edit(request: Request, pk: int, link: int) -> HttpResponse:
    """Corrects a recorded period."""
    unit = unit_or_404(request, pk, edit=True)
    row = get_object_or_404(queries.links_of(unit), pk=link)
    start = {"parent": row.parent, "since": row.since, "until": row.until}
    units = visible_units(request.actor).exclude(pk=pk)
    form = LinkForm(request.POST or None, units=units, initial=start)
    if posted(request, form) and form.attempt(
        services.change_link, request.actor, row, **form.cleaned_data
    ):
        messages.success(request, _("Đã sửa giai đoạn."))
        return redirect("places:unit", pk)
    title = _("Sửa giai đoạn của %(unit)s") % {"unit": unit.title}
    return answer(request, FORM, form, _around(pk, title))


@require_POST
@requires(EDIT)
def link_remove(request: Request, pk: int, link: int) -> HttpResponse:
    """Takes a recorded period back."""
    unit = unit_or_404(request, pk, edit=True)
    row = get_object_or_404(queries.links_of(unit), pk=link)
    services.remove_link(request.actor, row)
    messages.success(request, _("Đã bỏ giai đoạn. Ghi lại được ở “Thêm giai đoạn”."))
    return redirect("places:unit", pk)


@requires(EDIT)
def unit_close(request: Request, pk: int) -> HttpResponse:
    """Ends a unit."""
    unit = unit_or_404(request, pk, edit=True)
    form = CloseForm(request.POST or None, actor=request.actor, unit=unit)
    if posted(request, form) and form.attempt(
        services.close_unit,
        request.actor,
        unit,
        form.cleaned_data["since"],
        form.cleaned_data["places_to"],
    ):
        text = _("Đã kết thúc %(unit)s. Nếu nhầm, hãy mở lại ở trang này.")
        messages.success(request, text % {"unit": unit.title})
        return redirect("places:unit", pk)
    title = _("Kết thúc %(unit)s") % {"unit": unit.title}
    lead = _(
        "Đơn vị vẫn xem được ở các ngày trước đó. Nếu có đơn vị kế thừa, hãy dùng "
        "“Sắp xếp đơn vị”."
    )
    return answer(request, FORM, form, _around(pk, title, lead=lead) | {"danger": True})


@require_POST
@requires(EDIT)
def unit_reopen(request: Request, pk: int) -> HttpResponse:
    """Undoes the end of a unit."""
    unit = unit_or_404(request, pk, edit=True)
    try:
        services.reopen_unit(request.actor, unit)
    except Refusal as refusal:
        messages.error(request, say(refusal))
    else:
        messages.success(request, _("Đã mở lại %(unit)s.") % {"unit": unit.title})
    return redirect("places:unit", pk)


def tabs(here: str) -> list[dict[str, Any]]:
    """The three ways to look at units."""
    entries = (
        ("units", _("Danh sách")),
        ("tree", _("Cây đơn vị")),
        ("reforms", _("Sắp xếp đơn vị")),
    )
    return [
        {"name": name, "url": reverse(f"places:{view}"), "here": view == here}
        for view, name in entries
    ]


def _crumbs(units: list[Unit]) -> list[dict[str, str]]:
    above = [
        {"name": unit.title, "url": reverse("places:unit", args=[unit.pk])}
        for unit in units
    ]
    return [
        {"name": pgettext("danh sách", "Đơn vị"), "url": reverse("places:units")},
        *above,
    ]


def _around(pk: int, title: str, lead: str = "") -> dict[str, Any]:
    return {
        "title": title,
        "lead": lead,
        "submit": _("Lưu"),
        "cancel": reverse("places:unit", args=[pk]),
        "crumbs": _crumbs([]),
    }
