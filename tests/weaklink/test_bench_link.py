"""`bench meeting --link`: enters a laboratory by itself and says what it found."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from nhipcau.supervisor.binaries import ROOT

pytestmark = pytest.mark.weaklink


def test_it_measures_a_meeting_over_a_link_that_it_has_proved():
    # Not inside yet, as whoever calls it: it makes a network of its own.
    env = {k: v for k, v in os.environ.items() if k != "LINK_LABORATORY"}
    words = ["--sites", "3", "--seconds", "5", "--kills", "0", "--link", "adsl"]
    done = subprocess.run(
        [sys.executable, "-m", "nhipcau", "bench", "meeting", *words],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.stdout, done.stderr[-2000:]
    found = json.loads(done.stdout)
    link = found["link"]
    assert link["name"] == "adsl"
    # Busy machines make links longer, never shorter, and wires never wider.
    assert link["proof"]["rtt_ms"]["found"] >= 0.95 * link["proof"]["rtt_ms"]["asked"]
    assert link["proof"]["up"]["kbps"] <= 1.05 * link["proof"]["up"]["asked_kbps"]
    assert link["lag_ms"]["n"] > 1000
    # The receiver learns of a grant over that link; the speaker sends over it.
    assert found["told_ms"]["receiver"]["p50"] >= link["proof"]["rtt_ms"]["asked"] / 2
    assert found["floor_ms"]["audible"]["n"] >= 1
    assert 0 < found["kbps"]["up"]["speaker"] <= 640 * 1.05
