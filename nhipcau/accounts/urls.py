"""Addresses of accounts."""

from __future__ import annotations

from django.urls import path, re_path

from nhipcau.accounts.views import code, devices, own, pairing, people, roles

app_name = "accounts"
urlpatterns = [
    path("vao", code.code, name="code"),
    path("tai-khoan/", own.account, name="account"),
    path("tai-khoan/phien/", own.sessions_end, name="sessions-end"),
    path("tai-khoan/phien/<int:pk>/", own.session_end, name="session-end"),
    path("nguoi-dung/", people.people_list, name="people"),
    path("nguoi-dung/them/", people.person_new, name="person-new"),
    path("nguoi-dung/<int:pk>/", people.person_page, name="person"),
    path("nguoi-dung/<int:pk>/sua/", people.person_edit, name="person-edit"),
    re_path(
        r"^nguoi-dung/(?P<pk>\d+)/(?P<what>ngung|lam-viec-lai)/$",
        people.person_active,
        name="person-active",
    ),
    path("nguoi-dung/<int:pk>/mat-khau/", people.password_reset, name="password-reset"),
    path(
        "nguoi-dung/<int:pk>/hai-buoc/",
        people.second_factors_reset,
        name="second-factors-reset",
    ),
    path("nguoi-dung/<int:pk>/phien/", people.sessions_end, name="person-sessions"),
    path("nguoi-dung/<int:pk>/vai-tro/", roles.role_new, name="role-new"),
    path("vai-tro/<int:pk>/ket-thuc/", roles.role_end, name="role-end"),
    path("ghep-may/", pairing.pair, name="pair"),
    re_path(
        r"^thiet-bi/(?P<pk>\d+)/(?P<what>go|cho-lai)/$",
        devices.of_person,
        name="device",
    ),
    re_path(
        r"^diem-cau/(?P<site>\d+)/thiet-bi/(?P<pk>\d+)/(?P<what>go|cho-lai)/$",
        devices.of_site,
        name="site-device",
    ),
]
