"""Builds the actor of each request from the rows, so a lost role ends at once."""

from __future__ import annotations
