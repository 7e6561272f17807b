"""The words of messages, and the log of what was sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.kernel import permissions
from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.modules.notifications.commands.sending import resend_message
from tinhso.modules.notifications.commands.texts import change_text, restore_text
from tinhso.modules.notifications.errors import DeliveryNotFailed, DeliveryNotFound
from tinhso.modules.notifications.queries import deliveries as asking
from tinhso.modules.notifications.queries import texts as words
from tinhso.modules.notifications.web.forms import TextForm, chosen_ids
from tinhso.modules.notifications.web.lists import DELIVERIES
from tinhso.ui.lists import list_page

_CHANGE, _VIEW, _RESEND = (
    "notifications.change_texts",
    "notifications.view_deliveries",
    "notifications.resend_message",
)


def texts(request: HttpRequest) -> HttpResponse:
    """Every kind of message with the words in force."""
    permissions.require(actor_of(request), _CHANGE)
    return render(request, "notifications/texts.html", {"all_words": words.all_words()})


def text_change(request: HttpRequest, kind: str) -> HttpResponse:
    """Change the words of one kind."""
    by = actor_of(request)
    permissions.require(by, _CHANGE)
    shown = words.words_of(kind)
    form = TextForm(request.POST or None, initial={"heading": shown.heading, "text": shown.text})
    if form.is_valid():
        with refusals_shown_on(form):
            change_text(kind, **form.cleaned_data, by=by, at=timezone.now())
            messages.success(request, _("Đã lưu lời thông báo."))
            return redirect("notifications:texts")
    return render(request, "notifications/text_change.html", {"form": form, "words": shown})


@require_POST
def text_restore(request: HttpRequest, kind: str) -> HttpResponse:
    """Go back to the words that came with the product."""
    by = actor_of(request)
    permissions.require(by, _CHANGE)
    restore_text(kind, by=by, at=timezone.now())
    messages.success(request, _("Đã trả về lời thông báo ban đầu."))
    return redirect("notifications:texts")


def deliveries(request: HttpRequest) -> HttpResponseBase:
    """What was sent outside, and what could not be."""
    by = actor_of(request)
    permissions.require(by, _VIEW)
    return list_page(request, DELIVERIES, asking.deliveries())


@require_POST
def resend(request: HttpRequest) -> HttpResponse:
    """Send the chosen failed messages again; those that did not fail are left."""
    by = actor_of(request)
    permissions.require(by, _RESEND)
    sent = 0
    for delivery_id in chosen_ids(request.POST):
        try:
            resend_message(delivery_id, by=by, at=timezone.now())
        except (DeliveryNotFailed, DeliveryNotFound):
            continue
        sent += 1
    messages.success(request, _("Đã xếp %(sent)s lượt vào hàng chờ gửi lại.") % {"sent": sent})
    return redirect("notifications:deliveries")
