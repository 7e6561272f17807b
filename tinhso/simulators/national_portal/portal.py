"""The portal's memory and its two directions: dossiers out, progress in."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tinhso.simulators.national_portal.faults import Faults, disturbed

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to a province; the same dossier's messages count from 1."""

    message_id: str
    kind: str
    portal_code: str
    ordinal: int
    body: Body


@dataclass(frozen=True, slots=True)
class Answer:
    """What the province answered to one sending."""

    message_id: str
    status: int
    body: Body


@dataclass
class Portal:
    """Keeps what was sent and what progress came back, in the order it came."""

    target: str
    secret: str
    faults: Faults = field(default_factory=Faults)
    progress: list[Body] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _dice: Any = None

    def __post_init__(self) -> None:
        self._dice = self.faults.dice()

    def send(self, messages: Sequence[Outgoing]) -> list[Answer]:
        """Send through the faulty network; what fails to arrive is sent again until answered."""
        answers = []
        for message in disturbed(messages, self.faults):
            if self.faults.late_seconds:
                time.sleep(self._dice.random() * self.faults.late_seconds)
            if self._dice.random() < self.faults.wrong_signature:
                answers.append(self._post(message, secret="sai"))  # noqa: S106 - meant to be wrong
            answers.append(self._post(message, secret=self.secret))
        self.answers.extend(answers)
        return answers

    def _post(self, message: Outgoing, *, secret: str, tries: int = 5) -> Answer:
        content = json.dumps(
            {
                "kind": message.kind,
                "portal_code": message.portal_code,
                "ordinal": message.ordinal,
                "body": message.body,
            },
            ensure_ascii=False,
        ).encode()
        stamp = datetime.now(UTC).isoformat()
        request = urllib.request.Request(  # noqa: S310 - the address is the operator's own
            f"{self.target}/api/cases/intake",
            data=content,
            headers={
                "Content-Type": "application/json",
                "X-Message-Id": message.message_id,
                "X-Timestamp": stamp,
                "X-Signature": sign(secret, message.message_id, stamp, content),
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
                return Answer(message.message_id, response.status, json.load(response))
        except urllib.error.HTTPError as refused:
            return Answer(message.message_id, refused.code, _json(refused.read()))
        except OSError:
            if tries <= 1:
                return Answer(message.message_id, 0, {})
            time.sleep(0.3)
            return self._post(message, secret=secret, tries=tries - 1)

    def take_progress(self, headers: Mapping[str, str], content: bytes) -> tuple[int, Body]:
        """Take one progress message, or refuse it: wrong signature 403, a fault on purpose 500."""
        expected = sign(
            self.secret, headers.get("X-Message-Id", ""), headers.get("X-Timestamp", ""), content
        )
        if not hmac.compare_digest(expected, headers.get("X-Signature", "")):
            return 403, {"error": "chữ ký không đúng"}
        with self._lock:
            if self._dice.random() < self.faults.answer_500:
                return 500, {"error": "lỗi giả lập"}
            body = _json(content)
            key = (body.get("MaHoSo"), body.get("ThuTu"))
            if key not in {(row.get("MaHoSo"), row.get("ThuTu")) for row in self.progress}:
                self.progress.append(body)
        return 200, {"result": "1"}

    def states(self, portal_code: str) -> list[str]:
        """States of a dossier in the order the province told them."""
        with self._lock:
            return [
                str(row["TrangThai"]) for row in self.progress if row.get("MaHoSo") == portal_code
            ]


def sign(secret: str, message_id: str, timestamp: str, content: bytes) -> str:
    """Hex HMAC-SHA-256 over id, time and content, as the protocol says."""
    text = f"{message_id}\n{timestamp}\n".encode() + content
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def _json(content: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(content)
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}


def new_dossier(number: int, *, procedure: str, organisation: str, answers: Body) -> Outgoing:
    """A dossier as a citizen would send it on the portal; the person is invented."""
    code = f"{organisation}-{datetime.now(UTC):%Y%m%d}-{number:07d}"
    body = {
        "MaHoSo": code,
        "MaTTHC": procedure,
        "ChuHoSo": f"Lê Thị Mẫu {number}",
        "LoaiDoiTuong": "1",
        "SoDinhDanh": f"038190{number:06d}",
        "SoDienThoai": f"0912{number:06d}",
        "Email": "",
        "DonViTiepNhan": organisation,
        "HinhThuc": "0",
        "TrichYeuHoSo": "",
        "DuLieuBieuMau": dict(answers),
        "TaiLieuNop": [],
    }
    return Outgoing(f"{code}-1", "DongBoHoSo", code, 1, body)
