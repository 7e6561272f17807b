"""The audit log: search, one line, export, check of the chain."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from tinhso.config.operator.lists import AUDIT
from tinhso.kernel import permissions
from tinhso.kernel.actor import Actor
from tinhso.kernel.audit_use import audit_line, audit_lines, start_chain_check
from tinhso.kernel.http import actor_of
from tinhso.ui.lists import list_page


def audit(request: HttpRequest) -> HttpResponseBase:
    """Lines by thing, person, action, outcome and day, the latest first."""
    _auditor(request)
    return list_page(request, AUDIT, audit_lines(), template="operator/audit.html")


def line(request: HttpRequest, sequence: int) -> HttpResponse:
    """One line as it was hashed."""
    _auditor(request)
    entry = audit_line(sequence)
    content = json.loads(entry.content)
    context = {
        "entry": entry,
        "content": content,
        "facts": json.dumps(content["facts"], ensure_ascii=False, indent=2),
    }
    return render(request, "operator/audit_line.html", context)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Start walking the chain, and go where its progress shows."""
    card = start_chain_check(by=_auditor(request), at=timezone.now())
    return redirect("operator:long_task", card.uuid)


def _auditor(request: HttpRequest) -> Actor:
    by = actor_of(request)
    permissions.require(by, "kernel.view_audit")
    return by
