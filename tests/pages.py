"""Every address of the product, with the roles that may open it.

A page that is missing here fails `tests/test_pages.py`. Roles not named get 403
(or 404 where even the existence of the row is none of their business).
"""

from __future__ import annotations

from dataclasses import dataclass

ALL = frozenset(
    {"administrator", "chair", "secretary", "technician", "clerk", "viewer"}
)
NONE: frozenset[str] = frozenset()
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
PUBLIC = Page(public=True)

PAGES: dict[str, Page] = {
    "base:home": page(),
    "base:look": page(),
    "base:language": POST,
    "base:theme": POST,
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
    "accounts:role-new": page(ADMINISTRATOR, pk="person"),
    "accounts:role-end": POST,
    "accounts:device": POST,
    "audit:log": page(ADMINISTRATOR),
    "audit:export": Page(ADMINISTRATOR, other=True),
    "audit:check": POST,
}
