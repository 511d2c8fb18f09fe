"""JSON for the room island and the question that the door asks."""

from __future__ import annotations

from ninja import Router

router = Router()
