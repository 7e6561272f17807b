"""Puts the shipped process files into the tables; a changed file becomes the next version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import yaml
from psycopg.types.range import DateRange

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.modules.cases.commands.processes import parse, problems_of
from tinhso.modules.cases.definitions import ProcessDefinition
from tinhso.modules.cases.errors import ProcessInvalid
from tinhso.modules.cases.models import ProcessBinding, ProcessVersion

FOLDER = Path(__file__).parents[1] / "processes"


@command(permission="cases.approve_process")
def load_processes(
    *, progress: Callable[[int, int], None] | None = None, by: Actor, at: datetime
) -> int:
    """Load every shipped process; return how many versions are new. Raises ProcessInvalid."""
    files = sorted(path for path in FOLDER.glob("*.yaml") if path.stem != "routing")
    new = 0
    for done, path in enumerate(files, start=1):
        new += _load(path, at=at)
        if progress:
            progress(done, len(files))
    note(new=new)
    return new


def _load(path: Path, *, at: datetime) -> int:
    plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    problems = problems_of(plain)
    if problems:
        raise ProcessInvalid(problems=f"{path.name}: {'; '.join(problems)}")
    parsed = parse(plain)
    definition = parsed.model_dump(mode="json")
    last = ProcessVersion.objects.filter(code=parsed.code).order_by("-version").first()
    if last is not None and last.definition == definition:
        return 0
    ProcessVersion.objects.create(
        code=parsed.code,
        version=last.version + 1 if last else 1,
        title=parsed.title,
        definition=definition,
        status=ProcessVersion.Status.APPROVED,
        valid_from=parsed.valid_from,
        decision=parsed.legal_basis,
        drafted_at=at,
        approved_at=at,
    )
    if last is None:
        _bind(parsed.code, parsed)
    return 1


def _bind(code: str, parsed: ProcessDefinition) -> None:
    for binding in parsed.bindings:
        procedures, fields = binding.procedures or [""], binding.fields or [""]
        ProcessBinding.objects.bulk_create(
            ProcessBinding(
                process_code=code,
                procedure_code=procedure,
                field_code=field,
                level=binding.level,
                validity=DateRange(date(2021, 1, 1), None),
            )
            for procedure in procedures
            for field in fields
        )
