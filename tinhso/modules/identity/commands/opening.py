"""Opening many officers' accounts from a file, with a report of each refused line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tinhso.kernel.actor import Actor
from tinhso.kernel.errors import DomainError, Invalid
from tinhso.kernel.table_files import TableUnreadable, read_lines
from tinhso.modules.directory import public as directory
from tinhso.modules.identity.commands.accounts import Details, open_officer_account
from tinhso.modules.identity.errors import FileUnreadable, TooManyLines

HEADER = ("ma_can_bo", "ten_dang_nhap", "thu_cong_vu")
MOST_LINES = 2_000


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """One line of the file; `number` is where it stands in it."""

    number: int
    employee_code: str
    username: str
    email: str


@dataclass(slots=True)
class OpeningReport:
    """How many accounts were opened, and which lines were refused, with the reason."""

    opened: int = 0
    refused: list[tuple[NewOfficer, str]] = field(default_factory=list)


def read_officers(data: bytes) -> list[NewOfficer]:
    """The lines of a CSV file in UTF-8. Raises FileUnreadable, TooManyLines."""
    try:
        rows = read_lines(data)
    except TableUnreadable as wrong:
        raise FileUnreadable from wrong
    if tuple(rows[0]) != HEADER:
        raise FileUnreadable
    filled = [(number, row) for number, row in enumerate(rows[1:], start=2) if any(row)]
    if len(filled) > MOST_LINES:
        raise TooManyLines
    return [
        NewOfficer(number, *(cell.strip() for cell in [*row, "", "", ""][:3]))
        for number, row in filled
    ]


def open_officer_accounts(lines: Iterable[NewOfficer], *, by: Actor, at: datetime) -> OpeningReport:
    """Open an account for each line, each a command of its own; a refused one stops nobody else."""
    report = OpeningReport()
    wanted = list(lines)
    known = directory.officers_by_code({line.employee_code for line in wanted}, localdate(at))
    for line in wanted:
        officer = known.get(line.employee_code)
        if officer is None:
            report.refused.append((line, _("Danh bạ không có mã cán bộ này")))
            continue
        details = Details(full_name=officer.full_name, username=line.username, email=line.email)
        try:
            open_officer_account(officer.id, details, by=by, at=at)
        except DomainError as refusal:
            report.refused.append((line, _in_words(refusal)))
        else:
            report.opened += 1
    return report


def _in_words(refusal: DomainError) -> str:
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    said = [sentence for sentences in fields.values() for sentence in sentences]
    return " ".join(said) or refusal.sentence
