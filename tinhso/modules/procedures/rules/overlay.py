"""Laying the province's changes over a national text, and telling two texts apart. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tinhso.modules.procedures.rules import fees, terms


def laid_over(
    columns: Mapping[str, Any], content: Mapping[str, Any], changes: Mapping[str, Any], source: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns and content of the version that results. `changes` as in LocalOverlay."""
    new_columns, new_content = dict(columns), dict(content)
    if term := changes.get("term"):
        new_columns["term"] = terms.term_of(int(term["amount"]), str(term["unit"]), source)
        new_columns["term_status"], new_columns["term_reading"] = terms.STATED, ""
        shown = terms.sentence(new_columns["term"])
        new_content["methods"] = [
            {**method, "time_text": shown, "note": ""} for method in new_content["methods"]
        ]
    if agency := changes.get("implementing_agency"):
        new_columns["implementing_agency"] = agency
    if reason := changes.get("partial_reason"):
        new_columns["partial_reason"] = reason
    new_columns["local_note"] = changes.get("note", "")
    if by_channel := changes.get("fees"):
        new_content["methods"] = [
            {**method, "fees": _fees(by_channel[method["channel"]])}
            if method["channel"] in by_channel
            else method
            for method in new_content["methods"]
        ]
        new_content["fee_text"] = ""
        new_columns["fee_text"] = fees.words(new_content)
    return new_columns, new_content


def _fees(lines: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    charges = fees.chargeable([(line.get("amount"), str(line.get("note", ""))) for line in lines])
    return [
        {
            "kind": line.get("kind", "FEE"),
            "amount": line.get("amount"),
            "chargeable": charge,
            "note": str(line.get("note", "")),
        }
        for line, charge in zip(lines, charges, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Difference:
    """One part in which two texts differ: lines gone and lines new."""

    part: str
    old: tuple[str, ...]
    new: tuple[str, ...]


def differences(
    old: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]]
) -> list[Difference]:
    """Parts that differ, line by line, in the order of the new text."""
    found = []
    for part in [*new, *[name for name in old if name not in new]]:
        before, after = old.get(part, ()), new.get(part, ())
        if before == after:
            continue
        found.append(
            Difference(
                part,
                tuple(line for line in before if line not in after),
                tuple(line for line in after if line not in before),
            )
        )
    return [difference for difference in found if difference.old or difference.new]
