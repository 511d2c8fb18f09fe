"""A machine of a commune that was told once: it opens the room without a question."""

from __future__ import annotations

import ssl
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Playwright

from nhipcau.cli.bench.installation import until
from nhipcau.cli.bench.link.laboratory import Laboratory

pytestmark = pytest.mark.weaklink

# Cameras and microphones that are there, and a person who would have to be asked.
FLAGS = ("--no-sandbox", "--disable-gpu", "--use-fake-device-for-media-stream")
ASK = """() => Promise.race([
  navigator.mediaDevices.getUserMedia({ audio: true, video: true })
    .then((stream) => stream.getTracks().map((one) => one.kind).sort()),
  new Promise((resolve) => setTimeout(() => resolve("it asks"), 5000)),
])"""


def policy_of(address: str) -> bytes:
    """The file that the page offers, got by somebody who does not trust it yet."""
    blind = ssl.create_default_context()
    blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
    found = b""

    def got() -> bool:
        nonlocal found
        try:
            with urllib.request.urlopen(
                f"{address}/trust/nhip-cau.json", context=blind
            ) as answer:
                found = answer.read()
        # The door makes its first certificate a moment after its start.
        except OSError:
            return False
        return b"CACertificates" in found

    until("the policy holds the root", got)
    return found


@contextmanager
def machine(
    playwright: Playwright, laboratory: Laboratory, folder: Path, policy: bytes | None
) -> Iterator[Page]:
    """A browser of a site whose `/etc/chromium` holds this policy and nothing else."""
    managed = folder / "etc" / "policies" / "managed"
    managed.mkdir(parents=True)
    if policy is not None:
        (managed / "nhip-cau.json").write_bytes(policy)
    started = folder / "chromium"
    started.write_text(
        "#!/bin/sh\n"
        f"exec {' '.join(laboratory.within(0))} unshare --mount sh -c "
        f"'mount --bind {folder / 'etc'} /etc/chromium && exec chromium \"$@\"' "
        'sh "$@"\n'
    )
    started.chmod(0o755)
    browser = playwright.chromium.launch(executable_path=started, args=FLAGS)
    try:
        yield browser.new_page()
    finally:
        browser.close()


def test_the_policy_file_alone_opens_page_camera_and_microphone(
    playwright, laboratory, far, tmp_path
):
    with machine(playwright, laboratory, tmp_path, policy_of(far.address)) as page:
        page.goto(far.address)
        assert page.evaluate("isSecureContext")
        assert page.evaluate(ASK) == ["audio", "video"]


def test_without_it_the_browser_warns_of_the_page(
    playwright, laboratory, far, tmp_path
):
    policy_of(far.address)
    with (
        machine(playwright, laboratory, tmp_path, None) as page,
        pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"),
    ):
        page.goto(far.address)
