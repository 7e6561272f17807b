"""The members of a backup and their checksums: a tar file inside the encrypted stream.

Members: `database.dump` (pg_dump, custom format), `home/…` (files, keys and whatever else the data
folder holds), and last `manifest.json`:

    {"format": 1, "product": "0.1.0", "made_at": "…", "database": {…}, "members":
      [{"name": "home/keys/field-keys.json", "size": 214, "sha256": "…"}, …]}
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from tinhso.config.backup.sealed import Damaged, SealedReader, SealedWriter, Secret
from tinhso.config.console import Problem

MANIFEST = "manifest.json"
DATABASE = "database.dump"
HOME = "home"
NOT_INTACT = 5
_FORMAT = 1
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the backup with its size in bytes and its SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


class ArchiveWriter:
    """Writes members one after the other, then the manifest. Use as a context manager."""

    def __init__(self, target: BinaryIO, secret: Secret) -> None:
        self._sealed = SealedWriter(target, secret)
        self._tar = tarfile.TarFile(fileobj=self._sealed, mode="w")
        self.members: list[Member] = []

    def __enter__(self) -> ArchiveWriter:
        return self

    def __exit__(self, *failure: object) -> None:
        if failure[0] is None:
            self._tar.close()
            self._sealed.close()

    def add(self, path: Path, name: str) -> bool:
        """Add a file under `name`; False when it has gone in the meantime."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return False
        with source:
            status = os.fstat(source.fileno())
            hashed = _Hashing(source, self._sealed)
            self._put(name, hashed, status.st_size, status.st_mtime)
        self.members.append(Member(name, status.st_size, hashed.hexdigest()))
        return True

    def finish(self, facts: Mapping[str, object]) -> None:
        """Write the manifest: what `facts` say and every member with its checksum."""
        members = [
            {"name": member.name, "size": member.size, "sha256": member.sha256}
            for member in self.members
        ]
        text = json.dumps({"format": _FORMAT, **facts, "members": members}, indent=1).encode()
        self._put(MANIFEST, _Hashing(io.BytesIO(text), self._sealed), len(text), 0)

    def _put(self, name: str, content: _Hashing, size: int, changed: float) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mtime, entry.mode = size, int(changed), 0o600
        self._sealed.cut()
        self._tar.addfile(entry, content)


class _Hashing:
    """Hashes what is read through it, and seals the content apart from the header before it.

    A damaged content is then known by the name in its header.
    """

    def __init__(self, source: BinaryIO | io.BytesIO, sealed: SealedWriter) -> None:
        self._source, self._digest, self._sealed = source, hashlib.sha256(), sealed
        self._begun = False

    def read(self, size: int = -1) -> bytes:
        if not self._begun:
            self._sealed.cut()
            self._begun = True
        block = self._source.read(size)
        self._digest.update(block)
        return block

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


@dataclass(slots=True)
class _Found:
    """What was read so far."""

    members: dict[str, Member] = field(default_factory=dict)
    manifest: dict[str, object] | None = None
    current: str = ""


def unpack(source: BinaryIO, secret: Secret, into: Path) -> dict[str, object]:
    """Verify a whole backup while writing its members below `into`; return the manifest.

    Nothing below `into` may be used before this returns. Raises Problem naming the member that is
    damaged, missing, too many or not what the manifest says.
    """
    reader, found = SealedReader(source, secret), _Found()
    try:
        with tarfile.open(fileobj=reader, mode="r|", bufsize=512) as tar:
            for entry in tar:
                found.current = entry.name
                _take(tar, entry, into, found)
                found.current = f"… {entry.name}"
        reader.drain()
    except Damaged as damage:
        raise _refused(damage, found.current) from None
    except tarfile.TarError:
        raise _not_intact(found.current or MANIFEST) from None
    return _checked(found)


def _take(tar: tarfile.TarFile, entry: tarfile.TarInfo, into: Path, found: _Found) -> None:
    content = tar.extractfile(entry) if entry.isreg() else None
    if content is None or not _is_safe(entry.name) or entry.name in found.members:
        raise _not_intact(entry.name)
    if found.manifest is not None:  # nothing may follow the manifest
        raise _not_intact(entry.name)
    if entry.name == MANIFEST:
        found.manifest = json.loads(content.read())
        return
    place = into / entry.name
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        while block := content.read(_BLOCK):
            digest.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    os.utime(place, (entry.mtime, entry.mtime))
    found.members[entry.name] = Member(entry.name, entry.size, digest.hexdigest())


def _is_safe(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return (
        name in (MANIFEST, DATABASE)
        or bool(parts and parts[0] == HOME and len(parts) > 1 and ".." not in parts)
    ) and not name.startswith("/")


def _checked(found: _Found) -> dict[str, object]:
    manifest = found.manifest
    if manifest is None or manifest.get("format") != _FORMAT:
        raise _not_intact(MANIFEST)
    listed = manifest["members"]
    if not isinstance(listed, list):
        raise _not_intact(MANIFEST)
    said = {str(row["name"]): Member(row["name"], row["size"], row["sha256"]) for row in listed}
    for name in sorted(said.keys() | found.members.keys()):
        if said.get(name) != found.members.get(name):
            raise _not_intact(name)
    return manifest


def _refused(damage: Damaged, member: str) -> Problem:
    if damage.record == 0:
        return Problem(
            "cannot_open",
            "Không mở được bản sao lưu: mật khẩu hoặc tệp khóa không đúng, hoặc phần đầu đã bị sửa",
            "The backup does not open: wrong passphrase or key file, or its beginning was changed",
            exit_code=NOT_INTACT,
        )
    return _not_intact(member)


def _not_intact(member: str) -> Problem:
    return Problem(
        "backup_not_intact",
        f"Bản sao lưu đã bị sửa hoặc hỏng tại thành phần «{member}»; không khôi phục gì",
        f"The backup was changed or damaged at member «{member}»; nothing was restored",
        exit_code=NOT_INTACT,
    )
