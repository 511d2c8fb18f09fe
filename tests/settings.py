"""Settings of the tests: a data folder of their own, and the write guard on."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="nhipcau-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["NHIPCAU_DATA_DIR"] = _folder
os.environ["NHIPCAU_DEMO"] = "true"  # turns the write guard on
os.environ["NHIPCAU_ENGINE_KEY"] = "test"
os.environ["NHIPCAU_ENGINE_SECRET"] = "test-secret-that-is-long-enough-for-hs256"
os.environ["NHIPCAU_SECRET_KEY"] = "test-only"

from nhipcau.config.settings import *  # noqa: E402, F403

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, not memory: threads and processes of a test share what is committed.
    DATABASES["default"]["TEST"] = {"NAME": f"{_folder}/test.sqlite3"}  # noqa: F405
