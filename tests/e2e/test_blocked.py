"""A network that lets pages and calls through, but neither sound nor picture."""

from __future__ import annotations

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


def test_it_names_the_ports_that_the_network_blocks(demo: Demo, desk: Page):
    desk.add_init_script(BLOCK)
    site = demo.facts["sites"]["commune"]
    demo.sit(desk, "clerk", site)
    room = Room(desk, site)
    trouble = desk.locator("[data-testid=trouble]")

    def named() -> bool:
        return trouble.get_attribute("data-trouble") == "media"

    wait_for("it says what is blocked", named, desk, 30)
    assert room.attribute("connection") == "connecting"
    env = demo.running.env
    sentence = trouble.text_content() or ""
    assert f"{env['NHIPCAU_ENGINE_UDP_PORT']}/udp" in sentence
    assert f"{env['NHIPCAU_ENGINE_TCP_PORT']}/tcp" in sentence
