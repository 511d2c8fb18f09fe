"""A room computer shows a code, a technician types it, and nobody signs in there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from nhipcau.accounts import services
from nhipcau.accounts.models import Device
from nhipcau.accounts.queries import actor_at, actor_of, device_of
from nhipcau.accounts.services.pairing import LIFE
from nhipcau.accounts.tests.conftest import Someone, Tree, signed_in
from nhipcau.audit.models import AuditEvent
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal


@pytest.fixture
def technician(someone: Someone, tree: Tree) -> Actor:
    return actor_of(someone("ky-thuat", "Kỹ thuật", ("technician", tree.hai)))


def paired(technician: Actor, tree: Tree, key: str = "room") -> Device:
    code = services.offer_pairing(key)
    return services.pair_device(technician, tree.hai_site, code)


def test_it_becomes_the_main_device_of_its_site_and_speaks_for_itself(
    technician: Actor, tree: Tree
):
    device = paired(technician, tree)
    assert device_of("room") == device
    assert (device.site, device.person, device.main) == (tree.hai_site, None, True)
    assert actor_at(device) == Actor("device", device.pk, str(tree.hai_site))
    assert device.belongs_to(actor_at(device))
    assert not device.belongs_to(technician)
    event = AuditEvent.objects.get(verb="accounts.device_paired")
    assert event.actor_name == str(technician.name)


def test_a_code_works_once_however_it_is_typed(technician: Actor, tree: Tree):
    code = services.offer_pairing("room")
    typed = code.replace("-", "").lower()
    services.pair_device(technician, tree.hai_site, typed)
    with pytest.raises(Refusal, match="pairing_code_unknown"):
        services.pair_device(technician, tree.hai_site, code)


def test_a_code_is_unknown_after_a_quarter_of_an_hour(
    technician: Actor, tree: Tree, time_machine: Any
):
    time_machine.move_to(timezone.now(), tick=False)
    code = services.offer_pairing("room")
    time_machine.shift(LIFE + 1)
    with pytest.raises(Refusal, match="pairing_code_unknown"):
        services.pair_device(technician, tree.hai_site, code)


def test_nobody_takes_the_machine_of_a_room_that_is_not_theirs(
    technician: Actor, someone: Someone, tree: Tree
):
    paired(technician, tree)
    other = actor_of(someone("khac", "Khác", ("technician", tree.tra)))
    code = services.offer_pairing("room")
    with pytest.raises(Refusal, match="device_not_yours"):
        services.pair_device(other, tree.tra_site, code)
    assert device_of("room").site == tree.hai_site


def test_only_who_keeps_the_devices_of_a_site_pairs_there(
    technician: Actor, someone: Someone, tree: Tree
):
    code = services.offer_pairing("room")
    clerk = actor_of(someone("lan", "Lan", ("clerk", tree.hai)))
    for actor, site in ((clerk, tree.hai_site), (technician, tree.tra_site)):
        with pytest.raises(Refusal, match="device_not_yours"):
            services.pair_device(actor, site, code)
    assert services.pair_device(technician, tree.hai_site, code)


def test_the_main_device_before_becomes_a_companion(
    technician: Actor, someone: Someone, tree: Tree
):
    clerk = actor_of(someone("lan", "Lan", ("clerk", tree.hai)))
    laptop = services.seat_device(clerk, tree.hai_site, "laptop", "Máy xách tay", True)
    paired(technician, tree)
    laptop.refresh_from_db()
    assert not laptop.main


def test_paired_again_it_moves(technician: Actor, as_root: Actor, tree: Tree):
    first = paired(technician, tree)
    code = services.offer_pairing("room")
    again = services.pair_device(as_root, tree.tra_site, code)
    assert again.pk == first.pk
    assert device_of("room").site == tree.tra_site


def test_a_browser_in_which_somebody_sat_can_become_a_room_computer(
    technician: Actor, someone: Someone, tree: Tree
):
    clerk = actor_of(someone("lan", "Lan", ("clerk", tree.hai)))
    services.seat_device(clerk, tree.hai_site, "room", "Máy", True, "session")
    device = paired(technician, tree)
    assert (device.person, device.session) == (None, "")


def test_nobody_takes_a_seat_of_their_own_at_a_room_computer(
    technician: Actor, someone: Someone, tree: Tree
):
    paired(technician, tree)
    clerk = actor_of(someone("lan", "Lan", ("clerk", tree.hai)))
    with pytest.raises(Refusal, match="device_of_room"):
        services.seat_device(clerk, tree.hai_site, "room", "Máy", True)


def test_one_that_was_removed_is_nobody_until_it_is_let_in_again(
    technician: Actor, tree: Tree
):
    device = paired(technician, tree)
    services.remove_device(technician, device)
    assert device_of("room") is None
    code = services.offer_pairing("room")
    with pytest.raises(Refusal, match="device_removed"):
        services.pair_device(technician, tree.hai_site, code)
    services.readmit_device(technician, device)
    assert services.pair_device(technician, tree.hai_site, code).main


def test_the_technician_types_the_code_and_is_told_what_was_wrong(
    someone: Someone, tree: Tree
):
    person = someone("ky-thuat", "Kỹ thuật", ("technician", tree.hai))
    client = signed_in(person)
    page = client.get(f"/ghep-may/?site={tree.hai_site.pk}")
    assert f'value="{tree.hai_site.pk}" selected' in page.content.decode()
    wrong = {"code": "K7QM-4T2P", "site": tree.hai_site.pk}
    answer = client.post("/ghep-may/", wrong)
    assert "Mã không đúng hoặc đã quá 15 phút" in answer.content.decode()
    right = {"code": services.offer_pairing("room"), "site": tree.hai_site.pk}
    assert client.post("/ghep-may/", right).status_code == 302
    assert device_of("room").site == tree.hai_site
    elsewhere = right | {"site": tree.tra_site.pk}
    assert client.post("/ghep-may/", elsewhere).status_code == 200


def test_who_edits_no_site_finds_no_page(someone: Someone, tree: Tree):
    client = signed_in(someone("lan", "Lan", ("clerk", tree.hai)))
    assert client.get("/ghep-may/").status_code == 403
    assert Client().get("/ghep-may/").status_code == 302
