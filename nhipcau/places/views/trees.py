"""The tree of a day, and the days on which units followed units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nhipcau.base.http import Request, requires
from nhipcau.places import queries, services
from nhipcau.places.drawings import draw_succession
from nhipcau.places.forms import FilterForm, SuccessionForm
from nhipcau.places.models import Succession
from nhipcau.places.policies import EDIT, SEE, visible_units
from nhipcau.places.ports import roles
from nhipcau.places.views.asking import answer, posted
from nhipcau.places.views.units import tabs


@requires(SEE)
def tree(request: Request) -> HttpResponse:
    """The units that the reader sees, as a tree on a day."""
    wanted = FilterForm(request.GET)
    on = wanted.day()
    roots = queries.tree_on(on, visible_units(request.actor))
    context = {
        "roots": roots,
        "count": sum(1 + root.size for root in roots),
        "on": on,
        "today": timezone.localdate(),
        "filter": wanted,
        "days": queries.succession_dates(),
        "tabs": tabs("tree"),
    }
    part = "places/tree_nodes.html" if request.htmx else "places/tree.html"
    return render(request, part, context)


@requires(SEE)
def reforms(request: Request) -> HttpResponse:
    """A drawing of what followed what, day by day."""
    days = queries.succession_dates()
    asked = FilterForm(request.GET).day()
    on = asked if asked in days else (days[0] if days else None)
    seen = set(visible_units(request.actor).values_list("pk", flat=True))
    steps = [
        step
        for step in (queries.successions_on(on) if on else ())
        if step.old_id in seen or step.new_id in seen
    ]
    context = {
        "days": days,
        "on": on,
        "steps": steps,
        "drawing": draw_succession(steps),
        "may_edit": request.actor.holds(EDIT),
        "roles_left": _roles_left(steps) if request.actor.holds(EDIT) else 0,
        "tabs": tabs("reforms"),
    }
    return render(request, "places/reforms.html", context)


def _roles_left(steps: Iterable[Succession]) -> int:
    """A split does not say on which heir a role goes on: people decide."""
    heirs: dict[int, set[int]] = defaultdict(set)
    for step in steps:
        if step.kind == Succession.Kind.SPLIT:
            heirs[step.old_id].add(step.new_id)
    return roles().left_behind(heirs)


@requires(EDIT)
def reform_new(request: Request) -> HttpResponse:
    """Records that units go on in others."""
    form = SuccessionForm(
        request.POST or None,
        actor=request.actor,
        initial={"since": request.GET.get("ngay"), "old": request.GET.getlist("cu")},
    )
    if posted(request, form) and _record(request, form):
        messages.success(request, _("Đã ghi nhận việc sắp xếp đơn vị."))
        day = date_format(form.cleaned_data["since"], "SHORT_DATE_FORMAT")
        return redirect(f"{reverse('places:reforms')}?ngay={day}")
    crumbs = [
        {"name": pgettext("danh sách", "Đơn vị"), "url": reverse("places:units")},
        {"name": _("Sắp xếp đơn vị"), "url": reverse("places:reforms")},
    ]
    context = {
        "title": _("Ghi nhận sáp nhập, chia tách, đổi tên"),
        "lead": _(
            "Trụ sở, đơn vị trực thuộc và vai trò của người dùng chuyển sang đơn vị "
            "mới từ ngày đó."
        ),
        "submit": _("Ghi nhận"),
        "cancel": reverse("places:reforms"),
        "crumbs": crumbs,
    }
    return answer(request, "places/form.html", form, context)


def _record(request: Request, form: SuccessionForm) -> bool:
    data = form.cleaned_data
    return form.attempt(
        services.succeed,
        request.actor,
        old=list(data["old"]),
        new=list(data["new"]),
        founding=form.founding(),
        on=data["since"],
        kind=data["kind"],
        legal_basis=data["legal_basis"],
        places_to=data["places_to"],
    )
