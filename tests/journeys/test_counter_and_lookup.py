"""A dossier brought to the counter, and its owner who looks it up without an account."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import As
from tests.journeys.elsewhere import an_own_address
from tests.journeys.province import Province
from tests.journeys.stories import PHONE, a_number, look_up, receive


def test_a_clerk_receives_on_behalf_and_hands_over_the_receipt(as_: As) -> None:
    counter = as_("ha.trinh")
    code = receive(counter, a_number())
    receipt = counter.pdf(counter.address_of("In Giấy tiếp nhận"))
    assert code in receipt
    assert "Nguyễn Văn Đạt" in receipt

    specialist = as_("thanh.le")
    specialist.open("/xu-ly/phong/")
    specialist.sees(code)


@pytest.mark.req("DVC-08", "TTHC-21")
def test_progress_is_found_with_code_and_phone_and_guessing_is_stopped(
    as_: As, province: Province
) -> None:
    number = a_number()
    code = receive(as_("ha.trinh"), number)

    with an_own_address(province.address) as here:
        owner = as_("")
        look_up(owner, code, PHONE[-4:], here)
        owner.sees(code, "Diễn biến")
        owner.sees_nothing_of("Nguyễn Văn Đạt", number, PHONE)

        for _guess in range(5):
            look_up(owner, code, "0000", here)
            owner.sees_nothing_of("Diễn biến")
        look_up(owner, code, PHONE[-4:], here)
        owner.sees_nothing_of("Diễn biến")
        assert "15 phút" in owner.text()
