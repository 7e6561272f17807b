"""Addresses of the module's pages."""

from django.urls import path

from tinhso.modules.procedures.web import form_parts, public_pages
from tinhso.modules.procedures.web.staff import catalogue, designer

app_name = "procedures"
urlpatterns = [
    path("", public_pages.search_page, name="search"),
    path("linh-vuc/", public_pages.field_list, name="fields"),
    path("viec-trong-doi/", public_pages.life_event_list, name="life_events"),
    path("thong-ke/", public_pages.figures, name="figures"),
    path("xa-phuong/", form_parts.communes, name="communes"),
    path("danh-muc/", catalogue.catalogue_list, name="catalogue"),
    path("danh-muc/cho-duyet/", catalogue.waiting, name="waiting"),
    path("danh-muc/lan-nhap/", catalogue.harvest_list, name="harvests"),
    path("danh-muc/lan-nhap/<int:harvest_id>/", catalogue.harvest, name="harvest"),
    path("danh-muc/phien-ban/<int:version_id>/", catalogue.version, name="version"),
    path(
        "danh-muc/phien-ban/<int:version_id>/duyet/",
        catalogue.approve_version,
        name="approve_version",
    ),
    path(
        "danh-muc/phien-ban/<int:version_id>/bo/",
        catalogue.discard_version,
        name="discard_version",
    ),
    path("danh-muc/quy-dinh/<int:overlay_id>/", catalogue.overlay, name="overlay"),
    path(
        "danh-muc/quy-dinh/<int:overlay_id>/duyet/",
        catalogue.approve_overlay,
        name="approve_overlay",
    ),
    path(
        "danh-muc/quy-dinh/<int:overlay_id>/bo/",
        catalogue.discard_overlay,
        name="discard_overlay",
    ),
    path("danh-muc/bieu-mau/", designer.form_list, name="forms"),
    path("danh-muc/bieu-mau/moi/", designer.new_form, name="form_new"),
    path("danh-muc/bieu-mau/ban/<int:version_id>/", designer.form_version, name="form_version"),
    path(
        "danh-muc/bieu-mau/ban/<int:version_id>/cau-truc/",
        designer.change_structure,
        name="form_structure",
    ),
    path(
        "danh-muc/bieu-mau/ban/<int:version_id>/buoc/<int:step>/muc/<int:place>/",
        designer.form_item,
        name="form_item",
    ),
    path(
        "danh-muc/bieu-mau/ban/<int:version_id>/xem/<int:step>/",
        designer.preview_version,
        name="form_version_preview",
    ),
    path("danh-muc/bieu-mau/ban/<int:version_id>/duyet/", designer.approve, name="approve_form"),
    path("danh-muc/bieu-mau/ban/<int:version_id>/bo/", designer.discard, name="discard_form"),
    path("danh-muc/bieu-mau/<slug:code>/", designer.form, name="form"),
    path("danh-muc/bieu-mau/<slug:code>/soan/", designer.start_draft, name="form_start"),
    path("danh-muc/bieu-mau/<slug:code>/xem/<int:step>/", designer.preview, name="form_preview"),
    path("danh-muc/<str:code>/", catalogue.detail, name="staff_detail"),
    path("danh-muc/<str:code>/so-sanh/", catalogue.compare, name="compare"),
    path("danh-muc/<str:code>/soan/", catalogue.draft_version, name="draft_version"),
    path("danh-muc/<str:code>/quy-dinh/", catalogue.draft_overlay, name="draft_overlay"),
    path("danh-muc/<str:code>/noi-nhan/", catalogue.move_service, name="move_service"),
    path("<str:code>/", public_pages.detail, name="detail"),
    path("<str:code>/phien-ban/", public_pages.versions, name="versions"),
]
