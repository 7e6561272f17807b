"""The audit chain: only appended to, and every other change is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Thread

import pytest
from django.db import ProgrammingError, connection, transaction

from tests import database
from tinhso.kernel import audit
from tinhso.kernel.audit import AuditLine
from tinhso.kernel.models import AuditEntry, AuditHead


def line(at: datetime, number: int = 0) -> AuditLine:
    return AuditLine(
        at=at,
        actor_kind="officer",
        actor_name="Lê Văn Thành",
        account_id=5,
        officer_id=6,
        organisation_id=7,
        position_title="Chuyên viên",
        address="",
        action="test.act",
        subject=f"thing:{number}",
        outcome="done",
        code="",
        facts={"number": number},
    )


@pytest.fixture
def chain(committed_db: str, now: datetime) -> str:
    """Ten committed lines; the name of their database."""
    for number in range(1, 11):
        with transaction.atomic():
            audit.record(line(now, number))
    return committed_db


def as_owner(name: str, statement: str) -> None:
    with database.connect(name, "owner") as owner:
        owner.execute(statement)


@pytest.mark.req("ARC-48")
def test_a_whole_chain_is_whole(chain: str) -> None:
    assert audit.verify_chain(batch=3) == audit.ChainReport(10)


def test_an_empty_chain_is_whole(committed_db: str) -> None:
    assert audit.verify_chain() == audit.ChainReport(0)


@pytest.mark.dbcompat
@pytest.mark.parametrize(
    ("statement", "broken_at", "reason"),
    [
        (
            (
                "UPDATE kernel_auditentry SET content = replace(content, 'Thành', 'Thanh')"
                " WHERE sequence = 4"
            ),
            4,
            "its text was changed",
        ),
        (
            "UPDATE kernel_auditentry SET actor_name = 'Ai đó' WHERE sequence = 4",
            4,
            "its search columns do not match its text",
        ),
        (
            "UPDATE kernel_auditentry SET at = at + interval '1 day' WHERE sequence = 4",
            4,
            "its time does not match its text",
        ),
        ("DELETE FROM kernel_auditentry WHERE sequence = 4", 4, "line 4 is missing"),
        ("DELETE FROM kernel_auditentry WHERE sequence > 8", 9, "the end of the chain is missing"),
        ("DELETE FROM kernel_auditentry", 1, "the end of the chain is missing"),
        (
            "UPDATE kernel_auditentry SET sequence = sequence + 100 WHERE sequence = 10",
            11,
            "lines stand behind the end",
        ),
        (
            # A forger who recomputes the hash of a changed line breaks the next one.
            (
                "UPDATE kernel_auditentry SET content = replace(content, 'Thành', 'Thanh'),"
                " hash = encode(sha256(convert_to(previous_hash || E'\\n' || sequence || E'\\n' ||"
                " replace(content, 'Thành', 'Thanh'), 'UTF8')), 'hex'),"
                " actor_name = replace(actor_name, 'Thành', 'Thanh') WHERE sequence = 4"
            ),
            5,
            "does not follow the line before it",
        ),
    ],
)
def test_the_first_broken_line_is_named(
    chain: str, statement: str, broken_at: int, reason: str
) -> None:
    as_owner(chain, statement)

    report = audit.verify_chain(batch=3)

    assert (report.broken_at, report.reason) == (broken_at, reason)


def test_a_forger_of_all_later_lines_is_caught_by_the_head(chain: str) -> None:
    as_owner(chain, "UPDATE kernel_audithead SET hash = repeat('a', 64)")

    assert audit.verify_chain().reason == "the end of the chain is missing"


@pytest.mark.req("ARC-48", "SEC-40")
@pytest.mark.dbcompat
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kernel_auditentry SET content = ''",
        "DELETE FROM kernel_auditentry",
        "TRUNCATE kernel_auditentry",
        "INSERT INTO kernel_auditentry SELECT * FROM kernel_auditentry",
        "UPDATE kernel_audithead SET sequence = 0",
        "DELETE FROM kernel_audithead",
        "DROP TABLE kernel_auditentry",
        "ALTER TABLE kernel_auditentry DISABLE TRIGGER ALL",
        "ALTER TABLE kernel_auditentry OWNER TO tinhso_runtime",
        "GRANT ALL ON kernel_auditentry TO tinhso_runtime",
        "SET session_replication_role = replica",
        "SET ROLE {owner}",
        (
            "CREATE OR REPLACE FUNCTION kernel_append_audit(contents text[]) RETURNS bigint"
            " LANGUAGE sql AS 'SELECT 1::bigint'"
        ),
    ],
)
def test_the_running_program_cannot_change_the_log(chain: str, statement: str) -> None:
    before = list(AuditEntry.objects.order_by("sequence").values_list("hash", flat=True))

    with connection.cursor() as cursor:
        # An existing server has an owner of its own name.
        cursor.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'kernel_auditentry'")
        statement = statement.format(owner=connection.ops.quote_name(cursor.fetchone()[0]))
        if statement.startswith("GRANT"):
            cursor.execute(statement)  # PostgreSQL only warns that nothing was granted
            cursor.execute(
                "SELECT has_table_privilege('tinhso_runtime', 'kernel_auditentry', 'UPDATE')"
            )
            assert cursor.fetchone() == (False,)
        else:
            with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
                cursor.execute(statement)

    assert list(AuditEntry.objects.order_by("sequence").values_list("hash", flat=True)) == before


def test_a_forged_append_still_makes_a_line_of_its_own(chain: str, now: datetime) -> None:
    """The function computes place and hash itself; a caller can add lines, never choose them."""
    audit.write_lines([replace(line(now), action="test.forged")])

    assert audit.verify_chain() == audit.ChainReport(11)
    assert AuditEntry.objects.get(sequence=11).action == "test.forged"


def test_nothing_to_write_costs_nothing(committed_db: str) -> None:
    audit.write_lines([])

    assert AuditHead.objects.get().sequence == 0


def in_threads(count: int, work: Callable[[int], None]) -> None:
    problems: list[BaseException] = []

    def run(number: int) -> None:
        try:
            work(number)
        except BaseException as problem:  # noqa: BLE001 - told to the test
            problems.append(problem)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


def test_lines_written_at_the_same_time_make_one_chain(committed_db: str, now: datetime) -> None:
    def write(worker: int) -> None:
        for number in range(25):
            with transaction.atomic():
                audit.write_lines([line(now, worker), line(now + timedelta(1), number)])

    in_threads(8, write)

    assert audit.verify_chain() == audit.ChainReport(8 * 25 * 2)


def test_a_busy_chain_does_not_look_broken(committed_db: str, now: datetime) -> None:
    reports: list[audit.ChainReport] = []

    def work(worker: int) -> None:
        if worker:
            for _ in range(60):
                with transaction.atomic():
                    audit.record(line(now, worker))
        else:
            reports.extend(audit.verify_chain(batch=5) for _ in range(40))

    in_threads(4, work)

    assert {report.broken_at for report in reports} == {None}


def test_walking_tells_how_far_it_is(chain: str) -> None:
    seen: list[tuple[int, int]] = []

    audit.verify_chain(batch=4, progress=lambda done, total: seen.append((done, total)))

    assert seen[-1] == (10, 10)
    assert len(seen) == 10
