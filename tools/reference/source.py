"""Questions about the source: who belongs to the product, where something stands, who announces."""

from __future__ import annotations

import ast
import inspect
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ROOT / "tinhso"


def shipped(thing: object) -> bool:
    """Whether a function or class is the product's own; tests register some of theirs too."""
    parts = str(getattr(thing, "__module__", "")).split(".")
    return parts[0] == "tinhso" and "tests" not in parts


def place_of(thing: object) -> str:
    """Its file, from the top of the repository."""
    unwrapped = inspect.unwrap(thing) if callable(thing) else thing
    return Path(inspect.getfile(unwrapped)).resolve().relative_to(ROOT).as_posix()  # type: ignore[arg-type]


def sources() -> Iterator[Path]:
    """The product's Python files without tests and migrations."""
    for path in sorted(PRODUCT.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield path


@cache
def tree_of(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def speakers() -> Mapping[str, list[str]]:
    """Class name of an event → files of commands that make one, or choose its class by a table."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sources():
        place = path.relative_to(ROOT).as_posix()
        if "/commands" not in place:
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Name | ast.Attribute):
                found[node.id if isinstance(node, ast.Name) else node.attr].add(place)
    return {name: sorted(places) for name, places in found.items()}


def imported_modules(module: Path) -> list[str]:
    """Names of the other modules whose door this module's files use."""
    found = set()
    for path in sources():
        if module in path.parents:
            for node in ast.walk(tree_of(path)):
                for name in _imports(node):
                    parts = name.split(".")
                    if parts[:2] == ["tinhso", "modules"] and len(parts) > 2:
                        found.add(parts[2])
    return sorted(found - {module.name})


def _imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom) and node.module:
        if node.module == "tinhso.modules":
            return [f"{node.module}.{alias.name}" for alias in node.names]
        return [node.module]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
