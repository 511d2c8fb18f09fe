"""The roles of the product, the rights each one gives, and who may give them."""

from __future__ import annotations

from collections.abc import Collection

ADMINISTRATOR = "administrator"

ROLES: dict[str, frozenset[str]] = {
    ADMINISTRATOR: frozenset(
        {
            "places.see",
            "places.edit",
            "accounts.manage",
            "audit.read",
            "meetings.see",
            "meetings.prepare",
        }
    ),
    "chair": frozenset(
        {
            "places.see",
            "meetings.see",
            "meetings.prepare",
            "meetings.chair",
            "meetings.conduct",
            "meetings.sit",
        }
    ),
    "secretary": frozenset(
        {
            "places.see",
            "meetings.see",
            "meetings.prepare",
            "meetings.conduct",
            "meetings.sit",
        }
    ),
    "technician": frozenset(
        {"places.see", "places.edit", "meetings.see", "meetings.sit"}
    ),
    "clerk": frozenset({"places.see", "meetings.see", "meetings.sit"}),
    "viewer": frozenset({"places.see", "meetings.see"}),
}

# Whoever manages people appoints chairs and clerks without being one; any other
# right must be held by the giver, so nobody rises above who appointed them.
APPOINTED = {
    "accounts.manage": frozenset({"meetings.chair", "meetings.conduct", "meetings.sit"})
}


def may_give(role: str, held: Collection[str]) -> bool:
    """Whether who holds the rights `held` on a unit may give `role` there."""
    if "accounts.manage" not in held or role not in ROLES:
        return False
    given = frozenset(held)
    for right, appointed in APPOINTED.items():
        if right in held:
            given |= appointed
    return ROLES[role] <= given
