"""The cache holds the counts of the rate limits, and must not lose them."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.mark.django_db
def test_a_count_outlives_the_sign_in_of_a_whole_province():
    cache.clear()
    cache.set("first", 5, timeout=300)
    for number in range(400):
        cache.set(f"other-{number}", number, timeout=300)
    assert cache.get("first") == 5
    assert cache.get("other-0") == 0
    cache.clear()
