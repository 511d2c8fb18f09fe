"""What the pages of this app ask first: which row, may they, what to answer."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from nhipcau.base.http import Request
from nhipcau.places.models import Place, Site, Unit
from nhipcau.places.policies import (
    may_edit_unit,
    visible_places,
    visible_sites,
    visible_units,
)


def unit_or_404(request: Request, pk: int, *, edit: bool = False) -> Unit:
    """A unit that the actor sees; `edit`: and may change, else 403."""
    unit = get_object_or_404(visible_units(request.actor), pk=pk)
    if edit:
        demand_edit(request, unit)
    return unit


def place_or_404(request: Request, pk: int, *, edit: bool = False) -> Place:
    """A place that the actor sees; `edit`: and may change, else 403."""
    place = get_object_or_404(visible_places(request.actor), pk=pk)
    if edit:
        demand_edit(request, place.unit)
    return place


def site_or_404(request: Request, pk: int, *, edit: bool = False) -> Site:
    """A site that the actor sees; `edit`: and may change, else 403."""
    site = get_object_or_404(visible_sites(request.actor), pk=pk)
    if edit:
        demand_edit(request, site.place.unit)
    return site


def edits(request: Request, unit: Unit | None) -> bool:
    """Whether the actor may change `unit` today."""
    return may_edit_unit(request.actor, unit, timezone.localdate())


def demand_edit(request: Request, unit: Unit | None) -> None:
    """403 unless the actor may change `unit` today."""
    if not edits(request, unit):
        raise PermissionDenied


def posted(request: Request, form: Form) -> bool:
    """Whether the form was sent and every field is right by itself."""
    return request.method == "POST" and form.is_valid()


def answer(
    request: Request, template: str, form: Form, context: dict[str, Any]
) -> HttpResponse:
    """The page of a form; 422 when it was refused, so that nothing looks saved."""
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)
