"""Virus scanning with a real clamd and a signature database of one line: EICAR's."""

from __future__ import annotations

import hashlib
import io
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from pytest_django import Settings

from tinhso.kernel.actor import EVERYWHERE, Actor
from tinhso.kernel.command import command
from tinhso.kernel.files import FileRules, content, file_card, open_file, store_file, storing
from tinhso.kernel.files.errors import FileInfected, FileNotScanned
from tinhso.kernel.files.scanner import ClamAv, ScannerAway, Verdict, scanner
from tinhso.kernel.files.scanning import scan_stored_file, scan_waiting_files
from tinhso.kernel.jobs import run_waiting_jobs
from tinhso.kernel.models import AuditEntry, StoredFile
from tinhso.kernel.tests import samples

CLAMD = shutil.which("clamd") or "/usr/sbin/clamd"
real = pytest.mark.skipif(
    not Path(CLAMD).exists(), reason="clamd is not installed (Debian: clamav-daemon); issue 2"
)
ANY = FileRules(media_types=frozenset({content.TEXT, content.PDF, content.ZIP}))


@pytest.fixture(scope="module")
def clamd() -> Iterator[str]:
    """The address of a clamd of our own, on a private socket, knowing one signature."""
    folder = Path(tempfile.mkdtemp(prefix="tinhso-clamd-"))
    folder.chmod(0o755)
    signatures = folder / "signatures"
    signatures.mkdir()
    digest = hashlib.md5(samples.EICAR, usedforsecurity=False).hexdigest()
    (signatures / "eicar.hdb").write_text(f"{digest}:{len(samples.EICAR)}:Eicar-Test-Signature\n")
    socket_path = folder / "clamd.sock"
    me = pwd.getpwuid(os.geteuid()).pw_name
    (folder / "clamd.conf").write_text(
        f"LocalSocket {socket_path}\nDatabaseDirectory {signatures}\nForeground yes\n"
        f"User {me}\nStreamMaxLength 30M\nMaxThreads 2\nBytecode no\n"
    )
    running = subprocess.Popen(
        [CLAMD, "--config-file", str(folder / "clamd.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 30
        while not socket_path.exists():
            assert running.poll() is None, "clamd ended"
            assert time.monotonic() < deadline, "clamd does not start"
            time.sleep(0.05)
        yield f"clamav://{socket_path}"
    finally:
        running.terminate()
        running.wait(10)
        shutil.rmtree(folder)


@pytest.fixture
def scanning(clamd: str, home: Path, settings: Settings) -> str:
    settings.VIRUS_SCANNER = clamd
    return clamd


def upload(data: bytes, by: Actor, at: datetime, name: str = "đơn.txt") -> StoredFile:
    card = store_file(io.BytesIO(data), name=name, allowed=ANY, by=by, at=at)
    return StoredFile.objects.get(id=card.id)


@real
@pytest.mark.req("SEC-43")
def test_the_test_virus_is_refused_and_logged(
    committed_db: str, scanning: str, clerk: Actor, now: datetime
) -> None:
    with pytest.raises(FileInfected) as refused:
        upload(samples.EICAR, clerk, now, "Giấy khai sinh.txt")

    assert refused.value.sentence == (
        "Giấy khai sinh.txt có mã độc (Eicar-Test-Signature.UNOFFICIAL), không nhận."
    )
    assert not StoredFile.objects.exists()
    line = AuditEntry.objects.get()
    assert (line.action, line.outcome, line.account_id) == ("kernel.store_file", "refused", 41)
    assert "Eicar-Test-Signature" in line.content
    assert "file_infected" in line.content


@real
@pytest.mark.django_db
def test_the_test_virus_inside_an_archive_is_refused(
    scanning: str, clerk: Actor, now: datetime
) -> None:
    with pytest.raises(FileInfected):
        upload(samples.archive({"a.txt": samples.EICAR}), clerk, now, "a.zip")


@real
def test_inside_a_command_its_own_refused_line_tells_it(
    committed_db: str, scanning: str, now: datetime
) -> None:
    @command(permission="test.attach")
    def attach(*, by: Actor, at: datetime) -> None:
        upload(samples.EICAR, by, at)

    by = Actor(kind="officer", name="x", grants={"test.attach": EVERYWHERE})
    with pytest.raises(FileInfected):
        attach(by=by, at=now)

    assert "file_infected" in AuditEntry.objects.get().content


@real
@pytest.mark.django_db
def test_what_is_clean_is_released_at_once(scanning: str, clerk: Actor, now: datetime) -> None:
    row = upload(samples.PDF, clerk, now, "a.pdf")

    assert (row.state, row.scanned_at) == ("clean", now)
    with open_file(row.id) as opened:
        assert opened.read() == samples.PDF
    assert scanner() is not None
    assert scanner().version().startswith("ClamAV ")  # type: ignore[union-attr]


@real
def test_while_the_scanner_is_away_files_wait_and_are_scanned_when_it_is_back(
    committed_db: str, scanning: str, clerk: Actor, now: datetime, settings: Settings
) -> None:
    settings.VIRUS_SCANNER = "clamav:///nowhere/clamd.sock"
    clean, evil = upload(samples.PDF, clerk, now, "a.pdf"), upload(samples.EICAR, clerk, now)

    assert (clean.state, evil.state) == ("unscanned", "unscanned")
    for row in (clean, evil):
        with pytest.raises(FileNotScanned):
            open_file(row.id)
    run_waiting_jobs(["files"])  # the scanner is still away: tried again later
    assert file_card(clean.id).state == "unscanned"

    settings.VIRUS_SCANNER = scanning
    StoredFile.objects.update(uploaded_at=timezone.now() - timedelta(hours=1))
    scan_waiting_files()
    run_waiting_jobs(["files"])

    assert file_card(clean.id).is_released
    card = file_card(evil.id)
    assert (card.state, card.signature) == ("infected", "Eicar-Test-Signature.UNOFFICIAL")
    line = AuditEntry.objects.get(action="kernel.quarantine_file")
    assert line.subject == f"file:{evil.id}"


@real
def test_large_files_are_scanned_by_a_job(
    committed_db: str,
    scanning: str,
    clerk: Actor,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(storing, "SCANNED_AT_ONCE", 10)
    row = upload(samples.PDF, clerk, now, "a.pdf")
    assert row.state == "pending"
    with pytest.raises(FileNotScanned):
        open_file(row.id)

    run_waiting_jobs(["files"])

    assert file_card(row.id).is_released
    scan_stored_file(file_id=row.id)  # again changes nothing
    assert file_card(row.id).state == "clean"


@real
def test_more_than_the_scanner_takes_is_not_called_clean(clamd: str) -> None:
    engine = ClamAv(path=clamd.removeprefix("clamav://"))

    with pytest.raises(ScannerAway):
        engine.scan(io.BytesIO(bytes(31 * 1024 * 1024)))
    assert engine.scan(io.BytesIO(samples.TEXT)) == Verdict()


# -- answers that clamd seldom gives, from a socket that gives just them --------------------------


def answering(answer: bytes) -> tuple[ClamAv, threading.Thread]:
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        link, _address = listener.accept()
        with link:
            while link.recv(65_536)[-4:] != b"\0\0\0\0":
                pass
            link.sendall(answer)
        listener.close()

    thread = threading.Thread(target=serve)
    thread.start()
    return ClamAv(host="127.0.0.1", port=listener.getsockname()[1]), thread


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OK too\0", b"nonsense"]
)
def test_an_answer_that_is_no_verdict_is_a_scanner_away(answer: bytes) -> None:
    engine, thread = answering(answer)

    with pytest.raises(ScannerAway):
        engine.scan(io.BytesIO(b"x" * 10))
    thread.join()


def test_a_verdict_over_the_network_is_read() -> None:
    engine, thread = answering(b"stream: Win.Test FOUND\0")

    assert engine.scan(io.BytesIO(b"x")) == Verdict("Win.Test")
    thread.join()


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("none", None),
        ("clamav://10.0.0.5:3311", ClamAv(host="10.0.0.5", port=3311)),
        ("clamav://scanner.lan", ClamAv(host="scanner.lan", port=3310)),
        ("clamav:///run/clamav/clamd.ctl", ClamAv(path="/run/clamav/clamd.ctl")),
    ],
)
def test_the_setting_is_understood(
    setting: str, expected: ClamAv | None, settings: Settings
) -> None:
    settings.VIRUS_SCANNER = setting

    assert scanner() == expected


def test_another_setting_is_refused(settings: Settings) -> None:
    settings.VIRUS_SCANNER = "http://scanner"

    with pytest.raises(ImproperlyConfigured):
        scanner()


def test_a_scanner_that_is_nowhere_is_away() -> None:
    with pytest.raises(ScannerAway):
        ClamAv(path="/nowhere/clamd.sock").version()
