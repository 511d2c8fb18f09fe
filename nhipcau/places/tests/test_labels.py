"""Sites of one name are told apart wherever they are shown."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from nhipcau.places import services
from nhipcau.places.models import Site
from nhipcau.places.queries import labelled, sites

HUB, COMMUNE = Site.Kind.HUB, Site.Kind.COMMUNE


@pytest.fixture
def add(admin, make):
    """`add("Phòng A", kind, "UBND xã Tam Hải")`: a site in a place of its own."""
    unit = make("Tam Hải")

    def create(name: str, kind: str, place: str = "Trụ sở") -> Site:
        stands = services.create_place(admin, unit=unit, name=place)
        return services.create_site(admin, name=name, place=stands, kind=kind)

    return create


def labels() -> list[str]:
    return [site.label for site in labelled(Site.objects.order_by("pk"))]


def test_a_name_that_nobody_shares_stands_alone(add):
    add("Núi Thành", HUB)
    add("Tam Hải", COMMUNE)
    assert labels() == ["Núi Thành", "Tam Hải"]


def test_the_kind_tells_a_hub_from_a_commune(add):
    add("Núi Thành", HUB)
    add("Núi Thành", COMMUNE)
    assert labels() == ["Núi Thành (điểm cầu chính)", "Núi Thành (điểm cầu xã)"]


def test_the_place_tells_rooms_of_one_kind(add):
    add("Phòng A", COMMUNE, "Nhà số 1")
    add("Phòng A", COMMUNE, "Nhà số 2")
    add("Phòng A", HUB, "Nhà số 3")
    assert labels() == [
        "Phòng A (Nhà số 1)",
        "Phòng A (Nhà số 2)",
        "Phòng A (điểm cầu chính)",
    ]


def test_a_closed_site_confuses_nobody(admin, add):
    services.close_site(admin, add("Núi Thành", HUB), date(2026, 1, 1))
    add("Núi Thành", COMMUNE)
    assert labels() == ["Núi Thành (điểm cầu chính)", "Núi Thành"]


def test_a_site_read_by_itself_has_the_same_label(add):
    for name, kind in (("Núi Thành", HUB), ("Núi Thành", COMMUNE), ("Tam Hải", HUB)):
        add(name, kind, f"Nhà {kind}")
    alone = [Site.objects.get(pk=site.pk).label for site in sites()]
    assert alone == [site.label for site in sites()]


def test_a_list_asks_once_for_all_labels(add, django_assert_num_queries):
    for number in range(5):
        add("Phòng A", COMMUNE, f"Nhà số {number}")
    with django_assert_num_queries(1):
        assert len(labels()) == 5


def test_each_list_tells_the_two_rooms_of_nui_thanh_apart(trees, browser):
    twins = Site.objects.filter(name="Núi Thành", closed__isnull=True)
    assert twins.count() == 2
    wanted = {str(site.get_kind_display()) for site in twins}
    page = browser.get(reverse("places:sites")).content.decode()
    assert all(f'<span class="row-note">{kind}</span>' in page for kind in wanted)
    form = browser.get(reverse("meetings:new")).content.decode()
    for kind in wanted:
        # As the chair's, as its deputy's, and among those that take part.
        assert form.count(f"Núi Thành ({kind})") == 3
    own = browser.get(reverse("places:site", args=[twins[0].pk])).content.decode()
    assert f"<h1>{twins[0].label}</h1>" in own
