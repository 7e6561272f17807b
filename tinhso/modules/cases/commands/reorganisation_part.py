"""What the dossiers answer when agencies are abolished or merged (design: dossiers follow)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.actor import Actor
from tinhso.modules.cases.commands.follow_successor import (
    left_behind,
    move_cases_to_successors,
    touched_cases,
)
from tinhso.modules.directory import public as directory


class UnfinishedCases:
    """Unfinished dossiers go on at the successor, with their code and their promised day."""

    code = "cases.unfinished"
    title = _("Hồ sơ đang giải quyết")
    words = {"moved": _("Hồ sơ đã chuyển sang cơ quan kế tiếp")}

    def touched(self, change_set: directory.ChangeSet, on: date) -> directory.Touched:
        found = touched_cases(sorted(change_set.ending_organisations))
        without = touched_cases(sorted(change_set.ending_organisations - _with_heirs(change_set)))
        return directory.Touched(count=found.count, samples=found.samples, waiting=without.samples)

    def execute(
        self,
        change_set: directory.ChangeSet,
        choices: Mapping[str, str],
        *,
        by: Actor,
        at: datetime,
    ) -> Mapping[str, object]:
        moved = move_cases_to_successors(
            change_set.successors, decision=change_set.decision, by=by, at=at
        )
        return {"moved": moved}

    def verify(self, change_set: directory.ChangeSet) -> list[str]:
        return [
            gettext_now("Hồ sơ %(code)s còn ở cơ quan đã kết thúc.") % {"code": code}
            for code in left_behind(change_set.effective_on)
        ]


def _with_heirs(change_set: directory.ChangeSet) -> set[int]:
    """The organisations that a line of the plan lets go on in another one."""
    return {
        origin.id
        for line in change_set.changes
        if line.subject == "organisation"
        for origin in line.origins
    }
