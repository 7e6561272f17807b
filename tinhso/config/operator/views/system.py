"""How the system is."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from tinhso.config.operator import health
from tinhso.kernel import permissions
from tinhso.kernel.errors import NotFound
from tinhso.kernel.http import actor_of


def system(request: HttpRequest) -> HttpResponse:
    """Versions, disk, database, last backup, what waits, letters written to the folder."""
    permissions.require(actor_of(request), "kernel.view_system")
    context = {"shown": health.health(now=timezone.now()), "letters": health.outgoing_letters()}
    return render(request, "operator/system.html", context)


def outgoing_letter(request: HttpRequest, name: str) -> HttpResponseBase:
    """One letter that was written to the folder because no mail server is set."""
    permissions.require(actor_of(request), "notifications.view_deliveries")
    folder = Path(settings.EMAIL_FILE_PATH)
    path = folder / name
    if path.parent != folder or path.suffix != ".eml" or not path.is_file():
        raise NotFound
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="message/rfc822"
    )
