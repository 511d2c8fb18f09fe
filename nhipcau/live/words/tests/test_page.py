"""The page of what was written in a meeting: kept, for who could conduct."""

from uuid import uuid4

import pytest
from django.utils import timezone

from nhipcau.base.guard import writing
from nhipcau.live.models import Acknowledgement, Message


@pytest.fixture
def address(bench):
    return f"/cuoc-hop/{bench.meeting.pk}/trao-doi/"


def said(bench, text, who="hai", **more):
    with writing():
        return Message.objects.create(
            meeting=bench.meeting,
            site=bench.sites[who] if who else None,
            text=text,
            by=bench.people["hub"],
            at=timezone.now(),
            command=uuid4(),
            **{"from_hub": True, **more},
        )


def test_it_shows_the_chair_what_was_said_and_who_has_read_it(bench, client, address):
    message = said(bench, "Kiểm tra micro", who=None)
    said(bench, "Đã rõ", from_hub=False)
    with writing():
        Acknowledgement.objects.create(
            message=message,
            site=bench.sites["tra"],
            by=bench.people["tra"],
            at=timezone.now(),
        )
    client.force_login(bench.people["hub"])
    text = client.get(address).content.decode()
    assert text.index("Đã rõ") < text.index("Kiểm tra micro")
    assert "tra: " in text


def test_it_asks_the_database_as_often_for_many_messages_as_for_few(
    bench, client, address, django_assert_max_num_queries
):
    for turn in range(30):
        said(bench, f"Tin {turn}")
    client.force_login(bench.people["hub"])
    with django_assert_max_num_queries(25):
        first = client.get(address).content.decode()
    assert "Tin 29" in first
    assert "Tin 9<" not in first
    assert "Tin 9<" in client.get(f"{address}?trang=2").content.decode()


def test_it_says_so_when_nothing_was_said(bench, client, address):
    client.force_login(bench.people["hub"])
    assert "Chưa có tin nhắn nào" in client.get(address).content.decode()


@pytest.mark.parametrize("who", ["hai", "stranger"])
def test_it_shows_nothing_to_who_does_not_conduct(bench, client, address, who):
    said(bench, "Việc riêng")
    client.force_login(bench.people[who])
    answer = client.get(address)
    assert answer.status_code in {403, 404}
    assert "Việc riêng" not in answer.content.decode()
