"""People come, change, leave and return."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from nhipcau.accounts import services
from nhipcau.accounts.models import Person
from nhipcau.accounts.queries import actor_of, people
from nhipcau.accounts.services.people import Card, FirstRole
from nhipcau.accounts.tests.conftest import PASSWORD, Someone, Tree, signed_in, today
from nhipcau.audit.models import AuditEvent
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal


def test_a_new_person_signs_in_with_a_password_that_must_change(
    as_root: Actor, tree: Tree
):
    first = FirstRole("clerk", tree.hai, today())
    lan, password = services.create_person(
        as_root, "  Lan.TT ", Card("Trần  Thị Lan", title="Văn phòng"), first
    )
    assert (lan.username, lan.name) == ("lan.tt", "Trần Thị Lan")
    assert lan.must_change_password
    assert lan.check_password(password)
    assert len(password) >= 14
    assert actor_of(lan).units("meetings.sit") == {tree.hai.pk}


def test_no_event_of_a_new_person_holds_the_password(as_root: Actor):
    lan, password = services.create_person(as_root, "lan", Card("Lan"))
    again = services.reset_password(as_root, lan)
    for event in AuditEvent.objects.all():
        text = f"{event.before}{event.after}{event.object_name}"
        assert password not in text
        assert again not in text


def test_a_user_name_that_is_taken_is_refused_whatever_its_case(
    as_root: Actor, someone: Someone
):
    someone("lan")
    with pytest.raises(ValidationError, match="đã có người dùng"):
        services.create_person(as_root, "LAN", Card("Lan khác"))


@pytest.mark.parametrize("username", ["lan tt", "lân", ".lan", "", "a" * 61, "<b>"])
def test_a_user_name_that_cannot_be_typed_on_every_keyboard_is_refused(
    as_root: Actor, username: str
):
    with pytest.raises(ValidationError):
        services.create_person(as_root, username, Card("Lan"))


def test_a_commune_administrator_adds_people_of_the_commune_only(
    tree: Tree, someone: Someone
):
    boss = actor_of(someone("boss", "Quản trị", ("administrator", tree.hai)))
    services.create_person(
        boss, "lan", Card("Lan"), FirstRole("clerk", tree.hai, today())
    )
    with pytest.raises(Refusal, match="unit_not_yours"):
        services.create_person(
            boss, "bich", Card("Bích"), FirstRole("clerk", tree.tra, today())
        )
    with pytest.raises(Refusal, match="unit_not_yours"):
        services.create_person(boss, "cuc", Card("Cúc"))
    assert not Person.objects.filter(username__in=("bich", "cuc")).exists()


def test_a_commune_administrator_does_not_reset_who_has_a_role_beyond(
    tree: Tree, someone: Someone
):
    boss = actor_of(someone("boss", "Quản trị", ("administrator", tree.hai)))
    both = someone("both", "Cả hai", ("clerk", tree.hai), ("clerk", tree.tra))
    above = someone("above", "Trên", ("chair", None))
    nobody = someone("nobody")
    for person in (both, above, nobody):
        with pytest.raises(Refusal, match="person_not_yours"):
            services.reset_password(boss, person)
    own = someone("own", "Của xã", ("clerk", tree.hai))
    services.reset_password(boss, own)


def test_people_change_their_own_card_but_not_their_title(tree: Tree, someone: Someone):
    lan = someone("lan", "Lan", ("clerk", tree.hai))
    services.update_person(actor_of(lan), lan, Card("Lan Anh", phone="0905 123 456"))
    lan.refresh_from_db()
    assert lan.name == "Lan Anh"
    with pytest.raises(Refusal, match="person_not_yours"):
        services.update_person(actor_of(lan), lan, Card("Lan", title="Chủ tịch"))


def test_what_changed_about_a_person_is_in_the_log(as_root: Actor, someone: Someone):
    lan = someone("lan", "Lan")
    services.update_person(as_root, lan, Card("Lan Anh"))
    event = AuditEvent.objects.get(verb="accounts.person_changed")
    assert event.before["name"] == "Lan"
    assert event.after["name"] == "Lan Anh"


def test_who_is_deactivated_is_out_at_once_and_cannot_come_back(
    as_root: Actor, someone: Someone, tree: Tree
):
    lan = someone("lan", "Lan", ("clerk", tree.hai))
    browser = signed_in(lan)
    services.deactivate_person(as_root, lan)
    assert "sessionid" not in browser.get("/tai-khoan/vao/").wsgi_request.COOKIES or (
        not browser.get("/tai-khoan/vao/").wsgi_request.user.is_authenticated
    )
    services.reactivate_person(as_root, lan)
    assert lan.check_password(PASSWORD)


def test_nobody_deactivates_themselves_or_the_last_administrator(
    as_root: Actor, root: Person, someone: Someone
):
    with pytest.raises(Refusal, match="not_yourself"):
        services.deactivate_person(as_root, root)
    other = Actor("person", 999, "Khác", as_root.grants)
    with pytest.raises(Refusal, match="last_administrator"):
        services.deactivate_person(other, root)


def test_the_list_finds_people_without_accents_and_sorts_by_given_name(
    as_root: Actor, root: Person, someone: Someone, tree: Tree
):
    someone("dung", "Lê Văn Đúng", ("clerk", tree.hai))
    someone("an", "Đặng Thị Ân", ("clerk", tree.tra))
    someone("anh", "Phạm Ánh", ("chair", tree.district))
    names = [person.name for person in people(as_root)]
    assert names == ["Phạm Ánh", "Đặng Thị Ân", "Lê Văn Đúng", "Nguyễn Văn Gốc"]
    assert [p.username for p in people(as_root, "dang")] == ["an"]
    assert [p.username for p in people(as_root, "van dung")] == ["dung"]
    assert [p.username for p in people(as_root, role="chair")] == ["anh"]
    assert [p.username for p in people(as_root, unit=tree.hai.pk)] == ["dung"]
    assert len(people(as_root, unit=tree.district.pk)) == 3


def test_the_dictionary_orders_people_whatever_the_language_of_the_database(
    as_root: Actor, root: Person, someone: Someone
):
    ordered = ["Võ Tâm", "Lê Tứ", "Trần Thị Út", "Hồ Văn Xuân", "Phạm Yến"]
    for number, name in enumerate(reversed(ordered)):
        someone(f"p{number}", name)
    found = [person.name for person in people(as_root) if person != root]
    assert found == ordered


def test_a_commune_administrator_sees_the_people_of_the_commune(
    tree: Tree, someone: Someone
):
    boss = actor_of(someone("boss", "Bình", ("administrator", tree.hai)))
    someone("lan", "Lan", ("clerk", tree.hai))
    someone("cuc", "Cúc", ("clerk", tree.tra))
    assert [p.username for p in people(boss)] == ["boss", "lan"]


def test_the_actor_takes_one_query(
    someone: Someone, tree: Tree, django_assert_num_queries
):
    lan = someone("lan", "Lan", ("clerk", tree.hai), ("viewer", tree.tra))
    with django_assert_num_queries(1):
        actor_of(lan)


def test_the_history_on_the_page_is_of_the_units_whose_log_one_reads(
    as_root: Actor, tree: Tree, someone: Someone
):
    boss = someone("boss", "Bình", ("administrator", tree.hai))
    lan = someone("lan", "Lan", ("clerk", tree.hai))
    services.grant_role(as_root, lan, "viewer", tree.hai, today())
    services.grant_role(as_root, lan, "secretary", tree.tra, today())
    page = signed_in(boss).get(f"/nguoi-dung/{lan.pk}/")
    told = page.context["told"]
    assert [one.event.unit for one in told] == [tree.hai.pk]
    assert "secretary" not in str([one.event.after for one in told])
