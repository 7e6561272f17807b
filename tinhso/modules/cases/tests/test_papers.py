"""The official forms, letters and results print all they were given, on the right paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.kernel import numerals
from tinhso.kernel.tests.papers import reading
from tinhso.modules.cases import papers
from tinhso.modules.cases.papers.rendering import date_in_words
from tinhso.modules.cases.tests import paper_samples as samples

A5, A4, A4_WIDE = (148, 210), (210, 297), (297, 210)
SIZES = {"01": A5, "02": A5, "03": A5, "07": A4_WIDE}
TITLES = {
    "01": "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
    "02": "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
    "03": "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
    "04": "VĂN BẢN XIN LỖI và đề nghị gia hạn thời gian giải quyết hồ sơ",
    "05": "THÔNG BÁO Dừng giải quyết hồ sơ",
    "06": "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
    "07": "SỔ THEO DÕI HỒ SƠ",
    "apology": "THƯ XIN LỖI",
    "notice": "THÔNG BÁO Chuyển cơ quan giải quyết hồ sơ",
    "case_list": "DANH SÁCH HỒ SƠ",
    "birth_certificate": "GIẤY KHAI SINH",
    "birth_extract": "TRÍCH LỤC KHAI SINH",
    "marital_status": "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
    "household_business": "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH",
    "construction_permit": "GIẤY PHÉP XÂY DỰNG",
    "refusal_result": "THÔNG BÁO Không giải quyết thủ tục hành chính",
}
EVERY = pytest.mark.parametrize(
    "paper",
    samples.SAMPLES,
    ids=[f"{papers.form_of(paper).code}-{n}" for n, paper in enumerate(samples.SAMPLES)],
)


def given_texts(value: object) -> Iterator[str]:
    """Every text of a paper as it should be read; a date in any of its written forms."""
    if isinstance(value, date):
        yield f"{numerals.short_date(value)}|{numerals.long_date(value)}"
    elif isinstance(value, str):
        yield from filter(None, value.split("\n"))
    elif isinstance(value, tuple):
        yield from chain.from_iterable(map(given_texts, value))
    elif is_dataclass(value):
        names = [item.name for item in fields(value) if item.name != "lookup_url"]
        yield from chain.from_iterable(given_texts(getattr(value, name)) for name in names)


@EVERY
def test_every_value_given_is_printed_with_all_its_marks(paper: papers.Paper) -> None:
    text = reading.whole_text(papers.render_paper(paper))

    missing = [
        value
        for value in given_texts(paper)
        if not any(reading.has(text, form) for form in value.split("|"))
    ]

    assert missing == []


@EVERY
def test_the_paper_has_its_title_its_size_and_the_national_title(paper: papers.Paper) -> None:
    code = papers.form_of(paper).code

    content = papers.render_paper(paper)

    text = reading.whole_text(content)
    title = TITLES.get(code, "")
    if isinstance(paper, papers.Decision):
        title = f"{paper.heading.upper()} {paper.subject}"
    assert title
    assert title in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert set(reading.page_sizes(content)) == {SIZES.get(code, A4)}


@EVERY
def test_a_usual_paper_fits_its_page(paper: papers.Paper) -> None:
    content = papers.render_paper(paper)

    assert reading.farthest_ink(content) < 0.96
    if papers.form_of(paper).code != "07":
        assert len(reading.page_sizes(content)) == 1


@EVERY
def test_stored_values_print_the_same_bytes_again(paper: papers.Paper) -> None:
    code = papers.form_of(paper).code

    assert papers.render(code, papers.values_of(paper)) == papers.render_paper(paper)
    assert papers.paper_from(code, papers.values_of(paper)) == paper


@EVERY
def test_the_file_is_pdf_a_and_tells_its_title(paper: papers.Paper) -> None:
    packet = reading.xmp(papers.render_paper(paper))

    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in packet
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet
    assert paper.agency in packet
    if papers.form_of(paper).code != "result":
        assert papers.form_of(paper).title in packet


def test_there_is_a_sample_of_every_kind_of_paper() -> None:
    assert {papers.form_of(paper).code for paper in samples.SAMPLES} == set(papers.FORMS)


@pytest.mark.req("TTHC-58")
def test_the_seven_forms_of_circular_03_2025_are_there_under_their_numbers_and_titles() -> None:
    assert {code: papers.FORMS[code].title for code in papers.FORMS if code.isdigit()} == {
        "01": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "02": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
        "03": "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
        "04": "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
        "05": "Thông báo dừng giải quyết hồ sơ",
        "06": "Phiếu kiểm soát quá trình giải quyết hồ sơ",
        "07": "Sổ theo dõi hồ sơ",
    }
    for paper in samples.SAMPLES[:7]:
        assert TITLES[papers.form_of(paper).code] in reading.whole_text(papers.render_paper(paper))


# --- receipt -------------------------------------------------------------------------------------


def test_a_receipt_leaves_out_what_is_not_known() -> None:
    bare = papers.Receipt(
        agency_above="",
        agency="Trung tâm Phục vụ hành chính công xã Lưu Vệ",
        place="",
        made_at=samples.MADE_AT,
        code=samples.CODE,
        applicant="Lò Văn Ỏm",
        procedure="Chứng thực bản sao từ bản chính",
        received_at=samples.MADE_AT,
        term="Trong ngày",
        due_at=None,
        receiver="Hoàng Thị Thúy",
    )

    text = reading.whole_text(papers.render_receipt(bare))

    assert "Ngày 17 tháng 11 năm 2026" in text
    assert "trả ngay sau khi tiếp nhận" in text
    assert "không có giấy tờ kèm theo" in text
    for label in ("Địa chỉ", "Số điện thoại", "Thư điện tử", "Phí, lệ phí", "Số định danh"):
        assert label not in text


def test_a_receipt_of_many_papers_goes_on_with_the_head_of_the_table_repeated() -> None:
    many = tuple(
        papers.ReceivedPaper(name=f"Giấy tờ thứ {n} của hồ sơ", kind="Bản sao chứng thực")
        for n in range(1, 61)
    )

    pages = reading.page_texts(papers.render_receipt(replace(samples.RECEIPT, papers=many)))

    assert len(pages) >= 3
    assert "Tên giấy tờ" in pages[1]
    assert pages[1].startswith("2 ") or " 2" in pages[1]
    assert "NGƯỜI TIẾP NHẬN HỒ SƠ" in pages[-1]
    assert samples.RECEIPT.receiver in pages[-1]


SYLLABLES = st.sampled_from(
    [
        "Nguyễn",
        "Trần",
        "Lê",
        "Phạm",
        "Huỳnh",
        "Hoàng",
        "Võ",
        "Đặng",
        "Bùi",
        "Đỗ",
        "Hồ",
        "Lò",
        "Quách",
        "Hờ",
        "Thào",
        "Giàng",
        "Thị",
        "Văn",
        "Hữu",
        "Đức",
        "Ánh",
        "Tuyết",
        "Phượng",
        "Khuê",
        "Quỳnh",
        "Thủy",
        "Ỏm",
        "Ửng",
        "Nghiêng",
        "Khuyển",
        "Ẵm",
        "Ỷ",
        "Ỹ",
        "Ỵ",
        "Ặng",
        "Ộp",
        "Ợt",
        "Ữu",
        "Mưỡu",
        "H'Hen",
        "Y-Bhăm",
        "Đoàn-Trâm",
    ]
)
NAMES = st.lists(SYLLABLES, min_size=2, max_size=6).map(" ".join)
ADDRESSES = st.builds(
    "Số {}{} đường {}, phường {}, tỉnh Thanh Hóa".format,
    st.integers(min_value=1, max_value=9999),
    st.sampled_from(["", "A", "/12", "bis"]),
    NAMES,
    NAMES,
)


@settings(max_examples=40)
@given(applicant=NAMES, submitter=NAMES, address=ADDRESSES, agency=NAMES)
def test_any_vietnamese_name_and_address_is_printed_whole(
    applicant: str, submitter: str, address: str, agency: str
) -> None:
    receipt = replace(
        samples.RECEIPT,
        applicant=applicant,
        submitter=submitter,
        address=address,
        agency_above=f"Ủy ban nhân dân xã {agency}",
    )

    content = papers.render_receipt(receipt)

    text = reading.whole_text(content)
    for value in (applicant, submitter, address, receipt.agency_above):
        assert reading.has(text, value)
    assert reading.farthest_ink(content) < 0.96


def test_a_name_in_han_nom_does_not_stop_a_receipt() -> None:
    text = reading.whole_text(
        papers.render_receipt(replace(samples.RECEIPT, applicant="Nguyễn Văn 𡗶"))
    )

    assert "Nguyễn Văn □" in text
    assert "U+215F6" in text


def test_markup_typed_into_a_dossier_is_printed_as_typed() -> None:
    typed = '#panic() *x* $y$ \\ @z <a> "b" [c] = d'

    text = reading.whole_text(
        papers.render_receipt(replace(samples.RECEIPT, procedure=typed, applicant=typed))
    )

    assert text.count(typed) == 2


# --- the other forms -----------------------------------------------------------------------------


def test_a_long_list_of_supplements_keeps_its_numbers_and_its_signature() -> None:
    items = tuple(f"Giấy tờ còn thiếu số {n}, bản sao có chứng thực" for n in range(1, 41))

    text = reading.whole_text(papers.render_supplement(replace(samples.SUPPLEMENT, items=items)))

    positions = [text.find(f"{n}. {item}") for n, item in enumerate(items, start=1)]
    assert reading.is_sorted(positions)
    assert text.endswith(samples.SUPPLEMENT.signer)


def test_the_register_repeats_its_head_and_numbers_its_pages() -> None:
    content = papers.render_register(samples.register(300))

    pages = reading.page_texts(content)
    assert len(pages) > 20
    for number, page in enumerate(pages, start=1):
        assert "Mã hồ sơ" in page
        assert "Phương thức nhận kết quả" in page
        assert number == 1 or f" {number} " in f" {page} "
    assert "Tổng số: 300 hồ sơ" in pages[-1]
    whole = " ".join(pages)
    assert reading.is_sorted([whole.find(f"H56.102-261117-{n:04d}") for n in range(1, 301)])


def test_an_empty_register_says_so() -> None:
    assert "Tổng số: 0 hồ sơ" in reading.whole_text(papers.render_register(samples.register(0)))


def test_a_control_slip_shows_a_step_not_taken_yet() -> None:
    text = reading.whole_text(papers.render_control_slip(samples.CONTROL))

    assert reading.is_sorted([text.find(word) for word in ("Trước hạn", "Quá hạn", "Chưa nhận")])


def test_a_decision_numbers_its_articles() -> None:
    text = reading.whole_text(papers.render_paper(samples.DECISION))

    assert "Điều 1. Trợ cấp xã hội hằng tháng" in text
    assert "Điều 2. Phòng Văn hóa – Xã hội" in text
    assert "QUYẾT ĐỊNH:" in text


def test_a_certificate_prints_dots_where_nothing_is_known() -> None:
    fatherless = replace(
        samples.BIRTH_CERTIFICATE,
        father_name="",
        father_born="",
        father_ethnic="",
        father_nationality="",
        father_home="",
    )

    text = reading.whole_text(papers.render_paper(fatherless))

    assert "Họ, chữ đệm, tên người cha: ...." in text.replace(". .", "..").replace(". .", "..")


def test_money_is_written_in_figures_and_words() -> None:
    text = reading.whole_text(papers.render_paper(samples.HOUSEHOLD))

    assert "250.000.000 đ (Hai trăm năm mươi triệu đồng)" in text


def test_a_date_is_read_out() -> None:
    assert (
        date_in_words(date(2026, 11, 18))
        == "Ngày mười tám, tháng mười một, năm hai nghìn không trăm hai mươi sáu"
    )


# --- stored values -------------------------------------------------------------------------------


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(papers.FormNotFound):
        papers.render("08", {})


def test_values_that_lack_something_are_refused_by_name() -> None:
    values = papers.values_of(samples.RECEIPT)
    del values["applicant"]
    values["received_at"] = "hôm qua"

    with pytest.raises(papers.PaperValuesInvalid) as raised:
        papers.render("01", values)

    assert dict(raised.value.fields) == {
        "applicant": ["Chưa có nội dung."],
        "received_at": ["Nội dung không đúng kiểu."],
    }


def test_a_value_the_form_has_no_place_for_is_refused() -> None:
    with pytest.raises(papers.PaperValuesInvalid) as raised:
        papers.render("01", papers.values_of(samples.RECEIPT) | {"nickname": "Tèo"})

    assert list(raised.value.fields) == ["nickname"]


def test_a_moment_without_a_zone_is_refused() -> None:
    values = papers.values_of(samples.RECEIPT) | {"made_at": "2026-11-17T15:42:00"}

    with pytest.raises(papers.PaperValuesInvalid) as raised:
        papers.render("01", values)

    assert list(raised.value.fields) == ["made_at"]
