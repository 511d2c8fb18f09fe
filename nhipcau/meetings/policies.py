"""Who may see, prepare and chair a meeting, and who sits in it for a site."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhipcau.core.actor import Actor
from nhipcau.meetings.models import Meeting, MeetingSite
from nhipcau.places.models import Site
from nhipcau.places.policies import unit_ids

SEE = "meetings.see"
PREPARE = "meetings.prepare"
CHAIR = "meetings.chair"
CONDUCT = "meetings.conduct"
SIT = "meetings.sit"

RIGHTS: dict[str, str | Promise] = {
    SEE: _("xem cuộc họp"),
    PREPARE: _("lập và sửa cuộc họp"),
    CHAIR: _("chủ tọa cuộc họp"),
    CONDUCT: _("điều hành cuộc họp, thay mặt chủ tọa"),
    SIT: _("tham dự cuộc họp tại một điểm cầu"),
}


def units_under(actor: Actor, right: str) -> set[int] | None:
    """The units on which `actor` holds `right` today; None: all of them."""
    return unit_ids(actor, right, timezone.localdate())


def may_prepare(actor: Actor, meeting: Meeting) -> bool:
    """Whether `actor` may change this meeting's plan."""
    units = units_under(actor, PREPARE)
    return units is None or meeting.host_id in units


def sites_to_sit_at(actor: Actor, meeting: Meeting) -> QuerySet[Site]:
    """The sites of `meeting` for which `actor` may be heard and seen."""
    units = units_under(actor, SIT)
    rooms = Q() if units is None else Q(site__place__unit__in=units)
    # Where a delegate sits, nobody else does, whatever their rights.
    mine = rooms & Q(person=None)
    if actor.kind == "person":
        mine |= Q(person=actor.id)
        if actor.id == meeting.chair_id:
            mine |= Q(site=meeting.chair_site_id)
    elif actor.kind == "device":
        # A room computer stays where it was paired.
        mine |= Q(site__devices=actor.id, person=None)
    seats = MeetingSite.objects.filter(mine, meeting=meeting, removed=None)
    sites = Site.objects.filter(pk__in=seats.values("site"))
    return sites.order_by("order", "sort_key")
