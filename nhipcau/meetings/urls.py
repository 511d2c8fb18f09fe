"""Addresses of meetings."""

from __future__ import annotations

from django.urls import path, re_path

from nhipcau.meetings import views

app_name = "meetings"
urlpatterns = [
    path("cuoc-hop/", views.meeting_list, name="list"),
    path("cuoc-hop/moi/", views.meeting_new, name="new"),
    path("cuoc-hop/<int:pk>/", views.meeting_page, name="page"),
    path("cuoc-hop/<int:pk>/sua/", views.meeting_edit, name="edit"),
    re_path(
        r"^cuoc-hop/(?P<pk>\d+)/diem-cau/(?P<site>\d+)/(?P<what>moi-ra|cho-vao)/$",
        views.seat_change,
        name="seat",
    ),
]
