"""A first join that fails: the room says at what, instead of waiting for ever."""

from __future__ import annotations

import os
import signal

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Demo
from tests.e2e.room import Room, wait_for

pytestmark = pytest.mark.e2e

# Without any candidate no packet of sound or picture ever leaves this browser.
BLOCK = """
const blocked = (more) => ({...more, iceTransportPolicy: 'relay'});
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration) { super(blocked(configuration)); }
  setConfiguration(configuration) { super.setConfiguration(blocked(configuration)); }
};
"""


def says(page: Page, what: str) -> None:
    """Waits until the room names this trouble, on its first join."""
    trouble = page.locator(f"[data-testid=trouble][data-trouble={what}]")
    wait_for(f"it says {what}", trouble.count, page, 30)
    assert page.locator("[data-connection=connecting]").count() == 1


def test_it_names_the_ports_that_the_network_blocks(demo: Demo, desk: Page):
    desk.add_init_script(BLOCK)
    demo.sit(desk, "clerk", demo.facts["sites"]["commune"])
    says(desk, "media")
    sentence = desk.locator("[data-testid=trouble]").text_content() or ""
    env = demo.running.env
    assert f"{env['NHIPCAU_ENGINE_UDP_PORT']}/udp" in sentence
    assert f"{env['NHIPCAU_ENGINE_TCP_PORT']}/tcp" in sentence


def test_it_says_that_the_engine_is_silent_and_enters_when_it_answers(
    demo: Demo, desk: Page
):
    site = demo.facts["sites"]["commune"]
    pid = demo.running.status()["livekit"].pid
    assert pid
    os.kill(pid, signal.SIGSTOP)
    try:
        demo.sit(desk, "clerk", site)
        says(desk, "engine")
    finally:
        os.kill(pid, signal.SIGCONT)
    wait_for("the room is connected", Room(desk, site).connected, desk, 30)
