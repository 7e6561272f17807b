"""What every template knows: who looks, at which date, in which theme and language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from tinhso.kernel.http import actor_of
from tinhso.ui.middleware import PARAMETER
from tinhso.ui.navigation import PLACES, Face, place_address, place_count, shown_groups

THEMES = ("light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page; navigation is made only when a template asks for it."""
    today = timezone.localdate()
    province = str(settings.PROVINCE_NAME)
    return {
        "actor": actor_of(request),
        "today": today,
        "now": timezone.now(),
        "as_of": getattr(request, "as_of", today),
        "as_of_past": getattr(request, "as_of_past", False),
        "theme": theme_of(request),
        "language": get_language() or "vi",
        "province_name": province,
        "province_inside": province[:1].lower() + province[1:],
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "citizen_nav": _lazy_groups(request, "citizen"),
        "staff_nav": _lazy_groups(request, "staff"),
        "places": SimpleLazyObject(lambda: {name: place_address(name) for name in PLACES}),
        "unread": SimpleLazyObject(lambda: place_count("notifications", request)),
        "address_today": _address_today(request),
        "kept_query": [
            (name, value)
            for name, values in request.GET.lists()
            if name != PARAMETER
            for value in values
        ],
    }


def theme_of(request: HttpRequest) -> str:
    """The theme chosen in the account, else on this device, else "" for what the system prefers."""
    chosen = request.COOKIES.get("theme", "")
    if actor_of(request).is_signed_in:
        chosen = getattr(getattr(request, "user", None), "theme", "") or chosen
    return chosen if chosen in THEMES else ""


def _address_today(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop(PARAMETER, None)
    return f"{request.path}?{kept.urlencode()}" if kept else request.path


def _lazy_groups(request: HttpRequest, face: Face) -> Any:
    day = getattr(request, "as_of", None) if getattr(request, "as_of_past", False) else None
    return SimpleLazyObject(lambda: shown_groups(request, face, at=day))
