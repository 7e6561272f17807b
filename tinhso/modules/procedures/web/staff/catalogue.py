"""The catalogue as officers see it: list, one procedure, drafts and approvals."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.kernel.permissions import require
from tinhso.modules.procedures.commands import overlays as overlay_commands
from tinhso.modules.procedures.commands import versions as version_commands
from tinhso.modules.procedures.errors import ProcedureNotFound
from tinhso.modules.procedures.models import LocalOverlay, ProcedureVersion
from tinhso.modules.procedures.queries import cards, catalogue, staff
from tinhso.modules.procedures.queries.eforms.forms import has_own_form
from tinhso.modules.procedures.queries.showing import text_parts
from tinhso.modules.procedures.rules.overlay import differences, laid_over
from tinhso.modules.procedures.web.public_pages import day_of
from tinhso.modules.procedures.web.staff import lists
from tinhso.modules.procedures.web.staff.forms import (
    MoveForm,
    OverlayForm,
    VersionForm,
    overlay_initial,
    version_initial,
)
from tinhso.ui.lists import list_page

VIEW = "procedures.view_catalogue"


def catalogue_list(request: HttpRequest) -> HttpResponseBase:
    """Procedures in force on the day."""
    require(actor_of(request), VIEW)
    return list_page(request, lists.CATALOGUE, staff.listed(day_of(request)))


def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure: what is in force, all versions, overlays, who takes it in."""
    require(actor_of(request), VIEW)
    procedure = catalogue.procedure(code)
    periods = catalogue.periods_of(code)
    try:
        version = catalogue.version_in_force(code, day_of(request))
    except ProcedureNotFound:
        version = None
    initial = {
        "is_central": "yes" if procedure.is_central else "no",
        "reason": procedure.central_note,
    }
    context = {
        "procedure": procedure,
        "version": version,
        "periods": periods,
        "versions": staff.versions_of(code),
        "overlays": staff.overlays_of(code),
        "move_form": MoveForm(initial=initial),
        "has_own_form": has_own_form(code),
    }
    return render(request, "procedures/staff/detail.html", context)


@require_POST
def move_service(request: HttpRequest, code: str) -> HttpResponse:
    """Say who takes the procedure in."""
    by = actor_of(request)
    require(by, "procedures.move_service")
    form = MoveForm(request.POST)
    if form.is_valid():
        version_commands.move_service(
            code,
            is_central=form.cleaned_data["is_central"] == "yes",
            reason=form.cleaned_data["reason"],
            by=by,
            at=timezone.now(),
        )
        messages.success(request, _("Đã đổi nơi tiếp nhận của thủ tục %(code)s.") % {"code": code})
    else:
        messages.error(request, _("Chọn nơi tiếp nhận và ghi căn cứ."))
    return redirect("procedures:staff_detail", code)


def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Two versions side by side: only the parts that differ."""
    require(actor_of(request), VIEW)
    rows = staff.versions_of(code)
    known = {str(row.pk): row for row in rows}
    newest = [str(row.pk) for row in rows[:2]]
    left = request.GET.get("a") or (newest[-1] if newest else "")
    right = request.GET.get("b") or (newest[0] if newest else "")
    if left not in known or right not in known:
        raise ProcedureNotFound
    shown = catalogue.version_cards([int(left), int(right)])
    old, new = shown[int(left)], shown[int(right)]
    context = {
        "procedure": catalogue.procedure(code),
        "versions": rows,
        "old": old,
        "new": new,
        "differences": differences(text_parts(old), text_parts(new)),
    }
    return render(request, "procedures/staff/compare.html", context)


# -- versions ------------------------------------------------------------------------------------


def draft_version(request: HttpRequest, code: str) -> HttpResponse:
    """Write a draft from what is in force."""
    by = actor_of(request)
    require(by, "procedures.draft_version")
    rows = [row for row in staff.versions_of(code) if row.state == "approved"]
    if not rows:
        raise ProcedureNotFound
    national = next((row for row in rows if not row.overlay_id), rows[0])
    form = VersionForm(request.POST or None, initial=version_initial(staff.version(national.pk)))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            draft = version_commands.draft_version(code, form.change(), by=by, at=timezone.now())
            messages.success(request, _("Đã lưu dự thảo phiên bản %(n)s.") % {"n": draft.number})
            return redirect("procedures:version", draft.pk)
    context = {"form": form, "procedure": catalogue.procedure(code), "code": code}
    return render(request, "procedures/staff/version_form.html", context)


def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version: what it changes against the one it began with; a draft may be revised."""
    by = actor_of(request)
    require(by, VIEW)
    row = staff.version(version_id)
    form = VersionForm(request.POST or None, initial=version_initial(row))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            version_commands.revise_draft(version_id, form.change(), by=by, at=timezone.now())
            messages.success(request, _("Đã lưu dự thảo."))
            return redirect("procedures:version", version_id)
    new = cards.version_card(row)
    old = (
        catalogue.version_cards([row.based_on_id]).get(row.based_on_id) if row.based_on_id else None
    )
    context = {
        "form": form,
        "row": row,
        "card": new,
        "differences": differences(text_parts(old), text_parts(new)) if old else [],
        "is_draft": row.state == ProcedureVersion.State.DRAFT,
        "is_mine": row.written_by_account == by.account_id,
    }
    return render(request, "procedures/staff/version.html", context)


@require_POST
def approve_version(request: HttpRequest, version_id: int) -> HttpResponse:
    """Put a draft in force from its day."""
    row = version_commands.approve_version(version_id, by=actor_of(request), at=timezone.now())
    messages.success(request, _("Đã phê duyệt phiên bản %(n)s.") % {"n": row.number})
    return redirect("procedures:version", version_id)


@require_POST
def discard_version(request: HttpRequest, version_id: int) -> HttpResponse:
    """Put a draft aside."""
    version_commands.discard_draft(version_id, by=actor_of(request), at=timezone.now())
    messages.success(request, _("Đã bỏ dự thảo."))
    return redirect("procedures:version", version_id)


# -- overlays ------------------------------------------------------------------------------------


def draft_overlay(request: HttpRequest, code: str) -> HttpResponse:
    """Write what the province decides differently."""
    by = actor_of(request)
    require(by, "procedures.draft_overlay")
    form = OverlayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            row = overlay_commands.draft_overlay(code, form.change(), by=by, at=timezone.now())
            messages.success(request, _("Đã lưu dự thảo quy định của tỉnh."))
            return redirect("procedures:overlay", row.pk)
    context = {"form": form, "procedure": catalogue.procedure(code), "code": code}
    return render(request, "procedures/staff/overlay_form.html", context)


def overlay(request: HttpRequest, overlay_id: int) -> HttpResponse:
    """One overlay with its difference against the national text; a draft may be revised."""
    by = actor_of(request)
    require(by, VIEW)
    row = staff.overlay(overlay_id)
    form = OverlayForm(request.POST or None, initial=overlay_initial(row, day_of(request)))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            overlay_commands.revise_overlay(overlay_id, form.change(), by=by, at=timezone.now())
            messages.success(request, _("Đã lưu dự thảo."))
            return redirect("procedures:overlay", overlay_id)
    context = {
        "form": form,
        "row": row,
        "differences": _against_national(row),
        "is_draft": row.state == LocalOverlay.State.DRAFT,
        "is_mine": row.written_by_account == by.account_id,
    }
    return render(request, "procedures/staff/overlay.html", context)


def _against_national(row: LocalOverlay) -> list[object]:
    """What the overlay changes in the national text in force when it begins."""
    day = row.validity.lower
    code = row.procedure.code
    national = next(
        (
            version
            for version in staff.versions_of(code)
            if version.state == "approved" and not version.overlay_id
        ),
        None,
    )
    if national is None or day is None:
        return []
    base = staff.version(national.pk)
    old = cards.version_card(base)
    columns, content = laid_over(
        {name: getattr(base, name) for name in ("term", "implementing_agency", "fee_text")},
        base.content,
        row.changes,
        row.decision_number,
    )
    base.term, base.implementing_agency = columns["term"], columns["implementing_agency"]
    base.local_note, base.fee_text = columns["local_note"], columns["fee_text"]
    base.content, base.receiving_units = content, row.receiving_units
    return list(differences(text_parts(old), text_parts(cards.version_card(base))))


@require_POST
def approve_overlay(request: HttpRequest, overlay_id: int) -> HttpResponse:
    """Lay a draft over the national text."""
    overlay_commands.approve_overlay(overlay_id, by=actor_of(request), at=timezone.now())
    messages.success(request, _("Đã phê duyệt quy định của tỉnh."))
    return redirect("procedures:overlay", overlay_id)


@require_POST
def discard_overlay(request: HttpRequest, overlay_id: int) -> HttpResponse:
    """Put a draft aside."""
    overlay_commands.discard_overlay(overlay_id, by=actor_of(request), at=timezone.now())
    messages.success(request, _("Đã bỏ dự thảo."))
    return redirect("procedures:overlay", overlay_id)


# -- approvals and harvests ----------------------------------------------------------------------


def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for a second person."""
    require(actor_of(request), "procedures.approve_version")
    return render(request, "procedures/staff/waiting.html", {"waiting": staff.waiting()})


def harvest_list(request: HttpRequest) -> HttpResponseBase:
    """Every reading-in of the catalogue."""
    require(actor_of(request), "procedures.load_catalogue")
    return list_page(request, lists.HARVESTS, staff.harvests())


def harvest(request: HttpRequest, harvest_id: int) -> HttpResponseBase:
    """What one reading-in changed."""
    require(actor_of(request), "procedures.load_catalogue")
    row = staff.harvest(harvest_id)
    return list_page(
        request,
        lists.HARVEST_LINES,
        staff.harvest_lines(harvest_id),
        template="procedures/staff/harvest.html",
        context={"harvest": row},
    )
