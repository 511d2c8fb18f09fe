"""Fills an installation with the demo district: units, people, one meeting.

Everybody here is marked as demo. A real installation is never touched: it must
have been started with `--demo`, or hold no person yet.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nhipcau.accounts.models import Person
    from nhipcau.core.actor import Actor
    from nhipcau.meetings.models import Meeting
    from nhipcau.places.models import Site, Unit

HELP = "Tạo huyện mẫu: đơn vị, điểm cầu, người dùng và một cuộc họp."

# key → (role, name, title); the clerk works for the island commune.
PEOPLE = {
    "administrator": ("administrator", "Quản trị (demo)", "Quản trị hệ thống"),
    "chair": ("chair", "Chủ tọa (demo)", "Chủ tịch UBND"),
    "secretary": ("secretary", "Thư ký (demo)", "Chánh Văn phòng"),
    "technician": ("technician", "Kỹ thuật (demo)", "Cán bộ kỹ thuật"),
    "clerk": ("clerk", "Cán bộ xã Tam Hải (demo)", "Văn phòng - thống kê"),
    "viewer": ("viewer", "Người xem (demo)", "Chuyên viên"),
}
COMMUNE = "Tam Hải"


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--json` is for programs: the tests begin with it."""
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")


def main(options: argparse.Namespace) -> int:
    """Makes what is missing and a new meeting; prints who may sign in."""
    import django

    django.setup()
    from django.conf import settings

    from nhipcau.accounts.models import Person

    if not settings.NHIPCAU.demo and Person.objects.exists():
        print("Đây không phải bản mẫu: không thêm dữ liệu mẫu.", file=sys.stderr)
        return 1
    facts = build()
    if options.json:
        print(json.dumps(facts, ensure_ascii=False))
        return 0
    print(f"Cuộc họp mẫu: /cuoc-hop/{facts['meeting']}/")
    for person in facts["people"].values():
        print(f"  {person['username']:<14} {person['password']}   {person['name']}")
    return 0


def build() -> dict[str, Any]:
    """The demo district with a fresh meeting; ids, names and new passwords."""
    from nhipcau.places.models import Site
    from nhipcau.places.services import seed_reference_trees

    actor = everything()
    seed_reference_trees(actor)
    sites = Site.objects.select_related("place__unit").filter(closed__isnull=True)
    hub = sites.filter(kind=Site.Kind.HUB).order_by("order")[0]
    commune = sites.get(kind=Site.Kind.COMMUNE, name__endswith=COMMUNE)
    people = _people(actor, hub.place.unit, commune.place.unit)
    meeting = _meeting(actor, hub, list(sites), people["chair"][0])
    return {
        "meeting": meeting.pk,
        "sites": {"hub": hub.pk, "commune": commune.pk},
        "people": {
            key: {
                "username": person.username,
                "name": person.name,
                "password": password,
            }
            for key, (person, password) in people.items()
        },
    }


def everything() -> Actor:
    """The system with every right everywhere: it makes, and the log says so."""
    from nhipcau.accounts.rules.roles import ROLES
    from nhipcau.core.actor import Actor, Grant

    rights = frozenset(Grant(right) for role in ROLES.values() for right in role)
    return Actor("system", 0, "demo", rights)


def _people(
    actor: Actor, hub_unit: Unit, commune_unit: Unit
) -> dict[str, tuple[Person, str]]:
    from django.utils import timezone

    from nhipcau.accounts.models import Person
    from nhipcau.accounts.services import people, sign_in

    made: dict[str, tuple[Person, str]] = {}
    today = timezone.localdate()
    for key, (role, name, title) in PEOPLE.items():
        person = Person.objects.filter(username=key).first()
        if person is None:
            unit = {"administrator": None, "clerk": commune_unit}.get(key, hub_unit)
            first = people.FirstRole(role, unit, today)
            card = people.Card(name=name, title=title)
            person, _ = people.create_person(actor, key, card, first)
        password = sign_in.new_password()
        sign_in.change_password(actor, person, password)
        made[key] = (person, password)
    return made


def _meeting(actor: Actor, hub: Site, sites: list[Site], chair: Person) -> Meeting:
    from django.utils import timezone

    from nhipcau.meetings.services import Plan, plan_meeting

    soon = timezone.now().replace(minute=0, second=0, microsecond=0)
    plan = Plan(
        title="Họp giao ban trực tuyến (demo)",
        host=hub.place.unit,
        starts=soon + timedelta(hours=1),
        chair=chair,
        chair_site=hub,
        sites=tuple(sites),
    )
    return plan_meeting(actor, plan)
