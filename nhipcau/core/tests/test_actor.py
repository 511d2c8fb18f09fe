"""An actor holds rights on units; a refusal carries a code and facts."""

from __future__ import annotations

from nhipcau.core.actor import Actor, Grant, system
from nhipcau.core.refusal import Refusal


def test_it_knows_on_which_units_a_right_is_held():
    grants = frozenset({Grant("a.see", 1), Grant("a.see"), Grant("a.edit", 2)})
    actor = Actor("person", 1, "An (demo)", grants)
    assert actor.units("a.see") == {1, None}
    assert actor.units("a.edit") == {2}
    assert actor.holds("a.edit")
    assert not actor.holds("a.delete")


def test_it_gives_a_process_no_right_of_a_person():
    assert system("conductor").grants == frozenset()


def test_it_compares_refusals_by_code_and_facts():
    assert Refusal("full", rooms=2) == Refusal("full", rooms=2)
    assert Refusal("full", rooms=2) != Refusal("full", rooms=3)
    assert Refusal("full") != "full"
    assert len({Refusal("full"), Refusal("full")}) == 1
    assert repr(Refusal("full", rooms=2)) == "Refusal('full', rooms=2)"
