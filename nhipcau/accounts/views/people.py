"""People: the list, one person, and what an administrator does for them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nhipcau.accounts import services
from nhipcau.accounts.forms import CardForm, PersonForm, managed_units
from nhipcau.accounts.models import Person
from nhipcau.accounts.policies import MANAGE, may_manage, people_seen_by
from nhipcau.accounts.queries import devices_of, has_second_factor, people, roles_of
from nhipcau.accounts.services.people import Card
from nhipcau.accounts.texts import ROLE_NAMES
from nhipcau.accounts.timeline import spans
from nhipcau.audit.models import AuditEvent
from nhipcau.audit.policies import READ
from nhipcau.audit.queries import events_seen_by, history
from nhipcau.audit.reading import told
from nhipcau.base.http import Request, requires
from nhipcau.base.paging import page
from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal


@require_GET
@requires(MANAGE)
def people_list(request: Request) -> HttpResponse:
    """Everyone whom the reader manages, by given name."""
    words, role = request.GET.get("tim", ""), request.GET.get("vai-tro", "")
    unit = request.GET.get("don-vi", "")
    found = people(
        request.actor,
        words,
        role if role in ROLE_NAMES else "",
        int(unit) if unit.isdecimal() and len(unit) < 18 else None,
    )
    context = {
        "page": page(found, request),
        "words": words,
        "role": role,
        "unit": unit,
        "filtered": bool(words or role or unit),
    }
    if request.htmx:
        return render(request, "accounts/rows.html", context)
    context |= {"roles": ROLE_NAMES, "units": managed_units(request.actor)}
    return render(request, "accounts/people.html", context)


@never_cache
@requires(MANAGE)
def person_new(request: Request) -> HttpResponse:
    """A new person; the temporary password is shown on the answer, once."""
    form = PersonForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            person, password = services.create_person(
                request.actor, form.cleaned_data["username"], form.card(), form.first()
            )
        except Refusal as refusal:
            form.add_error(None, say(refusal))
        else:
            return _shown_once(request, person, password)
    context = {"form": form, "crumbs": _crumbs()}
    return render(request, "accounts/new.html", context)


@require_GET
@requires(MANAGE)
def person_page(request: Request, pk: int) -> HttpResponse:
    """One person: roles over time, devices, and what the log says."""
    person = get_object_or_404(people_seen_by(request.actor), pk=pk)
    context = {
        "crumbs": _crumbs(),
        "person": person,
        "spans": spans(request.actor, roles_of(person)),
        "devices": devices_of(person),
        "second_factor": has_second_factor(person),
        "mine": may_manage(request.actor, person),
        "self": person.pk == request.actor.id,
        "told": [],
        "may_read": request.actor.holds(READ),
    }
    if context["may_read"]:
        context["told"] = told(_past(request, person)[:20])
    return render(request, "accounts/person.html", context)


@requires(MANAGE)
def person_edit(request: Request, pk: int) -> HttpResponse:
    """Changes what is written about a person."""
    person = _managed(request, pk)
    initial = {name: getattr(person, name) for name in Card.__dataclass_fields__}
    form = CardForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.update_person(request.actor, person, form.card())
        messages.success(request, _("Đã lưu."))
        return redirect("accounts:person", pk)
    context = {"form": form, "person": person, "crumbs": _crumbs(person)}
    return render(request, "accounts/edit.html", context)


@require_POST
@requires(MANAGE)
def person_active(request: Request, pk: int, what: str) -> HttpResponse:
    """Lets nobody sign in as this person any more, or again."""
    person = _managed(request, pk)
    stop = what == "ngung"
    change = services.deactivate_person if stop else services.reactivate_person
    try:
        change(request.actor, person)
    except Refusal as refusal:
        messages.error(request, say(refusal))
    return redirect("accounts:person", pk)


@never_cache
@require_POST
@requires(MANAGE)
def password_reset(request: Request, pk: int) -> HttpResponse:
    """A temporary password, shown on the answer to this request alone."""
    person = _managed(request, pk)
    return _shown_once(request, person, services.reset_password(request.actor, person))


@require_POST
@requires(MANAGE)
def second_factors_reset(request: Request, pk: int) -> HttpResponse:
    """Lets somebody who lost the telephone sign in with the password alone."""
    person = _managed(request, pk)
    try:
        services.reset_second_factors(request.actor, person)
    except Refusal as refusal:
        messages.error(request, say(refusal))
    else:
        text = _("Đã bỏ xác thực hai bước của %(name)s; mọi phiên đã kết thúc.")
        messages.success(request, text % {"name": person})
    return redirect("accounts:person", pk)


@require_POST
@requires(MANAGE)
def sessions_end(request: Request, pk: int) -> HttpResponse:
    """Signs the person out everywhere."""
    count = services.end_sessions(request.actor, _managed(request, pk))
    messages.success(request, _("Đã kết thúc %(count)d phiên.") % {"count": count})
    return redirect("accounts:person", pk)


def _past(request: Request, person: Person) -> QuerySet[AuditEvent]:
    """What happened to `person` in the units whose log the reader may read."""
    events = events_seen_by(request.actor, READ)
    return events & history("accounts.person", person.pk)


def _managed(request: Request, pk: int) -> Person:
    person: Person = get_object_or_404(people_seen_by(request.actor), pk=pk)
    if not may_manage(request.actor, person):
        raise PermissionDenied(MANAGE)
    return person


def _shown_once(request: Request, person: Person, password: str) -> HttpResponse:
    context: dict[str, Any] = {"person": person, "password": password}
    return render(
        request, "accounts/password.html", context | {"crumbs": _crumbs(person)}
    )


def _crumbs(person: Person | None = None) -> list[dict[str, str]]:
    crumbs = [{"name": _("Người dùng"), "url": reverse("accounts:people")}]
    if person:
        url = reverse("accounts:person", args=[person.pk])
        crumbs.append({"name": str(person), "url": url})
    return crumbs
