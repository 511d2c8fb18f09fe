"""Buildings and rooms: created, changed, closed, brought back, put in order."""

from datetime import date
from decimal import Decimal

import pytest

from nhipcau.audit.models import AuditEvent
from nhipcau.core.refusal import Refusal
from nhipcau.places import queries, services
from nhipcau.places.models import Place, Site


def refusal_of(service, *args, **kwargs):
    events = AuditEvent.objects.count()
    with pytest.raises(Refusal) as caught:
        service(*args, **kwargs)
    assert AuditEvent.objects.count() == events
    return caught.value.code


@pytest.fixture
def place(admin, make):
    unit = make("Tam Hải")
    return services.create_place(admin, name="UBND xã Tam Hải", unit=unit)


@pytest.fixture
def site(admin, place):
    return services.create_site(admin, name="Tam Hải", place=place, kind="commune")


def test_it_creates_a_place_and_records_its_unit(place):
    event = queries.past(place).get()
    assert event.verb == "places.place_created"
    assert event.unit == place.unit_id
    assert event.after["name"] == "UBND xã Tam Hải"


def test_it_changes_a_place_and_records_what_changed(admin, place):
    services.update_place(
        admin, place, latitude=Decimal("15.486"), longitude=Decimal("108.6696")
    )
    event = queries.past(place).first()
    assert event.before == {"latitude": None, "longitude": None}
    assert event.after == {"latitude": "15.486", "longitude": "108.6696"}


def test_it_refuses_swapped_coordinates(admin, place):
    code = refusal_of(
        services.update_place,
        admin,
        place,
        latitude=Decimal("108.6"),
        longitude=Decimal("15.4"),
    )
    assert code == "coordinates_swapped"


def test_it_refuses_a_place_of_a_unit_that_has_ended(admin, make, place):
    ended = make("Cũ")
    services.close_unit(admin, ended, date(2024, 1, 1))
    code = refusal_of(services.create_place, admin, name="Nhà", unit=ended)
    assert code == "unit_ended_already"


def test_it_closes_a_place_only_without_rooms_and_brings_it_back(admin, place, site):
    assert refusal_of(services.close_place, admin, place) == "place_has_sites"
    services.close_site(admin, site)
    services.close_place(admin, place)
    assert not queries.places().exists()
    assert refusal_of(services.close_place, admin, place) == "closed_already"
    assert refusal_of(services.reopen_site, admin, site) == "closed_already"
    services.reopen_place(admin, place)
    services.reopen_site(admin, site)
    assert queries.sites().get() == site
    assert Place.objects.get().closed is None


def test_it_proposes_the_plate_of_a_new_site(site):
    assert site.plate == "ĐIỂM CẦU XÃ TAM HẢI"
    assert site.order == 1
    assert queries.past(site).get().unit == site.place.unit_id


def test_it_keeps_a_plate_that_a_person_chose(admin, place):
    site = services.create_site(
        admin, name="Phòng 2", place=place, kind="commune", plate="PHÒNG HỌP 2"
    )
    assert site.plate == "PHÒNG HỌP 2"
    code = refusal_of(services.update_site, admin, site, plate="x" * 81)
    assert code == "name_too_long"


def test_it_changes_a_site_and_records_what_changed(admin, site):
    services.update_site(admin, site, equipment="Loa", link="thin")
    event = queries.past(site).first()
    assert event.before == {"equipment": "", "link": "full"}
    assert event.after == {"equipment": "Loa", "link": "thin"}


def test_it_keeps_the_hotline_of_a_site_as_it_was_typed(admin, site):
    services.update_site(admin, site, technician="Lê An", hotline="(0235) 3871.234")
    site.refresh_from_db()
    assert (site.technician, site.hotline) == ("Lê An", "(0235) 3871.234")
    assert site.dialled == "02353871234"
    assert queries.past(site).first().after["technician"] == "Lê An"
    code = refusal_of(services.update_site, admin, site, hotline="gọi văn phòng")
    assert code == "hotline_unknown"


def test_it_puts_sites_in_order(admin, place):
    rooms = [
        services.create_site(admin, name=name, place=place, kind="commune")
        for name in ("A", "B", "C")
    ]
    services.reorder_sites(admin, [rooms[2].pk, rooms[0].pk])
    assert [site.name for site in queries.sites()] == ["C", "B", "A"]
    assert [site.order for site in queries.sites()] == [1, 2, 3]
    assert refusal_of(services.reorder_sites, admin, [99]) == "order_out_of_date"


def test_it_keeps_a_closed_site_out_of_the_order(admin, place, site):
    other = services.create_site(admin, name="B", place=place, kind="commune")
    services.close_site(admin, site)
    assert refusal_of(services.close_site, admin, site) == "closed_already"
    assert queries.site_ids_in_order() == [other.pk]
    assert Site.objects.count() == 2
