"""Papers around a case that no circular gives a form for: apology, transfer, a citizen's list.

Layout after NĐ 30/2020/NĐ-CP; every sentence of them is ours [?].
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tinhso.modules.cases.papers.base import Paper, SignedPaper


@dataclass(frozen=True, slots=True, kw_only=True)
class ApologyLetter(SignedPaper):
    """Thư xin lỗi: the promised day has passed, or the office erred, and it says so. A4.

    Not a substitute for Mẫu 04, which must come before the day passes. `promised` is when the
    result is promised now; `remedy` what the office does about it.
    """

    applicant: str
    code: str
    procedure: str
    old_due: datetime
    reason: str
    address: str = ""
    remedy: str = ""
    promised: datetime | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferNotice(SignedPaper):
    """Notice that another unit handles the dossier now, after a reorganisation. A4.

    Says what does not change (code, papers, promised day) and where the result is returned.
    `decision` names the deciding document.
    """

    applicant: str
    code: str
    procedure: str
    effective_on: date
    decision: str
    old_agency: str
    new_agency: str
    address: str = ""
    new_address: str = ""
    new_phone: str = ""
    due_at: datetime | None = None
    return_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A dossier in a citizen's list."""

    code: str
    procedure: str
    agency: str
    submitted_at: datetime
    state: str
    due_at: datetime | None = None
    returned_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList(Paper):
    """A citizen's or business's own dossiers, printed from their account. A4; no legal form [?]."""

    holder: str
    rows: tuple[CaseLine, ...]
    holder_number: str = ""
    period: str = ""
    note: str = ""
