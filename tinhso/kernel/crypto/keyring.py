"""The keys: one file per installation, several keys, one active, one more for look-up hashes."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.errors import Unavailable

KEY_BYTES = 32


class KeyUnknown(Unavailable):
    """A text was sealed with a key this installation does not hold (restored without its keys?)."""

    code = "key_unknown"
    message = _("Máy chủ này không giữ khóa %(key)s để mở dữ liệu đã mã hóa.")


@dataclass(frozen=True, slots=True)
class Keyring:
    """All keys as they stand in the file. `unfinished` says that a rotation was interrupted."""

    active: str
    keys: Mapping[str, bytes]
    lookup: bytes
    unfinished: bool = False

    def key(self, key_id: str) -> bytes:
        """The key with this id. Raises KeyUnknown."""
        try:
            return self.keys[key_id]
        except KeyError:
            raise KeyUnknown(key=key_id) from None


def path() -> Path:
    """Where the keys of this installation are."""
    return Path(settings.HOME) / "keys" / "field-keys.json"


_loaded: tuple[tuple[Path, int, int], Keyring] | None = None


def keyring() -> Keyring:
    """The keys, made on first use; read again when another process has changed the file."""
    global _loaded
    file = path()
    try:
        state = file.stat()
    except FileNotFoundError:
        with _alone():
            if not file.exists():
                _write(_fresh())
        state = file.stat()
    mark = (file, state.st_ino, state.st_mtime_ns)
    if _loaded is None or _loaded[0] != mark:
        _loaded = (mark, _read(file))
    return _loaded[1]


def start_rotation(at: datetime) -> Keyring:
    """Make a new active key, or go on with the rotation that was interrupted."""
    keyring()
    with _alone():
        ring = _read(path())
        if not ring.unfinished:
            fresh = _key_id(at)
            keys = {**ring.keys, fresh: secrets.token_bytes(KEY_BYTES)}
            ring = replace(ring, active=fresh, keys=keys, unfinished=True)
            _write(ring)
    return ring


def finish_rotation() -> None:
    """Note that nothing is left under older keys. They stay, for backups taken before."""
    with _alone():
        _write(replace(_read(path()), unfinished=False))


def _key_id(at: datetime) -> str:
    return f"k{at:%y%m%d}{secrets.token_hex(3)}"


def _fresh() -> Keyring:
    first = f"k{secrets.token_hex(6)}"
    return Keyring(
        first, {first: secrets.token_bytes(KEY_BYTES)}, lookup=secrets.token_bytes(KEY_BYTES)
    )


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time changes the file."""
    folder = path().parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder / "field-keys.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _read(file: Path) -> Keyring:
    held = json.loads(file.read_text())
    return Keyring(
        active=held["active"],
        keys={name: base64.b64decode(key) for name, key in held["keys"].items()},
        lookup=base64.b64decode(held["lookup"]),
        unfinished=held.get("unfinished", False),
    )


def _write(ring: Keyring) -> None:
    """Replace the file as a whole, on disk before it counts: a lost key is lost data."""
    file = path()
    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    held = {
        "active": ring.active,
        "keys": {name: base64.b64encode(key).decode() for name, key in ring.keys.items()},
        "lookup": base64.b64encode(ring.lookup).decode(),
        "unfinished": ring.unfinished,
    }
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        json.dump(held, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
