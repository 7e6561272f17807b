"""Pages: officers keep the catalogue and the forms, citizens read and fill them in."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from tinhso.modules.identity.models import Account
from tinhso.modules.identity.tests.factories import (
    GOOD_PASSWORD,
    give_code_app,
    give_role,
    make_account,
    signed_in,
)
from tinhso.modules.procedures import public
from tinhso.modules.procedures.models import FormVersion, Harvest, LocalOverlay, ProcedureVersion
from tinhso.modules.procedures.queries.eforms import files
from tinhso.modules.procedures.queries.eforms.forms import form_for
from tinhso.modules.procedures.tests.conftest import BIRTH, CUSTOMS, LAND, TODAY
from tinhso.modules.procedures.tests.test_eforms import PROFILE

pytestmark = pytest.mark.django_db
BASE = "/thu-tuc/danh-muc"


def keeper() -> Client:
    """Somebody who keeps the catalogue."""
    account: Account = make_account(password=GOOD_PASSWORD, type="administrative")
    give_role(account, "province_admin")
    give_code_app(account)
    return signed_in(account, methods=("password", "mfa"))


@pytest.fixture
def writer_page(catalogue: None) -> Client:
    return keeper()


@pytest.fixture
def approver_page(catalogue: None) -> Client:
    return keeper()


def test_the_catalogue_is_listed_filtered_and_exported(writer_page: Client) -> None:
    page = writer_page.get(f"{BASE}/", {"q": "khai sinh", "cap": "xa"})

    text = page.content.decode()
    assert page.status_code == 200
    assert "Đăng ký khai sinh" in text
    assert "Cấp lại sổ đỏ" not in text


def test_a_version_is_drafted_compared_and_approved_by_another(
    writer_page: Client, approver_page: Client
) -> None:
    form = {
        "valid_from": "01/12/2027",
        "decision_number": "99/QĐ-UBND",
        "decision_on": "10/11/2027",
        "name": "Thủ tục đăng ký khai sinh",
        "short_name": "Khai sinh mới",
        "online_level": "mot_phan",
        "partial_reason": "Phải ký trước mặt cán bộ",
        "implementing_agency": "Ủy ban nhân dân cấp xã",
        "legal_bases": "Luật Hộ tịch 60/2014/QH13",
        "steps": "Bước 1: nộp\nBước 2: nhận",
        "requirements": "",
        "term_unit": "working_days",
        "term_amount": "2",
    }
    assert writer_page.get(f"{BASE}/{BIRTH}/soan/").status_code == 200

    answer = writer_page.post(f"{BASE}/{BIRTH}/soan/", form)

    draft = ProcedureVersion.objects.get(state="draft")
    assert answer.headers["Location"] == f"{BASE}/phien-ban/{draft.pk}/"
    shown = writer_page.get(answer.headers["Location"]).content.decode()
    assert "Người soạn không tự phê duyệt" in shown
    assert writer_page.post(f"{BASE}/phien-ban/{draft.pk}/duyet/").status_code == 403
    waiting = approver_page.get(f"{BASE}/cho-duyet/").content.decode()
    assert "Khai sinh mới" in waiting
    assert approver_page.post(f"{BASE}/phien-ban/{draft.pk}/duyet/").status_code == 302
    draft.refresh_from_db()
    assert draft.state == "approved"
    compared = approver_page.get(f"{BASE}/{BIRTH}/so-sanh/").content.decode()
    assert "2 ngày làm việc" in compared
    assert approver_page.get(f"{BASE}/{BIRTH}/").status_code == 200


def test_a_wrong_draft_says_what_to_correct(writer_page: Client) -> None:
    page = writer_page.post(f"{BASE}/{BIRTH}/soan/", {"term_unit": "days"}).content.decode()

    assert "Nhập số ngày, giờ hoặc tháng" in page
    assert not ProcedureVersion.objects.filter(state="draft").exists()


def test_an_overlay_is_drafted_and_approved_with_its_difference_shown(
    writer_page: Client, approver_page: Client
) -> None:
    form = {
        "decision_number": "45/2026/NQ-HĐND",
        "decision_on": "10/11/2026",
        "valid_from": "01/12/2027",
        "term_unit": "working_days",
        "term_amount": "3",
        "fee_channels": ["DIRECT", "ONLINE"],
        "fee_kind": "SERVICE_FEE",
        "fee_amount": "20.000",
        "note": "Áp dụng trong tỉnh",
    }

    answer = writer_page.post(f"{BASE}/{LAND}/quy-dinh/", form)

    overlay = LocalOverlay.objects.get()
    shown = writer_page.get(answer.headers["Location"]).content.decode()
    assert "5 ngày làm việc" in shown
    assert "3 ngày làm việc" in shown
    assert "20.000" in shown
    assert approver_page.post(f"{BASE}/quy-dinh/{overlay.pk}/duyet/").status_code == 302
    overlay.refresh_from_db()
    assert overlay.state == "approved"


def test_an_overlay_for_an_office_that_does_not_exist_is_refused(writer_page: Client) -> None:
    page = writer_page.post(f"{BASE}/{LAND}/quy-dinh/", {"receiving_units": "H56.khong-co"})

    assert "Không có cơ quan mang mã H56.khong-co" in page.content.decode()


def test_who_takes_a_procedure_in_is_changed_on_record(writer_page: Client) -> None:
    answer = writer_page.post(
        f"{BASE}/{BIRTH}/noi-nhan/", {"is_central": "yes", "reason": "Hệ thống hộ tịch"}
    )

    assert answer.status_code == 302
    assert public.version_in_force(BIRTH, TODAY).is_central
    detail = Client().get(f"/thu-tuc/{BIRTH}/").content.decode()
    assert f"/nop-ho-so/{BIRTH}/" not in detail


@pytest.mark.req("ARC-25")
def test_a_procedure_of_a_ministry_is_shown_but_not_opened(catalogue: None, client: Client) -> None:
    page = client.get(f"/thu-tuc/{CUSTOMS}/").content.decode()

    assert "tỉnh không tiếp nhận" in page
    assert "/nop-ho-so/" not in page


def test_the_report_of_a_harvest_is_read(writer_page: Client) -> None:
    harvest = Harvest.objects.get()

    assert "Thu thập thử" in writer_page.get(f"{BASE}/lan-nhap/").content.decode()
    report = writer_page.get(f"{BASE}/lan-nhap/{harvest.pk}/", {"loai": "added"}).content.decode()
    assert BIRTH in report


def test_a_form_is_designed_checked_previewed_and_approved(
    writer_page: Client, approver_page: Client
) -> None:
    assert "Tờ khai đăng ký khai sinh" in writer_page.get(f"{BASE}/bieu-mau/").content.decode()
    assert writer_page.get(f"{BASE}/bieu-mau/khai-sinh/").status_code == 200
    start = writer_page.post(f"{BASE}/bieu-mau/khai-sinh/soan/")
    draft = FormVersion.objects.get()
    address = start.headers["Location"]
    assert writer_page.get(address).status_code == 200

    item = {
        "ask": "child_nickname",
        "label": "Tên gọi ở nhà của trẻ",
        "kind": "text",
        "more": "limits: {maxLength: 30}",
    }
    writer_page.post(f"{address}buoc/1/muc/999/", item)
    writer_page.post(f"{address}cau-truc/", {"act": "up", "where": "1.1"})

    draft.refresh_from_db()
    asked = [part.get("ask") or part.get("block") for part in draft.definition["steps"][1]["items"]]
    assert asked == ["child_nickname", "child"]
    preview = writer_page.get(f"{address}xem/2/").content.decode()
    assert "Tên gọi ở nhà của trẻ" in preview
    wrong = writer_page.post(f"{address}xem/2/", {"child_full_name": ""}).content.decode()
    assert "Nhập họ, chữ đệm và tên của trẻ" in wrong
    assert writer_page.post(f"{address}duyet/").status_code == 403
    assert approver_page.post(f"{address}duyet/").status_code == 302
    version_id = public.version_in_force(BIRTH, TODAY).id
    names = {question.ask for question in form_for(version_id).questions()}
    assert "child_nickname" in names


@pytest.mark.parametrize(
    "text", ["a: [", "x", "- 1", "code: a\ntitle: b", "&a [*a]", "!!python/object:os.system x"]
)
def test_a_yaml_that_is_no_form_is_refused_with_words(writer_page: Client, text: str) -> None:
    page = writer_page.post(
        f"{BASE}/bieu-mau/moi/", {"valid_from": "01/12/2026", "definition": text}
    )

    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert not FormVersion.objects.exists()


def test_odd_edits_of_a_form_do_nothing(writer_page: Client) -> None:
    writer_page.post(f"{BASE}/bieu-mau/khai-sinh/soan/")
    draft = FormVersion.objects.get()
    before = draft.definition
    for post in ({}, {"act": "up", "where": "9.9"}, {"act": "x", "where": "0.0"}, {"where": "²"}):
        address = f"{BASE}/bieu-mau/ban/{draft.pk}/cau-truc/"
        assert writer_page.post(address, post).status_code == 404
    draft.refresh_from_db()
    assert draft.definition == before


@pytest.mark.parametrize("code", sorted(files.shipped()))
def test_each_step_of_each_form_is_drawn(catalogue: None, now: datetime, code: str) -> None:
    form = files.expand(files.shipped()[code])
    for index, step in enumerate(form.steps):
        bound = public.bind(form, {}, step=index, prefill=PROFILE, on=TODAY)
        page = public.step_page(bound, index)
        assert page.html.count("<label") >= len(bound.errors) or not bound.errors
        if page.index == index:
            assert page.step.title == step.title
        assert "038196001217" not in page.html


def test_what_the_account_knows_is_shown_masked_and_not_asked(catalogue: None) -> None:
    form = files.expand(files.shipped()["khai-sinh"])
    bound = public.bind(form, {}, step=0, prefill=PROFILE, on=TODAY)

    html = public.step_page(bound, 0, shows_errors=False).html

    assert "038 •••••• 217" in html
    assert 'name="requester_full_name"' not in html
    assert 'name="requester_relation"' in html
    assert 'hx-post=""' in html


@pytest.mark.req("TTHC-05")
def test_a_procedure_without_a_form_of_its_own_gets_one_from_its_papers(catalogue: None) -> None:
    version = public.version_in_force("1.010816", TODAY)

    form = public.form_for(version.id)
    papers = public.required_papers(version.id, {}, TODAY)

    assert not form.is_complete
    assert [step.title for step in form.steps] == ["Người nộp", "Nội dung đề nghị"]
    assert {paper.code for paper in papers} <= {paper.code for paper in version.papers}
    answers = {"request": "Giải quyết chế độ", "truthful": "on", "on_behalf": "no"}
    assert public.bind(form, answers, prefill=PROFILE, on=TODAY).errors == {}
