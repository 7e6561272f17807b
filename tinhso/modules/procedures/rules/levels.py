"""Levels of online service, new and old, and where a procedure is served."""

from __future__ import annotations

import re

WHOLE, PART, NONE = "toan_trinh", "mot_phan", "khong"
_LOCAL_AGENCY = re.compile(
    r"ủy ban nhân dân|uỷ ban nhân dân|ubnd|\bsở\b|phòng kinh tế|hộ kinh doanh|hội đồng nhân dân",
    re.IGNORECASE,
)


def older_level(online_level: str, *, has_forms: bool) -> int:
    """The level 1–4 of texts before NĐ 42/2022: 4 whole, 3 partly, 2 forms to fetch, 1 texts."""
    if online_level == WHOLE:
        return 4
    if online_level == PART:
        return 3
    return 2 if has_forms else 1


def served_centrally(*, is_vertical: bool, implementing_agency: str) -> bool:
    """Whether a ministry's own line serves it (tax, customs, police…), read from the source.

    The source marks the line ("ngành dọc"); some marked ones are still done by the province.
    """
    return is_vertical and not _LOCAL_AGENCY.search(implementing_agency)
