"""`make messages` and the translation check: Vietnamese texts in the code, English in locale/en.

    python -m tools.translations update    collect every text into locale/en/LC_MESSAGES/django.po
    python -m tools.translations check     every text has English, with the same placeholders
    python -m tools.translations compile   write the .mo file that the product reads

Works with Babel and Django alone, without the gettext programs of the system.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[1]
PRODUCT = ROOT / "tinhso"
PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
# %(name)s of Python, {name} of message kinds.
PLACE = re.compile(r"%\(\w+\)[.\d]*[a-z]|%[sd]|\{\w+\}")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def collect() -> Catalog:
    """Every text of the product's Python files and templates, with the places it stands in."""
    catalog = Catalog(locale="en", project="Tỉnh Số", charset="utf-8", fuzzy=False)
    for path, source in _sources():
        place = path.relative_to(ROOT).as_posix()
        for line, message, comments, context in extract(
            "python", BytesIO(source), keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            catalog.add(message, None, [(place, line)], auto_comments=comments, context=context)
    return catalog


def _sources() -> Iterator[tuple[Path, bytes]]:
    for path in sorted(PRODUCT.rglob("*.py")):
        if "tests" not in path.parts and "migrations" not in path.parts:
            yield path, path.read_bytes()
    templates = {*PRODUCT.rglob("templates/**/*.html"), *PRODUCT.rglob("templates/**/*.txt")}
    for path in sorted(templates):
        code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        # What is left of a template's indentation means nothing to Python.
        yield path, "\n".join(line.lstrip() for line in code.split("\n")).encode()


def _english() -> Catalog:
    if not PO.exists():
        return Catalog(locale="en", charset="utf-8", fuzzy=False)
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def update() -> int:
    """Bring new texts into the English catalogue and drop those that are gone."""
    english = _english()
    english.update(collect(), no_fuzzy_matching=True)
    english.obsolete.clear()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, english, width=100, sort_by_file=True, omit_header=False)
    missing = sum(1 for message in english if message.id and not _is_translated(message))
    _say(f"{PO.relative_to(ROOT)}: {len(english)} texts, {missing} to do")
    return 0


def check() -> int:
    """Tell how many texts have English; name those without or with other placeholders: exit 1."""
    english, wanted = _english(), collect()
    texts = [message for message in wanted if message.id]
    done = 0
    problems: list[str] = []
    for message in texts:
        found = english.get(message.id, message.context)
        if found is None or not _is_translated(found):
            problems.append(f"{_place(message)}: no English: {message.id}")
            continue
        done += 1
        problems += [f"{_place(message)}: {error}" for error in _placeholder_errors(found)]
    for problem in problems:
        _say(problem)
    _say(f"English: {done} of {len(texts)} texts")
    return 1 if problems else 0


def compile_catalogue() -> int:
    """Write django.mo beside django.po."""
    with PO.with_suffix(".mo").open("wb") as file:
        write_mo(file, _english())
    return 0


def _is_translated(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(texts) and not message.fuzzy


def _placeholder_errors(message: Message) -> list[str]:
    """Places of the Vietnamese text that the English one lacks, or has made up."""
    if isinstance(message.id, str):
        wanted, found = _places(message.id), _places(str(message.string))
        return [f"placeholders {found} instead of {wanted}: {message.id}"] * (wanted != found)
    # One of the forms of a plural may say the number in words.
    allowed = set(_places(message.id[0])) | set(_places(message.id[1]))
    made_up = {place for text in message.string or () for place in _places(text)} - allowed
    return [f"unknown placeholders {sorted(made_up)}: {message.id[0]}"] if made_up else []


def _places(text: str) -> list[str]:
    return sorted(set(PLACE.findall(text)))


def _place(message: Message) -> str:
    return f"{message.locations[0][0]}:{message.locations[0][1]}" if message.locations else "?"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def main() -> int:
    """Run the action named on the command line."""
    actions = {"update": update, "check": check, "compile": compile_catalogue}
    if len(sys.argv) != 2 or sys.argv[1] not in actions:
        _say((__doc__ or "").strip())
        return 2
    return actions[sys.argv[1]]()


if __name__ == "__main__":
    sys.exit(main())
