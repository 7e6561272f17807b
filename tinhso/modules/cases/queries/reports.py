"""State changes that the national portal has not heard of yet."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef

from tinhso.modules.cases.models import StatusReport


def reports_to_send(now: datetime, limit: int = 100) -> list[StatusReport]:
    """Reports that are due, the oldest of each case only: a later one waits for it. One query."""
    earlier = StatusReport.objects.filter(
        case_id=OuterRef("case_id"), id__lt=OuterRef("id"), sent_at__isnull=True
    )
    return list(
        StatusReport.objects.filter(~Exists(earlier), sent_at__isnull=True, next_try_at__lte=now)
        .order_by("id")
        .select_related("case")[:limit]
    )
