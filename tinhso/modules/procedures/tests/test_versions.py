"""Harvests, versions, overlays: nothing is overwritten, two people decide, dossiers keep theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from tinhso.kernel.actor import Actor
from tinhso.kernel.errors import PermissionMissing
from tinhso.modules.procedures import public
from tinhso.modules.procedures.commands import overlays, versions
from tinhso.modules.procedures.commands.load_catalogue import load_catalogue
from tinhso.modules.procedures.errors import (
    ContentInvalid,
    NotADraft,
    OverlayOverlaps,
    ProcedureNotFound,
    ReasonNeeded,
    SecondPersonNeeded,
)
from tinhso.modules.procedures.models import (
    HarvestLine,
    Procedure,
    ProcedureVersion,
    VersionPeriod,
)
from tinhso.modules.procedures.tests.conftest import (
    BIRTH,
    CODES,
    COPIES,
    CUSTOMS,
    LAND,
    TODAY,
    Harvest,
)

pytestmark = pytest.mark.django_db
Change = Callable[[dict[str, Any]], dict[str, Any] | None]
NEXT_MONTH = date(2026, 12, 1)
LATER = date(2027, 1, 1)


def drop(code: str) -> Change:
    return lambda row: None if row["code"] == code else row


def longer(code: str, days: int) -> Change:
    def change(row: dict[str, Any]) -> dict[str, Any]:
        if row["code"] == code:
            row = {**row, "time_limit_value": days, "time_limit_unit": "working_days"}
        return row

    return change


def local_change(**columns: str) -> versions.VersionChange:
    return versions.VersionChange(
        valid_from=NEXT_MONTH,
        columns={"partial_reason": "Phải ký trước mặt cán bộ", **columns},
        term=(2, "working_days", "Quyết định 1/QĐ-UBND"),
    )


def test_a_harvest_read_twice_changes_nothing(
    catalogue: None, harvest: Harvest, system: Actor, now: datetime
) -> None:
    before = list(VersionPeriod.objects.values_list("pk", "recorded"))

    report = load_catalogue(harvest(), by=system, at=now + timedelta(days=1))

    assert (report.added, report.changed, report.closed) == (0, 0, 0)
    assert report.unchanged == len(CODES)
    assert list(VersionPeriod.objects.values_list("pk", "recorded")) == before


@pytest.mark.req("TTHC-03")
def test_a_newer_harvest_makes_a_version_and_the_dossier_keeps_its_own(
    catalogue: None, harvest: Harvest, system: Actor, now: datetime
) -> None:
    started_with = public.version_in_force(LAND, TODAY)

    report = load_catalogue(harvest(longer(LAND, 9), effective_on=NEXT_MONTH), by=system, at=now)

    assert (report.added, report.changed, report.closed) == (0, 1, 0)
    assert list(report.lines.values_list("code", "change", "parts")) == [
        (LAND, "changed", ["thời hạn"])
    ]
    assert public.version_in_force(LAND, TODAY).id == started_with.id
    assert public.version_in_force(LAND, NEXT_MONTH).term["amount"] == 9
    assert public.version_card(started_with.id).term == started_with.term


@pytest.mark.req("TTHC-02")
def test_a_procedure_that_is_gone_is_closed_and_its_version_still_readable(
    catalogue: None, harvest: Harvest, system: Actor, now: datetime
) -> None:
    version = public.version_in_force(COPIES, TODAY)

    report = load_catalogue(harvest(drop(COPIES), effective_on=NEXT_MONTH), by=system, at=now)

    assert report.closed == 1
    with pytest.raises(ProcedureNotFound):
        public.version_in_force(COPIES, NEXT_MONTH)
    assert public.version_in_force(COPIES, NEXT_MONTH - timedelta(days=1)).id == version.id
    assert public.version_card(version.id).code == COPIES


def test_a_procedure_that_comes_back_gets_a_new_version(
    catalogue: None, harvest: Harvest, system: Actor, now: datetime
) -> None:
    load_catalogue(harvest(drop(COPIES), effective_on=NEXT_MONTH), by=system, at=now)

    report = load_catalogue(harvest(effective_on=LATER), by=system, at=now)

    assert report.changed == 1
    assert public.version_in_force(COPIES, LATER).number == 2


def test_a_row_that_is_no_procedure_is_refused_with_its_reason(
    db: None, harvest: Harvest, system: Actor, now: datetime
) -> None:
    def spoil(row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "level": "thôn"} if row["code"] == BIRTH else row

    report = load_catalogue(harvest(spoil), by=system, at=now)

    assert (report.refused, report.added) == (1, len(CODES) - 1)
    assert HarvestLine.objects.get(change="refused").parts == ["cấp thực hiện không rõ: thôn"]


def test_what_was_known_before_a_change_can_still_be_asked(
    catalogue: None, harvest: Harvest, system: Actor, now: datetime
) -> None:
    load_catalogue(harvest(longer(LAND, 9), effective_on=NEXT_MONTH), by=system, at=now)

    known_then = VersionPeriod.objects.filter(
        procedure__code=LAND, recorded__contains=now - timedelta(seconds=0)
    )
    assert known_then.count() == 2
    assert VersionPeriod.objects.filter(procedure__code=LAND).count() == 3


def test_two_versions_never_hold_at_once(catalogue: None, now: datetime) -> None:
    period = VersionPeriod.objects.filter(procedure__code=BIRTH).get()

    with pytest.raises(IntegrityError, match="one_version_a_day"), transaction.atomic():
        VersionPeriod.objects.create(
            procedure_id=period.procedure_id,
            version_id=period.version_id,
            validity=DateRange(TODAY, None),
            recorded=DateTimeTZRange(now, None),
        )


@pytest.mark.req("TTHC-03")
def test_a_draft_is_approved_by_another_person_and_holds_from_its_day(
    catalogue: None, writer: Actor, approver: Actor, now: datetime
) -> None:
    draft = versions.draft_version(BIRTH, local_change(short_name="Khai sinh"), by=writer, at=now)

    with pytest.raises(SecondPersonNeeded):
        versions.approve_version(draft.pk, by=writer, at=now)
    assert public.version_in_force(BIRTH, NEXT_MONTH).number == 1

    versions.approve_version(draft.pk, by=approver, at=now)

    assert public.version_in_force(BIRTH, TODAY).term["unit"] == "same_day"
    new = public.version_in_force(BIRTH, NEXT_MONTH)
    assert (new.id, new.short_name, new.term["amount"]) == (draft.pk, "Khai sinh", 2)
    with pytest.raises(NotADraft):
        versions.revise_draft(draft.pk, local_change(), by=writer, at=now)


def test_a_partly_online_version_without_reason_is_not_approved(
    catalogue: None, writer: Actor, approver: Actor, now: datetime
) -> None:
    draft = versions.draft_version(
        BIRTH, versions.VersionChange(valid_from=NEXT_MONTH), by=writer, at=now
    )

    with pytest.raises(ReasonNeeded):
        versions.approve_version(draft.pk, by=approver, at=now)

    assert public.version_in_force(BIRTH, NEXT_MONTH).number == 1


def test_a_draft_that_sets_what_may_not_be_set_is_refused(
    catalogue: None, writer: Actor, now: datetime
) -> None:
    with pytest.raises(ContentInvalid):
        versions.draft_version(BIRTH, local_change(field_code="X"), by=writer, at=now)
    with pytest.raises(ContentInvalid):
        versions.draft_version(
            BIRTH,
            versions.VersionChange(valid_from=NEXT_MONTH, content={"papers": [{"x": 1}]}),
            by=writer,
            at=now,
        )
    assert not ProcedureVersion.objects.filter(state="draft").exists()


def test_who_may_not_draft_is_refused(catalogue: None, now: datetime) -> None:
    clerk = Actor(kind="officer", name="Cán bộ", account_id=5)

    with pytest.raises(PermissionMissing):
        versions.draft_version(BIRTH, local_change(), by=clerk, at=now)


def overlay_change(receiving_units: Sequence[int] = ()) -> overlays.OverlayChange:
    return overlays.OverlayChange(
        decision_number="45/2026/NQ-HĐND",
        decision_on=date(2026, 11, 10),
        valid_from=NEXT_MONTH,
        changes={
            "term": {"amount": 3, "unit": "working_days"},
            "fees": {"DIRECT": [{"kind": "SERVICE_FEE", "amount": 20_000}]},
            "note": "Áp dụng trong tỉnh",
        },
        receiving_units=receiving_units,
    )


@pytest.mark.req("TTHC-03")
def test_an_overlay_makes_a_version_over_the_national_text(
    catalogue: None, writer: Actor, approver: Actor, now: datetime
) -> None:
    overlay = overlays.draft_overlay(
        LAND, overlay_change(receiving_units=[3, 7]), by=writer, at=now
    )
    with pytest.raises(SecondPersonNeeded):
        overlays.approve_overlay(overlay.pk, by=writer, at=now)
    overlays.approve_overlay(overlay.pk, by=approver, at=now)

    before, after = public.version_in_force(LAND, TODAY), public.version_in_force(LAND, NEXT_MONTH)

    assert before.term["amount"] == 5
    assert (after.origin, after.term["amount"]) == ("overlaid", 3)
    assert after.receiving_units == (3, 7)
    assert [fee.amount for fee in after.fees_for("counter")] == [20_000]
    assert after.fees_for("online") == before.fees_for("online")
    assert after.papers == before.papers


def test_two_overlays_of_one_time_are_refused(
    catalogue: None, writer: Actor, approver: Actor, now: datetime
) -> None:
    first = overlays.draft_overlay(LAND, overlay_change(), by=writer, at=now)
    second = overlays.draft_overlay(LAND, overlay_change(), by=writer, at=now)
    overlays.approve_overlay(first.pk, by=approver, at=now)

    with pytest.raises(OverlayOverlaps):
        overlays.approve_overlay(second.pk, by=approver, at=now)


def test_a_new_national_text_keeps_the_overlay_above_it(
    catalogue: None,
    harvest: Harvest,
    system: Actor,
    writer: Actor,
    approver: Actor,
    now: datetime,
) -> None:
    overlay = overlays.draft_overlay(LAND, overlay_change(), by=writer, at=now)
    overlays.approve_overlay(overlay.pk, by=approver, at=now)

    def rename(row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "name": "Cấp lại Giấy chứng nhận mới"} if row["code"] == LAND else row

    load_catalogue(harvest(rename, effective_on=LATER), by=system, at=now)

    between = public.version_in_force(LAND, LATER - timedelta(days=1))
    after = public.version_in_force(LAND, LATER)
    assert (between.name, between.term["amount"]) == ("Cấp lại Giấy chứng nhận do bị mất", 3)
    assert (after.name, after.term["amount"]) == ("Cấp lại Giấy chứng nhận mới", 3)


def test_an_overlay_that_ends_gives_way_to_the_national_text(
    catalogue: None, writer: Actor, approver: Actor, now: datetime
) -> None:
    overlay = overlays.draft_overlay(LAND, overlay_change(), by=writer, at=now)
    overlays.approve_overlay(overlay.pk, by=approver, at=now)

    overlays.end_overlay(overlay.pk, LATER, by=approver, at=now)

    assert public.version_in_force(LAND, LATER - timedelta(days=1)).term["amount"] == 3
    assert public.version_in_force(LAND, LATER).term["amount"] == 5


@pytest.mark.req("TTHC-71")
def test_a_procedure_served_centrally_is_not_taken_in_here(
    catalogue: None, approver: Actor, now: datetime
) -> None:
    assert public.version_in_force(CUSTOMS, TODAY).is_central
    assert not public.version_in_force(CUSTOMS, TODAY).can_apply
    assert public.version_in_force(BIRTH, TODAY).can_apply

    versions.move_service(BIRTH, is_central=True, reason="Hệ thống hộ tịch", by=approver, at=now)

    card = public.version_in_force(BIRTH, TODAY)
    assert (card.is_central, card.can_apply) == (True, False)
    assert card.name == "Thủ tục đăng ký khai sinh"
    assert Procedure.objects.get(code=BIRTH).moved_at == now
