"""The chair writes to the commune, which reads, acknowledges and answers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Windows
from tests.e2e.room import Room, wait_for

pytestmark = pytest.mark.e2e


def shown(room: Room, name: str) -> str:
    """The words of one part of a window; empty: it is not there."""
    # At one moment: between a count and a reading it may be gone.
    parts = room.page.locator(f"[data-testid={name}]").all_inner_texts()
    return "".join(parts)


def readers(page: Page) -> list[str]:
    """How many have read each message of the desk's conversation, newest first."""
    read: list[str] = page.locator("[data-testid=said]").evaluate_all(
        "rows => rows.map((row) => row.dataset.read)"
    )
    return read


def test_it_shows_the_commune_a_message_until_it_is_acknowledged_and_answered(
    windows: Windows,
):
    chair, commune = windows.chair, windows.commune
    chair.press("words")
    chair.page.locator("[data-testid=words-to]").select_option(str(commune.site))
    chair.page.fill("[data-testid=message-text]", "Kiểm tra micro")
    chair.press("send-message")
    wait_for(
        "the commune reads it",
        lambda: "Kiểm tra micro" in shown(commune, "message"),
        commune.page,
    )
    wait_for("nobody has", lambda: readers(chair.page) == ["0"], chair.page)
    commune.page.keyboard.press("2")
    wait_for("it is gone", lambda: not shown(commune, "message"), commune.page)
    wait_for(
        "the chair has the answer",
        lambda: "Điểm cầu đã sẵn sàng." in shown(chair, "message"),
        chair.page,
    )
    wait_for(
        "and sees that it was read",
        lambda: readers(chair.page) == ["0", "1"],
        chair.page,
    )
    chair.press("acknowledge")
    wait_for("nothing waits", lambda: not shown(chair, "message"), chair.page)


def test_it_runs_a_line_under_every_stage_also_for_who_comes_later(windows: Windows):
    chair, commune = windows.chair, windows.commune
    line = "Họp tiếp lúc 10 giờ"
    chair.press("words")
    chair.page.fill("[data-testid=running-line]", line)
    chair.press("run")
    wait_for("it runs", lambda: shown(commune, "running") == line, commune.page)
    commune.page.reload()
    wait_for("it still runs", lambda: shown(commune, "running") == line, commune.page)
    chair.press("clear-running")
    wait_for("it is gone", lambda: not shown(commune, "running"), commune.page)
