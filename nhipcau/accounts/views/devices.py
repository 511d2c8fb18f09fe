"""Devices are removed and let in again, from the person's page or the site's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from nhipcau.accounts import services
from nhipcau.accounts.models import Device
from nhipcau.accounts.policies import MANAGE, people_seen_by
from nhipcau.accounts.queries import devices_at
from nhipcau.base.home import Section
from nhipcau.base.http import Request, requires
from nhipcau.base.texts import say
from nhipcau.core.refusal import Refusal
from nhipcau.places.models import Site
from nhipcau.places.policies import EDIT, editable_sites


@require_POST
@requires(MANAGE)
def of_person(request: Request, pk: int, what: str) -> HttpResponse:
    """A device that somebody whom the reader manages has seated."""
    device = get_object_or_404(Device.objects.select_related("site__place"), pk=pk)
    get_object_or_404(people_seen_by(request.actor), pk=device.person_id)
    _change(request, device, what)
    return redirect("accounts:person", device.person_id)


@require_POST
@requires(EDIT)
def of_site(request: Request, site: int, pk: int, what: str) -> HttpResponse:
    """A device of a site that the reader may edit, whoever seated it."""
    mine = editable_sites(request.actor).filter(pk=site)
    rows = Device.objects.select_related("site__place")
    _change(request, get_object_or_404(rows, pk=pk, site__in=mine), what)
    return redirect("places:site", site)


def section_of(request: Request, site: Site) -> list[Section]:
    """The part of the site's page for those who may edit it."""
    if not editable_sites(request.actor).filter(pk=site.pk).exists():
        return []
    shown = {"site": site, "devices": devices_at(site)}
    return [Section("accounts/site_devices.html", shown)]


def _change(request: Request, device: Device, what: str) -> None:
    change = services.remove_device if what == "go" else services.readmit_device
    try:
        change(request.actor, device)
    except Refusal as refusal:
        messages.error(request, say(refusal))
