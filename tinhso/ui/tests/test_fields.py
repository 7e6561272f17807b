"""What the fields read, and the sentences they refuse with."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tinhso.kernel import numerals
from tinhso.ui.fields import (
    ComboField,
    FilesField,
    MoneyField,
    NumberField,
    PersonalNumberField,
    PhoneField,
    PickField,
    VietnameseDateField,
)
from tinhso.ui.widgets import ComboInput, Option


def sentence_of(field: forms.Field, value: object) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    return str(refused.value.messages[0])


@pytest.mark.parametrize(
    "typed", ["1/7/25", "01-07-2025", "1.7.2025", "01/07/2025", " 2025-07-01 "]
)
def test_a_date_may_be_written_in_many_ways(typed: str) -> None:
    assert VietnameseDateField().clean(typed) == date(2025, 7, 1)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_date_shown_in_a_field_is_read_back_as_itself(day: date) -> None:
    field = VietnameseDateField()
    assert field.clean(field.prepare_value(day)) == day


def test_a_date_that_is_not_in_the_calendar_is_named_in_the_refusal() -> None:
    assert sentence_of(VietnameseDateField(), "30/02/2026") == "Không có ngày 30/02/2026 trong lịch"
    assert "ví dụ 18/11/2026" in sentence_of(VietnameseDateField(), "hôm qua")


def test_a_birthday_is_today_or_earlier() -> None:
    field = VietnameseDateField(label="Ngày sinh", past=True)
    today = timezone.localdate()
    assert field.clean(numerals.short_date(today)) == today
    said = sentence_of(field, numerals.short_date(today + timedelta(days=1)))
    assert said == "Ngày sinh phải là một ngày đã qua, ví dụ 18/11/2026"


def test_dates_keep_their_bounds() -> None:
    field = VietnameseDateField(
        label="Ngày hẹn", not_before=date(2026, 1, 2), not_after=date(2026, 3, 4)
    )
    assert sentence_of(field, "1/1/2026") == "Ngày hẹn phải từ 02/01/2026 trở đi"
    assert sentence_of(field, "5/3/2026") == "Ngày hẹn phải đến hết 04/03/2026"
    assert field.clean("2/1/2026") == date(2026, 1, 2)


def test_a_future_date_may_be_today_but_not_yesterday() -> None:
    field = VietnameseDateField(label="Ngày hẹn", future=True)
    today = timezone.localdate()
    assert field.clean(numerals.short_date(today)) == today
    assert "trở đi" in sentence_of(field, numerals.short_date(today - timedelta(days=1)))


@pytest.mark.parametrize(
    ("typed", "read"), [("1.234,5", "1234.5"), ("1234.5", "1234.5"), ("1,5", "1.5")]
)
def test_a_number_may_be_written_the_vietnamese_or_the_english_way(typed: str, read: str) -> None:
    assert NumberField(places=1).clean(typed) == Decimal(read)


def test_numbers_refuse_too_many_places_and_what_lies_outside_their_bounds() -> None:
    field = NumberField(places=1, smallest=1, largest=10)
    assert sentence_of(field, "1,25") == "Nhiều nhất 1 chữ số sau dấu phẩy"
    assert sentence_of(field, "0,5") == "Phải từ 1 trở lên"
    assert sentence_of(field, "11") == "Nhiều nhất là 10"
    assert sentence_of(NumberField(places=0), "1,5") == "Viết một số nguyên, ví dụ 1.234"


def test_a_number_with_a_huge_exponent_does_not_pass_as_a_whole_number() -> None:
    assert sentence_of(NumberField(places=0), "1e400") == "Viết một số, ví dụ 1.234,5"


@pytest.mark.parametrize("typed", ["75000", "75.000", "75.000 đ", "75.000 đồng"])
def test_money_is_read_as_whole_dong(typed: str) -> None:
    assert MoneyField().clean(typed) == 75_000


def test_money_is_not_negative_unless_allowed() -> None:
    assert "trở lên" in sentence_of(MoneyField(), "-5")
    assert MoneyField(smallest=None).clean("-5") == -5


@given(st.integers(0, 10**12))
def test_an_amount_shown_in_a_field_is_read_back_as_itself(amount: int) -> None:
    field = MoneyField()
    assert field.clean(field.prepare_value(amount)) == amount


@pytest.mark.parametrize(
    "typed", ["0912345678", "0912 345 678", "+84 912 345 678", "0084912345678"]
)
def test_a_phone_number_is_kept_as_ten_digits(typed: str) -> None:
    assert PhoneField().clean(typed) == "0912345678"


@pytest.mark.parametrize(
    "typed", ["091234567", "1912345678", "0912345678x", "０９１２３４５６７８"]
)
def test_what_is_no_phone_number_is_refused(typed: str) -> None:
    assert sentence_of(PhoneField(), typed) == "Điện thoại phải có 10 chữ số, bắt đầu bằng 0"


def test_a_landline_is_a_phone_but_no_mobile() -> None:
    assert PhoneField().clean("0237 385 1234") == "02373851234"
    assert sentence_of(PhoneField(mobile=True), "0237 385 1234")


def test_a_personal_number_has_twelve_digits_and_a_known_place() -> None:
    assert PersonalNumberField().clean("038 196 001 217") == "038196001217"
    assert sentence_of(PersonalNumberField(), "38196001217").startswith("Số định danh có 12 chữ số")
    assert "001 đến 096" in sentence_of(PersonalNumberField(), "999196001217")


def file(name: str, size: int = 10) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"x" * size)


def test_several_files_are_taken_and_each_refusal_names_its_file() -> None:
    field = FilesField(most_megabytes=1)
    assert [taken.name for taken in field.clean([file("a.pdf"), file("b.JPG")])] == [
        "a.pdf",
        "b.JPG",
    ]
    with pytest.raises(ValidationError) as refused:
        field.clean(
            [file("tốt.pdf"), file("nặng.pdf", 1_600_000), file("virus.exe"), file("rỗng.pdf", 0)]
        )
    assert refused.value.messages == [
        "Tệp “nặng.pdf” nặng 1,5 MB, tối đa 1 MB",
        "Tệp “virus.exe” không thuộc loại nhận được: PDF, JPG, JPEG, PNG, HEIC",
        "Tệp “rỗng.pdf” rỗng",
    ]


def test_more_files_than_allowed_are_refused_as_a_whole() -> None:
    assert (
        sentence_of(FilesField(most_files=1), [file("a.pdf"), file("b.pdf")])
        == "Nhiều nhất 1 tệp, đã chọn 2"
    )


def test_files_may_be_left_out_only_when_optional() -> None:
    assert FilesField(required=False).clean([]) == []
    with pytest.raises(ValidationError):
        FilesField().clean([])


@pytest.mark.parametrize(("number", "widget"), [(6, forms.RadioSelect), (7, forms.Select)])
def test_few_choices_are_radios_and_many_a_select(number: int, widget: type[forms.Widget]) -> None:
    field = PickField(choices=[(str(n), str(n)) for n in range(number)])
    assert isinstance(field.widget, widget)


PLACES = {"14758": "Phường Hạc Thành", "16516": "Phường Sầm Sơn", "16531": "Phường Nam Sầm Sơn"}


class PlaceForm(forms.Form):
    place = ComboField(
        label="Xã, phường",
        search=lambda text: [Option(code, name) for code, name in PLACES.items() if text in name],
        label_of=lambda code: PLACES.get(code, ""),
    )


def test_without_a_script_the_typed_text_finds_the_one_place_it_can_mean() -> None:
    form = PlaceForm({"place_text": "Hạc"})
    assert form.is_valid()
    assert form.cleaned_data["place"] == "14758"


def test_without_a_script_several_hits_come_back_as_choices_and_one_of_them_is_taken() -> None:
    form = PlaceForm({"place_text": "Sầm"})
    assert not form.is_valid()
    drawn = str(form["place"])
    assert "Chọn một trong 2 kết quả" in drawn
    assert 'name="place_pick" value="16531"' in drawn
    assert PlaceForm({"place_text": "Sầm", "place_pick": "16531"}).is_valid()


def test_a_name_typed_in_full_is_not_ambiguous() -> None:
    form = PlaceForm({"place_text": "Phường Sầm Sơn"})
    assert form.is_valid()
    assert form.cleaned_data["place"] == "16516"


def test_changing_the_text_drops_what_was_chosen_before() -> None:
    form = PlaceForm({"place": "14758", "place_text": "Nam"})
    assert form.is_valid()
    assert form.cleaned_data["place"] == "16531"


def test_an_invented_value_is_refused() -> None:
    assert not PlaceForm({"place": "99999"}).is_valid()


def test_hits_of_one_person_are_never_shown_to_the_next() -> None:
    PlaceForm({"place_text": "Sầm"}).is_valid()
    untouched = PlaceForm().fields["place"].widget
    assert isinstance(untouched, ComboInput)
    assert untouched.found == ()
