"""One row of the national catalogue as columns and content of a version. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from tinhso.kernel.text import nfc
from tinhso.modules.procedures.rules import fees, levels, papers, terms

LEVELS = ("xa", "tinh", "bo")
_VIETNAM = timezone(timedelta(hours=7))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RowUnreadableError(ValueError):
    """A row that is no procedure; the text says why."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """What a row says: `columns` of the version, its `content`, and the hash of both."""

    code: str
    columns: Mapping[str, Any]
    content: Mapping[str, Any]
    is_central: bool
    content_hash: str


def read_row(
    row: Mapping[str, Any], steps: Mapping[str, Any] | None, rules: terms.Reading
) -> ReadRow:
    """Read one procedure. Raises RowUnreadableError."""
    code, name = _text(row.get("code")), _text(row.get("name"))
    if not code or not name:
        raise RowUnreadableError("thiếu mã hoặc tên thủ tục")
    if row.get("level") not in LEVELS:
        raise RowUnreadableError(f"cấp thực hiện không rõ: {row.get('level')}")
    content = _content(row, steps or {})
    columns = _columns(row, rules) | {
        "has_forms": any(paper["form_files"] for paper in content["papers"]),
        "fee_text": fees.words(content),
    }
    plain = json.dumps([columns, content], ensure_ascii=False, sort_keys=True, default=str)
    return ReadRow(
        code=code,
        columns=columns,
        content=content,
        is_central=levels.served_centrally(
            is_vertical=bool(row.get("is_vertical")),
            implementing_agency=_text(row.get("implementing_agency")),
        ),
        content_hash=hashlib.sha256(plain.encode()).hexdigest(),
    )


def _columns(row: Mapping[str, Any], rules: terms.Reading) -> dict[str, Any]:
    decision = row.get("decision") or {}
    number = _text(decision.get("proposalNumber"))
    read = terms.read_term(
        terms.SourceLimit(
            value=row.get("time_limit_value"),
            unit=_text(row.get("time_limit_unit")) or "other",
            note=_text(row.get("time_limit_note")),
            field_code=_text(row.get("field_code")),
            case_limits=_case_limits(row.get("cases") or ()),
            source=f"Quyết định {number}" if number else "",
        ),
        rules,
    )
    return {
        "name": _text(row["name"])[:2000],
        "field_code": _text(row.get("field_code")) or "KHAC",
        "field_name": _text(row.get("field")) or "Khác",
        "level": row["level"],
        "levels": [level for level in row.get("levels") or [row["level"]] if level in LEVELS],
        "life_events": sorted(set(row.get("life_events") or ())),
        "online_level": row.get("online_level") or levels.NONE,
        "promulgating_agency": _text(row.get("promulgating_agency")),
        "promulgating_code": _text(row.get("promulgating_code")),
        "implementing_agency": _text(row.get("implementing_agency")),
        "decision_number": number[:120],
        "decision_on": _day(decision.get("decisionDate")),
        "is_vertical": bool(row.get("is_vertical")),
        "is_shared_service": bool(row.get("is_shared_service")),
        "non_territorial": bool(row.get("non_territorial")),
        "term": dict(read.term),
        "term_status": read.status,
        "term_reading": read.reading,
        "supplement_mode": rules.supplement_mode,
        "supplement_source": rules.supplement_source,
    }


def _content(row: Mapping[str, Any], steps: Mapping[str, Any]) -> dict[str, Any]:
    listed, remarks = _papers(row.get("documents") or ())
    fee = row.get("fee_vnd")
    suspect = bool(row.get("fee_suspect_unit"))
    return {
        "methods": [_method(method, suspect=suspect) for method in row.get("methods") or ()],
        "papers": listed,
        "remarks": remarks,
        "results": _coded(row.get("result") or ()),
        "legal_bases": [_text(base) for base in row.get("legal_basis") or () if _text(base)],
        "subjects": _coded(row.get("subjects") or ()),
        "cases": _coded({case.get("code"): case for case in row.get("cases") or ()}.values()),
        "steps": _lines(steps.get("steps")),
        "requirements": _lines(steps.get("requirements")),
        "time_note": _text(row.get("time_limit_note")),
        "fee_text": _text(fee) if isinstance(fee, str) else "",
        "fee_notes": [_text(note) for note in row.get("fee_notes") or () if _text(note)],
        "reception_address": _text(steps.get("reception_address")),
        "competent_authority": _text(steps.get("competent_authority")),
    }


def _method(method: Mapping[str, Any], *, suspect: bool) -> dict[str, Any]:
    value, unit = method.get("time_value"), _text(method.get("time_unit"))
    amount = value if isinstance(value, int) and not isinstance(value, bool) else None
    known = amount is not None and amount > 0 and unit not in {"", "other"}
    lines = [
        (
            fees.listed_amount(
                fee.get("value"), fee.get("currency"), _text(fee.get("note")), suspect=suspect
            ),
            _text(fee.get("note")),
            _text(fee.get("type")),
        )
        for fee in method.get("fees") or ()
    ]
    free = fees.chargeable([(listed, note) for listed, note, _ in lines])
    return {
        "channel": method["method"],
        "time_value": amount,
        "time_unit": unit,
        "time_text": terms.words(amount or 0, unit) if known else "",
        "note": _text(method.get("note")),
        "fees": [
            {
                "kind": kind if kind in fees.TITLES else "FEE",
                "amount": listed,
                "chargeable": charge,
                "note": note,
            }
            for (listed, note, kind), charge in zip(lines, free, strict=True)
        ],
    }


def _papers(
    documents: Sequence[Mapping[str, Any]],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Papers, those of no special case first, and remarks apart."""
    listed: list[dict[str, Any]] = []
    remarks: list[dict[str, Any]] = []
    used: set[str] = set()
    ordered = sorted(documents, key=lambda document: bool(_text(document.get("case"))))
    for document in ordered:
        group, text = _text(document.get("case")), _text(document.get("name"))
        quantity = _count(document.get("originals")) + _count(document.get("copies"))
        if not text:
            continue
        if papers.is_remark(group=group, text=text, quantity=quantity):
            remarks.append({"group": group, "text": text})
        else:
            listed.append(_paper(document, group, text, used))
    return listed, remarks


def _paper(document: Mapping[str, Any], group: str, text: str, used: set[str]) -> dict[str, Any]:
    component = _text(document.get("component_code"))
    code = component or f"P{len(used) + 1:02d}"
    if code in used:
        code = f"{component or 'P'}~{len(used) + 1}"
    used.add(code)
    name, detail = papers.headline(text)
    originals, copies = _count(document.get("originals")), _count(document.get("copies"))
    is_application = papers.is_application(text)
    required = bool(document.get("required")) or (
        originals + copies > 0
        and not papers.is_shown_only(group)
        and not papers.is_conditional(group=group, text=text)
    )
    return {
        "code": code,
        "name": name,
        "detail": detail,
        "group": group,
        "originals": originals,
        "copies": copies,
        "required": required,
        "shown_only": papers.is_shown_only(group),
        "is_application": is_application,
        "component_code": component,
        "form_code": _text(document.get("form_code")),
        "form_files": [_text(file) for file in document.get("form_files") or ()],
    }


def _case_limits(cases: Iterable[Mapping[str, Any]]) -> tuple[tuple[int, str], ...]:
    limits = [case.get("processing_day") or {} for case in cases]
    return tuple(
        (limit["qty"], str(limit.get("type")))
        for limit in limits
        if isinstance(limit.get("qty"), int)
    )


def _coded(items: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [
        {"code": _text(item.get("code")), "name": _text(item.get("name"))}
        for item in items
        if _text(item.get("name"))
    ]


def _day(milliseconds: object) -> date | None:
    """The day in Việt Nam of a JavaScript moment."""
    if not isinstance(milliseconds, int) or not 0 < milliseconds < 4_102_444_800_000:
        return None
    return (_EPOCH + timedelta(milliseconds=milliseconds)).astimezone(_VIETNAM).date()


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _text(value: object) -> str:
    return " ".join(nfc(str(value)).split()) if value is not None else ""


def _lines(value: object) -> str:
    """Text with its line breaks kept, other white space tidied."""
    return "\n".join(line for raw in str(value or "").splitlines() if (line := _text(raw)))
