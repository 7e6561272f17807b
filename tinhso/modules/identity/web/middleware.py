"""Puts the actor on the request, once everything that must come first is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone

from tinhso.kernel.actor import ANONYMOUS, Actor
from tinhso.modules.identity.commands.sign_in import note_day_of_activity
from tinhso.modules.identity.models import Account
from tinhso.modules.identity.queries import rights
from tinhso.modules.identity.web import gate, presence
from tinhso.modules.identity.web.address import client_address


class ActorMiddleware:
    """Sets `request.actor` from the signed-in account, its posts and roles of today.

    `request.own_frame` is the page template in which one's own account is shown.
    Whoever still has a step to do (unlock, change the password, enrol a second factor) is anonymous
    meanwhile, and is led to that step from every page that is not part of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = _anonymous(request)  # type: ignore[attr-defined]
        request.own_frame = "ui/citizen_page.html"  # type: ignore[attr-defined]
        account = request.user
        if isinstance(account, Account):
            first = _enter(request, account, at=timezone.now())
            if first is not None:
                return first
        return self.get_response(request)


def _enter(request: HttpRequest, account: Account, *, at: datetime) -> HttpResponse | None:
    """Set the actor, or say what comes first."""
    if presence.is_over(request, at=at):
        get_adapter(request).logout(request)
        request.actor = _anonymous(request)  # type: ignore[attr-defined]
        return None
    standing = rights.standing_of(account, at=at)
    step = gate.next_step(request, account, standing, at=at)
    if step is not None:
        request.own_frame = "ui/gate_page.html"  # type: ignore[attr-defined]
        return None if step.is_open(_view_name(request)) else gate.send_to(request, step)
    note_day_of_activity(account, at=at)
    if account.kind == Account.Kind.OFFICER:
        request.own_frame = "ui/staff_page.html"  # type: ignore[attr-defined]
    request.actor = rights.actor_of_standing(  # type: ignore[attr-defined]
        account,
        standing,
        at=at,
        address=client_address(request),
        assurance=presence.assurance_of(request),
    )
    return None


def _anonymous(request: HttpRequest) -> Actor:
    return Actor(kind=ANONYMOUS.kind, name=ANONYMOUS.name, address=client_address(request))


def _view_name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
