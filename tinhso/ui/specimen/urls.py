"""Addresses of the specimen; only in development and tests."""

from django.urls import path

from tinhso.ui.specimen import views

app_name = "specimen"
urlpatterns = [
    path("specimen", views.specimen, name="specimen"),
    path("specimen/nhan-vien", views.staff, name="staff"),
    path("specimen/tuong", views.wall, name="wall"),
    path("specimen/tim", views.find, name="find"),
    path("specimen/loi/<int:status>", views.error, name="error"),
]
