"""Addresses of base: home, the components, language and theme."""

from __future__ import annotations

from django.urls import path

from nhipcau.base import trust, views

app_name = "base"
urlpatterns = [
    path("", views.home, name="home"),
    path("look", views.look, name="look"),
    path("ngon-ngu", views.language, name="language"),
    path("giao-dien", views.theme, name="theme"),
    path("trust", trust.page, name="trust"),
    path("trust/nhip-cau.json", trust.policy_file, name="trust-policy"),
    path("trust/nhip-cau.reg", trust.registry_file, name="trust-registry"),
]
