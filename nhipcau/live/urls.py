"""Addresses of live."""

from __future__ import annotations

from django.urls import path

from nhipcau.live import views

app_name = "live"
urlpatterns = [
    path("cuoc-hop/<int:pk>/vao/", views.enter, name="enter"),
    path("cuoc-hop/<int:pk>/phong/", views.room, name="room"),
]
