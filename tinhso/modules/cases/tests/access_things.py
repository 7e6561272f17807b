"""Dossiers that addresses of the access table need, made once for each test."""

from __future__ import annotations

from uuid import UUID

from tinhso.modules.cases.models import Case
from tinhso.modules.cases.tests.factories import make_case, small_world
from tinhso.modules.cases.tests.world import World

_worlds: list[World] = []


def _case(state: str) -> Case:
    """The dossier in that situation; the world is built when this test has none yet."""
    summary = f"thử quyền {state}"
    known = Case.objects.filter(summary=summary).first()
    if known is not None:
        return known
    if not Case.objects.exists() or not _worlds:
        _worlds[:] = [small_world()]
    case = make_case(_worlds[0], state)
    Case.objects.filter(id=case.id).update(summary=summary)
    return case


def case() -> UUID:
    """A dossier in hand."""
    return _case("processing").public_id


def case_with_result() -> UUID:
    """A dossier with a drafted result."""
    return _case("appraised").public_id


def case_handed_over() -> UUID:
    """A dossier that waits for another agency to take it over."""
    return _case("handover").public_id


def case_opinion() -> int:
    """A question to another agency."""
    return _case("opinion").opinions.get().pk


def case_fee() -> int:
    """A fee that is owed."""
    return _case("fee").fees.get().pk


def case_paper() -> int:
    """A paper of the dossier in hand."""
    return _case("processing").papers.earliest("id").pk


def case_issued_paper() -> int:
    """The receipt of the dossier in hand."""
    return _case("processing").issued_papers.earliest("id").pk


def case_procedure_code() -> str:
    """The procedure of the dossier in hand."""
    return str(_case("processing").issued_papers.earliest("id").values["procedure_code"])


def case_agency() -> int:
    """The agency that handles the dossier in hand."""
    return _case("processing").handling_organisation_id


def process_code() -> str:
    """A process in use."""
    return _case("processing").process_version.code


CASE_MAKERS = {
    "case": case,
    "case_with_result": case_with_result,
    "case_handed_over": case_handed_over,
    "case_opinion": case_opinion,
    "case_fee": case_fee,
    "case_paper": case_paper,
    "case_issued_paper": case_issued_paper,
    "case_procedure_code": case_procedure_code,
    "case_agency": case_agency,
    "case_group": lambda: "xa",
    "result_template": lambda: "construction_permit",
    "process_code": process_code,
}
