"""Who may manage people, roles and devices, and on which units a right holds."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import Device, Person, RoleGrant
from nhipcau.accounts.rules.roles import may_give
from nhipcau.core.actor import Actor
from nhipcau.places.models import Site
from nhipcau.places.policies import may_edit_unit
from nhipcau.places.queries import ancestor_ids, descendant_ids

MANAGE = "accounts.manage"
RIGHTS: dict[str, str | Promise] = {MANAGE: _("quản lý người dùng")}


def units_under(actor: Actor, right: str) -> set[int] | None:
    """Ids of all units on which `actor` holds `right` today; None: everywhere."""
    if actor.kind == "system":
        return None
    units = actor.units(right)
    if None in units:
        return None
    roots = [unit for unit in units if unit is not None]
    return set(descendant_ids(roots, timezone.localdate())) if roots else set()


def manages_unit(actor: Actor, unit: int | None) -> bool:
    """Whether `actor` manages the people of `unit`; None: of everywhere."""
    units = units_under(actor, MANAGE)
    return units is None or unit in units


def gives(actor: Actor, role: str, unit: int | None) -> bool:
    """Whether `actor` may give `role` on `unit`: nobody gives more than they hold."""
    if actor.kind == "system":
        return True
    reach: set[int | None] = {None}
    if unit is not None:
        reach.update(ancestor_ids(unit, timezone.localdate()))
    held = {grant.right for grant in actor.grants if grant.unit in reach}
    return may_give(role, held)


def may_manage(actor: Actor, person: Person) -> bool:
    """Whether all that `person` is lies within the units that `actor` manages.

    Someone with a role beyond them is not theirs: resetting that password would
    hand over the role. Without a role today, the earlier ones decide.
    """
    units = units_under(actor, MANAGE)
    if units is None:
        return True
    lasting = Q(until__isnull=True) | Q(until__gt=timezone.localdate())
    grants = RoleGrant.objects.filter(person=person)
    reach = set(grants.filter(lasting).values_list("unit_id", flat=True))
    reach = reach or set(grants.values_list("unit_id", flat=True))
    return bool(reach) and reach <= units


def people_seen_by(actor: Actor) -> QuerySet[Person]:
    """People with a role, now or earlier, in the units that `actor` manages."""
    units = units_under(actor, MANAGE)
    if units is None:
        return Person.objects.all()
    return Person.objects.filter(
        pk__in=RoleGrant.objects.filter(unit__in=units).values("person")
    )


def keeps_devices(actor: Actor, site: Site) -> bool:
    """Managers of the site's people, and whoever may edit the site (technicians)."""
    unit = site.place.unit_id
    return manages_unit(actor, unit) or may_edit_unit(actor, unit, timezone.localdate())


def may_remove(actor: Actor, device: Device) -> bool:
    """Whoever keeps the devices of the site, and whoever seated this one."""
    own = not device.is_rooms and device.belongs_to(actor)
    return own or keeps_devices(actor, device.site)
