"""Checking the audit chain from the page, with real commits."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tests import database
from tinhso.kernel import audit
from tinhso.kernel.actor import EVERYWHERE, Actor
from tinhso.kernel.audit_use import start_chain_check
from tinhso.kernel.jobs import run_waiting_jobs
from tinhso.kernel.long_tasks import long_task_card
from tinhso.kernel.models import AuditEntry
from tinhso.kernel.tests.test_audit import line

AUDITOR = Actor(kind="officer", name="Kiểm toán", grants={"kernel.view_audit": EVERYWHERE})


def test_a_whole_chain_is_found_whole_and_a_broken_one_named(
    committed_db: str, now: datetime
) -> None:
    for number in range(20):
        with transaction.atomic():
            audit.record(line(now, number))

    first = start_chain_check(by=AUDITOR, at=now)
    again = start_chain_check(by=AUDITOR, at=now)
    run_waiting_jobs()

    card = long_task_card(first.id)
    assert again.id == first.id
    assert (card.state, card.result) == ("done", {"lines": 22})
    assert (card.done, card.total) == (22, 22)
    assert AuditEntry.objects.filter(action="kernel.start_chain_check").count() == 2

    with database.connect(committed_db, "owner") as owner:
        owner.execute("UPDATE kernel_auditentry SET content = '{}' WHERE sequence = 5")
    broken = start_chain_check(by=AUDITOR, at=now)
    run_waiting_jobs()

    card = long_task_card(broken.id)
    assert card.state == "failed"
    assert card.problem == "Chuỗi nhật ký đứt ở dòng 5: nội dung đã bị sửa."
