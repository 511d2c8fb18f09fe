"""Every address of the product, with the roles that may open it.

A page that is missing here fails `tests/test_pages.py`. Roles not named get 403
(or 404 where even the existence of the row is none of their business).
"""

from __future__ import annotations

from dataclasses import dataclass

ALL = frozenset(
    {"administrator", "chair", "secretary", "technician", "clerk", "viewer"}
)
# The rows opened here are the hub's: a commune's clerk sees those of the commune.
DISTRICT = ALL - {"clerk"}
EDITORS = frozenset({"administrator", "technician"})
PREPARERS = frozenset({"administrator", "chair", "secretary"})
ADMINISTRATOR = frozenset({"administrator"})


@dataclass(frozen=True)
class Page:
    """Who may open a page by GET, with which rows in its address.

    `rows` maps parts of the address to names in the demo facts; `posts` marks an
    address that answers POST only; `public` one that needs no sign-in; `other`
    one that is no page of ours to look at (JSON, a file, a redirect).
    """

    roles: frozenset[str] = ALL
    rows: tuple[tuple[str, str], ...] = ()
    posts: bool = False
    public: bool = False
    other: bool = False


def page(roles: frozenset[str] = ALL, **rows: str) -> Page:
    """An ordinary page."""
    return Page(roles, tuple(rows.items()))


POST = Page(posts=True)
FILE = Page(other=True)
PUBLIC = Page(public=True)

PAGES: dict[str, Page] = {
    "base:home": page(),
    "base:look": page(),
    "base:language": POST,
    "base:theme": POST,
    "base:trust": PUBLIC,
    "base:trust-policy": Page(public=True, other=True),
    "base:trust-registry": Page(public=True, other=True),
    "meetings:list": page(),
    "meetings:new": page(PREPARERS),
    "meetings:page": page(pk="meeting"),
    "meetings:edit": page(PREPARERS, pk="meeting"),
    "meetings:seat": POST,
    "accounts:account": page(),
    "accounts:code": PUBLIC,
    "accounts:sessions-end": POST,
    "accounts:session-end": POST,
    "accounts:people": page(ADMINISTRATOR),
    "accounts:person-new": page(ADMINISTRATOR),
    "accounts:person": page(ADMINISTRATOR, pk="person"),
    "accounts:person-edit": page(ADMINISTRATOR, pk="person"),
    "accounts:person-active": POST,
    "accounts:password-reset": POST,
    "accounts:person-sessions": POST,
    "accounts:second-factors-reset": POST,
    "accounts:role-new": page(ADMINISTRATOR, pk="person"),
    "accounts:role-end": POST,
    "accounts:pair": page(EDITORS),
    "accounts:device": POST,
    "accounts:site-device": POST,
    "audit:log": page(ADMINISTRATOR),
    "audit:export": FILE,
    "audit:check": POST,
    "places:units": page(),
    "places:tree": page(),
    "places:reforms": page(),
    "places:reform_new": page(EDITORS),
    "places:unit_new": page(EDITORS),
    "places:unit": page(DISTRICT, pk="unit"),
    "places:unit_edit": page(EDITORS, pk="unit"),
    "places:unit_move": page(EDITORS, pk="unit"),
    "places:unit_close": page(EDITORS, pk="unit"),
    "places:unit_reopen": POST,
    "places:link_new": page(EDITORS, pk="unit"),
    "places:link_edit": page(EDITORS, pk="unit", link="link"),
    "places:link_remove": POST,
    "places:places": page(),
    "places:place_map": page(),
    "places:place_new": page(EDITORS),
    "places:place": page(DISTRICT, pk="place"),
    "places:place_edit": page(EDITORS, pk="place"),
    "places:place_close": POST,
    "places:place_reopen": POST,
    "places:sites": page(),
    "places:site_new": page(EDITORS),
    "places:site_plate": FILE,
    "places:site_order": page(EDITORS),
    "places:site": page(DISTRICT, pk="hub"),
    "places:site_edit": page(EDITORS, pk="hub"),
    "places:site_close": POST,
    "places:site_reopen": POST,
    "places:units_export": FILE,
    "places:places_export": FILE,
    "places:sites_export": FILE,
    "places:units_import": page(EDITORS),
    "places:places_import": page(EDITORS),
    "places:sites_import": page(EDITORS),
    "live:enter": POST,
    "live:watch": page(pk="meeting"),
    "live:wall": page(pk="meeting"),
    "live:programme": page(pk="meeting"),
    "live:link_new": POST,
    "live:link_revoke": POST,
    "live:knock": PUBLIC,
    # A guest's own page: everyone else is led to the door.
    "live:guest": Page(public=True, other=True),
    "live:roll_call": page(frozenset({"chair", "secretary"}), pk="meeting"),
    "live:words": page(frozenset({"chair", "secretary"}), pk="meeting"),
    "live:technician": page(ALL - {"viewer", "clerk"}, pk="meeting"),
    "live:technician_site": page(DISTRICT - {"viewer"}, pk="meeting", site="hub"),
    "live:errand": POST,
    "live:picture": Page(other=True),
    "live:photograph": Page(other=True),
    "live:feed": page(EDITORS, site="hub"),
    "live:feed_state": Page(other=True),
    "live:feed_photograph": Page(other=True),
    "live:feed_await": POST,
    "live:feed_change": POST,
    "live:timeline": page(ALL - {"viewer"}, pk="meeting"),
    "live:site_timeline": page(DISTRICT - {"viewer"}, pk="meeting", site="hub"),
    "live:mark_connected": POST,
    "live:mark": POST,
    # Whoever comes there gets a code; the room is for the machine alone.
    "live:kiosk": PUBLIC,
    "live:kiosk_room": Page(public=True, other=True),
    "live:kiosk_launcher": Page(public=True, other=True),
    "live:room": Page(rows=(("pk", "meeting"),), other=True),
}
