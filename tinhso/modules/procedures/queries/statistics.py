"""How many procedures there are, by what they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from tinhso.modules.procedures.models import ProcedureVersion
from tinhso.modules.procedures.queries.catalogue import in_force

_LEVEL = ProcedureVersion.OnlineLevel


@dataclass(frozen=True, slots=True)
class OnlineFigures:
    """Procedures of one kind by level of online service; `total` is the sum of the three."""

    title: str
    total: int
    whole: int
    part: int
    none: int
    central: int
    taken_in: int
    """Those the province itself takes in online."""

    @property
    def whole_share(self) -> float:
        """Share of whole online services, from 0 to 1."""
        return self.whole / self.total if self.total else 0.0


_COUNTS = {
    "total": Count("pk"),
    "whole": Count("pk", filter=Q(online_level=_LEVEL.WHOLE)),
    "part": Count("pk", filter=Q(online_level=_LEVEL.PART)),
    "none": Count("pk", filter=Q(online_level=_LEVEL.NONE)),
    "central": Count("pk", filter=Q(procedure__is_central=True)),
    "taken_in": Count("pk", filter=Q(procedure__is_central=False) & ~Q(online_level=_LEVEL.NONE)),
}


def totals(on: date) -> OnlineFigures:
    """All procedures in force. One query."""
    return OnlineFigures(title="", **in_force(on).order_by().aggregate(**_COUNTS))


def by_column(column: str, on: date) -> list[OnlineFigures]:
    """By field_name, level or promulgating_agency, the largest first. One query."""
    rows = in_force(on).order_by().values(column).annotate(**_COUNTS).order_by("-total", column)
    return [OnlineFigures(title=row.pop(column), **row) for row in rows]
