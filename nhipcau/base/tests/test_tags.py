"""Tags of the look: dates, icons, page numbers, the captured title."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.base.templatetags.look import clock, day, icon, moment, pages, sign

NOON = datetime(2026, 11, 24, 17, 5, tzinfo=UTC)  # 00:05 of the 25th in Vietnam


def test_it_writes_moments_in_vietnamese_time():
    with translation.override("vi"):
        assert "00:05 25/11/2026" in moment(NOON)
        assert "25/11/2026" in day(NOON)
        assert ">00:05<" in clock(NOON)
        assert day(date(2026, 12, 25)) == (
            '<time datetime="2026-12-25">25/12/2026</time>'
        )


@pytest.mark.parametrize("tag", [moment, day, clock])
def test_it_writes_nothing_for_no_date(tag):
    assert tag(None) == ""


def test_it_reads_out_an_icon_only_when_named():
    assert 'aria-hidden="true"' in icon("site")
    assert 'aria-label="Điểm &quot;cầu&quot;"' in icon("site", 'Điểm "cầu"')


def test_it_fails_loudly_for_an_icon_that_nobody_drew():
    with pytest.raises(KeyError):
        icon("dragon")


def test_it_carries_its_sign_inside_the_page():
    assert sign().startswith("data:image/svg+xml,%3Csvg")


@given(st.integers(1, 60), st.integers(1, 60))
def test_it_links_near_pages_and_both_ends(count, number):
    paginator = Paginator(range(count), 1)
    shown = pages(paginator.get_page(number))
    numbers = [one for one in shown if one is not None]
    assert numbers == sorted(set(numbers))
    assert {1, count, min(number, count)} <= set(numbers)
    assert len(shown) <= 9
    for before, gap, after in zip(shown, shown[1:], shown[2:], strict=False):
        if gap is None:
            assert after - before > 2  # a gap hides at least two pages


def test_it_captures_a_title_once_for_two_places():
    text = "{% capture page_title %} A &amp;\n B {% endcapture %}[{{ page_title }}]"
    template = Template(text + "[{{ page_title }}]")
    assert template.render(Context()) == "[A &amp; B][A &amp; B]"
