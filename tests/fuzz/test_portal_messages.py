"""Signed messages of the national portal with anything in them: refused, or kept and answered."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from tests.fuzz.people import House
from tests.fuzz.wicked import TEXTS
from tinhso.modules.cases.models import Case, IntakeMessage
from tinhso.modules.cases.rules.intake import sign

SECRET = "a secret of this test only"
GOOD: dict[str, Any] = {
    "MaTTHC": "9.000001",
    "ChuHoSo": "Lê Thị Mẫu",
    "LoaiDoiTuong": "1",
    "SoDinhDanh": "038190000001",
    "SoDienThoai": "0912000001",
    "Email": "mau@example.vn",
    "DiaChi": "Phố Đội Cung",
    "DonViTiepNhan": "H56.14797",
    "HinhThuc": "1",
    "TrichYeuHoSo": "Xin phép",
    "DuLieuBieuMau": {},
    "TaiLieuNop": [{"TenTepDinhKem": "Đơn đề nghị", "MaThanhPhanHoSo": "KQ1"}],
}
WICKED: list[Any] = [
    *(text for text in TEXTS.values() if text.isprintable() or len(text) < 10),
    None,
    True,
    -1,
    10**30,
    0.1,
    [],
    [None],
    [[]],
    ["x"],
    {},
    {"TenTepDinhKem": ["x"]},
    [{"TenTepDinhKem": {}, "MaThanhPhanHoSo": []}],
    [{"TenTepDinhKem": "x" * 5_000}],
]
RAW = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "utf-16": json.dumps({"kind": "RutHoSo"}).encode("utf-16"),
    "windows-1258": '{"kind": "Rút"}'.encode("cp1252"),
    "nul": b'{"kind": "DongBoHoSo\\u0000"}',
    "half a letter": b'{"kind": "\\ud800"}',
    "not a number": b'{"kind": NaN}',
    "without end": b'{"kind": 1e999}',
    "deep": b"[" * 100_000,
    "many digits": b'{"ordinal": ' + b"9" * 5_000 + b"}",
}


def _sent(body: bytes, message_id: str, *, signature: str | None = None) -> Any:
    at = timezone.now().isoformat()
    good = sign(SECRET.encode(), message_id=message_id, timestamp=at, body=body)
    return Client().post(
        "/api/cases/intake",
        body,
        content_type="application/json",
        headers={
            "X-Message-Id": message_id,
            "X-Timestamp": at,
            "X-Signature": good if signature is None else signature,
        },
    )


def _message(number: int, **more: Any) -> bytes:
    plain = {"kind": "DongBoHoSo", "portal_code": f"G01.{number}", "ordinal": 1, "body": GOOD}
    return json.dumps(plain | more).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("kind", RAW)
@override_settings(PORTAL_SECRET=SECRET)
def test_a_signed_body_that_is_no_message_is_refused_and_not_kept(kind: str, house: House) -> None:
    before = IntakeMessage.objects.count()
    answer = _sent(RAW[kind], f"raw-{kind}")
    assert answer.status_code == 422
    assert answer.json()["code"] == "intake_refused"
    assert IntakeMessage.objects.count() == before


@pytest.mark.parametrize("field", sorted(GOOD))
@override_settings(PORTAL_SECRET=SECRET)
def test_a_message_with_anything_in_a_field_is_refused_or_answered(
    field: str, house: House
) -> None:
    for number, value in enumerate(WICKED):
        kept, cases = IntakeMessage.objects.count(), Case.objects.count()
        name = f"{field}-{number}"
        answer = _sent(_message(hash_of(name), body=GOOD | {field: value}), name)
        told = (field, value if len(str(value)) < 99 else "…", answer.content[:300])
        assert answer.status_code in (202, 422), told
        if answer.status_code == 422:
            assert answer.json()["code"] == "intake_refused", told
            assert IntakeMessage.objects.count() == kept, told
        if answer.status_code == 422 or answer.json()["status"] == "refused":
            assert Case.objects.count() == cases, told


@pytest.mark.parametrize("field", ["kind", "portal_code", "ordinal", "body"])
@override_settings(PORTAL_SECRET=SECRET)
def test_an_envelope_with_anything_in_it_is_refused_or_answered(field: str, house: House) -> None:
    for number, value in enumerate(WICKED):
        answer = _sent(_message(number, **{field: value}), f"envelope-{field}-{number}")
        assert answer.status_code in (202, 422), (field, value)


@pytest.mark.parametrize("signature", ["", "ký", "\xff", "x" * 10_000, "0" * 64])
@override_settings(PORTAL_SECRET=SECRET)
def test_a_wrong_signature_is_refused_whatever_it_is_made_of(signature: str, house: House) -> None:
    answer = _sent(_message(1), "signed-wrong", signature=signature)
    assert answer.status_code == 403
    assert answer.json()["code"] == "signature_wrong"


def hash_of(name: str) -> int:
    """A number of its own for each name, the same in every run."""
    return int.from_bytes(name.encode()[-7:], "big")
