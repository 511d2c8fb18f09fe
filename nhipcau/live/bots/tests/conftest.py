"""A meeting whose communes nobody sits in, and who plays them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from nhipcau.accounts.models import Device, Person, RoleGrant
from nhipcau.base.guard import writing
from nhipcau.live.bots.services import NAME, USERNAME
from nhipcau.live.tests.bench import Bench, build


def empty_communes(bench: Bench) -> None:
    """Nobody sits at the communes, and the person is there who plays them."""
    with writing():
        for who in ("hai", "tra"):
            Device.objects.filter(pk=bench.devices.pop(who).pk).delete()
        player = Person.objects.create(username=USERNAME, name=NAME)
        since = timezone.localdate() - timedelta(days=1)
        RoleGrant.objects.create(person=player, role="clerk", unit=None, since=since)


@pytest.fixture
def bench(db: None) -> Bench:
    """Hub and two communes, of which only the hub has a device."""
    made = build()
    empty_communes(made)
    return made
