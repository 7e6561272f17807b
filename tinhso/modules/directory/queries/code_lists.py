"""Shared code lists as of a day, and who uses a code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from tinhso.modules.directory.models import CodeList, CodeListItem, CodeListItemVersion

Counter = Callable[[str], int]
_counters: dict[str, list[Counter]] = {}


@dataclass(frozen=True, slots=True)
class CodeCard:
    """What a code means on a day."""

    code: str
    name: str
    name_en: str
    parent_code: str
    order: int
    valid_from: date | None
    valid_to: date | None


def register_usage(code_list: str, counter: Counter) -> None:
    """A module says how often it uses a code of the list: `counter("38")` → how many rows.

    Call it from `AppConfig.ready()`. A code that is used can be ended, never deleted.
    """
    counters = _counters.setdefault(code_list, [])
    if counter not in counters:
        counters.append(counter)


def times_used(code_list: str, code: str) -> int:
    """How often the code is used: by other modules and as the parent of other codes."""
    inside = CodeListItemVersion.objects.filter(
        parent__code=code, parent__code_list__code=code_list
    ).count()
    return inside + sum(counter(code) for counter in _counters.get(code_list, ()))


def code_lists() -> list[CodeList]:
    """Every list by title. One query."""
    return list(CodeList.objects.order_by("title"))


def codes_of(code_list: str, on: date) -> list[CodeCard]:
    """The codes of a list as of the day, in their order. One query."""
    rows = (
        CodeListItemVersion.objects.as_of(on)
        .filter(item__code_list__code=code_list)
        .select_related("item", "parent")
        .order_by("order", "item__code")
    )
    return [code_card(row) for row in rows]


def code_names(code_list: str, codes: Iterable[str], on: date) -> dict[str, str]:
    """What codes meant on the day; unknown ones are left out. One query."""
    rows = CodeListItemVersion.objects.as_of(on).filter(
        item__code_list__code=code_list, item__code__in=set(codes)
    )
    return dict(rows.values_list("item__code", "name"))


def code_history(item: CodeListItem) -> list[CodeListItemVersion]:
    """Versions of a code, the latest first. One query."""
    return list(item.versions.current().order_by("-validity"))


def code_card(row: CodeListItemVersion) -> CodeCard:
    """The card of a version; `item` and `parent` are read with it."""
    return CodeCard(
        code=row.item.code,
        name=row.name,
        name_en=row.name_en,
        parent_code=row.parent.code if row.parent else "",
        order=row.order,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


@dataclass(frozen=True, slots=True)
class ListCard:
    """A list with how many codes are in force."""

    code: str
    title: str
    source: str
    kept_by: str
    codes: int


def lists_with_counts(on: date) -> list[ListCard]:
    """Every list by title. Two queries."""
    counts = dict(
        CodeListItemVersion.objects.as_of(on)
        .values_list("item__code_list_id")
        .annotate(number=Count("id"))
        .order_by()
    )
    return [
        ListCard(row.code, row.title, row.source, row.kept_by, counts.get(row.pk, 0))
        for row in code_lists()
    ]
