"""Dates, hours and numbers look and are read the same way in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import get_format, number_format

JULY = date(2025, 7, 1)
AFTERNOON = datetime(2025, 7, 1, 7, 44, tzinfo=UTC)  # 14:44 in Vietnam
both = pytest.mark.parametrize("language", ["vi", "en"])


class Form(forms.Form):
    day = forms.DateField()
    at = forms.DateTimeField()
    size = forms.DecimalField(localize=True)


@both
def test_the_day_stands_before_the_month_and_the_clock_has_24_hours(language: str):
    tags = "{% day day %} {% moment at %} {% clock at %}"
    plain = "{{ day }} {{ at }} {{ at|time }} {{ day|date:'SHORT_DATE_FORMAT' }}"
    with translation.override(language):
        page = Template(f"{tags} {plain}").render(
            Context({"day": JULY, "at": AFTERNOON})
        )
    assert page.count("01/07/2025") == 5
    assert page.count(" 14:44") + page.count(">14:44") == 4
    assert "m." not in page


@both
def test_a_form_reads_the_day_before_the_month(language: str):
    with translation.override(language):
        form = Form({"day": "01/07/2025", "at": "01/07/2025 14:44", "size": "1"})
        assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == JULY
    assert form.cleaned_data["at"] == AFTERNOON


@both
def test_a_form_takes_back_what_it_shows(language: str):
    with translation.override(language):
        shown = Form(initial={"day": JULY, "at": AFTERNOON})
        values = {name: shown[name].value() for name in ("day", "at")}
        texts = {
            name: shown.fields[name].widget.format_value(value)
            for name, value in values.items()
        }
        assert texts == {"day": "01/07/2025", "at": "01/07/2025 14:44"}


@both
def test_there_is_no_thirteenth_month(language: str):
    with translation.override(language):
        form = Form({"day": "01/13/2025", "at": "25/12/2026 08:00", "size": "1"})
        assert list(form.errors) == ["day"]


@both
def test_the_week_begins_on_monday(language: str):
    with translation.override(language):
        assert get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize(
    ("language", "text"), [("vi", "1.234.567,5"), ("en", "1,234,567.5")]
)
def test_digits_are_grouped_as_the_language_does(language: str, text: str):
    with translation.override(language):
        assert number_format(1234567.5, force_grouping=True) == text
        form = Form({"day": "01/07/2025", "at": "01/07/2025 14:44", "size": text})
        assert form.is_valid(), form.errors
    assert float(form.cleaned_data["size"]) == 1234567.5
