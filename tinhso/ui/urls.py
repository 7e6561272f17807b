"""Addresses of the look itself: theme and language."""

from django.urls import path

from tinhso.ui import views

app_name = "ui"
urlpatterns = [path("", views.set_appearance, name="appearance")]
