"""Addresses of audit."""

from __future__ import annotations

from django.urls import path

from nhipcau.audit import views

app_name = "audit"
urlpatterns = [
    path("nhat-ky/", views.log, name="log"),
    path("nhat-ky/xuat/", views.export, name="export"),
    path("nhat-ky/kiem-tra/", views.check, name="check"),
]
