"""One meeting of a hub and two communes, and what its people do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from nhipcau.accounts.cookie import NAME, new_key, remember
from nhipcau.accounts.models import Device, Person, RoleGrant
from nhipcau.accounts.queries import actor_of
from nhipcau.accounts.services.devices import seat_device
from nhipcau.audit.models import AuditEvent
from nhipcau.base.guard import writing
from nhipcau.base.threads import in_thread
from nhipcau.live import services
from nhipcau.live.door import admit
from nhipcau.live.rules.commands import (
    CHAIR,
    By,
    Command,
    Grant,
    Open,
    Revoke,
)
from nhipcau.meetings.models import Meeting, MeetingSite
from nhipcau.places.models import Place, Site, Unit, UnitKind, UnitPath


@dataclass
class Bench:
    """The meeting of a test: who is who, and shortcuts for what people do."""

    meeting: Meeting
    sites: dict[str, Site]
    people: dict[str, Person]
    keys: dict[str, str] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)

    @property
    def room(self) -> str:
        return f"meeting-{self.meeting.pk}"

    def site(self, who: str) -> int:
        return self.sites[who].pk

    def identity(self, who: str) -> str:
        return f"site/{self.site(who)}/{self.devices[who].pk}"

    def sit(self, who: str) -> None:
        """A browser takes the seat of this person's site."""
        key = self.keys.setdefault(who, new_key())
        actor = actor_of(self.people[who])
        self.devices[who] = seat_device(actor, self.sites[who], key, "", True)

    def browser(self, who: str, client: Client) -> Client:
        """Signs `client` in as this person, with the cookie of their device."""
        client.force_login(self.people[who])
        answer = HttpResponse()
        remember(answer, self.keys[who])
        client.cookies[NAME] = answer.cookies[NAME].value
        return client

    def ask(self, who: str, key: str | None = None) -> Any:
        """What the door answers to this person's browser: a token or a refusal."""
        return admit(
            actor_of(self.people[who]),
            self.keys[who] if key is None else key,
            f"/livekit/{self.meeting.pk}/rtc/v1?access_token=door",
            signed_in=True,
        )

    def give(self, command: Command) -> services.Given:
        """The chair gives a command."""
        actor = actor_of(self.people["hub"])
        return services.command(actor, self.meeting, CHAIR, uuid4(), command)

    def ask_for(self, who: str, command: Command) -> services.Given:
        """A site gives a command for itself."""
        actor, by = actor_of(self.people[who]), By("site", self.site(who))
        return services.command(actor, self.meeting, by, uuid4(), command)

    def dismiss(self, who: str) -> None:
        """The person loses every role, as by the people page."""
        with writing():
            RoleGrant.objects.filter(person=self.people[who]).delete()

    def keeps_rooms(self, who: str) -> None:
        """From today this person is a technician of the unit that holds the meeting."""
        with writing():
            RoleGrant.objects.create(
                person=self.people[who],
                role="technician",
                unit=self.meeting.host,
                since=timezone.localdate(),
            )

    def audited(self, verb: str) -> list[dict[str, Any]]:
        """What the log holds of one verb, oldest first."""
        events = AuditEvent.objects.filter(verb=verb).order_by("id")
        return [event.after or {} for event in events]

    async def open(self) -> None:
        await in_thread(self.give, Open())

    async def grant(self, who: str, *floor: str) -> None:
        order = Grant(self.site(who), tuple(self.site(one) for one in floor))
        await in_thread(self.give, order)

    async def revoke(self, who: str) -> None:
        order = Revoke(self.site(who), (self.site(who),))
        await in_thread(self.give, order)


def build() -> Bench:
    """A hub and two communes, each with someone at its device."""
    since = timezone.localdate() - timedelta(days=400)
    with writing():
        kind, _ = UnitKind.objects.get_or_create(code="thu", defaults={"name": "Thử"})
        district = Unit.objects.create(name="Huyện thử", kind=kind, since=since)
        UnitPath.objects.create(
            ancestor=district, descendant=district, depth=0, since=since
        )
        place = Place.objects.create(name="Trụ sở", unit=district)
        sites = {
            who: Site.objects.create(
                name=who, place=place, kind="commune", plate=who, order=order
            )
            for order, who in enumerate(("hub", "hai", "tra"))
        }
        people = {who: _person(who, district) for who in (*sites, "stranger")}
        RoleGrant.objects.filter(person=people["stranger"]).delete()
        RoleGrant.objects.create(
            person=people["hub"], role="chair", unit=district, since=since
        )
        meeting = Meeting.objects.create(
            title="Giao ban",
            host=district,
            starts=timezone.now(),
            chair=people["hub"],
            chair_site=sites["hub"],
        )
        MeetingSite.objects.bulk_create(
            MeetingSite(meeting=meeting, site=site) for site in sites.values()
        )
    made = Bench(meeting, sites, people)
    services.prepare(actor_of(people["hub"]), meeting)
    for who in sites:
        made.sit(who)
    return made


def _person(who: str, unit: Unit) -> Person:
    person = Person.objects.create(username=who, name=who)
    since = timezone.localdate() - timedelta(days=400)
    RoleGrant.objects.create(person=person, role="clerk", unit=unit, since=since)
    return person
