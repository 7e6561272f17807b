"""Tables of the one-stop cases, one file per subject."""

from tinhso.modules.cases.models.case import Case, CaseMovement, Draft, DraftPaper
from tinhso.modules.cases.models.clock import CaseClock
from tinhso.modules.cases.models.intake import IntakeMessage, LookupAttempt, StatusReport
from tinhso.modules.cases.models.notes import WorkNote
from tinhso.modules.cases.models.outcome import CaseResult, Delivery, IssuedPaper
from tinhso.modules.cases.models.papers import CasePaper
from tinhso.modules.cases.models.process import ProcessBinding, ProcessVersion
from tinhso.modules.cases.models.requests import (
    Extension,
    FeeRequest,
    Handover,
    Opinion,
    SupplementRequest,
)
from tinhso.modules.cases.models.step import CaseStep

__all__ = [
    "Case",
    "CaseClock",
    "CaseMovement",
    "CasePaper",
    "CaseResult",
    "CaseStep",
    "Delivery",
    "Draft",
    "DraftPaper",
    "Extension",
    "FeeRequest",
    "Handover",
    "IntakeMessage",
    "IssuedPaper",
    "LookupAttempt",
    "Opinion",
    "ProcessBinding",
    "ProcessVersion",
    "StatusReport",
    "SupplementRequest",
    "WorkNote",
]
