"""Addresses of the module's pages."""

from django.urls import path

from tinhso.modules.procedures.web import form_parts, public_pages

app_name = "procedures"
urlpatterns = [
    path("", public_pages.search_page, name="search"),
    path("linh-vuc/", public_pages.field_list, name="fields"),
    path("viec-trong-doi/", public_pages.life_event_list, name="life_events"),
    path("thong-ke/", public_pages.figures, name="figures"),
    path("xa-phuong/", form_parts.communes, name="communes"),
    path("<str:code>/", public_pages.detail, name="detail"),
    path("<str:code>/phien-ban/", public_pages.versions, name="versions"),
]
