"""Every address of the product. A module's pages stand under the module's own prefix."""

from django.conf import settings
from django.urls import include, path

from tinhso.config import pages
from tinhso.config.api import api
from tinhso.config.operator import metrics

handler400 = "tinhso.config.pages.bad_request"
handler403 = "tinhso.config.pages.permission_denied"
handler404 = "tinhso.config.pages.page_not_found"
handler500 = "tinhso.config.pages.server_error"

urlpatterns = [
    path("healthz", pages.health, name="health"),
    path("metrics", metrics.metrics, name="metrics"),
    path(".well-known/security.txt", pages.security_contact, name="security_contact"),
    path("api/", api.urls),
    path("", include("tinhso.modules.portal.web.urls")),
    path("", include("tinhso.modules.identity.web.urls")),
    path("danh-ba/", include("tinhso.modules.directory.web.urls")),
    path("thong-bao/", include("tinhso.modules.notifications.web.urls")),
    path("thu-tuc/", include("tinhso.modules.procedures.web.urls")),
    path("", include("tinhso.modules.cases.web.urls")),
    path("van-hanh/", include("tinhso.config.operator.urls")),
    path("giao-dien/", include("tinhso.ui.urls")),
]

if getattr(settings, "SHOW_SPECIMEN", False):
    urlpatterns += [path("ui/", include("tinhso.ui.specimen.urls"))]
