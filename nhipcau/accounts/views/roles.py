"""Giving and ending roles."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nhipcau.accounts import services
from nhipcau.accounts.forms import RoleForm
from nhipcau.accounts.models import RoleGrant
from nhipcau.accounts.policies import MANAGE, manages_unit, people_seen_by
from nhipcau.base.http import Request, requires
from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal


@requires(MANAGE)
def role_new(request: Request, pk: int) -> HttpResponse:
    """Gives a person a role in one of the reader's units."""
    person = get_object_or_404(people_seen_by(request.actor), pk=pk)
    form = RoleForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.grant_role(
                request.actor,
                person,
                data["role"],
                data["unit"],
                data["since"],
                data["until"],
            )
        except Refusal as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("Đã giao vai trò."))
            return redirect("accounts:person", pk)
    crumbs = [
        {"name": _("Người dùng"), "url": reverse("accounts:people")},
        {"name": str(person), "url": reverse("accounts:person", args=[pk])},
    ]
    context = {"form": form, "person": person, "crumbs": crumbs}
    return render(request, "accounts/role.html", context)


@require_POST
@requires(MANAGE)
def role_end(request: Request, pk: int) -> HttpResponse:
    """Ends a role; its rights are gone with the next request."""
    grant = get_object_or_404(RoleGrant.objects.select_related("person", "unit"), pk=pk)
    if not manages_unit(request.actor, grant.unit_id):
        raise PermissionDenied(MANAGE)
    try:
        services.end_role(request.actor, grant)
    except Refusal as refusal:
        messages.error(request, say(refusal))
    else:
        messages.success(request, _("Vai trò đã kết thúc."))
    return redirect("accounts:person", grant.person_id)
