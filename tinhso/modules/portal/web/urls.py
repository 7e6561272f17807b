"""Addresses of the public face."""

from django.urls import path

from tinhso.modules.portal.web import pages

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("so-lieu/", pages.public_figures, name="public_figures"),
    path("tro-giup/", pages.help_page, name="help"),
    path("kha-nang-tiep-can/", pages.accessibility, name="accessibility"),
    path("du-lieu-ca-nhan/", pages.privacy, name="privacy"),
]
