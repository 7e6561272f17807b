"""A process definition as a table one can edit without a script: steps, and actions of each.

Every button posts the whole table with the change it asks for ("step_up:2", "action_add:1"); the
table comes back changed. Conditions of actions and bindings, which the table does not show, are
kept as they are in the definition it started from.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kernel.numerals import plain_integer
from tinhso.kernel.text import fold
from tinhso.modules.cases.rules.process import SIDE_ACTIONS
from tinhso.modules.cases.web.staff import process_picture

MOST_STEPS, MOST_ACTIONS = 40, 10
KINDS = (
    ("forward", gettext_lazy("Chuyển tiếp")),
    ("back", gettext_lazy("Trả lại")),
    ("approve", gettext_lazy("Phê duyệt")),
    ("finish", gettext_lazy("Kết thúc")),
)
UNITS = tuple(process_picture.UNIT_TITLES.items())
SIDE_TITLES = tuple((name, process_picture.SIDE_TITLES[name]) for name in SIDE_ACTIONS)
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Table:
    """The definition being edited; `errors` are sentences by the place they concern."""

    def __init__(self, definition: Mapping[str, Any]) -> None:
        self.definition: dict[str, Any] = copy.deepcopy(dict(definition))
        self.errors: dict[str, str] = {}

    @property
    def steps(self) -> list[dict[str, Any]]:
        steps: list[dict[str, Any]] = self.definition["steps"]
        return steps

    @property
    def targets(self) -> list[tuple[str, str]]:
        """Where an action may lead."""
        return [*((step["code"], step["title"]) for step in self.steps), ("end", _("Kết thúc"))]

    @property
    def shown_steps(self) -> list[dict[str, Any]]:
        """Steps with the norm in hours, as people count it."""
        return [{**step, "hours": _as_hours(step.get("norm_minutes"))} for step in self.steps]

    def plain(self) -> dict[str, Any]:
        """The definition as the command takes it."""
        return self.definition

    def changed(self, change: str) -> Table:
        """The table after a button: `<act>:<step>[:<action>]`. An unknown one changes nothing."""
        name, *places = change.split(":")
        try:
            numbers = [int(place) for place in places]
        except ValueError:
            return self
        act = getattr(self, f"_{name}", None) if name in _CHANGES else None
        if act is not None and self._is_there(name, numbers):
            act(*numbers)
        return self

    def _is_there(self, name: str, numbers: list[int]) -> bool:
        wanted = _CHANGES[name]
        if len(numbers) != wanted:
            return False
        if wanted >= 1 and not 0 <= numbers[0] < len(self.steps):
            return False
        return wanted < 2 or 0 <= numbers[1] < len(self.steps[numbers[0]]["actions"])

    def _step_add(self) -> None:
        if len(self.steps) < MOST_STEPS:
            code = self._free_code()
            self.steps.append(
                {
                    "code": code,
                    "title": _("Bước mới"),
                    "role": "",
                    "unit": "division",
                    "norm_minutes": 240,
                    "drafts_result": False,
                    "allows": [],
                    "actions": [],
                }
            )

    def _free_code(self) -> str:
        taken = {step["code"] for step in self.steps}
        return next(code for number in range(1, 99) if (code := f"step_{number}") not in taken)

    def _step_remove(self, place: int) -> None:
        if len(self.steps) > 1:
            gone = self.steps.pop(place)
            if self.definition["start"] == gone["code"]:
                self.definition["start"] = self.steps[0]["code"]

    def _step_up(self, place: int) -> None:
        if place:
            self.steps.insert(place - 1, self.steps.pop(place))

    def _step_down(self, place: int) -> None:
        if place + 1 < len(self.steps):
            self.steps.insert(place + 1, self.steps.pop(place))

    def _action_add(self, place: int) -> None:
        actions = self.steps[place]["actions"]
        if len(actions) < MOST_ACTIONS:
            taken = {action["code"] for action in actions}
            code = next(c for n in range(1, 99) if (c := f"action_{n}") not in taken)
            after = self.steps[place + 1]["code"] if place + 1 < len(self.steps) else "end"
            kind = "forward" if after != "end" else "finish"
            actions.append(
                {"code": code, "title": _("Chuyển tiếp"), "kind": kind, "to": after,
                 "when": None, "needs_note": False}
            )  # fmt: skip

    def _action_remove(self, place: int, action: int) -> None:
        self.steps[place]["actions"].pop(action)


# Buttons and how many numbers each carries.
_CHANGES = {
    "step_add": 0,
    "step_remove": 1,
    "step_up": 1,
    "step_down": 1,
    "action_add": 1,
    "action_remove": 2,
}


def read(posted: QueryDict, before: Mapping[str, Any]) -> Table:
    """The table as it was posted; what it does not show comes from the definition before."""
    table = Table(before)
    conditions = {
        (step["code"], action["code"]): action.get("when")
        for step in table.steps
        for action in step["actions"]
    }
    count = min(_whole(posted.get("steps", "")) or 0, MOST_STEPS)
    table.definition["title"] = posted.get("title", "").strip() or table.definition["title"]
    table.definition["legal_basis"] = posted.get("legal_basis", "").strip()
    steps = [_step(posted, place, conditions, table.errors) for place in range(count)]
    if steps:
        table.definition["steps"] = steps
    table.definition["start"] = posted.get("start", "") or table.steps[0]["code"]
    return table


def _step(
    posted: QueryDict,
    place: int,
    conditions: Mapping[tuple[str, str], Any],
    errors: dict[str, str],
) -> dict[str, Any]:
    key = f"s{place}"
    title = posted.get(f"{key}_title", "").strip()
    code = _code(posted.get(f"{key}_code", ""), title, key, errors)
    if not title:
        errors[f"{key}_title"] = _("Nhập tên bước")
    norm = posted.get(f"{key}_norm", "").strip()
    minutes = _hours(norm)
    if norm and minutes is None:
        errors[f"{key}_norm"] = _("Viết số giờ làm việc, ví dụ 4 hoặc 1,5")
    actions = min(_whole(posted.get(f"{key}_actions", "")) or 0, MOST_ACTIONS)
    return {
        "code": code,
        "title": title or _("Bước mới"),
        "role": posted.get(f"{key}_role", ""),
        "unit": posted.get(f"{key}_unit", "division"),
        "norm_minutes": minutes,
        "drafts_result": f"{key}_drafts" in posted,
        "allows": [name for name in posted.getlist(f"{key}_allows") if name in SIDE_ACTIONS],
        "actions": [
            _action(posted, f"{key}_a{number}", code, conditions, errors)
            for number in range(actions)
        ],
    }


def _action(
    posted: QueryDict,
    key: str,
    step: str,
    conditions: Mapping[tuple[str, str], Any],
    errors: dict[str, str],
) -> dict[str, Any]:
    title = posted.get(f"{key}_title", "").strip()
    code = _code(posted.get(f"{key}_code", ""), title, key, errors)
    if not title:
        errors[f"{key}_title"] = _("Nhập tên thao tác")
    return {
        "code": code,
        "title": title or _("Chuyển tiếp"),
        "kind": posted.get(f"{key}_kind", "forward"),
        "to": posted.get(f"{key}_to", "end"),
        "when": conditions.get((step, code)),
        "needs_note": f"{key}_note" in posted,
    }


def _code(typed: str, title: str, key: str, errors: dict[str, str]) -> str:
    """The code as typed, else made of the title."""
    code = typed.strip() or fold(title).replace(" ", "_")[:40]
    if not _CODE.fullmatch(code):
        errors[f"{key}_code"] = _("Mã gồm chữ thường không dấu, số và dấu gạch dưới")
        return "buoc"
    return code


def _whole(text: str) -> int | None:
    return plain_integer(text) if len(text) < 4 else None


def _hours(text: str) -> int | None:
    """Working hours as minutes: "4", "1,5"."""
    try:
        hours = float(text.replace(",", "."))
    except ValueError:
        return None
    minutes = round(hours * 60)
    return minutes if 1 <= minutes <= 480 * 250 else None


def _as_hours(minutes: int | None) -> str:
    return f"{minutes / 60:g}".replace(".", ",") if minutes else ""
