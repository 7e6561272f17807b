"""Messages: made once, filled, sent the ways kind and person wish, read by their owner only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from tinhso.kernel.errors import Invalid, NotFound
from tinhso.kernel.models import AuditEntry
from tinhso.modules.notifications import definitions, public
from tinhso.modules.notifications.commands.inbox import (
    choose_channel,
    read_all_messages,
    read_message,
)
from tinhso.modules.notifications.commands.texts import change_text, restore_text
from tinhso.modules.notifications.errors import (
    ChannelMandatory,
    KindNotFound,
    MessageNotFound,
    TextUnusable,
)
from tinhso.modules.notifications.models import Delivery, Message
from tinhso.modules.notifications.queries import preferences, texts
from tinhso.modules.notifications.tests.conftest import ACCEPTED, BY_LAW, administrator, citizen

pytestmark = pytest.mark.django_db
MakeAccount = Callable[..., int]


def send(now: datetime, key: str = "k", **changes: object) -> int | None:
    facts: dict[str, object] = {
        "key": key,
        "kind": ACCEPTED.code,
        "values": {"code": "H56.01-261117-0001", "procedure": "Đăng ký khai sinh", "due_at": now},
        "link": "/ho-so/1/",
        "subject": "case:1",
        "at": now,
    }
    return public.notify(**(facts | changes))  # type: ignore[arg-type]


def sent(message_id: int | None) -> Message:
    assert message_id is not None
    return Message.objects.get(id=message_id)


def queued() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_a_message_is_filled_and_goes_both_ways(account: MakeAccount, now: datetime) -> None:
    account_id = account()

    message = sent(send(now, account_id=account_id))

    assert message.title == "Đã tiếp nhận hồ sơ H56.01-261117-0001"
    assert message.text == (
        "Hồ sơ H56.01-261117-0001 (Đăng ký khai sinh) đã được tiếp nhận, hẹn trả 09:00 17/11/2026."
    )
    (delivery,) = message.deliveries.all()
    assert (delivery.channel, delivery.address) == ("email", "hoa@example.vn")
    assert delivery.state == Delivery.State.WAITING
    assert queued() == ["notifications.send_message"]
    assert public.unread_count(account_id) == 1


def test_the_same_key_is_one_message(account: MakeAccount, now: datetime) -> None:
    account_id, other_id = account(), account("binh", "binh@example.vn")

    first, again = send(now, account_id=account_id), send(now, account_id=account_id)
    other = send(now, account_id=other_id)

    assert first is not None
    assert again is None
    assert other is not None
    assert Message.objects.count() == 2
    assert queued() == ["notifications.send_message"] * 2


def test_people_without_an_account_get_mail_only(now: datetime) -> None:
    message = sent(send(now, email="binh@example.vn"))

    assert message.account_id is None
    assert [one.channel for one in message.deliveries.all()] == ["email"]


def test_without_account_and_address_there_is_no_message(now: datetime) -> None:
    assert send(now) is None
    assert not Message.objects.exists()


def test_an_account_without_an_address_has_the_inbox(account: MakeAccount, now: datetime) -> None:
    message = sent(send(now, account_id=account(email="")))

    assert not message.deliveries.exists()


def test_an_unknown_kind_is_refused(now: datetime) -> None:
    with pytest.raises(KindNotFound):
        send(now, kind="no.such", email="a@example.vn")


def test_a_place_without_a_value_is_a_programming_error(now: datetime) -> None:
    with pytest.raises(KeyError):
        send(now, values={}, email="a@example.vn")


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (1234567, "1.234.567"), (1.5, "1,5"), ("Hạc Thành", "Hạc Thành")],
)
def test_values_are_written_the_vietnamese_way(now: datetime, value: object, text: str) -> None:
    message_id = send(
        now, email="a@example.vn", values={"code": value, "procedure": "", "due_at": None}
    )

    assert sent(message_id).title == f"Đã tiếp nhận hồ sơ {text}"


def test_mail_can_be_switched_off_but_not_what_the_law_asks(
    account: MakeAccount, now: datetime
) -> None:
    account_id = account()
    me = citizen(account_id)
    choose_channel(ACCEPTED.code, "email", is_on=False, by=me, at=now)
    with pytest.raises(ChannelMandatory):
        choose_channel(BY_LAW.code, "email", is_on=False, by=me, at=now)
    with pytest.raises(KindNotFound):
        choose_channel(ACCEPTED.code, "pigeon", is_on=True, by=me, at=now)

    send(now, account_id=account_id)
    send(now, "k2", account_id=account_id, kind=BY_LAW.code, values={"code": "1"})

    assert [one.message.kind for one in Delivery.objects.all()] == [BY_LAW.code]
    assert {(one.kind, one.is_on) for one in preferences.choices_of(account_id)} == {
        (ACCEPTED.code, False),
        (BY_LAW.code, True),
    }
    choose_channel(ACCEPTED.code, "email", is_on=True, by=me, at=now)
    send(now, "k3", account_id=account_id)
    assert Delivery.objects.count() == 2


def test_reading_marks_once(account: MakeAccount, now: datetime) -> None:
    account_id = account()
    message = sent(send(now, account_id=account_id))

    read_message(message.public_id, by=citizen(account_id), at=now)
    later = now.replace(hour=15)
    read_message(message.public_id, by=citizen(account_id), at=later)

    message.refresh_from_db()
    assert message.read_at == now
    assert public.unread_count(account_id) == 0


def test_nobody_reads_the_messages_of_another(account: MakeAccount, now: datetime) -> None:
    message = sent(send(now, account_id=account()))
    other = account("binh")

    for stranger in (citizen(other), citizen(None)):
        with pytest.raises(MessageNotFound):
            read_message(message.public_id, by=stranger, at=now)

    message.refresh_from_db()
    assert message.read_at is None


def test_all_messages_can_be_marked_read_at_once(account: MakeAccount, now: datetime) -> None:
    mine, other = account(), account("binh")
    for key in ("1", "2"):
        send(now, key, account_id=mine)
    send(now, "3", account_id=other)

    assert read_all_messages(by=citizen(mine), at=now) == 2
    assert public.unread_counts([mine, other]) == {other: 1}


def test_counting_costs_one_query(
    account: MakeAccount, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    account_id = account()
    send(now, account_id=account_id)

    with django_assert_num_queries(1):
        assert public.unread_count(account_id) == 1
    with django_assert_num_queries(1):
        assert [one.title for one in public.messages_about("case:1")] == [
            "Đã tiếp nhận hồ sơ H56.01-261117-0001"
        ]


# -- words -----------------------------------------------------------------------------------------


def test_a_province_changes_the_words_and_goes_back(now: datetime) -> None:
    editor = administrator("notifications.change_texts")

    change_text(ACCEPTED.code, heading="Hồ sơ {code}", text="Hẹn {due_at}", by=editor, at=now)

    words = texts.words_of(ACCEPTED.code)
    assert (words.heading, words.text) == ("Hồ sơ {code}", "Hẹn {due_at}")
    assert (words.changed_by_name, words.changed_at) == ("Lê Văn Thành", now)
    assert sent(send(now, email="a@example.vn")).title.startswith("Hồ sơ H56")
    line = AuditEntry.objects.get(action="notifications.change_text")
    assert "Đã tiếp nhận hồ sơ {code}" in line.content

    restore_text(ACCEPTED.code, by=editor, at=now)
    assert texts.words_of(ACCEPTED.code).heading == ACCEPTED.heading
    assert [one.is_changed for one in texts.all_words()] == [False, False]


@pytest.mark.parametrize(
    ("heading", "text", "fields"),
    [
        ("", "x", {"heading": ["Nhập lời thông báo"]}),
        ("x" * 201, "x", {"heading": ["Tối đa 200 ký tự"]}),
        ("x", "Hẹn {ngay}", {"text": ["Không có chỗ điền {ngay}"]}),
    ],
)
def test_unusable_words_are_refused_per_field(
    now: datetime, heading: str, text: str, fields: dict[str, list[str]]
) -> None:
    editor = administrator("notifications.change_texts")

    with pytest.raises(TextUnusable) as refused:
        change_text(ACCEPTED.code, heading=heading, text=text, by=editor, at=now)

    assert isinstance(refused.value, Invalid)
    assert refused.value.fields == fields
    assert not texts.words_of(ACCEPTED.code).is_changed


def test_words_of_an_unknown_kind_are_not_found(now: datetime) -> None:
    with pytest.raises(NotFound):
        restore_text("no.such", by=administrator("notifications.change_texts"), at=now)


def test_a_kind_whose_text_asks_for_an_unknown_place_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match=r"\{cod\}"):
        definitions.declare_kind(
            definitions.MessageKind(code="x.y", title="x", heading="{cod}", text="x")
        )
