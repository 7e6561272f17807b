"""A small true part of the catalogue, loaded in a moment."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from tinhso.kernel.actor import Actor, system_actor
from tinhso.modules.procedures.commands.load_catalogue import HarvestFiles, load_catalogue
from tinhso.modules.procedures.queries import data_files

BIRTH, MARRIAGE, DEATH = "1.001193", "1.000894", "1.000656"
LAND, COPIES, HOUSEHOLD, CUSTOMS = "1.115493", "2.000815", "1.001612", "1.000005"
CODES = {
    BIRTH,
    MARRIAGE,
    DEATH,
    LAND,
    COPIES,
    HOUSEHOLD,
    CUSTOMS,
    "1.004873",
    "2.000635",
    "1.013225",
    "1.013855",
    "1.001776",
    "1.001699",
    "1.004884",
    "1.012786",
    "1.004194",
    "1.010816",
}
TODAY = date(2026, 11, 17)

Harvest = Callable[..., HarvestFiles]


@pytest.fixture
def system() -> Actor:
    return system_actor("thử nghiệm")


@pytest.fixture
def harvest(tmp_path: Path) -> Harvest:
    """Makes a harvest of chosen rows; `change` may alter a row or drop it by returning None."""

    def make(
        change: Callable[[dict[str, object]], dict[str, object] | None] = lambda row: row,
        *,
        effective_on: date | None = None,
        label: str = "Thu thập thử",
    ) -> HarvestFiles:
        path = tmp_path / f"{label}.jsonl.gz"
        with gzip.open(path, "wt", encoding="utf-8") as lines:
            for row in data_files.json_lines(data_files.CATALOGUE):
                if row["code"] in CODES and (changed := change(row)) is not None:
                    lines.write(json.dumps(changed, ensure_ascii=False) + "\n")
        return HarvestFiles(catalogue=path, label=label, effective_on=effective_on)

    return make


@pytest.fixture
def catalogue(db: None, harvest: Harvest, system: Actor, now: datetime) -> None:
    """The small catalogue, in force from always."""
    load_catalogue(harvest(), by=system, at=now)


@pytest.fixture
def writer() -> Actor:
    """Who may do everything here, first person."""
    return _controller(101, "Nguyễn Thị Soạn")


@pytest.fixture
def approver() -> Actor:
    """Who may do everything here, second person."""
    return _controller(102, "Trần Văn Duyệt")


def _controller(account_id: int, name: str) -> Actor:
    names = [
        "view_catalogue",
        "export_catalogue",
        "load_catalogue",
        "draft_version",
        "approve_version",
        "draft_overlay",
        "approve_overlay",
        "move_service",
        "draft_form",
        "approve_form",
    ]
    return Actor(
        kind="officer",
        name=name,
        account_id=account_id,
        grants={f"procedures.{name}": None for name in names},
    )
