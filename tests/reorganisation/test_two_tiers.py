"""1/7/2025: communes and districts end, and an open dossier goes on where its owner finds it."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from tests.journeys import earlier
from tests.journeys.conftest import As
from tests.journeys.province import Province
from tests.journeys.stories import PHONE, a_number, its_page, look_up, receive_from_hoa, take_up
from tests.journeys.visitor import Visitor
from tinhso.kernel.clock import ZONE

OLD, NEW = "Ủy ban nhân dân phường Đông Hải", "Ủy ban nhân dân phường Hạc Thành"
OTHER = "H56.14761"  # Nam Ngạn, whose code ends with it
DECISION = "1686/NQ-UBTVQH15"
EXECUTED_WITHIN = 180_000


def counted(admin: Visitor, part: str) -> int:
    """How many a part of the plan says it touches."""
    said = re.search(rf"{re.escape(part)} Chịu tác động: ([\d.]+)\.", admin.text())
    assert said, admin.text()[:4000]
    return int(said.group(1).replace(".", ""))


def prepare(admin: Visitor) -> str:
    """The plan that ships, tried; its address."""
    admin.open("/danh-ba/sap-xep/")
    admin.press("Phương án 01/7/2025 có sẵn")
    admin.sees("Tổ chức chính quyền địa phương hai cấp", DECISION, "01/07/2025")
    admin.press("Chạy thử")
    admin.sees("Đã chạy thử; chưa có gì thay đổi.")
    return admin.page.url


def execute(admin: Visitor) -> None:
    """Have it carried out, and wait while the page tells how far it is."""
    admin.press("Thực hiện ngay")
    admin.sees("Thực hiện phương án sắp xếp")
    checks = admin.page.get_by_role("button", name="Kiểm tra kết quả")
    checks.wait_for(timeout=EXECUTED_WITHIN)
    admin.look()


@pytest.mark.system("one-stop-case-system")
def test_an_open_dossier_goes_on_at_the_new_commune(as_: As, province: Province) -> None:
    specialist, owner = as_("thanh.le"), as_("hoa.nguyen")
    code = receive_from_hoa(as_("ha.trinh"))
    take_up(specialist, code)
    dossier = specialist.page.url
    elsewhere = earlier.received(province.home, a_number(), datetime.now(ZONE), OTHER)
    promised = its_page(owner, code)
    owner.sees(OLD)

    first, second = as_("long.vu"), as_("mai.dang")
    plan = prepare(first)
    assert counted(first, "Cán bộ, vị trí việc làm") > 3_000
    assert counted(first, "Hồ sơ đang giải quyết") == 2
    assert counted(first, "Dãy số") == 1
    first.sees(code, elsewhere, f"case:{OTHER}:")
    assert first.page.get_by_role("button", name="Duyệt phương án").count() == 0
    its_page(owner, code)
    owner.sees(OLD)  # a dry run moves nothing

    second.open(plan)
    second.press("Duyệt phương án")
    second.sees("Đã duyệt", "Đặng Tuyết Mai")
    first.open(plan)
    execute(first)
    first.sees("Hồ sơ đã chuyển sang cơ quan kế tiếp 2", "Dãy số đã khóa 1", "Vũ Đức Long")
    first.press("Kiểm tra kết quả")
    first.sees("Đã kiểm tra", "Kiểm tra xong")

    assert its_page(owner, code) == promised
    owner.sees(NEW, "theo sắp xếp đơn vị hành chính", DECISION)
    specialist.open(dossier)
    specialist.sees(NEW, code, "Chuyển thẩm định", "Nhận thụ lý")
    specialist.press("Chuyển thẩm định")
    specialist.sees(f"Chuyển thẩm định: hồ sơ {code}.")
    take_up(specialist, code)

    stranger = as_("")  # somebody with an old receipt and no account
    look_up(stranger, elsewhere, PHONE[-4:])
    stranger.sees(elsewhere, "phường Hàm Rồng")


def test_old_names_and_codes_lead_to_what_they_became(as_: As) -> None:
    admin = as_("long.vu")
    admin.open("/danh-ba/dia-ban/?q=nam ngan")
    admin.sees("Tên cũ nay thuộc", "Phường Hàm Rồng")
    answer = admin.page.request.get(f"/api/directory/organisations/{OTHER}/successors")
    assert answer.status == 200
    assert [one["name"] for one in answer.json()] == ["Ủy ban nhân dân phường Hàm Rồng"]
