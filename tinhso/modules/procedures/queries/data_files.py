"""The files shipped in tinhso/data/procedures."""

from __future__ import annotations

import csv
import gzip
import hashlib
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from tinhso.kernel.json_text import read_json
from tinhso.kernel.text import fold
from tinhso.modules.procedures.rules.terms import Reading

FOLDER = Path(__file__).parents[3] / "data" / "procedures"
CATALOGUE = FOLDER / "national_catalogue_2026.jsonl.gz"
STEPS = FOLDER / "procedure_steps.jsonl.gz"
LABEL = "Cổng DVCQG, thu thập giữa 2026"
SOURCE = (
    "Theo dữ liệu Cổng Dịch vụ công quốc gia thu thập giữa 2026 (bộ dữ liệu "
    "tmquan/dichvucong-gov-vn qua suzhentxt/VNeGuide, giấy phép CC BY 4.0)"
)


class LinesUnreadable(ValueError):  # noqa: N818 - says what is wrong
    """A file of lines that cannot be read; the text says where and why, for a person."""


def json_lines(path: Path) -> Iterator[Any]:
    """Rows of a JSON-lines file, gzipped or not; objects, if the file is right.

    Raises LinesUnreadable.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    number = 0
    try:
        with opener(path, "rb") as lines:
            for number, line in enumerate(lines, start=1):  # noqa: B007 - the sentences name it
                if line.strip():
                    yield read_json(line)
    except (FileNotFoundError, IsADirectoryError) as missing:
        raise LinesUnreadable(_("không có tệp %(name)s") % {"name": path.name}) from missing
    except (OSError, EOFError, zlib.error) as broken:
        raise LinesUnreadable(_("tệp nén bị hỏng hoặc bị cắt ngang")) from broken
    except UnicodeError as wrong:
        said = _("dòng %(line)s có ký tự không đọc được; tệp phải là mã UTF-8")
        raise LinesUnreadable(said % {"line": number}) from wrong
    except ValueError as wrong:
        raise LinesUnreadable(_("dòng %(line)s không phải JSON") % {"line": number}) from wrong


def digest(*paths: Path) -> str:
    """SHA-256 over the files, in order."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def csv_rows(name: str) -> list[dict[str, str]]:
    """Rows of one of the shipped CSV files."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@lru_cache(maxsize=1)
def reading() -> Reading:
    """The rules of reading time limits."""
    plain = yaml.safe_load((FOLDER / "reading.yaml").read_text(encoding="utf-8"))
    return Reading(
        same_day_fields=frozenset(plain["same_day_fields"]),
        fallback_days=int(plain["when_nothing_is_stated"]["working_days"]),
        supplement_mode=plain["supplement"]["mode"],
        supplement_source=plain["supplement"]["source"],
    )


@lru_cache(maxsize=1)
def common() -> Mapping[str, tuple[str, int]]:
    """Short name and weight of the procedures most used, by code."""
    return {row["code"]: (row["short_name"], int(row["weight"])) for row in csv_rows("common.csv")}


@lru_cache(maxsize=1)
def synonyms() -> Mapping[str, tuple[str, str, tuple[str, ...]]]:
    """Everyday words: folded phrase → (phrase, official words, codes meant)."""
    return {
        fold(row["phrase"]): (row["phrase"], row["means"], tuple(row["codes"].split()))
        for row in csv_rows("synonyms.csv")
    }


@lru_cache(maxsize=1)
def everyday_words() -> Mapping[str, tuple[str, ...]]:
    """The everyday words of each procedure, by code."""
    words: dict[str, list[str]] = {}
    for phrase, _means, codes in synonyms().values():
        for code in codes:
            words.setdefault(code, []).append(phrase)
    return {code: tuple(found) for code, found in words.items()}


@lru_cache(maxsize=1)
def life_event_names() -> Mapping[str, str]:
    """Names of life events by code."""
    return {row["code"]: row["name"] for row in csv_rows("life_events.csv")}
