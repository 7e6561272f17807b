"""Where a request comes from, and whether that is one of the agency's own networks."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from tinhso.modules.identity.rules.presence import is_inside

_NOWHERE = "0.0.0.0"  # noqa: S104 - a value to store, nothing listens here


def client_address(request: HttpRequest) -> str:
    """The network address of the client.

    X-Forwarded-For is believed only as far as the proxies named in TINHSO_TRUSTED_PROXIES wrote it:
    read from the right, the first address that is not one of them. Anything else can be forged.
    """
    here = str(request.META.get("REMOTE_ADDR") or _NOWHERE)
    trusted = settings.TRUSTED_PROXIES
    if not trusted or not _is_one_of(here, trusted):
        return here
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    for hop in reversed([hop for hop in hops if hop]):
        try:
            ip_address(hop)
        except ValueError:
            break
        here = hop
        if not _is_one_of(hop, trusted):
            break
    return here


def comes_from_inside(request: HttpRequest) -> bool:
    """Whether the request comes from an internal network (SEC-33 asks less there)."""
    return is_inside(client_address(request), settings.INTERNAL_NETWORKS)


def _is_one_of(address: str, networks: Iterable[str]) -> bool:
    try:
        here = ip_address(address)
        return any(here in ip_network(network, strict=False) for network in networks)
    except ValueError:
        return False
