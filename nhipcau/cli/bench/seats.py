"""Who sits in a measured meeting: one signed-in person and one device per site."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from nhipcau.cli import demo
from nhipcau.cli.bench.installation import Running

if TYPE_CHECKING:
    from nhipcau.accounts.models import Person

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True)
class Seat:
    """One site of the meeting, and who may sign in for it."""

    site: int
    name: str
    username: str
    password: str


@dataclass(frozen=True)
class Gathering:
    """A planned meeting: the chair's seat, the communes' in order, the secretary's."""

    meeting: int
    chair: Seat
    communes: tuple[Seat, ...]
    secretary: Seat


def gather(running: Running, sites: int, *, deputy: bool = False) -> Gathering:
    """The demo district with a new meeting of so many sites, the hub among them.

    With a `deputy`, the first commune presides when the hub is gone.
    From here on this process reads and writes the installation's database.
    """
    os.environ.update(running.env)
    os.environ["DJANGO_SETTINGS_MODULE"] = "nhipcau.config.settings"
    import django

    django.setup()
    actor = demo.everything()
    district = demo.make_district(actor)
    rooms = [site for site in district.sites if site.kind == site.Kind.COMMUNE]
    if not 2 <= sites <= len(rooms) + 1:
        raise ValueError(f"between 2 and {len(rooms) + 1} sites, not {sites}")
    people = demo.make_people(actor, district)
    demo.make_player(actor)
    invited = [district.hub, *rooms[: sites - 1]]
    second = rooms[0] if deputy else None
    meeting = demo.make_meeting(actor, district.hub, people["chair"], invited, second)
    clerks = {
        room: demo.make_person(
            actor, f"diem-cau-{room.pk}", "clerk", room.place.unit, room.name, "Cán bộ"
        )
        for room in invited[1:]
    }
    hub, name = district.hub.pk, district.hub.name
    return Gathering(
        meeting.pk,
        Seat(hub, name, *_credentials(people["chair"])),
        tuple(Seat(r.pk, r.name, *_credentials(who)) for r, who in clerks.items()),
        Seat(hub, name, *_credentials(people["secretary"])),
    )


def _credentials(person: Person) -> tuple[str, str]:
    from nhipcau.accounts.services import sign_in

    password = sign_in.new_password()
    sign_in.change_password(demo.everything(), person, password)
    return person.username, password


def sit_down(
    address: str, meeting: int, seat: Seat, *, main: bool = True
) -> dict[str, str]:
    """Signs in and takes the seat, through the pages; the cookies of that browser.

    With them it may open the room, ask the API and pass the door.
    """
    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))

    def post(page: str, to: str, **fields: str) -> str:
        with opener.open(address + page, timeout=30) as answer:
            found, place = _TOKEN.search(answer.read().decode()), answer.url
        if found is None:
            raise RuntimeError(f"no form on {page}")
        data = urlencode({"csrfmiddlewaretoken": found[1], **fields}).encode()
        with opener.open(address + to if to else place, data, timeout=30) as answer:
            return str(answer.url)

    post("/", "", login=seat.username, password=seat.password)
    plan = f"/cuoc-hop/{meeting}/"
    device = "main" if main else "companion"
    arrived = post(plan, f"{plan}vao/", site=str(seat.site), device=device)
    if not arrived.endswith("/phong/"):
        raise RuntimeError(f"{seat.username} could not sit down at {seat.site}")
    return {cookie.name: cookie.value or "" for cookie in jar}
