"""Addresses of units, places and sites."""

from __future__ import annotations

from django.urls import path

from nhipcau.places.views import places, sheets, sites, trees, units

app_name = "places"
urlpatterns = [
    path("don-vi/", units.unit_list, name="units"),
    path("don-vi/cay/", trees.tree, name="tree"),
    path("don-vi/sap-xep/", trees.reforms, name="reforms"),
    path("don-vi/sap-xep/them/", trees.reform_new, name="reform_new"),
    path("don-vi/them/", units.unit_new, name="unit_new"),
    path("don-vi/<int:pk>/", units.unit_page, name="unit"),
    path("don-vi/<int:pk>/sua/", units.unit_edit, name="unit_edit"),
    path("don-vi/<int:pk>/chuyen/", units.unit_move, name="unit_move"),
    path("don-vi/<int:pk>/ket-thuc/", units.unit_close, name="unit_close"),
    path("don-vi/<int:pk>/mo-lai/", units.unit_reopen, name="unit_reopen"),
    path("don-vi/<int:pk>/giai-doan/", units.link_new, name="link_new"),
    path("don-vi/<int:pk>/giai-doan/<int:link>/", units.link_edit, name="link_edit"),
    path(
        "don-vi/<int:pk>/giai-doan/<int:link>/bo/",
        units.link_remove,
        name="link_remove",
    ),
    path("tru-so/", places.place_list, name="places"),
    path("tru-so/ban-do/", places.place_map, name="place_map"),
    path("tru-so/them/", places.place_new, name="place_new"),
    path("tru-so/<int:pk>/", places.place_page, name="place"),
    path("tru-so/<int:pk>/sua/", places.place_edit, name="place_edit"),
    path("tru-so/<int:pk>/ngung/", places.place_close, name="place_close"),
    path("tru-so/<int:pk>/dung-lai/", places.place_reopen, name="place_reopen"),
    path("diem-cau/", sites.site_list, name="sites"),
    path("diem-cau/them/", sites.site_new, name="site_new"),
    path("diem-cau/bien-ten/", sites.site_plate, name="site_plate"),
    path("diem-cau/thu-tu/", sites.site_order, name="site_order"),
    path("diem-cau/<int:pk>/", sites.site_page, name="site"),
    path("diem-cau/<int:pk>/sua/", sites.site_edit, name="site_edit"),
    path("diem-cau/<int:pk>/ngung/", sites.site_close, name="site_close"),
    path("diem-cau/<int:pk>/dung-lai/", sites.site_reopen, name="site_reopen"),
    path("don-vi/xuat/", sheets.export, {"what": "units"}, name="units_export"),
    path("tru-so/xuat/", sheets.export, {"what": "places"}, name="places_export"),
    path("diem-cau/xuat/", sheets.export, {"what": "sites"}, name="sites_export"),
    path("don-vi/nhap/", sheets.upload, {"what": "units"}, name="units_import"),
    path("tru-so/nhap/", sheets.upload, {"what": "places"}, name="places_import"),
    path("diem-cau/nhap/", sheets.upload, {"what": "sites"}, name="sites_import"),
]
