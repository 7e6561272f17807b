"""1/7/2025 carried out on the province of 30/6/2025: prepared, approved by another, executed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.plugins.province import LOADED_AT, inside, loaded
from tinhso.kernel import numbering
from tinhso.kernel.actor import EVERYWHERE, Actor
from tinhso.kernel.errors import PermissionMissing
from tinhso.kernel.long_tasks import run_long_task
from tinhso.kernel.models import AuditEntry, OutboxEvent
from tinhso.modules.directory import public as directory
from tinhso.modules.directory.commands import reorganisation as commands
from tinhso.modules.directory.definitions import reorganisation_parts
from tinhso.modules.directory.definitions.reorganisation_parts import ChangeSet, Choice, Touched
from tinhso.modules.directory.errors import (
    ChangedSinceDryRun,
    ChangesImpossible,
    OwnReorganisation,
    TooEarly,
    WrongState,
)
from tinhso.modules.directory.models import (
    AreaVersion,
    OrganisationVersion,
    PositionVersion,
    PostHolding,
    Reorganisation,
)
from tinhso.modules.directory.queries import reorganisations
from tinhso.modules.directory.rules.change_set import Change

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
LAST_DAY = date(2025, 6, 30)
TWO_TIERS = date(2025, 7, 1)
AT = datetime(2026, 2, 2, 9, 0, tzinfo=VIETNAM)
TODAY = date(2026, 2, 2)
RIGHTS = ("prepare", "approve", "execute")


def person(name: str, account_id: int, rights: tuple[str, ...] = RIGHTS) -> Actor:
    grants: Mapping[str, frozenset[int] | None] = {
        f"directory.{right}_reorganisation": EVERYWHERE for right in rights
    }
    return Actor(kind="officer", name=name, account_id=account_id, grants=grants)


AN, BINH = person("Nguyễn An", 1), person("Trần Bình", 2)


def posts_on(on: date) -> set[tuple[str, str]]:
    rows = PostHolding.objects.as_of(on).values_list("officer__employee_code", "position_id")
    titles = dict(PositionVersion.objects.as_of(on).values_list("position_id", "title"))
    return {(code, titles[position]) for code, position in rows}


def prepared_and_executed() -> None:
    """Number series of before, then the whole of it."""
    with transaction.atomic():
        for code in ("H56.14761", "H56.14797", "H56.380"):
            numbering.next_number(f"fee-receipt:{code}:2025")
    executed()


def executed() -> Reorganisation:
    """The whole of 1/7/2025, from the plan to the execution."""
    plan = commands.prepare_two_tiers("38", by=AN, at=AT)
    commands.try_reorganisation(plan.pk, by=AN, at=AT)
    commands.approve_reorganisation(plan.pk, by=BINH, at=AT)
    return commands.execute_reorganisation(plan.pk, by=BINH, at=AT)


def areas_on(on: date) -> set[tuple[object, ...]]:
    rows = AreaVersion.objects.as_of(on).filter(province__versions__code="38")
    parents = dict(AreaVersion.objects.as_of(on).values_list("area_id", "code"))
    return {
        (
            row.code,
            row.level,
            row.full_name,
            row.kind,
            row.name_en,
            row.area_km2,
            parents.get(row.parent_id),
        )
        for row in rows.distinct()
    }


def organisations_on(on: date) -> set[tuple[object, ...]]:
    codes = dict(OrganisationVersion.objects.as_of(on).values_list("organisation_id", "code"))
    areas = dict(AreaVersion.objects.as_of(on).values_list("area_id", "code"))
    return {
        (
            row.code,
            row.kind,
            row.name,
            row.short_name,
            row.order,
            row.search,
            codes.get(row.parent_id),
            areas.get(row.area_id),
        )
        for row in OrganisationVersion.objects.as_of(on)
    }


def positions_on(on: date) -> Counter[tuple[object, ...]]:
    codes = dict(OrganisationVersion.objects.as_of(on).values_list("organisation_id", "code"))
    return Counter(
        (codes[row.organisation_id], row.title, tuple(row.roles), row.rank, row.seats)
        for row in PositionVersion.objects.as_of(on)
    )


@pytest.fixture(scope="module")
def today_facts(loaded_today: str, django_db_blocker: DjangoDbBlocker) -> dict[str, object]:
    """What the province holds when it is loaded as it is today; read once."""
    with inside(loaded_today, django_db_blocker):
        return {
            "areas": areas_on(TODAY),
            "organisations": organisations_on(TODAY),
            "positions": positions_on(TODAY),
        }


@pytest.fixture(scope="module")
def past_facts(loaded_before: str, django_db_blocker: DjangoDbBlocker) -> dict[str, object]:
    """What the province held on 30/6/2025; read once."""
    with inside(loaded_before, django_db_blocker):
        return {
            "areas": areas_on(LAST_DAY),
            "organisations": organisations_on(LAST_DAY),
            "positions": positions_on(LAST_DAY),
            "posts": posts_on(LAST_DAY),
        }


@pytest.fixture(scope="module")
def reorganised(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database in which 1/7/2025 was carried out on the province of 30/6/2025."""
    yield from loaded(django_db_blocker, LAST_DAY, "reorganised", then=prepared_and_executed)


@pytest.fixture
def done(reorganised: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Reorganisation]:
    """That reorganisation; what a test changes is undone."""
    with inside(reorganised, django_db_blocker):
        yield Reorganisation.objects.get()


def test_executed_on_the_province_of_before_it_is_the_province_of_today(
    done: Reorganisation, today_facts: dict[str, object]
) -> None:
    assert len(directory.communes_of("38", TODAY)) == 166
    assert areas_on(TODAY) == today_facts["areas"]
    assert organisations_on(TODAY) == today_facts["organisations"]
    assert positions_on(TODAY) == today_facts["positions"]


def test_the_past_stays_as_it_was(done: Reorganisation, past_facts: dict[str, object]) -> None:
    assert areas_on(LAST_DAY) == past_facts["areas"]
    assert organisations_on(LAST_DAY) == past_facts["organisations"]
    assert positions_on(LAST_DAY) == past_facts["positions"]
    assert posts_on(LAST_DAY) == past_facts["posts"]
    assert len(directory.communes_of("38", LAST_DAY)) == 547


def test_what_was_known_before_the_execution_stays_readable(done: Reorganisation) -> None:
    known_then = LOADED_AT + timedelta(days=1)
    rows = AreaVersion.objects.as_of(TODAY, known_then).filter(province__versions__code="38")
    assert rows.filter(level="commune").distinct().count() == 547


def test_old_codes_still_resolve(done: Reorganisation) -> None:
    (found,) = directory.follow_area_code("14761", TODAY)
    assert (found.area.full_name, found.was) == ("Phường Hàm Rồng", "Phường Nam Ngạn")
    (committee,) = directory.follow_organisation_code("H56.14761", TODAY)
    assert committee.name == "Ủy ban nhân dân phường Hàm Rồng"
    assert directory.resolve_area("14758", LAST_DAY) != directory.resolve_area("14758", TODAY)


def test_people_go_on_at_the_successor_and_their_posts_of_before_keep_their_title(
    done: Reorganisation,
) -> None:
    old = directory.resolve_organisation("H56.14761", LAST_DAY)
    assert old is not None
    (clerk,) = directory.holders(old.id, "counter_clerk", LAST_DAY)
    officers_before = set(PostHolding.objects.as_of(LAST_DAY).values_list("officer_id", flat=True))

    (post,) = directory.posts_of(clerk.officer_id, TODAY)
    home = directory.organisation_cards([post.organisation_id], TODAY)[post.organisation_id]
    assert (post.title, post.roles) == ("Cán bộ tiếp nhận", ("counter_clerk",))
    assert home.name == "Trung tâm Phục vụ hành chính công phường Hàm Rồng"
    assert directory.title_held(clerk.officer_id, LAST_DAY) == "Cán bộ tiếp nhận"
    # Nobody is lost: each goes on or is named as waiting for a decision.
    result = done.parts.get(part="directory.posts").result
    on = set(PostHolding.objects.as_of(TODAY).values_list("officer_id", flat=True))
    assert officers_before - on == set(result["waiting"])
    assert set(result["waiting"]).isdisjoint(on)


def test_each_new_commune_has_one_chairman_from_the_commune_that_gives_the_code(
    done: Reorganisation,
) -> None:
    old = directory.resolve_organisation("H56.14797", LAST_DAY)
    assert old is not None
    chairman = directory.head_of(old.id, LAST_DAY)
    assert chairman is not None

    new = directory.resolve_organisation("H56.14797", TODAY)
    assert new is not None
    assert new.id != old.id
    head = directory.head_of(new.id, TODAY)
    assert head is not None
    assert head.officer_id == chairman.officer_id
    heads = [post for post in directory.posts_in(new.id, TODAY) if post.title == "Chủ tịch"]
    assert len(heads) == 1


def test_leaders_wait_for_a_decision_when_the_plan_says_so(thanh_hoa_before: None) -> None:
    plan = commands.prepare_two_tiers("38", by=AN, at=AT)
    commands.try_reorganisation(plan.pk, by=AN, at=AT)
    commands.choose(plan.pk, "directory.posts", "leaders", "end", by=AN, at=AT)
    commands.approve_reorganisation(plan.pk, by=BINH, at=AT)
    done = commands.execute_reorganisation(plan.pk, by=BINH, at=AT)

    waiting = done.parts.get(part="directory.posts").result["waiting"]
    titles = {directory.title_held(officer, LAST_DAY) for officer in waiting[:50]}
    assert "Chủ tịch" in titles
    assert len(waiting) > 350


def test_facts_are_announced_once_each(done: Reorganisation) -> None:
    names = Counter(OutboxEvent.objects.values_list("name", flat=True))
    result = done.parts.get(part="directory.posts").result
    assert names["directory.OrganisationsReorganised"] == 1
    assert names["directory.PostEnded"] == result["ended"]
    assert names["directory.PostBegan"] == result["begun"]
    pairs = OutboxEvent.objects.get(name="directory.OrganisationsReorganised").payload["pairs"]
    assert len(pairs) == 547 - 22


def test_number_series_close_where_nobody_takes_the_code_over(done: Reorganisation) -> None:
    with transaction.atomic():
        # Hạc Thành counts on under its code: no number is given twice.
        assert numbering.next_number("fee-receipt:H56.14797:2025") == 2
    for code in ("H56.14761", "H56.380"):
        with pytest.raises(numbering.SeriesClosed), transaction.atomic():
            numbering.next_number(f"fee-receipt:{code}:2025")


def test_the_checks_after_it_find_no_problem_and_it_is_verified(done: Reorganisation) -> None:
    problems = commands.verify_reorganisation(done.pk, by=BINH, at=AT)

    assert {code: told for code, told in problems.items() if told} == {}
    done.refresh_from_db()
    assert done.state == Reorganisation.State.VERIFIED


def test_the_dry_run_counts_and_changes_nothing(thanh_hoa_before: None) -> None:
    plan = commands.prepare_two_tiers("38", by=AN, at=AT)
    before = areas_on(TODAY), organisations_on(TODAY), PostHolding.objects.count()

    touched = commands.try_reorganisation(plan.pk, by=AN, at=AT)

    assert (areas_on(TODAY), organisations_on(TODAY), PostHolding.objects.count()) == before
    assert touched["directory.posts"].count > 3_000
    change_set = reorganisations.change_set_of(plan)
    assert len(change_set.ending_areas) == 26 + 547 - 22
    assert plan.changes.filter(subject="area").exclude(kind="abolish").count() == 166


def test_nobody_approves_the_own_plan(thanh_hoa_before: None) -> None:
    plan = commands.prepare_two_tiers("38", by=AN, at=AT)
    commands.try_reorganisation(plan.pk, by=AN, at=AT)

    with pytest.raises(OwnReorganisation):
        commands.approve_reorganisation(plan.pk, by=AN, at=AT)
    with pytest.raises(WrongState):
        commands.execute_reorganisation(plan.pk, by=AN, at=AT)


def test_what_changed_after_the_dry_run_is_not_approved(thanh_hoa_before: None) -> None:
    plan = commands.prepare_two_tiers("38", by=AN, at=AT)
    commands.try_reorganisation(plan.pk, by=AN, at=AT)
    Reorganisation.objects.filter(pk=plan.pk).update(effective_on=date(2025, 8, 1))

    with pytest.raises(ChangedSinceDryRun):
        commands.approve_reorganisation(plan.pk, by=BINH, at=AT)


def test_it_is_not_executed_before_its_day(thanh_hoa_before: None) -> None:
    plan = commands.prepare_two_tiers("38", by=AN, at=AT)
    commands.try_reorganisation(plan.pk, by=AN, at=AT)
    commands.approve_reorganisation(plan.pk, by=BINH, at=AT)

    early = datetime(2025, 6, 30, 23, 0, tzinfo=VIETNAM)
    with pytest.raises(TooEarly):
        commands.execute_reorganisation(plan.pk, by=BINH, at=early)
    assert len(directory.communes_of("38", TODAY)) == 547


def test_a_list_with_problems_is_not_tried(thanh_hoa_before: None) -> None:
    plan = commands.prepare_two_tiers("38", by=AN, at=AT)
    lines = reorganisations.changes_of(plan)
    lines[0] = replace(lines[0], origins=(), unit=None)
    commands.set_changes(plan.pk, lines, by=AN, at=AT)

    with pytest.raises(ChangesImpossible) as refused:
        commands.try_reorganisation(plan.pk, by=AN, at=AT)
    assert "1" in refused.value.fields


def test_it_needs_the_permission_for_the_whole_province(thanh_hoa_before: None) -> None:
    nobody = person("Khách", 3, ())
    of_one_unit = replace(
        AN, grants={"directory.prepare_reorganisation": frozenset({5})}, account_id=9
    )
    for actor in (nobody, of_one_unit):
        with pytest.raises(PermissionMissing):
            commands.prepare_two_tiers("38", by=actor, at=AT)


class _Library:
    """A part of another module: books that belong to organisations."""

    code = "test.books"
    title = "Sách"
    words = {"moved": "Sách đã chuyển"}

    def __init__(self, books: dict[int, str], *, fails: bool = False) -> None:
        self.books, self.fails = books, fails

    def touched(self, change_set: ChangeSet, on: date) -> Touched:
        found = [
            title for home, title in self.books.items() if home in change_set.ending_organisations
        ]
        keep = Choice("keep", "Giữ", (("yes", "Có"), ("no", "Không")), "yes")
        return Touched(len(found), tuple(found), (keep,))

    def execute(
        self, change_set: ChangeSet, choices: Mapping[str, str], *, by: Actor, at: datetime
    ) -> Mapping[str, object]:
        if self.fails:
            raise RuntimeError("the library is closed")
        moved = {change_set.successors.get(home, home): title for home, title in self.books.items()}
        self.books = moved
        return {"moved": len(moved), "keep": choices["keep"]}

    def verify(self, change_set: ChangeSet) -> list[str]:
        return (
            ["Còn sách ở cơ quan cũ."] if set(self.books) & change_set.ending_organisations else []
        )


def test_it_is_carried_out_in_the_background_once_and_by_whoever_began_it(
    thanh_hoa_before: None,
) -> None:
    plan = commands.prepare_two_tiers("38", by=AN, at=AT)
    commands.try_reorganisation(plan.pk, by=AN, at=AT)
    with pytest.raises(WrongState):
        commands.begin_execution(plan.pk, by=AN, at=AT)
    assert commands.execution_of(plan.pk) is None
    commands.approve_reorganisation(plan.pk, by=BINH, at=AT)

    first = commands.begin_execution(plan.pk, by=BINH, at=AT)
    second = commands.begin_execution(plan.pk, by=AN, at=AT)
    plan.refresh_from_db()
    assert (second.id, second.joined, plan.state) == (first.id, True, "approved")
    run_long_task(task_id=first.id)

    plan.refresh_from_db()
    assert (plan.state, plan.executed_by, plan.executed_at) == ("executed", BINH.name, AT)
    assert len(directory.communes_of("38", TODAY)) == 166
    task = commands.execution_of(plan.pk)
    assert task is not None
    assert (task.state, task.problem) == ("done", "")
    assert AuditEntry.objects.filter(account_id=BINH.account_id, actor_name=BINH.name).exists()


def test_another_module_plugs_in_its_part(
    thanh_hoa_before: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reorganisation_parts, "_parts", {})
    old = directory.resolve_organisation("H56.14761", LAST_DAY)
    assert old is not None
    library = _Library({old.id: "Số đỏ"})
    directory.register_reorganisation_part(library)

    done = executed()
    problems = commands.verify_reorganisation(done.pk, by=BINH, at=AT)

    row = done.parts.get(part="test.books")
    assert row.touched["count"] == 1
    assert row.touched["samples"] == ["Số đỏ"]
    assert row.result == {"moved": 1, "keep": "yes"}
    new = directory.resolve_organisation("H56.14758", TODAY)
    assert new is not None
    assert library.books == {new.id: "Số đỏ"}
    assert problems["test.books"] == []


def test_a_part_that_fails_takes_everything_back(
    thanh_hoa_before: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reorganisation_parts, "_parts", {})
    directory.register_reorganisation_part(_Library({}, fails=True))
    plan = commands.prepare_two_tiers("38", by=AN, at=AT)
    commands.try_reorganisation(plan.pk, by=AN, at=AT)
    commands.approve_reorganisation(plan.pk, by=BINH, at=AT)

    with pytest.raises(RuntimeError, match="closed"):
        commands.execute_reorganisation(plan.pk, by=BINH, at=AT)

    assert len(directory.communes_of("38", TODAY)) == 547
    plan.refresh_from_db()
    assert plan.state == Reorganisation.State.APPROVED


def test_a_small_reorganisation_by_hand(thanh_hoa: None) -> None:
    """A department takes the name and place a decision gives it; its people stay."""
    department = directory.resolve_organisation("H56.14", TODAY)
    assert department is not None
    line = Change(
        number=1,
        subject="organisation",
        kind="rename",
        unit=department.id,
        values={"name": "Sở Tư pháp và Pháp chế", "short_name": "Sở Tư pháp và Pháp chế"},
        title="Sở Tư pháp",
    )
    plan = commands.prepare_reorganisation(
        title="Đổi tên sở", decision="QĐ 1", effective_on=TODAY, by=AN, at=AT
    )
    commands.set_changes(plan.pk, [line], by=AN, at=AT)
    commands.try_reorganisation(plan.pk, by=AN, at=AT)
    commands.approve_reorganisation(plan.pk, by=BINH, at=AT)
    commands.execute_reorganisation(plan.pk, by=BINH, at=AT)

    after = directory.resolve_organisation("H56.14", TODAY)
    assert after is not None
    assert (after.id, after.name) == (department.id, "Sở Tư pháp và Pháp chế")
    assert directory.head_of(after.id, TODAY) is not None
    assert connection.in_atomic_block
