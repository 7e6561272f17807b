"""Addresses of the module's pages."""

from django.urls import include, path

app_name = "cases"
urlpatterns = [
    path("", include("tinhso.modules.cases.web.citizen.urls")),
    path("", include("tinhso.modules.cases.web.staff.urls")),
]
