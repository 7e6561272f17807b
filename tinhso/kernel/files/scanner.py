"""Virus scanning through the ClamAV daemon, by its INSTREAM command over TCP or a local socket.

The setting VIRUS_SCANNER is `none`, `clamav://host:port` or `clamav:///path/to/socket`. The
protocol is spoken here rather than through the package clamd, whose `send` may lose the end of a
piece.
"""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_PIECE = 64 * 1024
_CONNECT_SECONDS = 3.0
_ANSWER_SECONDS = 60.0
_LONGEST_ANSWER = 4_096


class ScannerAway(Exception):  # noqa: N818 - a state of affairs, not an error of ours
    """The scanner did not answer, or not in a way we understand."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner found: the name of the malware, "" for nothing."""

    signature: str = ""

    @property
    def is_clean(self) -> bool:
        return not self.signature


class Scanner(Protocol):
    def scan(self, stream: BinaryIO) -> Verdict:
        """Scan the stream from its start. Raises ScannerAway."""
        ...


@dataclass(frozen=True, slots=True)
class ClamAv:
    """A clamd at `host:port`, or at the socket `path`."""

    host: str = ""
    port: int = 3310
    path: str = ""

    def scan(self, stream: BinaryIO) -> Verdict:
        stream.seek(0)
        try:
            with self._connected() as link:
                link.sendall(b"zINSTREAM\0")
                while piece := stream.read(_PIECE):
                    link.sendall(struct.pack("!L", len(piece)) + piece)
                link.sendall(struct.pack("!L", 0))
                return _verdict(_answer(link))
        except OSError as problem:
            raise ScannerAway(str(problem)) from problem

    def version(self) -> str:
        """What clamd says of itself, with the date of its signatures. Raises ScannerAway."""
        try:
            with self._connected() as link:
                link.sendall(b"zVERSION\0")
                return _answer(link)
        except OSError as problem:
            raise ScannerAway(str(problem)) from problem

    def _connected(self) -> socket.socket:
        if self.path:
            link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            link.settimeout(_CONNECT_SECONDS)
            try:
                link.connect(self.path)
            except OSError:
                link.close()
                raise
        else:
            link = socket.create_connection((self.host, self.port), timeout=_CONNECT_SECONDS)
        link.settimeout(_ANSWER_SECONDS)
        return link


def scanner() -> ClamAv | None:
    """The scanner of this installation; None when there is none."""
    setting = settings.VIRUS_SCANNER
    if setting == "none":
        return None
    parts = urlsplit(setting)
    if parts.scheme != "clamav":
        raise ImproperlyConfigured(
            f"TINHSO_VIRUS_SCANNER={setting}: chỉ nhận none, clamav://máy:cổng, clamav:///socket"
        )
    if parts.path and not parts.hostname:
        return ClamAv(path=parts.path)
    return ClamAv(host=parts.hostname or "127.0.0.1", port=parts.port or 3310)


def _answer(link: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\0") and len(received) < _LONGEST_ANSWER:
        piece = link.recv(_LONGEST_ANSWER)
        if not piece:
            break
        received += piece
    return received.rstrip(b"\0").decode("utf-8", "replace")


def _verdict(answer: str) -> Verdict:
    """`stream: OK`, `stream: Name FOUND`, or something that is no verdict."""
    said = answer.partition("stream: ")[2]
    if said == "OK":
        return Verdict()
    if said.endswith(" FOUND"):
        return Verdict(said.removesuffix(" FOUND")[:200])
    raise ScannerAway(answer or "no answer")
