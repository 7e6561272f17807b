"""What officers see of the catalogue: lists, drafts, what waits for approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from tinhso.kernel.text import tsquery
from tinhso.modules.procedures.errors import (
    FormNotFound,
    HarvestNotFound,
    OverlayNotFound,
    VersionNotFound,
)
from tinhso.modules.procedures.models import (
    FormVersion,
    Harvest,
    HarvestLine,
    LocalOverlay,
    ProcedureVersion,
)
from tinhso.modules.procedures.queries.catalogue import in_force


def listed(on: date) -> QuerySet[ProcedureVersion]:
    """Versions in force, for list pages: without their content."""
    return in_force(on).defer(
        "content", "search_name", "search_more", "search_joined", "search_vector"
    )


def matching(rows: QuerySet[ProcedureVersion], text: str) -> QuerySet[ProcedureVersion]:
    """Narrow by a code or by words, with or without diacritics."""
    if text[:1].isdigit():
        return rows.filter(procedure__code__startswith=text[:60])
    query = tsquery(text[:200])
    if not query:
        return rows.none()
    where = "procedures_procedureversion.search_vector @@ to_tsquery('simple', %s)"
    return rows.extra(where=[where], params=[query])  # noqa: S610 - folded words only


def version(version_id: int) -> ProcedureVersion:
    """One version with its procedure. Raises VersionNotFound. One query."""
    row = (
        ProcedureVersion.objects.select_related("procedure", "based_on", "overlay")
        .filter(pk=version_id)
        .first()
    )
    if row is None:
        raise VersionNotFound
    return row


def versions_of(code: str) -> list[ProcedureVersion]:
    """All versions of a procedure, drafts too, the latest first. One query."""
    return list(
        ProcedureVersion.objects.filter(procedure__code=code)
        .select_related("overlay")
        .defer("content", "search_name", "search_more", "search_joined", "search_vector")
        .order_by("-number")
    )


def overlay(overlay_id: int) -> LocalOverlay:
    """One overlay with its procedure. Raises OverlayNotFound. One query."""
    row = LocalOverlay.objects.select_related("procedure").filter(pk=overlay_id).first()
    if row is None:
        raise OverlayNotFound
    return row


def overlays_of(code: str) -> list[LocalOverlay]:
    """The overlays of a procedure as known now, the latest first. One query."""
    rows = LocalOverlay.objects.filter(procedure__code=code, recorded__upper_inf=True)
    return list(rows.order_by("-pk"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Drafts that wait for a second person."""

    versions: tuple[ProcedureVersion, ...]
    overlays: tuple[LocalOverlay, ...]
    forms: tuple[FormVersion, ...]

    @property
    def total(self) -> int:
        return len(self.versions) + len(self.overlays) + len(self.forms)


def waiting(limit: int = 100) -> Waiting:
    """What waits for approval, the oldest first. Three queries."""
    versions = ProcedureVersion.objects.filter(state="draft").select_related("procedure")
    overlays = LocalOverlay.objects.filter(state="draft").select_related("procedure")
    forms = FormVersion.objects.filter(state="draft").select_related("form").defer("definition")
    return Waiting(
        tuple(versions.defer("content").order_by("written_at")[:limit]),
        tuple(overlays.order_by("written_at")[:limit]),
        tuple(forms.order_by("written_at")[:limit]),
    )


def harvests() -> QuerySet[Harvest]:
    """Every reading-in of the catalogue."""
    return Harvest.objects.all()


def harvest(harvest_id: int) -> Harvest:
    """One reading-in. Raises HarvestNotFound. One query."""
    row = Harvest.objects.filter(pk=harvest_id).first()
    if row is None:
        raise HarvestNotFound
    return row


def harvest_lines(harvest_id: int) -> QuerySet[HarvestLine]:
    """What a reading-in did, procedure by procedure."""
    return HarvestLine.objects.filter(harvest_id=harvest_id)


def form_version(version_id: int) -> FormVersion:
    """One version of a form. Raises FormNotFound. One query."""
    row = FormVersion.objects.select_related("form").filter(pk=version_id).first()
    if row is None:
        raise FormNotFound
    return row


def form_versions(form_code: str) -> list[FormVersion]:
    """The versions of a form written here, the latest first. One query."""
    rows = FormVersion.objects.filter(form__code=form_code).select_related("form")
    return list(rows.order_by("-number"))


def edited_forms() -> list[FormVersion]:
    """The latest version of each form written here. One query."""
    rows = FormVersion.objects.select_related("form").defer("definition")
    return list(rows.order_by("form_id", "-number").distinct("form_id"))
