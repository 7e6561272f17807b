"""Carries out the lines of a reorganisation: first what ends, then what begins or changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from tinhso.kernel.temporal import Span, Stamp, Timeline, Version, date_range, end_many
from tinhso.modules.directory.commands import areas, organisations
from tinhso.modules.directory.commands.stamps import move_tree
from tinhso.modules.directory.definitions.reorganisation_parts import ChangeSet
from tinhso.modules.directory.models import (
    Area,
    AreaSuccession,
    AreaVersion,
    Organisation,
    OrganisationSuccession,
    OrganisationVersion,
    Position,
    PositionVersion,
    ReorganisationChange,
)
from tinhso.modules.directory.rules.change_set import SUCCESSION, Change

V = TypeVar("V", bound=Version)

# Words of a line that are about the line, not columns of the unit.
ABOUT_THE_LINE = frozenset({"parent_change", "area_change", "positions"})


def _origin_ids(line: Change) -> tuple[int, ...]:
    return tuple(origin.id for origin in line.origins)


class Executor:
    """One execution: ids by line number as they come to be, rows of new units written together."""

    def __init__(self, change_set: ChangeSet, stamp: Stamp) -> None:
        self.set = change_set
        self.stamp = stamp
        self.on = change_set.effective_on
        self.ids: dict[int, int] = {}
        self.provinces: dict[int, int] = {}

    def run(self) -> Mapping[str, object]:
        """Do everything; return counts for the report."""
        end_many(AreaVersion, "area_id", self.set.ending_areas, self.on, self.stamp)
        ending = self.set.ending_organisations
        end_many(OrganisationVersion, "organisation_id", ending, self.on, self.stamp)
        self._name_identities()
        self._areas()
        self._organisations()
        positions = self._positions()
        self._write_successions()
        rows = list(ReorganisationChange.objects.filter(reorganisation_id=self.set.id))
        for row in rows:
            row.result_id = self.ids[row.number]
        ReorganisationChange.objects.bulk_update(rows, ["result_id"], batch_size=500)
        move_tree()
        return {
            "ended_areas": len(self.set.ending_areas),
            "ended_organisations": len(ending),
            "made_areas": len(self._lines("area", makes=True)),
            "made_organisations": len(self._lines("organisation", makes=True)),
            "made_positions": positions,
        }

    def _lines(self, subject: str, *, makes: bool) -> list[Change]:
        return [
            line
            for line in self.set.changes
            if line.subject == subject and line.makes_identity is makes
        ]

    def _name_identities(self) -> None:
        """An id for the unit of every line; new ones are made in one go."""
        for line in self.set.changes:
            if line.unit is not None:
                self.ids[line.number] = line.unit
        models: dict[str, Any] = {"area": Area, "organisation": Organisation}
        for subject, model in models.items():
            lines = self._lines(subject, makes=True)
            made = model.objects.bulk_create((model() for _ in lines), batch_size=2_000)
            self.ids |= {line.number: row.pk for line, row in zip(lines, made, strict=True)}

    def _areas(self) -> None:
        for line in self._lines("area", makes=False):
            values = self._values(line, AreaVersion, "area_id", ("code", "full_name", "name"))
            if values:
                Timeline(AreaVersion, area_id=self.ids[line.number]).revise(
                    Span(self.on, None), areas.with_keys(values), self.stamp
                )
        rows = [
            self._row(AreaVersion, {"area_id": self.ids[line.number]}, self._new_area(line))
            for line in self._lines("area", makes=True)
        ]
        AreaVersion.objects.bulk_create(rows, batch_size=1_000)

    def _new_area(self, line: Change) -> dict[str, object]:
        values = self._plain(line)
        parent_id = values.get("parent_id")
        if "province_id" not in values:
            is_top = not isinstance(parent_id, int)
            values["province_id"] = self.ids[line.number] if is_top else self._province(parent_id)
        return areas.with_keys(values)

    def _province(self, parent_id: object) -> int:
        assert isinstance(parent_id, int)  # noqa: S101 - asked for areas below another only
        if parent_id not in self.provinces:
            rows = AreaVersion.objects.as_of(self.on).filter(area_id=parent_id)
            self.provinces[parent_id] = rows.values_list("province_id", flat=True).get()
        return self.provinces[parent_id]

    def _organisations(self) -> None:
        names = ("code", "name", "short_name")
        for line in self._lines("organisation", makes=False):
            values = self._values(line, OrganisationVersion, "organisation_id", names)
            if values:
                unit = self.ids[line.number]
                Timeline(OrganisationVersion, organisation_id=unit).revise(
                    Span(self.on, None), organisations.with_keys(values), self.stamp
                )
        rows = [
            self._row(
                OrganisationVersion,
                {"organisation_id": self.ids[line.number]},
                organisations.with_keys(self._plain(line)),
            )
            for line in self._lines("organisation", makes=True)
        ]
        OrganisationVersion.objects.bulk_create(rows, batch_size=1_000)

    def _values(
        self, line: Change, model: type[Version], key: str, names: tuple[str, ...]
    ) -> dict[str, object]:
        """New values of a kept unit; with a new name also those its search columns need."""
        values = self._plain(line) if line.kind != "abolish" else {}
        if {"name", "full_name", "code"} & set(values):
            now = model._default_manager.get(
                recorded__upper_inf=True, validity__contains=self.on, **{key: line.unit}
            )
            return {name: getattr(now, name) for name in names} | values
        if model is AreaVersion and isinstance(values.get("parent_id"), int):
            values["province_id"] = self._province(values["parent_id"])
        return values

    def _plain(self, line: Change) -> dict[str, object]:
        values = {k: v for k, v in line.values.items() if k not in ABOUT_THE_LINE}
        parent, area = line.values.get("parent_change"), line.values.get("area_change")
        if isinstance(parent, int):
            values["parent_id"] = self.ids[parent]
        if isinstance(area, int):
            values["area_id"] = self.ids[area]
        return values

    def _row(self, model: type[V], key: Mapping[str, object], values: Mapping[str, object]) -> V:
        return model(
            **key,
            **values,
            validity=date_range(Span(self.on, None)),
            recorded=self.stamp.recorded,
            recorded_by=self.stamp.by.name,
            decision=self.stamp.decision,
        )

    def _positions(self) -> int:
        """Positions of the new structure. A kept unit keeps those whose title is still there."""
        new: list[dict[str, object]] = []
        for line in self.set.changes:
            wanted = line.values.get("positions")
            if line.subject != "organisation" or not isinstance(wanted, list):
                continue
            unit = self.ids[line.number]
            known = self._known_positions(unit) if line.unit is not None else {}
            for facts in wanted:
                values = {k: v for k, v in facts.items() if k != "takes"}
                values["organisation_id"] = unit
                if facts["title"] in known:
                    Timeline(PositionVersion, position_id=known[facts["title"]]).revise(
                        Span(self.on, None), values, self.stamp
                    )
                else:
                    new.append(values)
        made = Position.objects.bulk_create((Position() for _ in new), batch_size=2_000)
        PositionVersion.objects.bulk_create(
            (
                self._row(PositionVersion, {"position_id": row.pk}, values)
                for row, values in zip(made, new, strict=True)
            ),
            batch_size=1_000,
        )
        return len(new)

    def _known_positions(self, unit: int) -> dict[str, int]:
        rows = PositionVersion.objects.as_of(self.on).filter(organisation_id=unit)
        return dict(rows.values_list("title", "position_id"))

    def _write_successions(self) -> None:
        models: dict[str, Any] = {
            "area": AreaSuccession,
            "organisation": OrganisationSuccession,
        }
        for subject, model in models.items():
            lines = [line for line in self.set.changes if line.subject == subject]
            model.objects.bulk_create(
                model(
                    effective_on=self.on,
                    recorded=self.stamp.recorded,
                    recorded_by=self.stamp.by.name,
                    decision=self.set.decision,
                    **link,
                )
                for line in lines
                for link in self._links(line)
            )
        self._write_ends_of_units()

    def _write_ends_of_units(self) -> None:
        """Units inside an ending agency end with it and have no successor of their own."""
        lines = [line for line in self.set.changes if line.subject == "organisation"]
        named = {
            unit for line in lines for unit in (line.unit, *_origin_ids(line)) if unit is not None
        }
        OrganisationSuccession.objects.bulk_create(
            OrganisationSuccession(
                predecessor_id=unit,
                kind="abolished",
                effective_on=self.on,
                recorded=self.stamp.recorded,
                recorded_by=self.stamp.by.name,
                decision=self.set.decision,
            )
            for unit in sorted(self.set.ending_organisations - named)
        )

    def _links(self, line: Change) -> list[dict[str, object]]:
        if line.kind == "abolish":
            return [{"predecessor_id": line.unit, "kind": "abolished"}]
        if line.kind == "create":
            return []
        return [
            {
                "predecessor_id": origin.id,
                "successor_id": self.ids[line.number],
                "kind": "split" if origin.extent == "part" else SUCCESSION["merge"],
                "extent": origin.extent,
                "share": origin.share,
                "is_default": origin.is_default,
            }
            for origin in line.origins
        ]
