"""The page of modules: what each is for, whom it calls, what it owns, what its door offers."""

from __future__ import annotations

import importlib

from django.apps import apps

from tools.reference.source import PRODUCT, imported_modules
from tools.reference.table import code, codes, first_sentence, page, table

_ABOUT = (
    "Calls go down, facts go up: a module calls only those named here, and only through their"
    " `public.py`. Which tier each stands in is a contract in `pyproject.toml`."
)


def modules_page() -> str:
    """The modules with their neighbours, then tables and door of each."""
    names = sorted(path.parent.name for path in (PRODUCT / "modules").glob("*/apps.py"))
    rows = [
        (
            code(name),
            first_sentence(importlib.import_module(f"tinhso.modules.{name}").__doc__),
            codes(imported_modules(PRODUCT / "modules" / name)) or "none",
        )
        for name in names
    ]
    parts = [
        table(("Module", "What it is for", "Calls"), rows),
        f"## kernel\n\n{_tables('kernel')}",
    ]
    for name in names:
        door = codes(_door(name)) or "nothing: nobody may call it"
        parts.append(f"## {name}\n\nOffers to others: {door}.\n\n{_tables(name)}")
    return page("Modules", _ABOUT, *parts)


def _door(name: str) -> list[str]:
    if not (PRODUCT / "modules" / name / "public.py").exists():
        return []
    public = importlib.import_module(f"tinhso.modules.{name}.public")
    return sorted(getattr(public, "__all__", []))


def _tables(label: str) -> str:
    models = sorted(apps.get_app_config(label).get_models(), key=lambda kind: kind._meta.db_table)
    rows = [(code(kind._meta.db_table), _about(kind.__doc__)) for kind in models]
    return table(("Table", "One row is"), rows)


def _about(docstring: str | None) -> str:
    text = first_sentence(docstring)
    # Django writes "Name(field, field)" where a model has no docstring of its own.
    return "" if text.endswith(")") and "(" in text.split(" ")[0] else text
