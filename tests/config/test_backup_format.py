"""The backup file: round trips, and no change to it goes unseen."""

from __future__ import annotations

import hashlib
import io
import tarfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.config.backup.archive import ArchiveWriter, unpack
from tinhso.config.backup.sealed import MAGIC, Damaged, SealedReader, SealedWriter, Secret
from tinhso.config.console import Problem

SECRET = Secret("key-file", b"k" * 32)
pieces = st.lists(st.binary(max_size=200_000), max_size=5)


def _sealed(content: list[bytes], secret: Secret = SECRET) -> bytes:
    target = io.BytesIO()
    writer = SealedWriter(target, secret)
    for piece in content:
        writer.write(piece)
        writer.cut()
    writer.close()
    return target.getvalue()


def _opened(sealed: bytes, secret: Secret = SECRET) -> bytes:
    reader = SealedReader(io.BytesIO(sealed), secret)
    return reader.read()


@given(pieces)
@settings(max_examples=50, deadline=None)
def test_what_was_sealed_opens_to_the_same_bytes(content: list[bytes]) -> None:
    assert _opened(_sealed(content)) == b"".join(content)


@given(st.binary(min_size=1, max_size=300), st.data())
@settings(max_examples=200, deadline=None)
def test_no_byte_can_be_changed_unseen(content: bytes, data: st.DataObject) -> None:
    sealed = bytearray(_sealed([content, content]))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises((Damaged, Problem)):
        _opened(bytes(sealed))


@given(st.binary(min_size=1, max_size=300), st.data())
@settings(max_examples=100, deadline=None)
def test_no_end_can_be_cut_off_unseen(content: bytes, data: st.DataObject) -> None:
    sealed = _sealed([content, content, content])
    kept = data.draw(st.integers(0, len(sealed) - 1))

    with pytest.raises((Damaged, Problem)):
        _opened(sealed[:kept])


def test_records_cannot_change_places() -> None:
    sealed = _sealed([b"one!", b"two!"])
    start = len(MAGIC) + 4 + int.from_bytes(sealed[len(MAGIC) : len(MAGIC) + 4], "big")
    size = 4 + 4 + 16
    first, second = sealed[start : start + size], sealed[start + size : start + 2 * size]

    with pytest.raises(Damaged) as damage:
        _opened(sealed[:start] + second + first + sealed[start + 2 * size :])

    assert damage.value.record == 0


def test_the_same_content_is_never_sealed_to_the_same_bytes() -> None:
    assert _sealed([b"same"]) != _sealed([b"same"])


def test_a_passphrase_opens_however_its_letters_are_composed() -> None:
    composed = unicodedata.normalize("NFC", "mật khẩu rất dài")
    decomposed = unicodedata.normalize("NFD", composed)
    assert composed != decomposed

    sealed = _sealed([b"content"], Secret.passphrase(composed))

    assert _opened(sealed, Secret.passphrase(decomposed)) == b"content"
    with pytest.raises(Damaged):
        _opened(sealed, Secret.passphrase("mật khẩu rất dài!"))


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(Problem) as refusal:
        Secret.passphrase("ngắn")

    assert refusal.value.code == "passphrase_too_short"


def test_a_file_that_is_no_backup_is_named_so() -> None:
    with pytest.raises(Problem) as refusal:
        _opened(b"PK\x03\x04 something else entirely")

    assert refusal.value.code == "not_a_backup"


def test_a_key_file_does_not_open_what_a_passphrase_sealed() -> None:
    sealed = _sealed([b"content"], Secret.passphrase("a long passphrase"))

    with pytest.raises(Problem) as refusal:
        _opened(sealed)

    assert refusal.value.code == "wrong_kind_of_secret"


# -- members ---------------------------------------------------------------------------------------


def _archive(folder: Path, contents: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with ArchiveWriter(target, SECRET) as archive:
        for name, content in contents.items():
            path = folder / "source"
            path.write_bytes(content)
            archive.add(path, name)
        archive.finish({"product": "test"})
    return target.getvalue()


CONTENTS = {
    "database.dump": b"d" * 150_000,
    "home/keys/field-keys.json": b"secret",
    "home/files/ab/" + "đ" * 90 + ".pdf": b"f" * 70_000,
    "home/files/empty": b"",
}


def test_members_come_back_with_their_names_and_content(tmp_path: Path) -> None:
    sealed = _archive(tmp_path, CONTENTS)

    manifest = unpack(io.BytesIO(sealed), SECRET, tmp_path / "out")

    assert manifest["product"] == "test"
    found = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert found == CONTENTS
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "out").rglob("*.json")}
    assert modes == {0o600}


@pytest.mark.parametrize("name", [name for name, content in CONTENTS.items() if content])
def test_damage_is_reported_with_the_name_of_its_member(tmp_path: Path, name: str) -> None:
    clean = _archive(tmp_path, CONTENTS)
    sealed = bytearray(clean)
    # The ciphertext of each record follows a length; find the member's first content record.
    position, record = _content_record(clean, list(CONTENTS).index(name))
    sealed[position] ^= 1

    with pytest.raises(Problem) as refusal:
        unpack(io.BytesIO(bytes(sealed)), SECRET, tmp_path / "out")

    assert refusal.value.code == "backup_not_intact"
    assert refusal.value.exit_code == 5
    assert f"«{name}»" in str(refusal.value)
    assert record > 0


def _content_record(sealed: bytes, index: int) -> tuple[int, int]:
    """Where the first content record of the member with this index begins, and its number."""
    start = len(MAGIC) + 4 + int.from_bytes(sealed[len(MAGIC) : len(MAGIC) + 4], "big")
    reader = SealedReader(io.BytesIO(sealed), SECRET)
    wanted = list(CONTENTS.values())[index][:65536]
    position, record = start, 0
    while position < len(sealed):
        size = int.from_bytes(sealed[position : position + 4], "big")
        plain = reader.read(size - 16)
        if plain.startswith(wanted):
            return position + 4, record
        position, record = position + 4 + size, record + 1
    raise AssertionError("no such record")


def _with_members(entries: list[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    """A backup forged by somebody who holds the key."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for entry, content in entries:
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return _sealed([plain.getvalue()])


@pytest.mark.parametrize(
    "name", ["../outside", "/etc/passwd", "home/../../outside", "home", "other/file"]
)
def test_a_member_that_would_leave_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    forged = _with_members([(tarfile.TarInfo(name), b"x")])

    with pytest.raises(Problem) as refusal:
        unpack(io.BytesIO(forged), SECRET, tmp_path / "out")

    assert refusal.value.code == "backup_not_intact"
    assert not (tmp_path / "outside").exists()


def test_a_link_is_refused(tmp_path: Path) -> None:
    entry = tarfile.TarInfo("home/link")
    entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"

    with pytest.raises(Problem) as refusal:
        unpack(io.BytesIO(_with_members([(entry, b"")])), SECRET, tmp_path / "out")

    assert "«home/link»" in str(refusal.value)


A = f'{{"name": "home/a", "size": 1, "sha256": "{hashlib.sha256(b"x").hexdigest()}"}}'
WRONG_A = '{"name": "home/a", "size": 1, "sha256": "00"}'
B = '{"name": "home/b", "size": 1, "sha256": "00"}'


@pytest.mark.parametrize(
    ("members", "named"),
    [(f"[{WRONG_A}]", "home/a"), ("[]", "home/a"), (f"[{A}, {B}]", "home/b")],
    ids=["changed", "too many", "missing"],
)
def test_members_must_be_what_the_manifest_says(tmp_path: Path, members: str, named: str) -> None:
    manifest = f'{{"format": 1, "members": {members}}}'.encode()
    forged = _with_members(
        [(tarfile.TarInfo("home/a"), b"x"), (tarfile.TarInfo("manifest.json"), manifest)]
    )

    with pytest.raises(Problem) as refusal:
        unpack(io.BytesIO(forged), SECRET, tmp_path / "out")

    assert f"«{named}»" in str(refusal.value)
