"""Events that a reaction could not take: look, replay, or give up with a reason."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.config.operator.forms import DropForm, chosen_ids
from tinhso.config.operator.lists import LETTERS
from tinhso.kernel import permissions
from tinhso.kernel.actor import Actor
from tinhso.kernel.delivery import (
    DeliveryNotDead,
    DeliveryNotFound,
    drop_delivery,
    replay_delivery,
)
from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.kernel.models import EventDelivery
from tinhso.ui.lists import list_page


def letters(request: HttpRequest) -> HttpResponseBase:
    """Deliveries that failed, wait, or were given up."""
    _operator(request)
    return list_page(request, LETTERS, EventDelivery.objects.select_related("event"))


def letter(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """One delivery: the fact, what went wrong, and what waits behind it."""
    _operator(request)
    found = EventDelivery.objects.select_related("event").filter(id=delivery_id).first()
    if found is None:
        raise DeliveryNotFound
    behind = EventDelivery.objects.filter(
        reaction=found.reaction, subject=found.subject, state="pending", id__gt=found.pk
    ).count()
    context = {
        "letter": found,
        "payload": json.dumps(found.event.payload, ensure_ascii=False, indent=2),
        "behind": behind,
        "is_dead": found.state == EventDelivery.State.DEAD,
    }
    return render(request, "operator/letter.html", context)


@require_POST
def letters_replay(request: HttpRequest) -> HttpResponse:
    """Put the chosen dead deliveries back in the queue."""
    by = _operator(request)
    done = 0
    for delivery_id in chosen_ids(request.POST):
        try:
            replay_delivery(delivery_id, by=by, at=timezone.now())
        except (DeliveryNotFound, DeliveryNotDead):
            continue
        done += 1
    messages.success(request, _("Đã đưa %(done)s sự kiện về hàng chờ.") % {"done": done})
    return redirect("operator:letters")


@require_POST
def letters_drop(request: HttpRequest) -> HttpResponse:
    """Ask why, then give the chosen dead deliveries up, so that those behind them go on."""
    by = _operator(request)
    chosen = chosen_ids(request.POST)
    form = DropForm(request.POST if "reason" in request.POST else None)
    if form.is_valid():
        with refusals_shown_on(form):
            done = 0
            for delivery_id in chosen:
                try:
                    drop_delivery(
                        delivery_id, reason=form.cleaned_data["reason"], by=by, at=timezone.now()
                    )
                except (DeliveryNotFound, DeliveryNotDead):
                    continue
                done += 1
            messages.success(request, _("Đã bỏ qua %(done)s sự kiện.") % {"done": done})
            return redirect("operator:letters")
    return render(request, "operator/letters_drop.html", {"form": form, "chosen": chosen})


def _operator(request: HttpRequest) -> Actor:
    by = actor_of(request)
    permissions.require(by, "kernel.replay_delivery")
    return by
