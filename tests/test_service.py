"""A service is one transaction, takes the actor first and leaves an event."""

from __future__ import annotations

import pytest
from django.db import transaction

from nhipcau.audit.models import AuditEvent
from nhipcau.audit.services import record
from nhipcau.base.guard import WriteOutsideService
from nhipcau.base.service import UnauditedService, service
from nhipcau.core.actor import Actor, system
from nhipcau.places.models import UnitKind

ACTOR = system("test")


@service
def name_kind(actor: Actor, code: str) -> UnitKind:
    kind = UnitKind.objects.create(code=code, name=code)
    record(actor, "test.name", kind)
    return kind


@service
def forget_to_record(actor: Actor, code: str) -> None:
    UnitKind.objects.create(code=code, name=code)


@service
def name_two(actor: Actor) -> None:
    name_kind(actor, "one")
    name_kind(actor, "two")


@service
def fail_after_naming(actor: Actor) -> None:
    name_kind(actor, "lost")
    raise ValueError("after the write")


@pytest.mark.django_db
def test_it_writes_the_row_and_its_event_together():
    kind = name_kind(ACTOR, "xa-thu")
    assert AuditEvent.objects.get(verb="test.name").object_id == str(kind.pk)


@pytest.mark.django_db
def test_it_rolls_back_what_leaves_no_event():
    with pytest.raises(UnauditedService):
        forget_to_record(ACTOR, "xa-thu")
    assert not UnitKind.objects.filter(code="xa-thu").exists()


@pytest.mark.django_db
def test_it_counts_the_events_of_services_that_it_calls():
    name_two(ACTOR)
    assert AuditEvent.objects.filter(verb="test.name").count() == 2


@pytest.mark.django_db
def test_it_rolls_back_the_event_with_the_row():
    with pytest.raises(ValueError, match="after the write"):
        fail_after_naming(ACTOR)
    assert not AuditEvent.objects.exists()
    assert not UnitKind.objects.filter(code="lost").exists()


@pytest.mark.django_db
def test_it_refuses_to_write_outside_a_service():
    with pytest.raises(WriteOutsideService):
        UnitKind.objects.create(code="xa-thu", name="Xã")


@pytest.mark.django_db
def test_it_refuses_to_delete_or_change_outside_a_service():
    name_kind(ACTOR, "xa-thu")
    with pytest.raises(WriteOutsideService), transaction.atomic():
        UnitKind.objects.filter(code="xa-thu").update(rank=3)
    with pytest.raises(WriteOutsideService), transaction.atomic():
        UnitKind.objects.filter(code="xa-thu").delete()


@pytest.mark.django_db
def test_it_refuses_an_event_outside_a_service():
    with pytest.raises(UnauditedService):
        record(ACTOR, "test.name", "nothing")


def test_it_refuses_to_run_without_an_actor():
    with pytest.raises(TypeError, match="actor first"):
        name_kind("An", "xa-thu")  # type: ignore[arg-type]
