"""Background work of the cases module."""

from __future__ import annotations

import json
import logging

import requests
from django.conf import settings
from django.utils import timezone

from tinhso.kernel.jobs import job
from tinhso.modules.cases.commands.intake import record_report
from tinhso.modules.cases.models import StatusReport
from tinhso.modules.cases.queries.reports import reports_to_send
from tinhso.modules.cases.rules.intake import sign

logger = logging.getLogger(__name__)
SECONDS = 15


@job(name="cases.tell_portal", queue="exchange", alone=True)
def tell_portal() -> None:
    """Tell the national portal every state change that is due, in order for each dossier."""
    if not settings.PORTAL_URL or not settings.PORTAL_SECRET:
        return
    while reports := reports_to_send(timezone.now()):
        for report in reports:
            record_report(report.id, problem=_send(report), at=timezone.now())


def _send(report: StatusReport) -> str:
    """Send one report; an empty answer means it arrived, else what went wrong."""
    content = json.dumps(report.body | {"ThuTu": report.id}, ensure_ascii=False).encode()
    message_id, stamp = f"tien-do-{report.id}", timezone.now().isoformat()
    signature = sign(
        settings.PORTAL_SECRET.encode(), message_id=message_id, timestamp=stamp, body=content
    )
    try:
        answer = requests.post(
            f"{settings.PORTAL_URL}/CapNhatTienDoHoSoMC",
            data=content,
            headers={
                "Content-Type": "application/json",
                "X-Message-Id": message_id,
                "X-Timestamp": stamp,
                "X-Signature": signature,
            },
            timeout=SECONDS,
        )
    except requests.RequestException as away:
        return f"không kết nối được: {type(away).__name__}"
    return "" if answer.status_code == requests.codes.ok else f"trả lời {answer.status_code}"
