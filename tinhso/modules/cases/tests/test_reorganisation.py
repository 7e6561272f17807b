"""1/7/2025 in small: an agency ends, its dossiers go on at the successor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from tinhso.kernel.temporal import Stamp, Timeline
from tinhso.modules.cases.commands.follow_successor import (
    left_behind,
    move_cases_to_successors,
    touched_cases,
)
from tinhso.modules.cases.commands.work_on_case import act_on_case
from tinhso.modules.cases.models import Case
from tinhso.modules.cases.rules.states import State
from tinhso.modules.cases.tests.situations import finished, moment, received, taken
from tinhso.modules.cases.tests.world import SYSTEM, World, make_procedure, make_world
from tinhso.modules.directory.definitions.reorganisation_parts import reorganisation_parts
from tinhso.modules.directory.models import (
    Organisation,
    OrganisationVersion,
    Position,
    PositionVersion,
    PostHolding,
)
from tinhso.modules.directory.public import ChangeSet, Touched
from tinhso.modules.directory.rules.change_set import Change, Origin

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture
def world() -> World:
    made = make_world(moment(17, 8))
    make_procedure(made.at)
    return made


def merge(world: World) -> int:
    """Let the commune end on the 20th, and its people hold posts at the successor from then on."""
    recorded = DateTimeTZRange(world.at, None)
    stamp: dict[str, Any] = {"recorded": recorded, "recorded_by": "kiểm thử"}
    old = [world.commune, *(world.units[key] for key in ("office", "economy", "centre"))]
    new: dict[int, int] = {}
    for organisation in old:
        row = OrganisationVersion.objects.get(organisation_id=organisation)
        Timeline(OrganisationVersion, organisation_id=organisation).end(
            DAY, Stamp(SYSTEM, world.at)
        )
        identity = Organisation.objects.create()
        new[organisation] = identity.pk
        OrganisationVersion.objects.create(
            organisation=identity,
            code=row.code,
            name=row.name.replace("Hạc Thành", "Đông Tiến"),
            short_name=row.short_name,
            kind=row.kind,
            parent_id=new.get(row.parent_id or 0, row.parent_id or 0),
            area_id=row.area_id,
            search=row.search,
            sort_key=row.sort_key,
            validity=DateRange(DAY, None),
            **stamp,
        )
    for holding in PostHolding.objects.filter(position__versions__organisation_id__in=old):
        position = PositionVersion.objects.get(position_id=holding.position_id)
        key = {"officer_id": holding.officer_id, "position_id": holding.position_id}
        Timeline(PostHolding, **key).end(DAY, Stamp(SYSTEM, world.at))
        fresh = Position.objects.create()
        PositionVersion.objects.create(
            position=fresh,
            organisation_id=new[position.organisation_id],
            title=position.title,
            roles=position.roles,
            rank=position.rank,
            validity=DateRange(DAY, None),
            **stamp,
        )
        PostHolding.objects.create(
            officer_id=holding.officer_id, position=fresh, validity=DateRange(DAY, None), **stamp
        )
    return new[world.commune]


def test_open_dossiers_follow_with_their_code_and_their_day(world: World) -> None:
    case, waiting, done = taken(world), received(world), finished(world)
    due, code = case.due_at, case.code
    assert touched_cases([world.commune]).count == 3
    successor = merge(world)
    assert len(left_behind(DAY)) == 3

    moved = move_cases_to_successors(
        {world.commune: successor}, decision="Nghị quyết 1686", by=SYSTEM, at=moment(20, 7)
    )
    again = move_cases_to_successors(
        {world.commune: successor}, decision="Nghị quyết 1686", by=SYSTEM, at=moment(20, 7)
    )

    assert (moved, again) == (3, 0)
    assert left_behind(DAY) == []
    for row in (case, waiting, done):
        row.refresh_from_db()
        assert row.handling_organisation_id == successor
        assert row.receiving_organisation_id == successor
        assert row.issued_papers.filter(form="notice").count() == 1
    assert (case.due_at, case.code) == (due, code)
    assert case.holder_officer_id == world.officers["specialist"]
    assert waiting.holder_officer_id is None
    notice = case.issued_papers.get(form="notice").values
    assert notice["old_agency"] == "Ủy ban nhân dân phường Hạc Thành"
    assert notice["new_agency"] == "Ủy ban nhân dân phường Đông Tiến"
    assert datetime.fromisoformat(notice["due_at"]) == due


def test_the_work_goes_on_at_the_successor(world: World) -> None:
    case = taken(world)
    successor = merge(world)
    move_cases_to_successors({world.commune: successor}, decision="NQ", by=SYSTEM, at=moment(20, 7))
    world.commune = successor
    world.at = moment(20, 8)

    act_on_case(case.id, action="appraise", by=world.officer("specialist"), at=moment(20, 9))

    case.refresh_from_db()
    assert State(case.state) is State.PROCESSING
    assert case.step_code == "appraise"
    assert Case.objects.get(id=case.id).steps.filter(left_at__isnull=True).count() == 1


def test_the_dossiers_are_a_part_of_every_reorganisation(world: World) -> None:
    case = taken(world)
    part = next(p for p in reorganisation_parts() if p.code == "cases.unfinished")
    agency = frozenset({world.commune})
    planned = ChangeSet(1, "Sắp xếp", "Nghị quyết 1686", DAY, ending_organisations=agency)
    # No line of this plan says where its work goes on: a person must decide.
    alone = Touched(count=1, samples=(case.code,), waiting=(case.code,))
    assert part.touched(planned, DAY) == alone
    line = Change(
        number=1,
        subject="organisation",
        kind="merge",
        title="Đông Tiến",
        origins=(Origin(id=world.commune, extent="all", is_default=True),),
    )
    merged = replace(planned, changes=(line,))
    assert part.touched(merged, DAY) == Touched(count=1, samples=(case.code,))

    done = replace(planned, successors={world.commune: merge(world)})
    assert case.code in part.verify(done)[0]
    assert part.execute(done, {}, by=SYSTEM, at=moment(20, 7)) == {"moved": 1}
    assert part.verify(done) == []
