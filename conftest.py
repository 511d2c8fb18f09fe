"""Every test runs on a data folder of its own, with the write guard on."""

from __future__ import annotations

import os
import tempfile

_data = tempfile.mkdtemp(prefix="nhipcau-test-")
os.environ.setdefault("NHIPCAU_DATA_DIR", _data)
os.environ["NHIPCAU_DEMO"] = "true"  # turns the write guard on
os.environ["NHIPCAU_ENGINE_KEY"] = "test"
os.environ["NHIPCAU_ENGINE_SECRET"] = "test-secret-that-is-long-enough-for-hs256"
os.environ["NHIPCAU_SECRET_KEY"] = "test-only"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhipcau.config.settings")
