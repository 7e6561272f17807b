"""The seven official forms of Thông tư 03/2025/TT-VPCP, Phụ lục I: what each must be given.

The titles and the numbers of the forms are official. The annex itself is not in our sources: the
fields follow common practice (handbook 1.5, mark [K]) and the annex of Thông tư 01/2018/TT-VPCP,
which these forms replace; sentences whose wording of 2025 we do not know are marked [?] at each
form. From NĐ 309/2026 Bộ Tư pháp issues the forms: a new wording is a new template.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tinhso.modules.cases.papers.base import Paper, SignedPaper


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedPaper:
    """A line of the receipt: a paper of the dossier, its kind ("Bản chính") and how many."""

    name: str
    kind: str
    quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Paper):
    """Mẫu 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả. A5.

    Fields and their order [K]: TT 01/2018 Mẫu 01 and receipts in use in 2026. Wording of the
    annex of TT 03/2025 [?]; the lines on tracking and on the two kinds of signature are ours [?].

    `applicant` is the owner of the dossier, `submitter` who brought it. `applicant_number` is
    printed as given: mask it before. `term` is the statutory time ("07 ngày làm việc"). `due_at`
    None prints that the result is returned at once. `fee` is a whole phrase ("75.000 đ, đã nộp").
    """

    code: str
    applicant: str
    procedure: str
    received_at: datetime
    term: str
    due_at: datetime | None
    receiver: str
    procedure_code: str = ""
    applicant_number: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    papers: tuple[ReceivedPaper, ...] = ()
    sets: int = 1
    return_to: str = ""
    fee: str = ""
    handled_by: str = ""
    submitter: str = ""
    submitter_note: str = "(Ký và ghi rõ họ tên)"
    receiver_note: str = "(Ký và ghi rõ họ tên)"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementNote(Paper):
    """Mẫu 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ. A5, further pages where the list is long.

    Fields [K]; the sentences on the contact and on the clock follow TT 01/2018 Mẫu 02, wording of
    2025 [?]. `ordinal` is which request this is; `clock` is a sentence on what happens to
    the time limit.
    """

    applicant: str
    procedure: str
    items: tuple[str, ...]
    reason: str
    signer: str
    code: str = ""
    ordinal: int = 1
    address: str = ""
    phone: str = ""
    email: str = ""
    respond_by: datetime | None = None
    clock: str = ""
    contact: str = ""
    contact_phone: str = ""
    signer_title: str = "Người hướng dẫn"
    signer_note: str = "(Ký và ghi rõ họ tên)"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalNote(Paper):
    """Mẫu 03, Phiếu từ chối tiếp nhận giải quyết hồ sơ. A5.

    Fields [K]; the two sentences follow TT 01/2018 Mẫu 03, wording of 2025 [?]. `legal_basis` is
    the provision refused upon; `guidance` what the applicant can do instead.
    """

    applicant: str
    procedure: str
    reason: str
    signer: str
    code: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    legal_basis: str = ""
    guidance: str = ""
    submitter: str = ""
    submitter_note: str = "(Ký và ghi rõ họ tên)"
    signer_title: str = "Người tiếp nhận hồ sơ"
    signer_note: str = "(Ký và ghi rõ họ tên)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension(SignedPaper):
    """Mẫu 04, Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết. A4.

    NĐ 61/2018 Điều 19 khoản 9: before the promised day, with the reason and one new day. Fields
    [K]; sentences after TT 01/2018 Mẫu 04 (phiếu xin lỗi và hẹn lại), wording of 2025 [?].
    """

    code: str
    applicant: str
    procedure: str
    received_at: datetime
    old_due: datetime
    new_due: datetime
    reason: str
    address: str = ""
    contact: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopNotice(SignedPaper):
    """Mẫu 05, Thông báo dừng giải quyết hồ sơ. A4.

    New in TT 03/2025. Title official; all fields and sentences are ours [?]: reason, legal basis,
    what becomes of fees and papers, and the right to complain (Luật Khiếu nại) [K].
    """

    code: str
    applicant: str
    procedure: str
    received_at: datetime
    reason: str
    address: str = ""
    legal_basis: str = ""
    fee: str = ""
    papers_back: str = ""
    contact: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlStep:
    """A line of the control slip: one hand-over. Times of work are phrases ("1 ngày 2 giờ")."""

    title: str
    given_by: str
    taken_by: str
    taken_at: datetime | None
    given_unit: str = ""
    taken_unit: str = ""
    norm: str = ""
    used: str = ""
    verdict: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSlip(Paper):
    """Mẫu 06, Phiếu kiểm soát quá trình giải quyết hồ sơ. A4.

    Columns of TT 01/2018 Mẫu 05 [K]: agency (giao, nhận), time of hand-over with giver and taker,
    result (Trước hạn, Đúng hạn, Quá hạn), note. Norm and time used in the result column are ours
    [?]. Signatures are replaced by the sign-ins of giver and taker, which `note` should say.
    """

    code: str
    applicant: str
    procedure: str
    received_at: datetime
    due_at: datetime | None
    steps: tuple[ControlStep, ...]
    handled_by: str = ""
    joined_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """A dossier in the register; a moment not reached yet is None and stays white."""

    code: str
    procedure: str
    applicant: str
    received_at: datetime
    due_at: datetime | None
    sets: int = 1
    address: str = ""
    agency: str = ""
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    method: str = ""
    signed_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(Paper):
    """Mẫu 07, Sổ theo dõi hồ sơ. A4 landscape; the head of the table repeats on every page.

    Columns of TT 01/2018 Mẫu 06 and handbook 1.5 [K]; their order in TT 03/2025 [?]. `period` is
    a phrase ("Từ ngày 01/11/2026 đến ngày 30/11/2026"), `book` the number of the volume.

    300 rows take 0.3 s and 70 MB, 1,000 rows 200 MB more: print a longer period in volumes, or in
    a background job.
    """

    period: str
    rows: tuple[RegisterRow, ...]
    book: str = ""
    note: str = ""
