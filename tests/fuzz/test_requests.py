"""Requests that no page gets to see: each is refused with a code and a sentence in Vietnamese."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from tests.fuzz.people import House
from tinhso.config.api_wording import SENTENCES, sentence
from tinhso.kernel.json_text import read_json
from tinhso.kernel.numerals import plain_integer


def _problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = json.loads(answer.content)
    assert (told["code"], told["status"]) == (code, status)
    assert told["type"] == f"urn:tinhso:loi:{code}"
    return told


@pytest.mark.parametrize("path", ["/thu-tuc/a%00b/", "/thu-tuc/?q=%00", "/thu-tuc/?%00=1"])
def test_a_nul_in_an_address_is_refused_on_a_page_with_its_code(path: str, house: House) -> None:
    answer = Client().get(path)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ký tự không đọc được" in page
    assert "text_unreadable" in page


def test_a_nul_in_the_name_of_a_file_is_refused(house: House) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a\x00.csv"\r\n\r\n'
        b"1\r\n--x--\r\n"
    )
    kind = "multipart/form-data; boundary=x"
    assert Client().post("/tra-cuu/", body, content_type=kind).status_code != 500


def test_a_nul_for_the_api_is_a_problem(house: House) -> None:
    _problem(Client().get("/api/procedures/?q=%00"), 422, "text_unreadable")


def test_an_unknown_address_of_the_api_is_a_problem(house: House) -> None:
    told = _problem(Client().get("/api/khong-co"), 404, "not_found")
    assert told["title"] == "Không có địa chỉ này."


def test_a_wrong_method_is_refused_with_what_is_allowed(house: House) -> None:
    answer = Client().delete("/api/procedures/")
    _problem(answer, 405, "method_not_allowed")
    assert answer["Allow"] == "GET"
    page = Client().get("/giao-dien/")
    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "method_not_allowed" in page.content.decode()


def test_a_form_too_large_is_refused_with_413(house: House) -> None:
    answer = Client().post("/giao-dien/", {"next": "x" * 6_000_000})
    # Multipart bodies count without their files; this one has none.
    assert answer.status_code == 413
    assert "request_too_large" in answer.content.decode()


def test_a_form_of_too_many_fields_is_refused(house: House) -> None:
    answer = Client().post("/giao-dien/", {f"n{number}": "1" for number in range(2_100)})
    assert answer.status_code == 400
    assert "too_many_fields" in answer.content.decode()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "bad_request"),
        (b"[" * 100_000, 400, "bad_request"),
        (b'{"key": NaN}', 400, "bad_request"),
        ('{"key": "Đ"}'.encode("utf-16"), 422, "text_unreadable"),
        (b'{"key": "\\u0000"}', 422, "text_unreadable"),
        (b'{"key": "\\ud800"}', 422, "text_unreadable"),
        (b"[]", 422, "request_invalid"),
        (b'{"key": 1}', 422, "request_invalid"),
        (b"", 422, "request_invalid"),
    ],
)
def test_a_body_of_the_api_that_fits_nothing_is_a_problem(
    body: bytes, status: int, code: str, house: House
) -> None:
    browser = house.browser("citizen")
    answer = browser.post("/api/cases/applications", body, content_type="application/json")
    _problem(answer, status, code)


@pytest.mark.parametrize("credential", ["[" * 5_000, "9" * 5_000, '"\\u0000"', "NaN", "{"])
def test_a_credential_no_browser_makes_is_refused(credential: str, house: House) -> None:
    answer = Client().post("/dang-nhap/khoa/", {"credential": credential})
    assert answer.status_code in (200, 302, 422)


def test_wrong_parameters_of_the_api_are_told_in_vietnamese(house: House) -> None:
    told = _problem(
        Client().get("/api/procedures/?level=huyen&limit=x&offset=-1&as_of=31/02/2026"),
        422,
        "request_invalid",
    )
    said = {name.rpartition(".")[2]: sentences for name, sentences in told["errors"].items()}
    assert said["as_of"] == ["Viết ngày theo mẫu YYYY-MM-DD."]
    assert said["limit"] == ["Viết một số nguyên."]
    assert said["offset"] == ["Phải từ 0 trở lên."]
    assert said["level"][0].startswith("Chỉ nhận")


def test_a_finding_without_words_of_its_own_still_has_a_sentence() -> None:
    assert sentence({"type": "never_heard_of"}) == "Giá trị không hợp lệ."
    assert sentence({"type": "string_too_long"}) == "Giá trị không hợp lệ."
    assert all(str(said).endswith(".") for said in SENTENCES.values())


@pytest.mark.parametrize(
    "text", ["", "²", "٣", "-1", "1.0", "9" * 20, "9" * 5_000, str(2**63), " 1"]
)
def test_what_is_no_plain_number_is_none(text: str) -> None:
    assert plain_integer(text) is None


def test_a_plain_number_is_read_up_to_what_a_column_keeps() -> None:
    assert plain_integer("007") == 7
    assert plain_integer(str(2**63 - 1)) == 2**63 - 1


def test_an_escaped_pair_is_a_letter_like_any_other() -> None:
    assert read_json(b'"\\ud83d\\ude00"') == "\U0001f600"
