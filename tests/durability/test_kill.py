"""Nothing acknowledged is lost: a thousand dossiers while web server and database are killed."""

from __future__ import annotations

import http.client
import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from tests.config.conftest import reachable_folder
from tests.config.test_launch import Launched, environ, named
from tests.existing import free_port
from tinhso.config.postgres.embedded import EmbeddedServer
from tinhso.modules.cases.rules.intake import sign

DOSSIERS, CLIENTS = 1_000, 32
KILLS = ("web", "database", "web", "database", "both")
GIVE_UP_AFTER = 240.0
SECRET = "a secret of this test only"

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds processes in /proc"),
    pytest.mark.xdist_group("durability"),
]


@dataclass
class Portal:
    """Clients of the portal: what each dossier was answered, and how often it was sent."""

    port: int
    procedure: str
    agencies: list[str]
    left: queue.Queue[int] = field(default_factory=queue.Queue)
    codes: dict[str, str] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    deadline: float = 0.0

    def work(self) -> None:
        """Send dossiers until none is left, each again and again until it is acknowledged."""
        while time.monotonic() < self.deadline:
            try:
                number = self.left.get_nowait()
            except queue.Empty:
                return
            while time.monotonic() < self.deadline and not self._sent(number):
                time.sleep(0.1)

    def _sent(self, number: int) -> bool:
        portal_code = f"G01.99-{number:07d}"
        try:
            status, body = self._post(f"kill-{number}", portal_code, number)
        except (OSError, http.client.HTTPException, ValueError):
            self.answers[0] += 1
            return False
        self.answers[status] += 1
        if status == 202 and body["status"] == "applied":
            self.codes[portal_code] = str(body["case_code"])
            return True
        if status < 500:
            self.refused.append(f"{status} {body}")
            return True
        return False

    def _post(self, message_id: str, portal_code: str, number: int) -> tuple[int, dict[str, str]]:
        message = {
            "kind": "DongBoHoSo",
            "portal_code": portal_code,
            "ordinal": 1,
            "body": {
                "MaTTHC": self.procedure,
                "ChuHoSo": f"Người nộp {number}",
                "LoaiDoiTuong": "1",
                "DonViTiepNhan": self.agencies[number % len(self.agencies)],
            },
        }
        raw, stamp = json.dumps(message).encode(), datetime.now(UTC).isoformat()
        headers = {
            "Content-Type": "application/json",
            "X-Message-Id": message_id,
            "X-Timestamp": stamp,
            "X-Signature": sign(SECRET.encode(), message_id=message_id, timestamp=stamp, body=raw),
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("POST", "/api/cases/intake", raw, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")
        finally:
            connection.close()


@pytest.fixture(scope="module")
def product() -> Iterator[Launched]:
    """A product of its own, ready; both tests of this file use it, one after the other."""
    with pytest.MonkeyPatch.context() as patch, reachable_folder() as folder:
        patch.setenv("TINHSO_PORTAL_SECRET", SECRET)
        home = folder / "home"
        launched = Launched(home, free_port())
        try:
            launched.until_ready(300)
            yield launched
        finally:
            launched.end(signal.SIGTERM)
            EmbeddedServer(home).stop()


def test_a_thousand_dossiers_outlive_five_kills(product: Launched) -> None:
    portal = Portal(product.port, *_procedure_and_agencies(product.home))
    _send_and_kill(portal, product.home)
    assert portal.refused == []
    assert len(portal.codes) == DOSSIERS, portal.answers
    assert portal.answers[0] or portal.answers[503] or portal.answers[500], "no kill was felt"
    with psycopg.connect(EmbeddedServer(product.home).dsn("owner")) as owner:
        rows = owner.execute(
            "SELECT portal_code, code FROM cases_case WHERE portal_code LIKE 'G01.99-%'"
        ).fetchall()
        movements = owner.execute(
            "SELECT count(*), count(DISTINCT case_id) FROM cases_casemovement"
            " WHERE action = 'submit'"
        ).fetchone()
        series: dict[str, int] = dict(
            owner.execute("SELECT key, last FROM kernel_numberseries WHERE key LIKE 'case:%'")
        )
    assert len(rows) == DOSSIERS, "one was lost or is there twice"
    assert dict(rows) == portal.codes, "an acknowledged code is not the one kept"
    assert movements == (DOSSIERS, DOSSIERS)
    _assert_without_gap([code for _portal_code, code in rows], series)
    verified = _tinhso(product.home, "audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_a_generated_province_keeps_the_rules_also_when_generated_twice(
    product: Launched,
) -> None:
    for _turn in range(2):
        subprocess.run(
            [sys.executable, "-m", "tools.demo", "50"],
            env={**os.environ, **environ(product.home), "SCALE": "50", "OFFICERS": "3000"},
            check=True,
            timeout=120,
        )
    with psycopg.connect(EmbeddedServer(product.home).dsn("owner")) as owner:
        for question, expected in GENERATED.items():
            found = owner.execute(question).fetchone()
            assert found == (expected,), question


GENERATED = {
    "SELECT count(*) FROM directory_officer": 3000,
    # Every officer stands in one post, and no post has more than its seats.
    "SELECT count(*) FROM directory_officer o WHERE (SELECT count(*) FROM directory_postholding h"
    " WHERE h.officer_id = o.id AND h.kind = 'principal' AND upper_inf(h.recorded)"
    " AND h.validity @> current_date) <> 1": 0,
    "SELECT count(*) FROM directory_positionversion p WHERE upper_inf(p.recorded)"
    " AND p.validity @> current_date AND p.seats < (SELECT count(*) FROM directory_postholding h"
    " WHERE h.position_id = p.position_id AND upper_inf(h.recorded)"
    " AND h.validity @> current_date)": 0,
    "SELECT count(*) FROM cases_case WHERE submission_key LIKE 'demo:%'": 100,
    # Every series has given as many numbers as there are codes of its agency and day.
    "SELECT count(*) FROM (SELECT 'case:' || regexp_replace(code, '-[0-9]+$', '') AS code,"
    " count(*) AS given FROM cases_case GROUP BY 1) c LEFT JOIN kernel_numberseries s"
    " ON replace(s.key, ':', '-') = replace(c.code, ':', '-')"
    " WHERE s.last IS DISTINCT FROM c.given": 0,
    # A dossier in hand has one open step, which says what the work list says.
    "SELECT count(*) FROM cases_case c WHERE c.submission_key LIKE 'demo:%'"
    " AND c.state IN (2, 4, 5) AND (SELECT count(*) FROM cases_casestep s WHERE s.case_id = c.id"
    " AND s.left_at IS NULL AND s.step_code = c.step_code AND s.unit_id = c.unit_id"
    " AND s.holder_officer_id IS NOT DISTINCT FROM c.holder_officer_id) <> 1": 0,
    "SELECT count(*) FROM cases_casestep s JOIN cases_case c ON c.id = s.case_id"
    " WHERE s.left_at IS NULL AND c.finished_at IS NOT NULL": 0,
    "SELECT count(*) FROM cases_case c WHERE c.submission_key LIKE 'demo:%' AND (SELECT count(*)"
    " FROM cases_casemovement m WHERE m.case_id = c.id AND m.action = 'submit') <> 1": 0,
}


def _procedure_and_agencies(home: Path) -> tuple[str, list[str]]:
    with psycopg.connect(EmbeddedServer(home).dsn("owner")) as owner:
        procedure = owner.execute(
            "SELECT p.code FROM procedures_procedure p JOIN procedures_versionperiod d"
            " ON d.procedure_id = p.id AND upper_inf(d.recorded) AND d.validity @> current_date"
            " JOIN procedures_procedureversion v ON v.id = d.version_id AND v.level = 'xa'"
            " ORDER BY p.weight DESC, p.id LIMIT 1"
        ).fetchone()
        agencies = owner.execute(
            "SELECT code FROM directory_organisationversion WHERE kind = 'commune_committee'"
            " AND upper_inf(recorded) AND validity @> current_date ORDER BY code LIMIT 4"
        ).fetchall()
    assert procedure is not None
    return str(procedure[0]), [str(row[0]) for row in agencies]


def _send_and_kill(portal: Portal, home: Path) -> None:
    for number in range(DOSSIERS):
        portal.left.put(number)
    portal.deadline = time.monotonic() + GIVE_UP_AFTER
    clients = [threading.Thread(target=portal.work) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for place, victim in enumerate(KILLS, start=1):
        mark = place * DOSSIERS // (len(KILLS) + 1)
        while len(portal.codes) < mark and any(client.is_alive() for client in clients):
            time.sleep(0.02)
        _kill(victim, home)
    for client in clients:
        client.join()


def _kill(victim: str, home: Path) -> None:
    """SIGKILL to every web process, to the database's first process, or to both at once.

    The victim of an earlier kill may not be back yet: it is waited for.
    """
    deadline = time.monotonic() + 60
    while not (targets := _targets(victim, home)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert targets, f"nothing to kill: {victim} did not come back"
    for pid in targets:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _targets(victim: str, home: Path) -> list[int]:
    targets = named(home, "tinhso.config.launch.web") if victim in ("web", "both") else []
    if victim in ("database", "both"):
        found = EmbeddedServer(home).postmaster()
        targets += [found.pid] if found else []
    return targets


def _assert_without_gap(codes: list[str], series: dict[str, int]) -> None:
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for code in codes:
        found = re.fullmatch(r"(.+)-(\d{6})-(\d+)", code)
        assert found is not None, code
        numbers[f"case:{found[1]}:{found[2]}"].append(int(found[3]))
    for key, given in numbers.items():
        assert sorted(given) == list(range(1, len(given) + 1)), key
        assert series[key] == len(given), key


def _tinhso(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tinhso.config.cli", *words],
        env={**os.environ, **environ(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
