"""Codes of dossiers by the official rules; the generator in use is chosen by data.

Sources: TT 01/2018/TT-VPCP Đ19 (agency code of QCVN 102, date, four digits a day),
QĐ 20/2020/QĐ-TTg (agency code with the province first), NĐ 309/2026/NĐ-CP (codes given by the
national service).
"""

from __future__ import annotations

import re
from datetime import date

CODE_PATTERN = re.compile(r"^([A-Z0-9]+(?:\.[A-Z0-9]+)*)-(\d{6}|\d{8})-(\d{4,7})$")
_OLD = re.compile(r"^(\d{3})\.(\d{2})\.(\d{2})\.([A-Z]\d{2})$")
_NEW = re.compile(r"^([A-Z]\d{2})(?:\.([A-Z0-9]+))?(?:\.([A-Z0-9]+))?$")


def series_key(organisation_code: str, on: date) -> str:
    """Key of the number series: one for each agency and day."""
    return f"case:{organisation_code}:{on:%y%m%d}"


def case_code(organisation_code: str, on: date, number: int) -> str:
    """Code in the form of QĐ 20/2020: "H56.14-260821-0007". Raises ValueError past 9,999,999."""
    if not 1 <= number <= 9_999_999:
        raise ValueError(f"number {number} of a day does not fit the code")
    return f"{organisation_code}-{on:%y%m%d}-{number:04d}"


def old_style_code(organisation_code: str, on: date, number: int) -> str:
    """Code in the form of TT 01/2018: "000.00.14.H56-260821-0007"."""
    return case_code(to_old_organisation_code(organisation_code), on, number)


def to_old_organisation_code(code: str) -> str:
    """H56.14 → 000.00.14.H56. Raises ValueError for a code that has no old form."""
    match = _NEW.match(code)
    if match is None or (match[2] and not re.fullmatch(r"\d{2}", match[2])):
        raise ValueError(f"{code} has no form of 13 characters")
    return f"000.{'00' if match[3] is None else match[3]}.{match[2] or '00'}.{match[1]}"


def is_case_code(text: str) -> bool:
    """Whether the text has the form of a dossier code, old, new or national."""
    return CODE_PATTERN.match(text) is not None
