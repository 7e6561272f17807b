"""Commands: permission, one transaction, exactly one audit line."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tinhso.kernel import audit, permissions
from tinhso.kernel import command as commands
from tinhso.kernel.actor import ANONYMOUS, EVERYWHERE, Actor, system_actor
from tinhso.kernel.command import command, note
from tinhso.kernel.errors import Conflict, NotPermitted, PermissionMissing
from tinhso.kernel.models import AuditEntry, NumberSeries

pytestmark = pytest.mark.django_db
MAY = Actor(
    kind="officer",
    name="Lê Văn Thành",
    account_id=5,
    officer_id=6,
    organisation_id=7,
    position_title="Chuyên viên",
    address="10.0.0.8",
    grants={"test.keep_thing": EVERYWHERE},
)


class ThingLocked(Conflict):
    code = "thing_locked"
    message = "Thing %(key)s is locked."


@pytest.fixture(autouse=True)
def _registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands made here are known only here."""
    monkeypatch.setattr(commands, "registry", dict(commands.registry))
    monkeypatch.setattr(permissions, "_titles", dict(permissions._titles))
    permissions.declare({"test.keep_thing": "Giữ vật", "test.keep_things": "Giữ nhiều vật"})


def make_keep(name: str = "keep_thing") -> object:
    @command(permission="test.keep_thing", audits=("key",))
    def keep_thing(key: str, *, by: Actor, at: datetime, fail: object = None) -> str:
        NumberSeries.objects.create(key=key)
        note(subject=f"thing:{key}", made=1)
        if isinstance(fail, BaseException):
            raise fail
        return key

    return keep_thing


def lines() -> list[AuditEntry]:
    return list(AuditEntry.objects.order_by("sequence"))


def test_done_leaves_one_line_with_who_what_and_when(now: datetime) -> None:
    keep = make_keep()

    assert keep("a", by=MAY, at=now) == "a"  # type: ignore[operator]

    (line,) = lines()
    assert (line.outcome, line.subject, line.at) == ("done", "thing:a", now)
    assert (line.actor_name, line.account_id, line.organisation_id) == ("Lê Văn Thành", 5, 7)
    content = json.loads(line.content)
    assert content["facts"] == {"key": "a", "made": 1}
    assert content["position_title"] == "Chuyên viên"
    assert content["address"] == "10.0.0.8"
    assert content["officer_id"] == 6
    assert line.action.endswith(".keep_thing")


def test_a_refusal_changes_nothing_and_leaves_one_line(now: datetime) -> None:
    keep = make_keep()

    with pytest.raises(ThingLocked):
        keep("a", fail=ThingLocked(key="a"), by=MAY, at=now)  # type: ignore[operator]

    (line,) = lines()
    assert (line.outcome, json.loads(line.content)["code"]) == ("refused", "thing_locked")
    assert line.subject == "thing:a"
    assert not NumberSeries.objects.exists()


@pytest.mark.parametrize("stranger", [ANONYMOUS, Actor(kind="officer", name="Ai đó")])
def test_without_the_permission_nothing_runs(stranger: Actor, now: datetime) -> None:
    keep = make_keep()

    with pytest.raises(PermissionMissing) as refused:
        keep("a", by=stranger, at=now)  # type: ignore[operator]

    assert isinstance(refused.value, NotPermitted)
    assert refused.value.sentence == "Bạn không có quyền “Giữ vật”."
    (line,) = lines()
    assert line.outcome == "refused"
    assert not NumberSeries.objects.exists()


def test_a_surprise_leaves_neither_change_nor_done_line(now: datetime) -> None:
    keep = make_keep()

    with pytest.raises(ZeroDivisionError):
        keep("a", fail=ZeroDivisionError(), by=MAY, at=now)  # type: ignore[operator]

    assert lines() == []
    assert not NumberSeries.objects.exists()


def test_a_command_says_who_and_when_or_does_not_run(now: datetime) -> None:
    keep = make_keep()

    for wrong in (
        {"by": "me", "at": now},
        {"by": MAY, "at": now.replace(tzinfo=None)},
        {"by": MAY, "at": "today"},
    ):
        with pytest.raises(TypeError):
            keep("a", **wrong)  # type: ignore[operator]
    assert lines() == []


def test_a_command_without_by_or_at_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="needs the keyword parameter at"):

        @command(permission="test.keep_thing")
        def keep(*, by: Actor) -> None: ...


def test_a_note_outside_a_command_is_a_mistake() -> None:
    with pytest.raises(RuntimeError):
        note(subject="x")


# -- commands inside commands ----------------------------------------------------------------------


def make_outer(inner: object, *, go_on: bool = False, fail: BaseException | None = None) -> object:
    @command(permission="test.keep_thing")
    def keep_things(keys: list[str], *, by: Actor, at: datetime, inner_fail: object = None) -> None:
        note(subject="all")
        for key in keys:
            try:
                inner(key, fail=inner_fail if key == "bad" else None, by=by, at=at)  # type: ignore[operator]
            except (ThingLocked, ZeroDivisionError):
                if not go_on:
                    raise
        if fail:
            raise fail

    return keep_things


def outcomes() -> list[tuple[str, str, str]]:
    return [(line.action.split(".")[-1], line.subject, line.outcome) for line in lines()]


def test_each_command_inside_has_its_line_written_together(now: datetime) -> None:
    outer = make_outer(make_keep())

    outer(["a", "b"], by=MAY, at=now)  # type: ignore[operator]

    assert outcomes() == [
        ("keep_thing", "thing:a", "done"),
        ("keep_thing", "thing:b", "done"),
        ("keep_things", "all", "done"),
    ]


def test_a_refusal_inside_takes_everything_back_and_leaves_the_outer_line(now: datetime) -> None:
    outer = make_outer(make_keep())

    with pytest.raises(ThingLocked):
        outer(["a", "bad"], inner_fail=ThingLocked(key="bad"), by=MAY, at=now)  # type: ignore[operator]

    assert outcomes() == [("keep_things", "all", "refused")]
    assert json.loads(lines()[0].content)["facts"]["refused_in"].endswith("keep_thing")
    assert not NumberSeries.objects.exists()


def test_an_outer_command_that_goes_on_keeps_the_line_of_the_refusal(now: datetime) -> None:
    outer = make_outer(make_keep(), go_on=True)

    outer(["a", "bad", "c"], inner_fail=ThingLocked(key="bad"), by=MAY, at=now)  # type: ignore[operator]

    assert outcomes() == [
        ("keep_thing", "thing:a", "done"),
        ("keep_thing", "thing:bad", "refused"),
        ("keep_thing", "thing:c", "done"),
        ("keep_things", "all", "done"),
    ]
    assert set(NumberSeries.objects.values_list("key", flat=True)) == {"a", "c"}


def test_a_surprise_inside_takes_the_lines_of_what_was_rolled_back_with_it(now: datetime) -> None:
    innermost = make_keep()
    middle = make_outer(innermost, fail=ZeroDivisionError())

    @command(permission="test.keep_thing")
    def outermost(*, by: Actor, at: datetime) -> None:
        with pytest.raises(ZeroDivisionError):
            middle(["a"], by=by, at=at)  # type: ignore[operator]

    outermost(by=MAY, at=now)

    assert outcomes() == [("outermost", "", "done")]
    assert not NumberSeries.objects.exists()


def test_a_refused_outer_command_leaves_no_line_of_what_succeeded_inside(now: datetime) -> None:
    outer = make_outer(make_keep(), fail=ThingLocked(key="all"))

    with pytest.raises(ThingLocked):
        outer(["a"], by=MAY, at=now)  # type: ignore[operator]

    assert outcomes() == [("keep_things", "all", "refused")]


def test_a_line_is_gone_when_the_callers_transaction_is(now: datetime) -> None:
    keep = make_keep()

    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        keep("a", by=MAY, at=now)  # type: ignore[operator]
        raise ZeroDivisionError

    assert lines() == []


# -- what a line can hold --------------------------------------------------------------------------

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(fact=ANYTHING, subject=st.text(max_size=300))
@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
def test_any_fact_can_be_written_and_the_chain_holds(
    fact: object, subject: str, now: datetime
) -> None:
    @command(permission="test.keep_thing")
    def say(*, by: Actor, at: datetime) -> None:
        note(subject=subject, fact=fact)

    say(by=MAY, at=now)

    assert audit.verify_chain().broken_at is None


def test_long_facts_are_cut(now: datetime) -> None:
    @command(permission="test.keep_thing")
    def say(*, by: Actor, at: datetime) -> None:
        note(text="x" * 500, many=list(range(100)), nested={"a": (1, 2)})

    say(by=MAY, at=now)

    facts = json.loads(lines()[0].content)["facts"]
    assert facts["text"] == "x" * 200 + "…"
    assert len(facts["many"]) == 50
    assert facts["nested"] == {"a": [1, 2]}


def test_a_process_may_everything_and_signs_with_its_name(now: datetime) -> None:
    keep = make_keep()

    keep("a", by=system_actor("nhập dữ liệu"), at=now)  # type: ignore[operator]

    assert lines()[0].actor_name == "nhập dữ liệu"


# -- actor and permissions -------------------------------------------------------------------------


def test_rights_hold_where_they_were_given() -> None:
    actor = Actor(
        kind="officer", name="x", grants={"a.here": frozenset({3, 4}), "a.everywhere": EVERYWHERE}
    )

    assert actor.may("a.here")
    assert actor.may("a.here", 3)
    assert not actor.may("a.here", 5)
    assert actor.may("a.everywhere", 5)
    assert not actor.may("a.nowhere")
    assert actor.places("a.here") == frozenset({3, 4})
    assert actor.places("a.everywhere") is EVERYWHERE
    assert actor.places("a.nowhere") == frozenset()
    assert system_actor("x").places("a.nowhere") is EVERYWHERE
    assert actor.is_signed_in
    assert not ANONYMOUS.is_signed_in
    with pytest.raises(PermissionMissing):
        permissions.require(actor, "a.here", 5)
    permissions.require(actor, "a.here", 4)


def test_a_permission_has_one_title() -> None:
    permissions.declare({"test.keep_thing": "Giữ vật"})
    with pytest.raises(ValueError, match=r"test\.keep_thing"):
        permissions.declare({"test.keep_thing": "Giữ vật khác"})

    assert permissions.title_of("test.keep_thing") == "Giữ vật"
    assert permissions.title_of("no.such") == "no.such"
    assert "test.keep_thing" in permissions.declared()
