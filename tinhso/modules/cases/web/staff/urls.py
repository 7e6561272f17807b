"""Addresses of the officers pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
