"""Addresses of base: home, the components, language and theme."""

from __future__ import annotations

from django.urls import path

from nhipcau.base import views

app_name = "base"
urlpatterns = [
    path("", views.home, name="home"),
    path("look", views.look, name="look"),
    path("ngon-ngu", views.language, name="language"),
    path("giao-dien", views.theme, name="theme"),
]
