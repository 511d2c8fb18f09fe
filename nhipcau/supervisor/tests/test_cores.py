"""What /proc says of a process, and what that means for the machine."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from nhipcau.supervisor.cores import Reading, Usage, read, usage


def test_it_reads_what_a_process_has_used():
    before = read(os.getpid())
    end = time.process_time() + 0.1
    while time.process_time() < end:
        pass
    after = read(os.getpid())
    assert before
    assert after
    assert 0.05 <= after.seconds - before.seconds < 2
    assert after.bytes > 10_000_000


def test_a_process_that_is_gone_has_no_reading():
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait(20)
    assert read(child.pid) is None


def test_it_names_the_hungriest_first_and_leaves_out_who_was_restarted():
    before = {
        "web": Reading(1, 1.0, 10),
        "bots": Reading(2, 5.0, 10),
        "door": Reading(3, 9.0, 10),
    }
    after = {
        "web": Reading(1, 1.5, 11),
        "bots": Reading(2, 7.0, 12),
        "door": Reading(4, 0.1, 13),
        "new": Reading(5, 1.0, 14),
    }
    assert usage(before, after, 10) == [Usage("bots", 0.2, 12), Usage("web", 0.05, 11)]
