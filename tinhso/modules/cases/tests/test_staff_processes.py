"""Pages of processes: drawn, drafted as table and text, checked, approved by a second person."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from django.test import Client

from tinhso.modules.cases.models import ProcessVersion
from tinhso.modules.cases.tests.factories import (
    at_moment,
    browser_of,
    moment,
    small_world,
    text_of,
)
from tinhso.modules.cases.tests.world import World
from tinhso.modules.cases.web.staff.process_table import Table
from tinhso.modules.identity.tests.factories import (
    GOOD_PASSWORD,
    give_code_app,
    give_role,
    make_account,
    signed_in,
)

pytestmark = pytest.mark.django_db
CODE = "commune-standard"


@pytest.fixture
def world() -> World:
    return small_world()


def keeper(role: str) -> Client:
    """Somebody who keeps processes; administrators use a second factor."""
    extra = {"type": "administrative"} if role == "province_admin" else {}
    account = make_account(password=GOOD_PASSWORD, at=moment(17, 8), **extra)
    give_role(account, role)
    if extra:
        give_code_app(account)
        return signed_in(account, methods=("password", "mfa"))
    return signed_in(account)


def posted(definition: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The table form as a browser sends it."""
    data: dict[str, Any] = {
        "title": definition["title"],
        "legal_basis": definition["legal_basis"],
        "start": definition["start"],
        "steps": len(definition["steps"]),
    }
    for place, step in enumerate(definition["steps"]):
        key = f"s{place}"
        data |= {
            f"{key}_title": step["title"],
            f"{key}_code": step["code"],
            f"{key}_norm": f"{step['norm_minutes'] / 60:g}".replace(".", ","),
            f"{key}_role": step["role"],
            f"{key}_unit": step["unit"],
            f"{key}_allows": step["allows"],
            f"{key}_actions": len(step["actions"]),
        }
        if step["drafts_result"]:
            data[f"{key}_drafts"] = "on"
        for number, action in enumerate(step["actions"]):
            data |= {
                f"{key}_a{number}_title": action["title"],
                f"{key}_a{number}_code": action["code"],
                f"{key}_a{number}_kind": action["kind"],
                f"{key}_a{number}_to": action["to"],
            }
            if action["needs_note"]:
                data[f"{key}_a{number}_note"] = "on"
    return data | more


@pytest.fixture
def definition(world: World) -> dict[str, Any]:
    return dict(ProcessVersion.objects.get(code=CODE).definition)


def test_processes_are_listed_and_drawn(world: World) -> None:
    browser = browser_of(world, "specialist")
    assert "Quy trình chuẩn tại Ủy ban nhân dân cấp xã" in text_of(browser.get("/quy-trinh/"))
    said = text_of(browser.get(f"/quy-trinh/{CODE}/"))
    assert 'class="process-picture"' in said
    assert said.count('width="160"') == 5
    assert "Kiểm tra hồ sơ" in said
    assert "4 giờ" in said
    assert browser.get("/quy-trinh/khong-co/").status_code == 409


def test_the_table_posted_as_it_is_gives_the_same_definition(
    world: World, definition: dict[str, Any]
) -> None:
    with at_moment(moment(18, 9)):
        keeper("procedure_controller").post(f"/quy-trinh/{CODE}/bang/", posted(definition))
    draft = ProcessVersion.objects.get(code=CODE, version=2)
    assert draft.status == "draft"
    for name in ("start", "steps", "title", "code"):
        assert draft.definition[name] == definition[name], name


def test_steps_are_added_moved_and_removed_without_a_script(
    world: World, definition: dict[str, Any]
) -> None:
    with at_moment(moment(18, 9)):
        browser = keeper("procedure_controller")
        address = f"/quy-trinh/{CODE}/bang/"
        added = browser.post(address, posted(definition, change="step_add"))
        assert len(added.context["table"].steps) == 6
        up = browser.post(address, posted(definition, change="step_up:1"))
        assert [step["code"] for step in up.context["table"].steps][:2] == ["appraise", "check"]
        gone = browser.post(address, posted(definition, change="step_remove:4"))
        assert len(gone.context["table"].steps) == 4
        more = browser.post(address, posted(definition, change="action_add:0"))
        assert len(more.context["table"].steps[0]["actions"]) == 2
        odd = browser.post(address, posted(definition, change="step_up:99"))
        assert odd.status_code == 200
    assert not ProcessVersion.objects.filter(code=CODE, version=2).exists()


def test_the_check_says_what_is_wrong_in_sentences(
    world: World, definition: dict[str, Any]
) -> None:
    with at_moment(moment(18, 9)):
        broken = posted(definition, change="check", s0_role="")
        answer = keeper("procedure_controller").post(f"/quy-trinh/{CODE}/bang/", broken)
        assert "Bước check chưa có vai trò xử lý" in text_of(answer)
        wrong = posted(definition, s1_norm="nhiều")
        answer = keeper("procedure_controller").post(f"/quy-trinh/{CODE}/bang/", wrong)
        assert "Viết số giờ làm việc" in text_of(answer)


def test_text_that_is_no_yaml_is_told_with_its_line(world: World) -> None:
    with at_moment(moment(18, 9)):
        browser = keeper("procedure_controller")
        address = f"/quy-trinh/{CODE}/van-ban/"
        assert "steps:" in text_of(browser.get(address))
        answer = browser.post(address, {"definition": "code: a\n  title: [b"})
        assert "Không đọc được ở dòng 2" in text_of(answer)
        other = browser.post(address, {"definition": "code: khac\ntitle: x\nstart: a\nsteps: []"})
        assert "Mã quy trình phải giữ là commune-standard" in text_of(other)


@pytest.mark.req("TTHC-07")
def test_a_second_person_approves_the_draft(world: World, definition: dict[str, Any]) -> None:
    written = yaml.safe_dump(definition | {"title": "Quy trình mới"}, allow_unicode=True)
    with at_moment(moment(18, 9)):
        author = keeper("province_admin")
        author.post(f"/quy-trinh/{CODE}/van-ban/", {"definition": written})
        told = {"decision": "Quyết định 12/QĐ-UBND", "valid_from": "1/12/2026"}
        refused = author.post(f"/quy-trinh/{CODE}/2/duyet/", told)
        assert "không được tự duyệt" in text_of(refused)

        keeper("province_admin").post(f"/quy-trinh/{CODE}/2/duyet/", told)
    version = ProcessVersion.objects.get(code=CODE, version=2)
    assert version.status == "approved"
    assert version.title == "Quy trình mới"


def test_who_keeps_no_processes_may_not_change_them(world: World) -> None:
    browser = browser_of(world, "specialist")
    for address in ("bang/", "van-ban/", "1/duyet/"):
        assert browser.get(f"/quy-trinh/{CODE}/{address}").status_code == 403


def test_a_table_never_loses_its_last_step(definition: dict[str, Any]) -> None:
    table = Table(definition | {"steps": definition["steps"][:1]})
    assert len(table.changed("step_remove:0").steps) == 1
