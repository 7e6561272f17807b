"""E-forms: every shipped definition holds, and any post gives errors or answers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.modules.procedures.definitions.form import FormDefinition, Group
from tinhso.modules.procedures.queries.eforms import files
from tinhso.modules.procedures.queries.eforms.binding import bind
from tinhso.modules.procedures.queries.eforms.posting import read_posted
from tinhso.modules.procedures.queries.eforms.profile import Profile
from tinhso.modules.procedures.queries.eforms.reading import summary
from tinhso.modules.procedures.queries.eforms.schema import json_schema
from tinhso.modules.procedures.tests.conftest import TODAY

FORMS = sorted(files.shipped())
PROFILE = Profile(
    full_name="Lê Thị Hương",
    personal_number="038196001217",
    birth_date=date(1996, 5, 4),
    sex="nu",
    address="Số 12 đường Hạc Thành, phường Hạc Thành",
    phone="0912345678",
    source="Tài khoản của bạn",
)
BIRTH: dict[str, Any] = {
    "requester_relation": "me",
    "child_full_name": "Nguyễn Lê Minh Khuê",
    "child_birth_date": "1/11/26",
    "child_sex": "nu",
    "child_ethnicity": "Kinh",
    "child_nationality": "Việt Nam",
    "child_birth_place": "Bệnh viện Phụ sản Thanh Hóa",
    "child_origin_place": "Phường Hạc Thành, tỉnh Thanh Hóa",
    "mother_known": "yes",
    "mother_full_name": "Lê Thị Hương",
    "mother_birth_date": "04/05/1996",
    "mother_ethnicity": "Kinh",
    "mother_nationality": "Việt Nam",
    "mother_residence": "Phường Hạc Thành, tỉnh Thanh Hóa",
    "father_known": "no",
    "surrogacy": "no",
    "has_birth_certificate": "yes",
    "wants_copies": "yes",
    "copies": "2",
    "truthful": "on",
}


def birth() -> FormDefinition:
    return files.expand(files.shipped()["khai-sinh"])


def test_a_whole_birth_registration_is_read_as_typed() -> None:
    bound = bind(birth(), BIRTH, prefill=PROFILE, on=TODAY)

    assert bound.errors == {}
    assert bound.cleaned["child_birth_date"] == "2026-11-01"
    assert bound.cleaned["copies"] == 2
    assert bound.cleaned["father_known"] is False
    assert bound.cleaned["requester_full_name"] == "Lê Thị Hương"


def test_cleaned_answers_bind_again_to_the_same() -> None:
    first = bind(birth(), BIRTH, prefill=PROFILE, on=TODAY)

    again = bind(birth(), first.cleaned, on=TODAY)

    assert again.errors == {}
    assert again.cleaned == first.cleaned


def test_what_the_account_knows_cannot_be_changed_by_a_post() -> None:
    forged = {**BIRTH, "requester_personal_number": "001099000001"}

    bound = bind(birth(), forged, prefill=PROFILE, on=TODAY)

    assert bound.cleaned["requester_personal_number"] == PROFILE.personal_number


@pytest.mark.req("TTHC-05")
def test_each_broken_rule_has_its_own_sentence_at_its_field() -> None:
    wrong = {
        **BIRTH,
        "child_birth_date": "18/12/2026",
        "child_full_name": "",
        "mother_personal_number": "12",
        "mother_birth_date": "31/02/1996",
        "copies": "51",
        "truthful": "",
    }

    errors = bind(birth(), wrong, prefill=PROFILE, on=TODAY).errors

    assert errors == {
        "child_birth_date": ["Ngày sinh phải là một ngày đã qua, ví dụ 18/11/2026"],
        "child_full_name": ["Nhập họ, chữ đệm và tên của trẻ"],
        "mother_personal_number": ["Số định danh có 12 chữ số, như trên Căn cước"],
        "mother_birth_date": ["Không có ngày 31/02/1996 trong lịch"],
        "copies": ["Số lượng bản sao nhiều nhất là 50"],
        "truthful": errors["truthful"],
    }
    assert errors["truthful"][0].startswith("Đánh dấu để xác nhận")


def test_a_hidden_question_is_neither_asked_nor_kept() -> None:
    answers = {**BIRTH, "mother_known": "no", "wants_copies": "no"}

    bound = bind(birth(), answers, prefill=PROFILE, on=TODAY)

    assert bound.errors == {}
    mother = {name for name in bound.cleaned if name.startswith("mother_")}
    assert mother == {"mother_known"}
    assert "copies" not in bound.cleaned


def test_a_mother_younger_than_her_child_is_refused_at_the_mother() -> None:
    answers = {**BIRTH, "mother_birth_date": "02/11/2026"}

    assert bind(birth(), answers, prefill=PROFILE, on=TODAY).errors == {
        "mother_birth_date": ["Ngày sinh của mẹ phải trước ngày sinh của trẻ"]
    }


def test_only_the_step_at_hand_is_complained_about() -> None:
    bound = bind(birth(), {}, step=1, prefill=PROFILE, on=TODAY)

    assert set(bound.errors) == {
        f"child_{name}"
        for name in (
            [
                "full_name",
                "birth_date",
                "sex",
                "ethnicity",
                "nationality",
                "birth_place",
                "origin_place",
            ]
        )
    }


def test_a_group_says_which_entry_is_wrong() -> None:
    form = files.expand(files.shipped()["chung-thuc-ban-sao"])
    answers = {
        "documents": [
            {"title": "Bằng tốt nghiệp", "pages": "2", "copies": "3", "is_foreign": "no"},
            {"title": "", "pages": "x", "copies": "1", "is_foreign": "no"},
        ]
    }

    errors = bind(form, answers, step=1, on=TODAY).errors

    assert errors == {
        "documents.1.title": ["Nhập tên giấy tờ"],
        "documents.1.pages": ["Số trang của bản chính viết bằng số, ví dụ 1.234,5"],
    }


def test_a_missing_paper_is_named() -> None:
    bound = bind(birth(), BIRTH, {}, prefill=PROFILE, on=TODAY)

    assert bound.errors == {"papers": ["Đính kèm Giấy chứng sinh"]}
    assert bind(birth(), BIRTH, {"birth_certificate": 7}, prefill=PROFILE, on=TODAY).errors == {}


def test_the_summary_speaks_as_people_read() -> None:
    bound = bind(birth(), BIRTH, prefill=PROFILE, on=TODAY)

    lines = {
        line.name: line.text for part in summary(birth(), bound.cleaned) for line in part.lines
    }

    assert lines["child_birth_date"] == "01/11/2026"
    assert lines["child_sex"] == "Nữ"
    assert lines["copies"] == "2\u00a0bản"
    assert lines["requester_phone"] == "0912 345 678"


def test_adding_an_entry_keeps_the_others() -> None:
    form = files.expand(files.shipped()["chung-thuc-ban-sao"])
    post = {"documents.0.title": "Bằng lái", "documents.3.title": "Sổ đỏ", "_add": "documents"}

    answers = read_posted(form, post, 1)

    assert [entry.get("title") for entry in answers["documents"]] == ["Bằng lái", "Sổ đỏ", None]
    gone = read_posted(form, {**post, "_add": "", "_remove": "documents.0"}, 1)
    assert [entry.get("title") for entry in gone["documents"]] == ["Sổ đỏ"]


@pytest.mark.parametrize("code", FORMS)
def test_the_schema_of_every_form_accepts_what_it_cleaned(code: str) -> None:
    schema = json_schema(files.expand(files.shipped()[code]))

    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["properties"]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=40)
    | st.sampled_from(["yes", "no", "31/02/2020", "12/2020", "\x00", "\ud800", "９", "²", "1e9"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)


def _names(code: str) -> list[str]:
    form = files.expand(files.shipped()[code])
    groups = [i.group for s in form.steps for i in s.items if isinstance(i, Group)]
    communes = {q.ask for q in form.questions() if q.kind == "commune"}
    return [q.ask for q in form.questions() if q.ask not in communes] + groups


@pytest.mark.parametrize("code", FORMS)
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_posted_gives_errors_or_answers(code: str, data: st.DataObject) -> None:
    form = files.expand(files.shipped()[code])
    answers = data.draw(st.dictionaries(st.sampled_from(_names(code)), JSON, max_size=25))

    bound = bind(form, answers, {}, prefill=PROFILE, on=TODAY)
    again = bind(form, bound.cleaned, {}, on=TODAY)

    assert all(texts and all(texts) for texts in bound.errors.values())
    assert again.cleaned == bound.cleaned or bound.errors
    summary(form, bound.cleaned)
    for step in range(len(form.steps)):
        read_posted(form, answers, step)


@given(answers=JSON)
def test_even_something_that_is_no_mapping_is_answered(answers: object) -> None:
    assert bind(birth(), answers, on=TODAY).errors


@pytest.mark.usefixtures("thanh_hoa")
def test_a_commune_is_found_by_its_old_name_and_several_are_offered() -> None:
    form = files.expand(files.shipped()["chung-thuc-ban-sao"])

    old = bind(form, {"visit_commune": "Nam Ngạn"}, step=2, on=TODAY)
    several = bind(form, {"visit_commune": "xuân"}, step=2, on=TODAY)
    none = bind(form, {"visit_commune": "không đâu cả"}, step=2, on=TODAY)
    gone = bind(form, {"visit_commune": 987654321}, step=2, on=TODAY)

    assert "Hàm Rồng" in old.place_names[old.cleaned["visit_commune"]]
    assert several.errors["visit_commune"][0].startswith("Có ")
    assert several.places["visit_commune"][0].is_own
    assert "Không có xã, phường nào" in none.errors["visit_commune"][0]
    assert "chọn xã, phường trong danh sách" in gone.errors["visit_commune"][0]


def test_a_commune_picked_typed_or_kept_is_told_apart() -> None:
    form = files.expand(files.shipped()["chung-thuc-ban-sao"])
    shown = {"visit_commune_was": "12", "visit_commune_label": "Phường X"}

    def posted(**fields: str) -> object:
        names = {f"visit_commune{name}": value for name, value in fields.items()}
        return read_posted(form, {**shown, **names}, 2)["visit_commune"]

    assert posted(**{"": "12", "_text": "Phường X"}) == "12"
    assert posted(**{"": "12", "_text": "Phường Y"}) == "Phường Y"
    assert posted(**{"": "15", "_text": "Phường Y"}) == "15"
    assert posted(**{"": "12", "_text": ""}) == ""
    assert posted(**{"": "12", "_text": "Phường Y", "_pick": "9"}) == "9"
