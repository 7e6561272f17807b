"""Folding, order, tone positions and initials of Vietnamese text."""

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.kernel.text import (
    acronym,
    fold,
    fold_joined,
    fold_tokens,
    initials,
    name_sort_key,
    nfc,
    normal_tone_position,
    sort_key,
    tsquery,
)

LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)
vietnamese = st.text(alphabet=LETTERS + LETTERS.upper() + " -,.0123456789", max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đường Nguyễn Huệ", "duong nguyen hue"),
        ("Kỹ thuật", "ki thuat"),
        ("kĩ thuật", "ki thuat"),
        ("Hòa Bình", "hoa binh"),
        ("Hoà Bình", "hoa binh"),
        ("Quý, quí; QUÝ", "qui qui qui"),
        ("Thúy", "thuy"),
        ("Y tế", "i te"),
        ("Lý Thái Tổ", "li thai to"),
        ("ngày tây", "ngay tay"),
        ("168,4 m²", "168 4 m2"),
        ("H56.14-260821-0007", "h56 14 260821 0007"),
        ("Ðắk Lắk", "dak lak"),
        ("  \t—!  ", ""),
    ],
)
def test_folding_forgets_case_tones_and_punctuation(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_joined_words_and_acronyms_find_the_same_procedure() -> None:
    assert fold_joined("Khai sinh") == fold_joined("khaisinh") == "khaisinh"
    assert acronym("Đăng ký khai sinh") == "dkks"


@given(st.one_of(vietnamese, st.text()))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.one_of(vietnamese, st.text()))
def test_folding_does_not_depend_on_the_unicode_form(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(nfc(text))


@given(vietnamese)
def test_folded_vietnamese_is_plain_ascii(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]*( [a-z0-9]+)*", fold(text))


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("khai si", "khai & si:*"),
        ("", ""),
        ("';--", ""),
        ("a | b & !c:*", "a & b & c:*"),
        ("Đăng ký (lại)", "dang & ki & lai:*"),
    ],
)
def test_what_is_typed_becomes_a_safe_query(typed: str, query: str) -> None:
    assert tsquery(typed) == query


@given(st.text())
def test_no_query_holds_an_operator_of_its_own(text: str) -> None:
    words = tsquery(text, prefix_last=False).split(" & ")
    assert words == (fold_tokens(text) or [""])
    assert all(word.isalnum() for word in words if word)


# Each list is in dictionary order.
ORDERED = [
    ["ba", "bà", "bả", "bã", "bá", "bạ", "bác", "bạch", "băng", "bâng", "bể"],
    ["an", "ăn", "ân", "da", "đa", "e", "ê", "o", "ô", "ơ", "u", "ư"],
    ["Bám", "Bạn", "Bỉm Sơn", "Cẩm Thủy", "Đông Sơn", "Hà Trung", "Hậu Lộc"],
    ["Ba Bình", "Bà An"],
    ["Tổ 2", "Tổ 10", "Tổ 100", "Tổ dân phố"],
    ["Hà", "Hà Nội", "Hà Trung", "Hạ Long", "Ham"],
]


@pytest.mark.parametrize("words", ORDERED)
def test_the_key_sorts_like_a_dictionary(words: list[str]) -> None:
    shuffled = words[:]
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled, key=lambda word: sort_key(word).encode()) == words


def test_people_sort_by_given_name_then_family_name_then_middle_names() -> None:
    names = [
        "An",
        "Đỗ An",
        "Trần An",
        "Trần Thị An",
        "Trần Văn An",
        "Nguyễn Ánh",
        "Phạm Văn Ân",
        "Lê Thị Bình",
        "Lê Thị Đào",
    ]
    shuffled = names[:]
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled, key=lambda name: name_sort_key(name).encode()) == names


@given(st.one_of(vietnamese, st.text()))
def test_the_key_does_not_depend_on_form_or_case(text: str) -> None:
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(nfc(text))


@given(vietnamese)
def test_the_key_of_vietnamese_text_is_ascii_and_ignores_case(text: str) -> None:
    assert sort_key(text).isascii()
    assert sort_key(text.upper()) == sort_key(text)


def syllable_order(word: str) -> tuple[list[int], int]:
    """Letters then tone, written independently of the key."""
    alphabet, tones = "aăâbcdđeêghiklmnoôơpqrstuưvxy", "\u0300\u0309\u0303\u0301\u0323"
    letters, tone = [], 0
    for char in word:
        marks = [mark for mark in unicodedata.normalize("NFD", char) if mark in tones]
        bare = "".join(m for m in unicodedata.normalize("NFD", char) if m not in tones)
        letters.append(alphabet.index(nfc(bare)))
        tone = tones.index(marks[0]) + 1 if marks else tone
    return letters, tone


words = st.text(alphabet=LETTERS, min_size=1, max_size=6)


@given(st.lists(words, min_size=1, max_size=3), st.lists(words, min_size=1, max_size=3))
def test_the_key_compares_like_letters_then_tone_syllable_by_syllable(
    one: list[str], other: list[str]
) -> None:
    expected = [syllable_order(word) for word in one] < [syllable_order(word) for word in other]
    assert (sort_key(" ".join(one)) < sort_key(" ".join(other))) == expected


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Hoá", "Hóa"),
        ("Thanh Hoá", "Thanh Hóa"),
        ("THUỶ", "THỦY"),
        ("thuý", "thúy"),
        ("khoẻ", "khỏe"),
        ("hòan tòan", "hoàn toàn"),
        ("ngòai", "ngoài"),
        ("Hùynh", "Huỳnh"),
        ("quý", "quý"),
        ("qúy", "quý"),
        ("uỷ ban", "ủy ban"),
        ("giá, già, giường", "giá, già, giường"),
        ("thuở", "thuở"),
        ("thuế", "thuế"),
        ("mưa, mứa, cửa", "mưa, mứa, cửa"),
        ("nghĩa, lúa, mía", "nghĩa, lúa, mía"),
        ("người, đường", "người, đường"),
        ("gì, gìn", "gì, gìn"),
        ("khuỷu", "khuỷu"),
        ("Café", "Café"),
        ("xoắn, loè, xoè", "xoắn, lòe, xòe"),
    ],
)
def test_tone_marks_have_one_position(typed: str, written: str) -> None:
    assert normal_tone_position(typed) == written
    assert normal_tone_position(unicodedata.normalize("NFD", typed)) == written


@given(vietnamese)
def test_moving_tone_marks_keeps_the_letters_and_settles(text: str) -> None:
    once = normal_tone_position(text)
    assert normal_tone_position(once) == once
    assert fold(once) == fold(text)


def test_initials_keep_the_stroke_and_lose_the_tone() -> None:
    assert initials("Nguyễn Văn Đạt") == "NVĐ"
    assert initials("  lê  ánh ") == "LA"
    assert initials("") == ""
