"""The electronic form filled in by the clerk for the person at the counter, step by step.

Until the dossier is received the answers lie in the clerk's session, under the procedure's code.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from tinhso.kernel.http import actor_of
from tinhso.kernel.permissions import require
from tinhso.modules.procedures import public as procedures
from tinhso.ui.shown import Step

KEY = "counter-answers"
RECEIVE = "cases.receive_case"


def kept(request: HttpRequest, code: str) -> dict[str, Any]:
    """What was filled in so far for this procedure."""
    known: dict[str, Any] = (request.session.get(KEY) or {}).get(code) or {}
    return dict(known)


def _keep(request: HttpRequest, code: str, answers: Mapping[str, Any]) -> None:
    """Keep the answers of one procedure only: the counter serves one person at a time."""
    request.session[KEY] = {code: dict(answers)}


def forget(request: HttpRequest) -> None:
    """The dossier is received, or the form is given up."""
    request.session.pop(KEY, None)


def bound(
    version: procedures.VersionCard, answers: Mapping[str, Any], on: date
) -> procedures.BoundForm:
    """The whole form with these answers; its errors say what is still to be mended."""
    return procedures.bind(procedures.form_for(version.id, on), answers, on=on)


def fill_in(request: HttpRequest, code: str, step: int) -> HttpResponse:
    """One step; kept whether right or wrong, going on only when right."""
    require(actor_of(request), RECEIVE)
    on = timezone.localdate()
    version = procedures.version_in_force(code, on)
    definition = procedures.form_for(version.id, on)
    index = max(0, min(step, len(definition.steps)) - 1)
    answers, is_sent = kept(request, code), request.method == "POST"
    if is_sent:
        answers |= procedures.read_posted(definition, request.POST, index)
        _keep(request, code, answers)
    found = procedures.bind(definition, answers, step=index, on=on)
    goes_on = is_sent and not procedures.is_edit(request.POST)
    if goes_on and found.is_valid:
        later = [place for place, _step in found.visible_steps() if place > index]
        if later:
            return redirect("cases:counter_form", code, later[0] + 1)
        return redirect("cases:receive", code)
    page = procedures.step_page(found, index, shows_errors=goes_on)
    context = {
        "version": version,
        "page": page,
        "form": page.form,
        "titles": [Step(title) for title in page.titles],
        "number": page.index + 1,
    }
    return render(request, "cases/staff/reception_form.html", context)


@require_POST
def give_up(request: HttpRequest, code: str) -> HttpResponse:
    """Go on without the electronic form: the person hands in the paper one."""
    require(actor_of(request), RECEIVE)
    forget(request)
    return redirect("cases:receive", code)
