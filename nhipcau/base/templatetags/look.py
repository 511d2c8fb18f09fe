"""Tags of the look: icons, fields, dates, the theme, a captured title."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import HttpRequest
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from nhipcau.base.home import Section
from nhipcau.base.icons import ICONS
from nhipcau.base.themes import theme_of
from nhipcau.core.hosts import host_of, is_address

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One of our own drawings; without a label it is decoration and unread."""
    drawing = mark_safe(ICONS[name])  # noqa: S308 - our own constant
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>',
            label,
            drawing,
        )
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', drawing
    )


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """A field with its label, help and errors (`components/field.html`)."""
    return bound.as_field_group()


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """The theme that this browser has chosen: auto, light, dark or wall."""
    request: HttpRequest | None = context.get("request")
    return theme_of(request) if request else "auto"


@register.simple_tag(takes_context=True)
def plain_address(context: Context) -> str:
    """The host as typed when it is a number (`10.0.0.5`); "" when it is a name."""
    request: HttpRequest | None = context.get("request")
    host = host_of(request.get_host()) if request else ""
    return host if is_address(host) else ""


@register.simple_tag
def day(value: date | None) -> SafeString | str:
    """`24/11/2026`, readable by machines too."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return _time(value.isoformat(), date_format(value, "SHORT_DATE_FORMAT"))


@register.simple_tag
def moment(value: datetime | None) -> SafeString | str:
    """`14:05 24/11/2026`; of today only `14:05 hôm nay` would hide the date."""
    return _local(value, "SHORT_DATETIME_FORMAT")


@register.simple_tag
def clock(value: datetime | None) -> SafeString | str:
    """`14:05` of a moment whose date stands beside it."""
    return _local(value, "TIME_FORMAT")


@register.simple_tag
def second(value: datetime | None) -> SafeString | str:
    """`14:05:09 24/11/2026`: where a minute holds too much."""
    return _local(value, "H:i:s d/m/Y")


def _local(value: datetime | None, form: str) -> SafeString | str:
    if value is None:
        return ""
    local = timezone.localtime(value)
    return _time(local.isoformat(), date_format(local, form))


def _time(machine: str, shown: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine, shown)


@register.simple_tag
def pages(page: Page[Any]) -> list[int | None]:
    """Page numbers worth a link; None where some are left out."""
    last = page.paginator.num_pages
    near = {1, last, *range(page.number - 1, page.number + 2)}
    numbers = sorted(number for number in near if 1 <= number <= last)
    shown: list[int | None] = []
    for number in numbers:
        before = shown[-1] if shown else 0
        if before is not None and number - before == 2:
            shown.append(number - 1)
        elif before is not None and number - before > 2:
            shown.append(None)
        shown.append(number)
    return shown


@register.simple_tag
def sign() -> str:
    """The product's sign as a picture for the browser's tab."""
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='-2 -2 28 28'>"
        "<rect x='-2' y='-2' width='28' height='28' rx='6' fill='#0e4449'/>"
        "<g fill='none' stroke='#f6edd9' stroke-width='1.75' stroke-linecap='round'>"
        f"{ICONS['bridge']}</g></svg>"
    )
    return f"data:image/svg+xml,{quote(svg)}"


@register.simple_tag(takes_context=True)
def section(context: Context, part: Section) -> SafeString:
    """One section of the home page, drawn by the app that gave it."""
    return mark_safe(  # noqa: S308 - rendered by a template, so escaped
        render_to_string(part.template, part.context, context["request"])
    )


class CaptureNode(template.Node):
    """Renders its content once, into a variable."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        text = " ".join(self.nodelist.render(context).split())
        context[self.name] = mark_safe(text)  # noqa: S308 - rendered, so escaped
        return mark_safe("")


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """`{% capture page_title %}{% block title %}…`: for `<title>` and `<h1>` both."""
    _tag, name = token.split_contents()
    nodelist: Any = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(name, nodelist)
