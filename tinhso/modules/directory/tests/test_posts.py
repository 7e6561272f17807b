"""Who holds what: appointed, moved, delegated, ended; told on the day, once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from tinhso.kernel.actor import Actor
from tinhso.kernel.errors import PermissionMissing
from tinhso.kernel.models import AuditEntry, OutboxEvent
from tinhso.modules.directory import public as directory
from tinhso.modules.directory.commands import officers, positions, posts
from tinhso.modules.directory.commands import organisations as organisation_commands
from tinhso.modules.directory.commands.post_notices import tell_of_due_posts
from tinhso.modules.directory.commands.posts import Appointment
from tinhso.modules.directory.errors import (
    CodeTaken,
    DelegatedToSelf,
    FactsInvalid,
    NotYourPost,
    ParentBelow,
    PositionFull,
    PostHeldAlready,
    StillInUse,
)
from tinhso.modules.directory.models import PostHolding
from tinhso.modules.directory.queries.histories import posts_of_life
from tinhso.modules.directory.tests.things import (
    SYSTEM,
    make_officer,
    make_organisation,
    make_position,
)

pytestmark = pytest.mark.django_db
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 17, 9, 0, tzinfo=VIETNAM)
TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)


def manager_of(organisation_id: int) -> Actor:
    return Actor(
        kind="officer",
        name="Quản trị",
        account_id=5,
        officer_id=77,
        grants={"directory.manage_directory": directory.subtree(organisation_id, TODAY)},
    )


def events(name: str) -> list[dict[str, object]]:
    rows = OutboxEvent.objects.filter(name=f"directory.{name}").order_by("id")
    return [row.payload for row in rows]


def test_an_officer_takes_a_position_and_the_roles_come_with_it() -> None:
    home = make_organisation()
    position = make_position(home, roles=("counter_clerk",))
    who = make_officer(name="Trịnh Thu Hà")

    posts.appoint(Appointment(who, position, TODAY), decision="QĐ 1", by=SYSTEM, at=NOW)

    (post,) = directory.posts_of(who, TODAY)
    assert (post.organisation_id, post.roles, post.officer_name) == (
        home,
        ("counter_clerk",),
        "Trịnh Thu Hà",
    )
    assert directory.posts_of(who, TODAY - timedelta(days=1)) == []
    assert [one["officer_id"] for one in events("PostBegan")] == [who]
    assert directory.holders(home, "counter_clerk", TODAY) == [post]
    assert directory.head_of(home, TODAY) == post


def test_a_post_that_ended_yesterday_gives_no_roles_and_keeps_its_title_of_then() -> None:
    """Example 4 of the design."""
    position = make_position(title="Trưởng phòng", roles=("division_head",))
    who = make_officer()
    posts.appoint(Appointment(who, position, date(2026, 1, 1)), decision="QĐ 1", by=SYSTEM, at=NOW)

    posts.end_post(who, position, on=TODAY, decision="QĐ 2", by=SYSTEM, at=NOW)

    assert directory.posts_of(who, TODAY) == []
    assert directory.title_held(who, date(2026, 11, 10)) == "Trưởng phòng"
    assert [one["on"] for one in events("PostEnded")] == [TODAY.isoformat()]


def test_a_future_end_is_told_on_its_day_and_only_once() -> None:
    position, who = make_position(), make_officer()
    posts.appoint(Appointment(who, position, TODAY), decision="QĐ 1", by=SYSTEM, at=NOW)
    posts.end_post(who, position, on=TOMORROW, decision="QĐ 2", by=SYSTEM, at=NOW)
    assert events("PostEnded") == []

    told = [
        tell_of_due_posts(by=SYSTEM, at=NOW + timedelta(days=day, minutes=1))
        for day in (0, 1, 1, 2)
    ]

    assert told == [0, 1, 0, 0]
    assert len(events("PostEnded")) == 1


def test_a_move_ends_the_old_post_on_the_day_the_new_one_begins() -> None:
    old, new, who = make_position(), make_position(), make_officer()
    posts.appoint(Appointment(who, old, date(2026, 1, 1)), decision="QĐ", by=SYSTEM, at=NOW)

    posts.move_officer(old, Appointment(who, new, TODAY), decision="QĐ 3", by=SYSTEM, at=NOW)

    assert [p.position_id for p in directory.posts_of(who, TODAY)] == [new]
    assert [p.position_id for p in directory.posts_of(who, TODAY - timedelta(days=1))] == [old]
    assert [line.is_now for line in posts_of_life(who, TODAY)] == [True, False]


def test_a_position_takes_no_more_people_than_it_has_seats() -> None:
    position = make_position(seats=1)
    first, second = make_officer(), make_officer()
    posts.appoint(
        Appointment(first, position, TODAY, TODAY + timedelta(days=30)),
        decision="QĐ",
        by=SYSTEM,
        at=NOW,
    )

    with pytest.raises(PositionFull):
        posts.appoint(Appointment(second, position, TODAY), decision="QĐ", by=SYSTEM, at=NOW)
    early = Appointment(second, position, TODAY - timedelta(days=9))
    with pytest.raises(PositionFull):
        posts.appoint(early, decision="QĐ", by=SYSTEM, at=NOW)
    posts.appoint(
        Appointment(second, position, TODAY, kind="acting"), decision="QĐ", by=SYSTEM, at=NOW
    )
    posts.appoint(
        Appointment(make_officer(), position, TODAY + timedelta(days=30)),
        decision="QĐ",
        by=SYSTEM,
        at=NOW,
    )


def test_the_same_post_is_not_held_twice_at_once() -> None:
    position, who = make_position(), make_officer()
    posts.appoint(Appointment(who, position, TODAY), decision="QĐ", by=SYSTEM, at=NOW)

    with pytest.raises(PostHeldAlready):
        posts.appoint(
            Appointment(who, position, TOMORROW, kind="acting"), decision="QĐ", by=SYSTEM, at=NOW
        )
    row = PostHolding.objects.get()
    with pytest.raises(IntegrityError, match="directory_post_once"), transaction.atomic():
        PostHolding.objects.create(
            officer_id=who,
            position_id=position,
            validity=row.validity,
            recorded=row.recorded,
            recorded_by="ai đó",
        )


def test_a_delegation_gives_the_rights_for_some_days_and_ends_with_the_post() -> None:
    position = make_position(title="Chủ tịch", roles=("leader",))
    chairman, deputy = make_officer(), make_officer()
    posts.appoint(Appointment(chairman, position, TODAY), decision="QĐ", by=SYSTEM, at=NOW)
    by = Actor(
        kind="officer",
        name="Chủ tịch",
        account_id=9,
        officer_id=chairman,
        grants={"directory.delegate_own_post": None},
    )
    last = TODAY + timedelta(days=10)

    posts.delegate_post(
        position, deputy, since=TODAY, until=last, decision="Giấy ủy quyền", by=by, at=NOW
    )

    (post,) = directory.posts_of(deputy, TODAY)
    assert (post.kind, post.roles) == ("delegated", ("leader",))
    assert directory.posts_of(deputy, last) == []
    head = directory.head_of(post.organisation_id, TODAY)
    assert head is not None
    assert head.officer_id == chairman
    posts.end_post(chairman, position, on=TOMORROW, decision="QĐ", by=SYSTEM, at=NOW)
    assert directory.posts_of(deputy, TOMORROW) == []


def test_only_the_holder_delegates_and_not_to_oneself() -> None:
    position, who, other = make_position(), make_officer(), make_officer()
    posts.appoint(Appointment(who, position, TODAY), decision="QĐ", by=SYSTEM, at=NOW)
    by = Actor(
        kind="officer",
        name="A",
        account_id=9,
        officer_id=who,
        grants={"directory.delegate_own_post": None},
    )
    dates = {"since": TODAY, "until": TOMORROW}

    with pytest.raises(DelegatedToSelf):
        posts.delegate_post(position, who, **dates, decision="x", by=by, at=NOW)
    stranger = replace(by, officer_id=other)
    with pytest.raises(NotYourPost):
        posts.delegate_post(position, who, **dates, decision="x", by=stranger, at=NOW)
    with pytest.raises(FactsInvalid):
        posts.delegate_post(position, other, since=TODAY, until=TODAY, decision="x", by=by, at=NOW)


def test_a_unit_administrator_changes_the_own_unit_only() -> None:
    mine, other = make_organisation(), make_organisation()
    inside = make_organisation(parent_id=mine)
    by = manager_of(mine)
    who = make_officer()

    posts.appoint(Appointment(who, make_position(inside), TODAY), decision="QĐ", by=by, at=NOW)
    with pytest.raises(PermissionMissing):
        posts.appoint(Appointment(who, make_position(other), TODAY), decision="QĐ", by=by, at=NOW)
    officers.change_officer(who, {"grade": "Chuyên viên"}, since=None, decision="QĐ", by=by, at=NOW)
    stranger = make_officer()
    posts.appoint(
        Appointment(stranger, make_position(other), TODAY), decision="QĐ", by=SYSTEM, at=NOW
    )
    with pytest.raises(PermissionMissing):
        officers.change_officer(stranger, {"grade": "x"}, since=None, decision="QĐ", by=by, at=NOW)
    with pytest.raises(PermissionMissing):
        organisation_commands.add_organisation(
            {"code": "H99.8", "name": "Mới", "kind": "other"},
            since=TODAY,
            decision="QĐ",
            by=by,
            at=NOW,
        )


def test_the_audit_line_of_a_record_names_what_changed_and_not_the_person() -> None:
    who = make_officer(name="Nguyễn Thị Kín")

    officers.change_officer(
        who,
        {"born_on": date(1990, 2, 3), "full_name": "Nguyễn Thị Kín Đáo"},
        since=None,
        decision="QĐ 9",
        by=SYSTEM,
        at=NOW,
    )

    line = AuditEntry.objects.order_by("-sequence").first()
    assert line is not None
    assert line.subject == f"officer:{who}"
    assert "born_on" in line.content
    assert "Kín" not in line.content
    assert "1990" not in line.content
    assert directory.officer_cards([who])[who].full_name == "Nguyễn Thị Kín Đáo"


def test_a_record_is_read_before_it_is_believed() -> None:
    make_officer(code="CB01")
    with pytest.raises(CodeTaken):
        officers.register_officer("cb01", {"full_name": "Trùng"}, decision="QĐ", by=SYSTEM, at=NOW)
    with pytest.raises(FactsInvalid) as refused:
        officers.register_officer(
            "CB02",
            {"full_name": " ", "email": "không", "born_on": date(2020, 1, 1)},
            decision="QĐ",
            by=SYSTEM,
            at=NOW,
        )
    assert set(refused.value.fields) == {"full_name", "email", "born_on"}


def test_nothing_ends_while_something_inside_it_lives() -> None:
    top = make_organisation()
    unit = make_organisation(parent_id=top)
    position = make_position(unit)
    who = make_officer()
    posts.appoint(Appointment(who, position, TODAY), decision="QĐ", by=SYSTEM, at=NOW)
    end = {"on": TOMORROW, "decision": "QĐ", "by": SYSTEM, "at": NOW}

    with pytest.raises(StillInUse):
        organisation_commands.end_organisation(top, **end)  # type: ignore[arg-type]
    with pytest.raises(StillInUse):
        organisation_commands.end_organisation(unit, **end)  # type: ignore[arg-type]
    with pytest.raises(StillInUse):
        positions.end_position(position, **end)  # type: ignore[arg-type]
    posts.end_post(who, position, on=TOMORROW, decision="QĐ", by=SYSTEM, at=NOW)
    positions.end_position(position, **end)  # type: ignore[arg-type]
    organisation_commands.end_organisation(unit, **end)  # type: ignore[arg-type]
    organisation_commands.end_organisation(top, **end)  # type: ignore[arg-type]
    assert directory.organisation_cards([top, unit], TOMORROW) == {}
    assert set(directory.organisation_cards([top, unit], TODAY)) == {top, unit}


def test_an_organisation_keeps_its_name_of_then() -> None:
    place = make_organisation("H99.14", "Sở Tư pháp")

    organisation_commands.change_organisation(
        place,
        {"name": "Sở Tư pháp và Pháp chế"},
        since=TOMORROW,
        decision="QĐ",
        by=SYSTEM,
        at=NOW,
    )

    names = [directory.organisation_cards([place], day)[place].name for day in (TODAY, TOMORROW)]
    assert names == ["Sở Tư pháp", "Sở Tư pháp và Pháp chế"]
    found = directory.search_organisations("phap che", TOMORROW)
    assert [card.id for card in found] == [place]
    assert directory.search_organisations("phap che", TODAY) == []


def test_the_tree_has_no_circle_and_a_code_has_one_owner() -> None:
    top = make_organisation("H99.21")
    unit = make_organisation(parent_id=top)
    change = {"since": TODAY, "decision": "QĐ", "by": SYSTEM, "at": NOW}

    with pytest.raises(ParentBelow):
        organisation_commands.change_organisation(top, {"parent_id": unit}, **change)  # type: ignore[arg-type]
    with pytest.raises(CodeTaken):
        organisation_commands.change_organisation(unit, {"code": "H99.21"}, **change)  # type: ignore[arg-type]
    with pytest.raises(FactsInvalid):
        organisation_commands.change_organisation(unit, {"code": "h 99"}, **change)  # type: ignore[arg-type]


def test_an_alias_and_the_old_form_find_the_organisation() -> None:
    place = make_organisation("H99.14", "Sở Tư pháp")
    organisation_commands.add_alias(
        place,
        scheme="Bộ Tư pháp",
        code="STP-TH",
        since=None,
        decision="CV 1",
        by=SYSTEM,
        at=NOW,
    )

    for code in ("H99.14", "000.00.14.H99", "h99.14", "STP-TH"):
        found = directory.resolve_organisation(code, TODAY)
        assert found is not None, code
        assert found.id == place
    assert directory.resolve_organisation("H99.15", TODAY) is None


def test_posts_of_many_people_cost_three_queries(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    home = make_organisation()
    people = [make_officer() for _ in range(8)]
    for who in people:
        posts.appoint(
            Appointment(who, make_position(home), TODAY), decision="QĐ", by=SYSTEM, at=NOW
        )
    with django_assert_num_queries(3):
        found = directory.posts_of_many(people, TODAY)
    assert all(len(found[who]) == 1 for who in people)
