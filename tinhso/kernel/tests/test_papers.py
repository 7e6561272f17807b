"""A paper prints what it was given: every letter, as data, the same each time, archival."""

from __future__ import annotations

import hashlib
import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.kernel.papers import (
    REPLACEMENT,
    PaperFailed,
    PaperHead,
    compile_paper,
    printable_text,
    qr_svg,
    unprintable,
)
from tinhso.kernel.papers.alphabet import DIACRITIC_LETTERS, VIETNAMESE
from tinhso.kernel.tests.papers import reading

PLAIN = "kernel/tests/papers/plain.typ"
MADE_AT = datetime(2026, 11, 17, 15, 42, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
HEAD = PaperHead(title="Giấy thử nghiệm", author="Ủy ban nhân dân xã Lưu Vệ", made_at=MADE_AT)


def printed(*lines: str, **more: object) -> bytes:
    return compile_paper(PLAIN, {"lines": list(lines), **more}, head=HEAD)


def text_of(*lines: str) -> str:
    return reading.whole_text(printed(*lines))


def test_every_vietnamese_letter_is_printed_in_all_four_faces() -> None:
    rows = [DIACRITIC_LETTERS[start : start + 20] for start in range(0, 134, 20)]

    text = reading.whole_text(printed(faces=rows, lines=[]))

    for row in rows:
        assert text.count(row) == 4


def test_a_moment_with_parts_of_a_second_is_no_obstacle() -> None:
    head = PaperHead(HEAD.title, HEAD.author, MADE_AT.replace(microsecond=123_456))

    assert compile_paper(PLAIN, {"lines": ["giấy"]}, head=head) == printed("giấy")


def test_letters_with_combining_marks_are_printed_in_their_one_normal_form() -> None:
    assert reading.has(text_of("Nguye\u0302\u0303n Thi\u0323 Ho\u0300a"), "Nguyễn Thị Hòa")


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd") #panic() #let x = 1',
        "*đậm* _nghiêng_ `mã` $x^2$ \\ @nhãn <nhãn> // chú thích /* hết */",
        "= Tiêu đề - mục + mục / từ: nghĩa ~ -- --- ... 'một' \"hai\"",
        "[ngoặc] {ngoặc} ]] }} #[ #{ \\u{41} https://example.vn/?a=b&c=d#e",
        '", "values": {"lines": []}, "x": "',
        "ffi ffl fi fl",
    ],
)
def test_what_a_person_typed_is_never_markup(text: str) -> None:
    assert reading.has(text_of(text), text)


def test_text_at_the_start_of_a_line_is_no_heading_and_no_list() -> None:
    text = text_of("= không phải tiêu đề", "- không phải mục", "1. không phải số")

    assert "= không phải tiêu đề - không phải mục 1. không phải số" in text


def test_line_ends_of_a_text_are_kept() -> None:
    assert text_of("dòng một\r\ndòng hai\rdòng ba").endswith("dòng một dòng hai dòng ba")


@pytest.mark.parametrize("word", ["Nghiêng" * 25, "H56.102-261117-0042-" * 9, "1" * 190])
def test_a_word_longer_than_the_line_stays_on_the_page_and_whole(word: str) -> None:
    content = printed(word, cell=word)

    assert reading.farthest_ink(content) < 0.95
    assert reading.whole_text(content).replace(" ", "").count(word) == 2


def test_a_text_of_two_thousand_characters_runs_over_as_many_pages_as_it_needs() -> None:
    text = ("Nguyễn Thị Hương Giang, phường Hạc Thành; " * 50)[:2000].strip()

    content = printed(text, text, text)

    assert reading.whole_text(content).count(text) >= 1
    assert len(reading.page_texts(content)) >= 2


def test_a_name_in_han_nom_prints_with_squares_and_says_so() -> None:
    text = text_of("Nguyễn Văn 𡗶 (阮文天)")

    assert reading.has(text, f"Nguyễn Văn {REPLACEMENT} ({REPLACEMENT * 3})")
    assert reading.has(text, "(U+215F6, U+962E, U+6587, U+5929)")


def test_the_note_on_squares_names_eight_characters_at_most() -> None:
    text = text_of("天地玄黃宇宙洪荒日月")

    assert "U+8352, …" in text
    assert "U+65E5" not in text


def test_an_emoji_becomes_one_square_even_when_made_of_several_code_points() -> None:
    assert reading.has(text_of("Cảm ơn 👍🏽!"), f"Cảm ơn {REPLACEMENT}")


def test_a_text_the_face_can_print_carries_no_note() -> None:
    assert "Ký tự □" not in text_of(VIETNAMESE, "Елена Ψ Łódź Žižka")


def test_unprintable_tells_which_characters_to_ask_about() -> None:
    assert unprintable("Nguyễn Văn 天天地") == "天地"
    assert unprintable("Đặng Thị Ngọc Ánh") == ""


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("a\u200bb\u200fc\u00add\ufe0f", "abcd"),
        ("a\tb\u2003c\x00", "a b c"),
        ("a\u2028b\x0cc", "a\nb\nc"),
        ("ﬁ ① Ａ", "fi 1 A"),
        ("Y\u0301", "Ý"),
    ],
)
def test_signs_without_a_glyph_become_plain_ones(given_text: str, expected: str) -> None:
    assert printable_text(given_text, set(map(ord, "abcdfi1AÝ "))) == (expected, [])


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_any_text_at_all_makes_a_paper(text: str) -> None:
    content = printed(text, cell=text)

    assert "GIẤY THỬ" in reading.whole_text(content)
    assert ("Ký tự □" in reading.whole_text(content)) == bool(unprintable(text))


def test_the_same_paper_has_the_same_bytes_in_every_thread() -> None:
    digests: dict[int, set[str]] = {number: set() for number in range(10)}

    def work() -> None:
        for number in range(10):
            digests[number].add(hashlib.sha256(printed(f"Hồ sơ số {number}")).hexdigest())

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [len(found) for found in digests.values()] == [1] * 10
    assert len(set.union(*digests.values())) == 10


def test_the_moment_of_issue_is_part_of_the_file() -> None:
    later = PaperHead(HEAD.title, HEAD.author, MADE_AT + timedelta(seconds=1))

    assert compile_paper(PLAIN, {"lines": []}, head=later) != printed()


def test_the_file_is_archival_accessible_and_says_what_it_is() -> None:
    packet = reading.xmp(printed("x"))

    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in packet
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet
    assert "Giấy thử nghiệm" in packet
    assert "Ủy ban nhân dân xã Lưu Vệ" in packet
    assert "<rdf:li>vi-VN</rdf:li>" in packet
    assert "<xmp:CreateDate>2026-11-17T08:42:00+00:00</xmp:CreateDate>" in packet


def test_the_file_is_tagged() -> None:
    content = printed("x")

    assert b"/StructTreeRoot" in content
    assert b"/Marked true" in content


def test_a_warning_of_the_compiler_is_an_error() -> None:
    with pytest.raises(PaperFailed) as raised:
        compile_paper("kernel/tests/papers/warns.typ", {}, head=HEAD)

    assert "unknown font family" in str(raised.value.__cause__)


def test_a_template_that_asks_for_a_value_it_was_not_given_is_an_error() -> None:
    with pytest.raises(PaperFailed):
        compile_paper(PLAIN, {}, head=HEAD)


def test_a_value_that_is_no_text_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(TypeError, match="not datetime"):
        compile_paper(PLAIN, {"lines": [MADE_AT]}, head=HEAD)


def test_a_qr_code_is_a_picture_of_its_text() -> None:
    assert qr_svg("https://example.vn/1").startswith("<svg")
    assert qr_svg("https://example.vn/1") != qr_svg("https://example.vn/2")
