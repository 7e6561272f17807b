"""The files of a harvest: rows that can become versions, and why the others cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError as FieldError
from django.db.models import Field, Model
from django.utils.translation import gettext as _
from pydantic import ValidationError

from tinhso.modules.procedures.definitions.content import Content
from tinhso.modules.procedures.errors import HarvestInvalid
from tinhso.modules.procedures.models import Procedure, ProcedureVersion
from tinhso.modules.procedures.queries import data_files
from tinhso.modules.procedures.rules.harvest_row import ReadRow, RowUnreadableError, read_row

Refused = tuple[str, str, str]
"""Code, name and why; what a row of the wrong shape calls itself may be anything."""
# What reading a row raises when something in it is of another kind than it must be.
_WRONG_KIND = (KeyError, TypeError, AttributeError, ValueError, IndexError, OverflowError)


def read_harvest(catalogue: Path, steps: Path | None) -> tuple[list[ReadRow], list[Refused]]:
    """Good rows, one for each code, and the refused ones. Raises HarvestInvalid for a file."""
    try:
        known = _by_code(data_files.json_lines(steps)) if steps else {}
        raw = list(data_files.json_lines(catalogue))
    except data_files.LinesUnreadable as wrong:
        raise HarvestInvalid(reason=str(wrong)) from wrong
    read: dict[str, ReadRow] = {}
    refused: list[Refused] = []
    for row in raw:
        try:
            found = _checked(row, known)
        except RowUnreadableError as problem:
            refused.append((*_called(row), str(problem)[:300]))
            continue
        if found.code in read:
            refused.append((*_called(row), _("mã lặp lại trong tệp")))
            continue
        read[found.code] = found
    return list(read.values()), refused


def _by_code(lines: Iterable[Any]) -> dict[str, Mapping[str, Any]]:
    return {str(row["code"]): row for row in lines if isinstance(row, Mapping) and "code" in row}


def _checked(row: object, steps: Mapping[str, Mapping[str, Any]]) -> ReadRow:
    """The row, whole and fit for its columns. Raises RowUnreadableError."""
    if not isinstance(row, Mapping):
        raise RowUnreadableError(_("dòng không phải một đối tượng JSON"))
    try:
        found = read_row(row, steps.get(str(row.get("code"))), data_files.reading())
        Content.model_validate(found.content)
        _require_fit(Procedure, {"code": found.code})
        _require_fit(ProcedureVersion, found.columns)
    except RowUnreadableError:
        raise
    except ValidationError as wrong:
        places = sorted({".".join(str(part) for part in one["loc"]) for one in wrong.errors()})
        raise RowUnreadableError(_("sai cấu trúc ở %s") % ", ".join(places)) from wrong
    except FieldError as wrong:
        raise RowUnreadableError(" ".join(wrong.messages)) from wrong
    except _WRONG_KIND as wrong:
        raise RowUnreadableError(_("có mục sai kiểu dữ liệu")) from wrong
    return found


def _require_fit(model: type[Model], columns: Mapping[str, Any]) -> None:
    """Each column as long as its model says. Raises FieldError, which names it."""
    for name, value in columns.items():
        column = model._meta.get_field(name)
        assert isinstance(column, Field)  # noqa: S101 - columns of a row are no relations
        try:
            column.run_validators(column.to_python(value))
        except FieldError as wrong:
            raise FieldError(f"{name}: {' '.join(wrong.messages)}") from wrong


def _called(row: object) -> tuple[str, str]:
    if not isinstance(row, Mapping):
        return "", ""
    return str(row.get("code", ""))[:60], str(row.get("name", ""))[:300]
