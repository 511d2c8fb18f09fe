"""Events are written by services, sealed in batches, and read by right."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import OperationalError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.audit.head import head_file, note_head, noted_head
from nhipcau.audit.models import AuditEvent
from nhipcau.audit.queries import chain, waiting
from nhipcau.audit.rules.chain import examine
from nhipcau.audit.services import BATCH, record, seal_batch
from nhipcau.base.guard import WriteOutsideService, writing
from nhipcau.base.service import UnauditedService, service
from nhipcau.core.actor import Actor, system

SEALED = (
    "at",
    "actor_kind",
    "actor_id",
    "actor_name",
    "verb",
    "object_type",
    "object_id",
    "object_name",
    "unit",
    "before",
    "after",
    "previous",
    "hash",
)


@service
def happen(actor: Actor, count: int = 1) -> None:
    for number in range(count):
        record(actor, "audit.tested", f"việc {number}", after={"n": number})


def write(**changes: object) -> None:
    with writing():
        AuditEvent.objects.filter(number=2).update(**changes)


@pytest.fixture
def sealed(db: None, settings, tmp_path) -> None:
    settings.NHIPCAU = settings.NHIPCAU.model_copy(update={"data_dir": tmp_path})
    happen(system("test"), 3)
    assert seal_batch() == 3
    note_head()


def broken() -> int | None:
    return examine(chain(), noted_head()).broken


@pytest.mark.django_db
def test_an_event_outside_of_a_service_is_refused():
    with pytest.raises(UnauditedService):
        record(system("test"), "audit.tested", "việc")


@pytest.mark.django_db
def test_an_event_without_an_object_is_refused():
    @service
    def nameless(actor: Actor) -> None:
        record(actor, "audit.tested", "")

    with pytest.raises(ValueError, match="names its object"):
        nameless(system("test"))


@pytest.mark.django_db
def test_a_very_long_name_is_cut_and_nothing_is_lost():
    @service
    def endless(actor: Actor) -> None:
        record(actor, "audit.tested", "Đ" * 10_000)

    endless(Actor("person", 1, "N" * 10_000))
    event = AuditEvent.objects.get()
    assert (len(event.object_name), len(event.actor_name)) == (300, 200)


@pytest.mark.django_db
def test_nobody_writes_the_log_by_hand():
    with pytest.raises(WriteOutsideService):
        AuditEvent.objects.all().delete()


@pytest.mark.django_db
def test_events_are_sealed_in_batches_in_the_order_of_writing():
    happen(system("test"), BATCH + 5)
    assert [seal_batch(), seal_batch(), seal_batch()] == [BATCH, 5, 0]
    assert waiting() == 0
    verdict = examine(chain())
    assert (verdict.broken, verdict.holds) == (None, BATCH + 5)


def test_an_untouched_log_holds(sealed):
    assert broken() is None


@pytest.mark.parametrize("field", SEALED)
def test_any_changed_column_is_found_at_its_number(sealed, field: str):
    row = AuditEvent.objects.get(number=2)
    value = getattr(row, field)
    if field == "at":
        changed: object = value.replace(microsecond=(value.microsecond + 1) % 10**6)
    elif field in ("before", "after"):
        changed = {"n": 99}
    elif field in ("unit", "actor_id"):
        changed = 77
    else:
        changed = "x"
    write(**{field: changed})
    assert broken() == 2


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_deleted_row_is_found_even_the_last_one(sealed, number: int):
    with writing():
        AuditEvent.objects.filter(number=number).delete()
    assert broken() == number


def test_a_renumbered_row_is_found(sealed):
    write(number=9)
    assert broken() == 2


def test_an_unsealed_row_is_found(sealed):
    write(number=None)
    assert broken() == 2


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0")))
def test_any_other_text_in_an_event_is_found(sealed, words: str):
    before = AuditEvent.objects.get(number=2).object_name
    write(object_name=words[:300])
    assert (broken() == 2) == (words[:300] != before)
    write(object_name=before)


def test_the_head_is_noted_whole_and_read_back(sealed):
    assert noted_head() is not None
    assert not head_file().with_suffix(".part").exists()
    head_file().unlink()
    assert noted_head() is None


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_leave_one_true_chain():
    happen(system("test"), 150)

    def waiting_now() -> int:
        with suppress(OperationalError):
            return waiting()
        return 1

    def sealer(_: int) -> int:
        sealed = 0
        try:
            while waiting_now():
                # A database in memory does not wait for its lock: the worker,
                # too, meets an error by trying again.
                with suppress(OperationalError):
                    sealed += seal_batch()
            return sealed
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(sealer, range(2)))
    assert sum(counts) == 150
    verdict = examine(chain())
    assert (verdict.broken, verdict.holds, waiting()) == (None, 150, 0)
