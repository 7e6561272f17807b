"""How a form is drawn: order, attributes for screen readers, the summary."""

from __future__ import annotations

import re

from django import forms
from django.template import Context, Template

from tinhso.ui.fields import PickField, VietnameseDateField


class BirthForm(forms.Form):
    """Fields of several kinds."""

    name = forms.CharField(label="Họ, chữ đệm và tên", help_text="Viết có dấu")
    born_on = VietnameseDateField(label="Ngày sinh", past=True)
    sex = PickField(label="Giới tính", choices=[("f", "Nữ"), ("m", "Nam")], inline=True)
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)
    token = forms.CharField(widget=forms.HiddenInput)
    agreed = forms.BooleanField(label="Tôi cam đoan")


def refused() -> BirthForm:
    return BirthForm({"name": "", "born_on": "18/12/2126", "token": "t"})


def test_a_field_is_label_hint_error_control_in_that_order() -> None:
    drawn = str(refused()["name"])
    places = [drawn.index(part) for part in ("<label", 'class="hint"', 'class="err"', "<input")]
    assert places == sorted(places)


def test_a_field_with_an_error_is_marked_and_described_by_hint_then_error() -> None:
    drawn = str(refused()["name"])
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'id="id_name_helptext"' in drawn
    assert 'id="id_name_error"' in drawn
    assert "has-err" in drawn


def test_an_empty_field_says_what_to_enter_instead_of_that_it_is_required() -> None:
    form = refused()
    assert form["name"].sentences == ["Nhập họ, chữ đệm và tên"]  # type: ignore[attr-defined]
    assert form["sex"].sentences == ["Chọn giới tính"]  # type: ignore[attr-defined]
    assert form["agreed"].sentences == ["Đánh dấu ô “Tôi cam đoan”"]  # type: ignore[attr-defined]


def test_only_optional_fields_are_marked() -> None:
    drawn = str(BirthForm())
    assert drawn.count("(không bắt buộc)") == 1
    assert re.search(r"Ghi chú <span class=\"opt\">", drawn)


def test_a_form_may_switch_the_mark_of_optional_fields_off() -> None:
    class SearchForm(forms.Form):
        marks_optional = False
        text = forms.CharField(label="Chữ", required=False)

    assert "không bắt buộc" not in str(SearchForm())


def test_radios_are_a_fieldset_with_a_legend_and_the_error_belongs_to_the_group() -> None:
    drawn = str(refused()["sex"])
    assert drawn.startswith("<fieldset")
    assert "<legend" in drawn
    assert 'aria-describedby="id_sex_error"' in drawn
    assert "aria-invalid" not in drawn


def test_the_browser_does_not_check_before_us() -> None:
    assert " required" not in str(BirthForm())


def test_the_summary_comes_first_links_to_the_controls_and_repeats_their_sentences() -> None:
    form = refused()
    drawn = str(form)
    assert drawn.index('class="errors"') < drawn.index("<label")
    assert 'role="alert" tabindex="-1"' in drawn
    assert "Có 4 chỗ cần sửa" in drawn
    for target in ("id_name", "id_born_on", "id_sex_0", "id_agreed"):
        assert f'href="#{target}"' in drawn
        assert f'id="{target}"' in drawn
    assert drawn.count("Ngày sinh phải là một ngày đã qua") == 2


def test_a_fresh_form_has_no_summary() -> None:
    assert 'class="errors"' not in str(BirthForm())


def test_a_refusal_of_the_whole_form_stands_in_the_summary_without_a_link() -> None:
    form = BirthForm({"name": "A", "born_on": "1/1/2020", "sex": "f", "token": "t", "agreed": "on"})
    form.add_error(None, "Hồ sơ đã được người khác nhận.")
    drawn = str(form)
    assert "<li>Hồ sơ đã được người khác nhận.</li>" in drawn


def test_what_a_person_typed_is_never_taken_as_html() -> None:
    form = BirthForm({"name": "<script>alert(1)</script>", "born_on": '"><b>', "token": "t"})
    drawn = str(form)
    assert "<script>" not in drawn
    assert "<b>" not in drawn


def test_the_title_of_the_page_says_how_many_errors_there_are() -> None:
    template = Template("{% load ui %}{% error_prefix form %}Khai sinh")
    assert template.render(Context({"form": refused()})) == "Có 4 lỗi: Khai sinh"
    assert template.render(Context({"form": BirthForm()})) == "Khai sinh"
    assert template.render(Context()) == "Khai sinh"


def test_hidden_fields_stay_hidden() -> None:
    assert str(BirthForm()["token"]).startswith('<input type="hidden"')
