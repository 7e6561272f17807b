"""The encrypted stream of a backup file.

Format, version 1 (numbers are big-endian):

    magic     16 bytes  "TINHSO-BACKUP-1\\n"
    length     4 bytes  of the header
    header    JSON      {"kdf": "scrypt", "n": 131072, "r": 8, "p": 1, "salt": …, "nonce": …}
                        or {"kdf": "key-file", "salt": …, "nonce": …}; salt and nonce in base64
    records             until the end of the file:
      length   4 bytes  of the sealed text
      sealed            AES-256-GCM of at most 64 KiB, tag of 16 bytes included

The key is scrypt of the passphrase (UTF-8, NFC), or HKDF-SHA-256 of the key file's content, with
the salt. Record i has the nonce `nonce (7 bytes) || i (4 bytes) || last (1 byte)`, last being 1 in
the final record and 0 before: records cannot be dropped, repeated, moved or cut off unseen. Magic
and header are authenticated with every record. The plain text is a tar file (see `archive`); a
record ends where a member's header or content ends, so a damaged record belongs to one member.
"""

from __future__ import annotations

import base64
import io
import json
import secrets
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from tinhso.config.console import Problem

MAGIC = b"TINHSO-BACKUP-1\n"
RECORD = 64 * 1024
_TAG = 16
_SALT = 16
_NONCE = 7
_HEADER_LIMIT = 4096
_MINIMUM_PASSPHRASE = 12
_MINIMUM_KEY_FILE = 32
_SCRYPT = {"n": 2**17, "r": 8, "p": 1}


class Damaged(Exception):  # noqa: N818 - becomes a sentence in `archive`
    """A record (the first is 0) does not open: changed, cut off, or sealed with another key."""

    def __init__(self, record: int) -> None:
        super().__init__(record)
        self.record = record


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says about its encryption; salt and nonce in base64, the cost for scrypt only."""

    kdf: str
    salt: str
    nonce: str
    n: int = 0
    r: int = 0
    p: int = 0

    @property
    def salt_bytes(self) -> bytes:
        return base64.b64decode(self.salt, validate=True)

    @property
    def nonce_bytes(self) -> bytes:
        return base64.b64decode(self.nonce, validate=True)

    def encoded(self) -> bytes:
        """The header as it stands in the file."""
        return json.dumps({name: value for name, value in asdict(self).items() if value}).encode()


@dataclass(frozen=True, slots=True)
class Secret:
    """What opens a backup: a passphrase or the content of a key file."""

    kind: str
    value: bytes

    @classmethod
    def passphrase(cls, text: str) -> Secret:
        """A passphrase of at least 12 characters. Raises Problem when shorter."""
        if len(text) < _MINIMUM_PASSPHRASE:
            raise Problem(
                "passphrase_too_short",
                f"Mật khẩu sao lưu phải có ít nhất {_MINIMUM_PASSPHRASE} ký tự",
                f"The passphrase must have at least {_MINIMUM_PASSPHRASE} characters",
                exit_code=2,
            )
        return cls("scrypt", unicodedata.normalize("NFC", text).encode())

    @classmethod
    def key_file(cls, path: Path) -> Secret:
        """A file of at least 32 random bytes. Raises Problem when shorter or unreadable."""
        try:
            content = path.read_bytes()
        except OSError as problem:
            raise Problem(
                "key_file_unreadable",
                f"Không đọc được tệp khóa {path}: {problem.strerror}",
                f"The key file {path} cannot be read: {problem.strerror}",
                exit_code=2,
            ) from None
        if len(content) < _MINIMUM_KEY_FILE:
            raise Problem(
                "key_file_too_short",
                f"Tệp khóa {path} phải có ít nhất {_MINIMUM_KEY_FILE} byte ngẫu nhiên",
                f"The key file {path} must hold at least {_MINIMUM_KEY_FILE} random bytes",
                exit_code=2,
            )
        return cls("key-file", content)

    def new_header(self) -> Header:
        """The header of a new file, with a fresh salt and nonce."""
        cost = _SCRYPT if self.kind == "scrypt" else {}
        salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
        return Header(kdf=self.kind, salt=_text(salt), nonce=_text(nonce), **cost)

    def key(self, header: Header) -> bytes:
        """The 32 bytes that open a file with this header. Raises Problem for another kind."""
        if header.kdf != self.kind:
            raise Problem(
                "wrong_kind_of_secret",
                "Tệp sao lưu này mở bằng " + _KINDS[header.kdf][0],
                "This backup is opened with " + _KINDS[header.kdf][1],
                exit_code=2,
            )
        salt = header.salt_bytes
        if self.kind == "key-file":
            info = b"tinhso backup"
            return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(self.value)
        return Scrypt(salt=salt, length=32, n=header.n, r=header.r, p=header.p).derive(self.value)


_KINDS = {"scrypt": ("mật khẩu", "a passphrase"), "key-file": ("tệp khóa", "a key file")}


class SealedWriter(io.RawIOBase):
    """Encrypts what is written; `cut` ends the record, `close` writes the last one."""

    def __init__(self, target: BinaryIO, secret: Secret) -> None:
        header = secret.new_header()
        encoded = header.encoded()
        self._target = target
        self._cipher = AESGCM(secret.key(header))
        self._nonce = header.nonce_bytes
        self._bound = MAGIC + encoded
        self._buffer = bytearray()
        self._count = 0
        self._written = 0
        target.write(MAGIC + len(encoded).to_bytes(4, "big") + encoded)

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        """How many bytes of plain text were written."""
        return self._written

    def write(self, data: object) -> int:
        """Buffer bytes and seal every full record."""
        view = memoryview(data)  # type: ignore[arg-type]
        self._buffer += view
        self._written += view.nbytes
        while len(self._buffer) > RECORD:
            self._seal(bytes(self._buffer[:RECORD]), last=False)
            del self._buffer[:RECORD]
        return view.nbytes

    def cut(self) -> None:
        """End the record here, so that what follows is sealed apart."""
        if self._buffer:
            self._seal(bytes(self._buffer), last=False)
            self._buffer.clear()

    def close(self) -> None:
        """Write the last record, which may be empty. The target stays open."""
        if not self.closed:
            self._seal(bytes(self._buffer), last=True)
            self._buffer.clear()
        super().close()

    def _seal(self, plain: bytes, *, last: bool) -> None:
        nonce = _nonce(self._nonce, self._count, last=last)
        sealed = self._cipher.encrypt(nonce, plain, self._bound)
        self._target.write(len(sealed).to_bytes(4, "big") + sealed)
        self._count += 1


class SealedReader(io.RawIOBase):
    """Decrypts what was sealed; never returns a byte that was not authenticated."""

    def __init__(self, source: BinaryIO, secret: Secret) -> None:
        """Raises Problem when this is no backup or the secret is of the wrong kind."""
        header, encoded = _read_header(source)
        self._source = source
        self._cipher = AESGCM(secret.key(header))
        self._nonce = header.nonce_bytes
        self._bound = MAGIC + encoded
        self._buffer, self._at = b"", 0
        self._count = 0
        self._length = source.read(4)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, fewer only at the end. Raises Damaged."""
        parts, wanted = [], size if size >= 0 else 2**62
        while wanted and (self._at < len(self._buffer) or self._open_next()):
            part = self._buffer[self._at : self._at + wanted]
            self._at += len(part)
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)

    def drain(self) -> None:
        """Read to the end, to see that nothing was cut off. Raises Damaged."""
        while self.read(RECORD):
            continue

    def _open_next(self) -> bool:
        """Open records until one has content; False after the last one."""
        while self._length:
            size = int.from_bytes(self._length, "big")
            sealed = self._source.read(size) if size <= RECORD + _TAG else b""
            if len(sealed) != size:
                raise Damaged(self._count)
            following = self._source.read(4)
            nonce = _nonce(self._nonce, self._count, last=not following)
            try:
                plain = self._cipher.decrypt(nonce, sealed, self._bound)
            except (InvalidTag, ValueError):
                raise Damaged(self._count) from None
            self._count += 1
            self._length = following
            if plain:
                self._buffer, self._at = plain, 0
                return True
        if self._count == 0:
            raise Damaged(0)
        return False


def _read_header(source: BinaryIO) -> tuple[Header, bytes]:
    """The header and its bytes as they are authenticated. Raises Problem when it makes no sense."""
    if source.read(len(MAGIC)) != MAGIC:
        raise _not_a_backup()
    encoded = source.read(min(int.from_bytes(source.read(4), "big"), _HEADER_LIMIT))
    try:
        header = Header(**json.loads(encoded))
        sensible = (
            header.kdf in _KINDS
            and len(header.salt_bytes) == _SALT
            and len(header.nonce_bytes) == _NONCE
            # A forged cost must not eat the memory.
            and (
                header.kdf != "scrypt" or (2**14 <= header.n <= 2**20 and header.r * header.p <= 64)
            )
        )
    except (ValueError, KeyError, TypeError):
        sensible = False
    if not sensible:
        raise _not_a_backup()
    return header, encoded


def _not_a_backup() -> Problem:
    return Problem(
        "not_a_backup",
        "Tệp này không phải bản sao lưu của Tỉnh Số, hoặc phần đầu tệp đã hỏng",
        "This file is no backup of Tỉnh Số, or its beginning is damaged",
        exit_code=5,
    )


def _nonce(prefix: bytes, count: int, *, last: bool) -> bytes:
    return prefix + count.to_bytes(4, "big") + bytes([last])


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
