"""Fixtures that every test may use; each app has its own beside its tests."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhipcau.config.settings")
