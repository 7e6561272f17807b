"""A person's own messages."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.kernel import permissions
from tinhso.kernel.actor import Actor
from tinhso.kernel.http import actor_of
from tinhso.modules.notifications.commands.inbox import (
    choose_channels,
    read_all_messages,
    read_message,
)
from tinhso.modules.notifications.queries import inbox as asking
from tinhso.modules.notifications.queries.preferences import choices_of
from tinhso.modules.notifications.web.lists import INBOX, kind_title
from tinhso.ui.lists import list_page

_READ = "notifications.read_own"


def inbox(request: HttpRequest) -> HttpResponseBase:
    """The list of one's messages."""
    by = _reader(request)
    account_id = by.account_id or 0
    context = {"list_base": _frame(by), "unread": asking.unread_count(account_id)}
    source = asking.messages_of(account_id)
    return list_page(request, INBOX, source, template="notifications/inbox.html", context=context)


def message(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One message; looking at it is reading it."""
    by = _reader(request)
    shown = asking.message_of(by.account_id or 0, public_id)
    if shown.read_at is None:
        shown = read_message(public_id, by=by, at=timezone.now())
    context = {"message": shown, "kind": kind_title(shown.kind), "base": _frame(by)}
    return render(request, "notifications/message.html", context)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all one's messages read."""
    read_all_messages(by=_reader(request), at=timezone.now())
    return redirect("notifications:inbox")


def preferences(request: HttpRequest) -> HttpResponse:
    """Which messages one wants by mail."""
    by = _reader(request)
    if request.method == "POST":
        choose_channels(_wanted(request.POST.getlist("on")), by=by, at=timezone.now())
        messages.success(request, _("Đã lưu lựa chọn nhận thông báo."))
        return redirect("notifications:preferences")
    context = {"choices": choices_of(by.account_id or 0), "base": _frame(by)}
    return render(request, "notifications/preferences.html", context)


def unread_at(request: HttpRequest) -> int:
    """The number at the bell: one query on an index of unread messages only."""
    account_id = actor_of(request).account_id
    return asking.unread_count(account_id) if account_id is not None else 0


def _wanted(sent: list[str]) -> frozenset[tuple[str, str]]:
    parts = (one.partition(" ") for one in sent)
    return frozenset((kind, channel) for kind, _space, channel in parts)


def _reader(request: HttpRequest) -> Actor:
    by = actor_of(request)
    permissions.require(by, _READ)
    return by


def _frame(by: Actor) -> str:
    return "ui/staff_page.html" if by.kind == "officer" else "ui/citizen_page.html"
