"""Addresses of the module's pages."""

from django.urls import path

from tinhso.modules.notifications.web import administration, own

app_name = "notifications"
urlpatterns = [
    path("", own.inbox, name="inbox"),
    path("doc-het/", own.read_all, name="read_all"),
    path("tuy-chon/", own.preferences, name="preferences"),
    path("loi-thong-bao/", administration.texts, name="texts"),
    path("loi-thong-bao/<str:kind>/", administration.text_change, name="text_change"),
    path("loi-thong-bao/<str:kind>/tra-lai/", administration.text_restore, name="text_restore"),
    path("nhat-ky-gui/", administration.deliveries, name="deliveries"),
    path("nhat-ky-gui/gui-lai/", administration.resend, name="resend"),
    path("<uuid:public_id>/", own.message, name="message"),
]
