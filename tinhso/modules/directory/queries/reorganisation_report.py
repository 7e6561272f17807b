"""The report of a reorganisation that an auditor can follow: who, when, what, from what to what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from tinhso.modules.directory.definitions.reorganisation_parts import (
    OWN_WORDS,
    reorganisation_parts,
)
from tinhso.modules.directory.models import (
    AreaVersion,
    OfficerVersion,
    OrganisationVersion,
    Reorganisation,
    ReorganisationChange,
)
from tinhso.modules.directory.queries.reorganisations import changes_of

WAITING_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person did to the plan."""

    title: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PartReport:
    """What one module would touch, was told, did, and found afterwards."""

    code: str
    title: str
    count: int
    samples: tuple[str, ...]
    waiting: tuple[str, ...]
    choices: tuple[dict[str, Any], ...]
    result: tuple[tuple[str, Any], ...]
    """What was counted, in words."""
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReorganisationReport:
    """The page in one value. `waiting`: people no seat was left for."""

    counts: tuple[tuple[str, str, int], ...]
    lines: int
    parts: tuple[PartReport, ...]
    acts: tuple[Act, ...]
    waiting: tuple[tuple[int, str], ...]
    waiting_count: int


def report_of(found: Reorganisation) -> ReorganisationReport:
    """Everything the page of a plan shows. Four queries."""
    lines = changes_of(found)
    kinds = dict(ReorganisationChange.Kind.choices)
    subjects = {"area": "Địa bàn", "organisation": "Cơ quan"}
    counts = Counter((line.subject, line.kind) for line in lines)
    rows = list(found.parts.order_by("id"))
    waiting: list[int] = []
    for row in rows:
        told = row.result.get("waiting", [])
        waiting += told if isinstance(told, list) else []
    names = dict(
        OfficerVersion.objects.current()
        .filter(officer_id__in=waiting[:WAITING_SHOWN])
        .values_list("officer_id", "full_name")
    )
    return ReorganisationReport(
        counts=tuple(
            (subjects[subject], str(kinds[kind]), number)
            for (subject, kind), number in sorted(counts.items())
        ),
        lines=len(lines),
        parts=tuple(_part(row) for row in rows),
        acts=tuple(_acts(found)),
        waiting=tuple((who, names.get(who, "")) for who in waiting[:WAITING_SHOWN]),
        waiting_count=len(waiting),
    )


def _part(row: Any) -> PartReport:  # noqa: ANN401 - a row of the table of parts
    asked = [
        {**choice, "answer": row.choices.get(choice["code"], choice["default"])}
        for choice in row.touched.get("choices", [])
    ]
    return PartReport(
        code=row.part,
        title=row.title,
        count=int(row.touched.get("count", 0)),
        samples=tuple(row.touched.get("samples", ())),
        waiting=tuple(row.touched.get("waiting", ())),
        choices=tuple(asked),
        result=_in_words(row.part, row.result),
        problems=tuple(row.problems),
    )


def _in_words(code: str, result: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    known: dict[str, Mapping[str, str | Promise]] = {**OWN_WORDS}
    known |= {part.code: part.words for part in reorganisation_parts()}
    words = known.get(code, {})
    return tuple((str(words[name]), result[name]) for name in words if name in result)


def _acts(found: Reorganisation) -> list[Act]:
    steps = (
        ("Lập phương án", found.prepared_by, found.prepared_at),
        ("Chạy thử", found.prepared_by, found.dry_run_at),
        ("Duyệt", found.approved_by, found.approved_at),
        ("Thực hiện", found.executed_by, found.executed_at),
        ("Kiểm tra xong", found.executed_by, found.verified_at),
    )
    return [Act(title, by, at) for title, by, at in steps if at is not None]


@dataclass(frozen=True, slots=True)
class LineReport:
    """One line in words: from what to what."""

    number: int
    subject: str
    kind: str
    origins: tuple[str, ...]
    result: str
    result_id: int | None


def lines_of(found: Reorganisation) -> list[LineReport]:
    """Every line with the names of its origins and its result. Three queries."""
    rows = list(found.changes.order_by("number"))
    lines = changes_of(found)
    names = {
        "area": _names(AreaVersion, "area_id", "full_name"),
        "organisation": _names(OrganisationVersion, "organisation_id", "name"),
    }
    subjects = {"area": "Địa bàn", "organisation": "Cơ quan"}
    return [
        LineReport(
            number=line.number,
            subject=subjects[line.subject],
            kind=row.get_kind_display(),
            origins=tuple(
                names[line.subject].get(origin.id, str(origin.id))
                + (" (một phần)" if origin.extent == "part" else "")
                for origin in line.origins
            )
            or ((names[line.subject].get(line.unit, ""),) if line.unit else ()),
            result="" if line.kind == "abolish" else line.title,
            result_id=row.result_id,
        )
        for row, line in zip(rows, lines, strict=True)
    ]


def _names(model: Any, key: str, name: str) -> dict[int, str]:  # noqa: ANN401 - either table
    rows = model.objects.current().order_by("validity").values_list(key, "code", name)
    return {identity: f"{code} {text}" for identity, code, text in rows}
