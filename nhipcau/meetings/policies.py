"""Who may see, prepare and chair a meeting, and who sits in it for a site."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhipcau.core.actor import Actor
from nhipcau.meetings.models import Meeting
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
    seats = meeting.sites.filter(meetingsite__removed__isnull=True)
    if actor.kind == "person" and actor.id == meeting.chair_id:
        mine = seats.filter(pk=meeting.chair_site_id)
    else:
        mine = seats.none()
    units = units_under(actor, SIT)
    if units is None:
        return seats.order_by("order", "sort_key")
    allowed = seats.filter(place__unit__in=units)
    return (mine | allowed).distinct().order_by("order", "sort_key")
