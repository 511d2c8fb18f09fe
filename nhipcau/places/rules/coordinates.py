"""Where a place lies: two numbers that are easily swapped."""

from __future__ import annotations

from decimal import Decimal

from nhipcau.core.refusal import Refusal

# Viet Nam with its islands, generously.
SOUTH, NORTH, WEST, EAST = 6, 24, 102, 118


def refuse_coordinates(
    latitude: Decimal | None, longitude: Decimal | None
) -> Refusal | None:
    """Why these coordinates cannot be right; having none at all is right."""
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        return Refusal("coordinates_half")
    if _inside(latitude, longitude):
        return None
    if _inside(longitude, latitude):
        return Refusal("coordinates_swapped", latitude=longitude, longitude=latitude)
    return Refusal("coordinates_abroad")


def _inside(latitude: Decimal, longitude: Decimal) -> bool:
    return SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST
