"""The papers of a case as PDF: the seven forms of TT 03/2025/TT-VPCP, letters and results.

Make a paper from its dataclass, print it with its `render_…`, store `values_of(paper)`; later
`render(code, values)` prints the same bytes from what was stored.
"""

from __future__ import annotations

from tinhso.modules.cases.papers.base import Paper, SignedPaper
from tinhso.modules.cases.papers.forms import (
    ControlSlip,
    ControlStep,
    Extension,
    Receipt,
    ReceivedPaper,
    RefusalNote,
    Register,
    RegisterRow,
    StopNotice,
    SupplementNote,
)
from tinhso.modules.cases.papers.letters import ApologyLetter, CaseLine, CaseList, TransferNotice
from tinhso.modules.cases.papers.rendering import (
    FORMS,
    Form,
    FormNotFound,
    PaperValuesInvalid,
    form_of,
    paper_from,
    render,
    render_paper,
    values_of,
)
from tinhso.modules.cases.papers.results import (
    BirthCertificate,
    BirthExtract,
    ConstructionPermit,
    Decision,
    HouseholdBusiness,
    MaritalStatus,
    RefusalResult,
)

__all__ = [
    "FORMS",
    "ApologyLetter",
    "BirthCertificate",
    "BirthExtract",
    "CaseLine",
    "CaseList",
    "ConstructionPermit",
    "ControlSlip",
    "ControlStep",
    "Decision",
    "Extension",
    "Form",
    "FormNotFound",
    "HouseholdBusiness",
    "MaritalStatus",
    "Paper",
    "PaperValuesInvalid",
    "Receipt",
    "ReceivedPaper",
    "RefusalNote",
    "RefusalResult",
    "Register",
    "RegisterRow",
    "SignedPaper",
    "StopNotice",
    "SupplementNote",
    "TransferNotice",
    "form_of",
    "paper_from",
    "render",
    "render_apology_letter",
    "render_case_list",
    "render_control_slip",
    "render_extension",
    "render_paper",
    "render_receipt",
    "render_refusal",
    "render_register",
    "render_stop_notice",
    "render_supplement",
    "render_transfer_notice",
    "values_of",
]


def render_receipt(paper: Receipt) -> bytes:
    """Mẫu 01 as PDF."""
    return render_paper(paper)


def render_supplement(paper: SupplementNote) -> bytes:
    """Mẫu 02 as PDF."""
    return render_paper(paper)


def render_refusal(paper: RefusalNote) -> bytes:
    """Mẫu 03 as PDF."""
    return render_paper(paper)


def render_extension(paper: Extension) -> bytes:
    """Mẫu 04 as PDF."""
    return render_paper(paper)


def render_stop_notice(paper: StopNotice) -> bytes:
    """Mẫu 05 as PDF."""
    return render_paper(paper)


def render_control_slip(paper: ControlSlip) -> bytes:
    """Mẫu 06 as PDF."""
    return render_paper(paper)


def render_register(paper: Register) -> bytes:
    """Mẫu 07 as PDF."""
    return render_paper(paper)


def render_apology_letter(paper: ApologyLetter) -> bytes:
    """Thư xin lỗi as PDF."""
    return render_paper(paper)


def render_transfer_notice(paper: TransferNotice) -> bytes:
    """Thông báo chuyển cơ quan giải quyết as PDF."""
    return render_paper(paper)


def render_case_list(paper: CaseList) -> bytes:
    """A citizen's list of dossiers as PDF."""
    return render_paper(paper)
