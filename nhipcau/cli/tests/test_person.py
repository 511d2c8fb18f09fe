"""`nhipcau person`, for whoever stands at the server."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator

from nhipcau.accounts.models import Person
from nhipcau.accounts.queries import has_second_factor
from nhipcau.audit.models import AuditEvent
from nhipcau.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def lan(capsys) -> Person:
    """An administrator made by the command itself."""
    assert main(["person", "add-administrator", "lan", "Trần Thị Lan"]) == 0
    assert "/vao#" in capsys.readouterr().out
    return Person.objects.get(username="lan")


def test_it_takes_a_lost_second_factor_away_and_the_log_says_so(lan, capsys):
    Authenticator.objects.create(user=lan, type=Authenticator.Type.TOTP, data={})
    assert main(["person", "reset-second-factor", "Lan"]) == 0
    assert "Đã bỏ xác thực hai bước" in capsys.readouterr().out
    assert not has_second_factor(lan)
    event = AuditEvent.objects.get(verb="accounts.second_factors_reset")
    assert (event.actor_kind, event.actor_name) == ("system", "nhipcau person")


def test_it_says_when_there_is_nothing_to_take_away(lan, capsys):
    assert main(["person", "reset-second-factor", "lan"]) == 1
    assert "chưa bật xác thực hai bước" in capsys.readouterr().out


@pytest.mark.parametrize("action", ["reset-second-factor", "sign-in-link"])
def test_it_says_when_nobody_has_this_name(action, capsys):
    assert main(["person", action, "nobody"]) == 1
    assert "Không có người dùng «nobody»" in capsys.readouterr().out


def test_it_says_when_a_name_is_taken(lan, capsys):
    assert main(["person", "add-administrator", "lan", "Lan khác"]) == 1
    assert "đã có người dùng" in capsys.readouterr().out
