"""Broken harvests of the national catalogue: the file or the row is refused, what is kept stays."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.fuzz.people import House
from tests.fuzz.wicked import TEXTS
from tinhso.kernel.actor import system_actor
from tinhso.kernel.text import is_unreadable
from tinhso.modules.procedures.commands.load_catalogue import HarvestFiles, load_catalogue
from tinhso.modules.procedures.errors import HarvestInvalid
from tinhso.modules.procedures.models import HarvestLine, Procedure
from tinhso.modules.procedures.queries import data_files

WHOLE = gzip.compress(b'{"code": "1.1"}\n' * 500)
BROKEN: dict[str, tuple[str, bytes]] = {
    "not gzip": ("a.jsonl.gz", b"{}"),
    "cut gzip": ("a.jsonl.gz", WHOLE[: len(WHOLE) // 2]),
    "damaged gzip": ("a.jsonl.gz", WHOLE[:15] + b"\x00\xff\x00\xff" + WHOLE[19:]),
    "no JSON": ("a.jsonl", b"ma,ten\n1,Mot\n"),
    "utf-16": ("a.jsonl", '{"code": "1.1"}'.encode("utf-16")),
    "windows-1258": ("a.jsonl", '{"code": "Đất ê"}'.encode("cp1258", "replace")),
    "deep": ("a.jsonl", b"[" * 100_000),
    "nul": ("a.jsonl", b'{"code": "1\\u0000"}'),
    "half a letter": ("a.jsonl", b'{"code": "\\udfff"}'),
}
# What no text has refuses the file, with the line; the rows here are read one by one.
READABLE = [text for text in TEXTS.values() if not is_unreadable(text)]
WICKED: list[Any] = [*READABLE, None, True, -1, 10**30, 0.5, [], [1], {}, {"a": {}}]


@pytest.mark.parametrize("kind", [*BROKEN, "missing"])
def test_a_harvest_that_cannot_be_read_is_refused_in_words(
    kind: str, tmp_path: Path, house: House
) -> None:
    name, content = BROKEN.get(kind, ("a.jsonl", b""))
    path = tmp_path / name
    if kind != "missing":
        path.write_bytes(content)
    before = Procedure.objects.count()
    with pytest.raises(HarvestInvalid) as refused, transaction.atomic():
        _load(path, house)
    assert refused.value.code == "harvest_invalid"
    words = refused.value.sentence
    assert not any(word in words for word in ("Errno", "codec", "Expecting", "Error", "gzip"))
    assert Procedure.objects.count() == before


@pytest.mark.parametrize("place", range(0, 40, 4))
def test_a_harvest_with_wicked_rows_reports_each_and_takes_the_good_ones(
    place: int, tmp_path: Path, house: House
) -> None:
    row = next(iter(data_files.json_lines(data_files.CATALOGUE)))
    names = sorted(row)[place : place + 4]
    rows: list[Any] = [None, 1, "x", [], {}, row]
    for name in names:
        rows += [row | {name: value, "code": f"9.{n}"} for n, value in enumerate(WICKED)]
        rows += [row | {name: value} for value in WICKED]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in rows), encoding="utf-8")
    with transaction.atomic():
        harvest = _load(path, house)
        refused = HarvestLine.objects.filter(harvest=harvest, change="refused").count()
        assert harvest.rows == len(rows)
        assert harvest.refused == refused >= 5
        assert Procedure.objects.filter(code=row["code"]).exists()
        transaction.set_rollback(True)


def _load(path: Path, house: House) -> Any:
    files = HarvestFiles(catalogue=path, steps=None, label="Thử")
    return load_catalogue(files, by=system_actor("kiểm thử"), at=house.world.at)
