"""The page of commands: every change that anybody can make."""

from __future__ import annotations

import inspect
from itertools import groupby

from tinhso.kernel.command import CommandInfo, registry
from tools.reference.source import place_of, shipped
from tools.reference.table import code, codes, first_sentence, page, table

_ABOUT = (
    "Every change of the product goes through one of these: permission, one transaction, one audit"
    " line under the name below. Each also takes `by: Actor` and `at: datetime`."
)


def commands_page() -> str:
    """Every registered command, module by module."""
    ours = [info for _name, info in sorted(registry.items()) if shipped(info.function)]
    parts = []
    for module, found in groupby(ours, key=lambda info: info.name.split(".")[0]):
        rows = [_row(info) for info in found]
        headings = ("Command", "Takes", "Permission", "What it does", "File")
        parts.append(f"## {module}\n\n{table(headings, rows)}")
    return page("Commands", f"{_ABOUT} {len(ours)} commands.", *parts)


def _row(info: CommandInfo) -> tuple[str, ...]:
    function = inspect.unwrap(info.function)
    takes = [name for name in inspect.signature(function).parameters if name not in ("by", "at")]
    return (
        code(info.name),
        codes(takes),
        code(info.permission),
        first_sentence(function.__doc__),
        code(place_of(function)),
    )
