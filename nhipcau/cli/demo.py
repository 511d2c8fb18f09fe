"""Fills an installation with the demo district: units, people, one meeting.

Everybody here is marked as demo. A real installation is never touched: it must
have been started with `--demo`, or hold no person yet.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from nhipcau.cli.person import sign_in_link
from nhipcau.cli.secrets import write_private
from nhipcau.core.refusal import Refusal

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
TITLE = "Họp giao ban trực tuyến (demo)"
# As long as an afternoon with the demonstration.
LINK_LIFE = timedelta(hours=8)


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--json` is for programs: the tests begin with it."""
    parser.add_argument(
        "--json",
        action="store_true",
        help="in kết quả dạng JSON: cuộc họp mới chưa khai mạc, mật khẩu mới",
    )


def main(options: argparse.Namespace) -> int:
    """Makes what is missing; prints who may sign in, and how."""
    import django

    django.setup()
    from django.conf import settings

    from nhipcau.accounts.models import Person

    config: Any = settings.NHIPCAU
    if not config.demo and Person.objects.exists():
        print("Đây không phải bản mẫu: không thêm dữ liệu mẫu.", file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(build(), ensure_ascii=False))
        return 0
    meeting = build_alive()
    note = meeting_file(config.data_dir)
    note.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(note, str(meeting.pk))
    links = {key: sign_in_link(key, LINK_LIFE) for key in PEOPLE}
    print(invitation(f"http://localhost:{config.http_port}", meeting.pk, links))
    return 0


def meeting_file(folder: Path) -> Path:
    """Where `run` finds which meeting the bots play."""
    return Path(folder) / "run" / "demo-meeting"


def invitation(address: str, meeting: int, links: dict[str, str]) -> str:
    """What a newcomer reads: the meeting, and one link for each role."""
    hours = LINK_LIFE // timedelta(hours=1)
    rows = (f"  {PEOPLE[key][1]:<26} {link}" for key, link in links.items())
    return "\n".join(
        (
            f"Cuộc họp mẫu đang diễn ra: {address}/cuoc-hop/{meeting}/",
            f"Vào bằng liên kết: mỗi liên kết dùng một lần, trong {hours} giờ.",
            "Muốn đóng hai vai cùng lúc, hãy mở vai thứ hai trong cửa sổ ẩn danh.",
            *rows,
            f"Máy phòng họp: mở {address}/phong/, rồi quản trị hệ thống gõ mã ở "
            f"{address}/ghep-may/",
            "Cần thêm: .venv/bin/python -m nhipcau person sign-in-link chair",
        )
    )


def build() -> dict[str, Any]:
    """The demo district with a fresh meeting; ids, names and new passwords."""
    from nhipcau.accounts.services import sign_in

    actor = everything()
    district = make_district(actor)
    people = make_people(actor, district)
    passwords = {key: sign_in.new_password() for key in people}
    for key, person in people.items():
        sign_in.change_password(actor, person, passwords[key])
    meeting = make_meeting(actor, district.hub, people["chair"], district.sites)
    return {
        "meeting": meeting.pk,
        "sites": {
            "hub": district.hub.pk,
            "commune": district.commune.pk,
            "link": district.link.pk,
        },
        "people": {
            key: {
                "username": person.username,
                "name": person.name,
                "password": passwords[key],
            }
            for key, person in people.items()
        },
    }


def build_alive() -> Meeting:
    """The demo district with a meeting that is open, and who plays its rooms."""
    actor = everything()
    district = make_district(actor)
    people = make_people(actor, district)
    make_player(actor)
    meeting = _running() or make_meeting(
        actor, district.hub, people["chair"], district.sites
    )
    _open(meeting)
    return meeting


def everything() -> Actor:
    """The system with every right everywhere: it makes, and the log says so."""
    from nhipcau.accounts.rules.roles import ROLES
    from nhipcau.core.actor import Actor, Grant

    rights = frozenset(Grant(right) for role in ROLES.values() for right in role)
    return Actor("system", 0, "demo", rights)


@dataclass(frozen=True)
class District:
    """The sites of the demo district, some of them by name."""

    sites: list[Site]
    hub: Site
    commune: Site
    link: Site


def make_district(actor: Actor) -> District:
    """The reference trees, and the sites that stand in them."""
    from nhipcau.places.models import Site
    from nhipcau.places.queries import rooms
    from nhipcau.places.services import seed_reference_trees

    seed_reference_trees(actor)
    sites = rooms().select_related("place__unit").filter(closed__isnull=True)
    hub = sites.filter(kind=Site.Kind.HUB).order_by("order")[0]
    commune = sites.get(kind=Site.Kind.COMMUNE, name__endswith=COMMUNE)
    link = sites.get(kind=Site.Kind.LINK)
    return District(list(sites), hub, commune, link)


def make_people(actor: Actor, district: District) -> dict[str, Person]:
    """Everybody of the demo; who is there already keeps name and password."""
    units = {"administrator": None, "clerk": district.commune.place.unit}
    hub_unit = district.hub.place.unit
    return {
        key: make_person(actor, key, role, units.get(key, hub_unit), name, title)
        for key, (role, name, title) in PEOPLE.items()
    }


def make_player(actor: Actor) -> Person:
    """As whom bots act."""
    from nhipcau.live.bots.services import NAME, USERNAME

    return make_person(actor, USERNAME, "clerk", None, NAME, "Phần mềm")


def make_person(
    actor: Actor, username: str, role: str, unit: Unit | None, name: str, title: str
) -> Person:
    """One person of the demo, made where that user name is not taken yet."""
    from django.utils import timezone

    from nhipcau.accounts.models import Person
    from nhipcau.accounts.services import people, sign_in

    found = Person.objects.filter(username=username).first()
    if found is not None:
        return found
    first = people.FirstRole(role, unit, timezone.localdate())
    card = people.Card(name=name, title=title)
    person, password = people.create_person(actor, username, card, first)
    # Nobody is asked to change a password that nobody was told.
    sign_in.change_password(actor, person, password)
    return person


def _running() -> Meeting | None:
    """The meeting of an earlier start, unless it was closed or is of another day."""
    from django.utils import timezone

    from nhipcau.meetings.models import Meeting

    recent = timezone.now() - timedelta(hours=12)
    found = Meeting.objects.filter(title=TITLE, starts__gt=recent)
    going = found.filter(live__state__phase__in=("open", "paused"))
    return going.order_by("-pk").first()


def _open(meeting: Meeting) -> None:
    from nhipcau.accounts.queries import actor_of
    from nhipcau.live import services
    from nhipcau.live.rules.commands import CHAIR, Open

    chair = actor_of(meeting.chair)
    services.prepare(chair, meeting)
    # One that goes on from an earlier start is open.
    with contextlib.suppress(Refusal):
        services.command(chair, meeting, CHAIR, uuid4(), Open())


def make_meeting(
    actor: Actor,
    hub: Site,
    chair: Person,
    sites: Sequence[Site],
    deputy: Site | None = None,
) -> Meeting:
    """A meeting of these sites that soon begins."""
    from django.utils import timezone

    from nhipcau.meetings.services import Plan, plan_meeting

    soon = timezone.now().replace(minute=0, second=0, microsecond=0)
    plan = Plan(
        title=TITLE,
        host=hub.place.unit,
        starts=soon + timedelta(hours=1),
        chair=chair,
        chair_site=hub,
        sites=tuple(sites),
        deputy_site=deputy,
    )
    return plan_meeting(actor, plan)
