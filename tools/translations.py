"""`make messages` and the translation check: Vietnamese texts in the code, English in locale/en.

    python -m tools.translations update    collect every text into locale/en/LC_MESSAGES/django.po
    python -m tools.translations check     every text has an English one with the same placeholders
    python -m tools.translations compile   write the .mo file that the product reads

Works with Babel and Django alone, without the gettext programs of the system.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message, TranslationError
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[1]
PRODUCT = ROOT / "tinhso"
PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
SHOWN = 40
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
    _say(f"{PO.relative_to(ROOT)}: {len(english)} texts, {len(_problems(english))} to do")
    return 0


def check() -> int:
    """Exit 1 and name the texts that have no English, or one with other placeholders."""
    english = _english()
    wanted = collect()
    problems = [
        f"{_place(message)}: not in the catalogue: {message.id}"
        for message in wanted
        if message.id and (message.id, message.context) not in _keys(english)
    ]
    problems += _problems(english, wanted)
    for problem in problems[:SHOWN]:
        _say(problem)
    _say(f"{len(wanted)} texts, {len(problems)} problems; make messages brings the new ones in")
    return 1 if problems else 0


def compile_catalogue() -> int:
    """Write django.mo beside django.po."""
    with PO.with_suffix(".mo").open("wb") as file:
        write_mo(file, _english())
    return 0


def _problems(english: Catalog, wanted: Catalog | None = None) -> list[str]:
    keys = _keys(wanted) if wanted is not None else _keys(english)
    found = []
    for message in english:
        if not message.id or (message.id, message.context) not in keys:
            continue
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        if not all(texts) or message.fuzzy:
            found.append(f"{_place(message)}: no English for: {message.id}")
            continue
        found += [f"{_place(message)}: {error}" for error in _placeholder_errors(message, english)]
    return found


def _placeholder_errors(message: Message, english: Catalog) -> list[TranslationError]:
    return list(message.check(english)) if message.python_format else []


def _keys(catalog: Catalog) -> set[tuple[object, str | None]]:
    return {(message.id, message.context) for message in catalog if message.id}


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
