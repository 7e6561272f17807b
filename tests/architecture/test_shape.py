"""The shape of the code, as sentences that a machine checks."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

ROOT = Path(__file__).parents[2]
PRODUCT = ROOT / "tinhso"
MODULES = sorted(
    path for path in (PRODUCT / "modules").iterdir() if (path / "__init__.py").is_file()
)
TIERS = [
    {"directory"},
    {"identity"},
    {"exchange"},
    {"payments", "notifications"},
    {"procedures", "registers", "documents", "sensing", "security", "vault"},
    {"indicators"},
    {"datahub"},
    {"programmes"},
    {"cases", "feedback", "meetings", "inspections", "learning", "broadcasting"},
    {"portal", "operations", "assistant"},
]


def sources() -> Iterator[Path]:
    for path in sorted(PRODUCT.rglob("*.py")):
        if "migrations" not in path.parts and "tests" not in path.parts:
            yield path


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def tier_of(module: str) -> int:
    return next(number for number, names in enumerate(TIERS) if module in names)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_every_module_introduces_itself(module: Path) -> None:
    docstring = ast.get_docstring(ast.parse((module / "__init__.py").read_text(encoding="utf-8")))
    assert docstring
    assert docstring.endswith(".")


@pytest.mark.parametrize("path", list(sources()), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_says_what_belongs_in_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "a file starts with one sentence"


def test_no_file_is_a_drawer() -> None:
    drawers = {"utils", "helpers", "common", "services", "managers", "signals", "mixins", "misc"}
    found = [path for path in sources() if path.stem in drawers or path.parent.name in drawers]
    assert found == []


def test_nothing_listens_to_model_signals() -> None:
    pattern = re.compile(r"django\.db\.models\.signals|@receiver\b")
    assert [path for path in sources() if pattern.search(path.read_text(encoding="utf-8"))] == []


def test_a_foreign_key_to_another_module_points_down_and_leaves_no_name_behind() -> None:
    wrong = []
    for model in apps.get_models():
        label = model._meta.app_label
        if not model.__module__.startswith("tinhso.modules"):
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey):
                continue
            target = field.related_model
            assert isinstance(target, type)
            assert issubclass(target, Model)
            other = target._meta.app_label
            if other == label or not target.__module__.startswith("tinhso.modules"):
                continue
            downwards = tier_of(other) < tier_of(label)
            hidden = field.remote_field.related_name == "+"
            if not (downwards and hidden):
                wrong.append(f"{label}.{model.__name__}.{field.name} → {other}")
    assert wrong == []


def test_templates_use_their_own_module_and_the_ui_only() -> None:
    pattern = re.compile(r"{%-?\s*(?:include|extends)\s+[\"']([^\"'/]+)/")
    wrong = []
    for module in MODULES:
        for path in (module / "templates").rglob("*.html"):
            wrong += [
                f"{path.relative_to(ROOT)}: {owner}"
                for owner in pattern.findall(path.read_text(encoding="utf-8"))
                if owner not in {"ui", module.name}
            ]
    assert wrong == []


def test_the_clock_is_read_at_the_entry_points_only() -> None:
    pattern = re.compile(r"timezone\.now\(\)|datetime\.now\(|date\.today\(|timezone\.localdate\(")
    allowed = {"api.py", "tasks.py", "middleware.py", "context.py"}
    wrong = [
        path.relative_to(ROOT)
        for module in MODULES
        for path in module.rglob("*.py")
        if "tests" not in path.parts
        and "migrations" not in path.parts
        and "web" not in path.parts
        and "api" not in path.parts
        and path.name not in allowed
        and pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_migrations_import_no_product_code_of_today(module: Path) -> None:
    """Rules and queries change; a migration must do the same for ever."""
    allowed = re.compile(
        r"^tinhso\.(kernel\.(crypto|temporal|models)|modules\.\w+\.(models|rules))"
    )
    wrong = []
    for path in (module / "migrations").glob("*.py"):
        wrong += [
            f"{path.name}: {name}"
            for name in imports_of(path)
            if name.startswith("tinhso.") and not allowed.match(name)
        ]
    assert wrong == []


def test_every_module_can_be_imported() -> None:
    for module in MODULES:
        importlib.import_module(f"tinhso.modules.{module.name}")


def test_nothing_committed_names_a_registry_or_a_machine() -> None:
    hosts = [
        "py" + "pi.org",
        "files.python" + "hosted",
        "registry." + "npmjs",
        "deb." + "debian.org",
    ]
    places = ["/work" + "/main", "/work" + "/shared", "/work" + "/.library"]
    wrong = []
    skipped = {".git", ".venv", "build", "node_modules", ".cache", "screenshots", "__pycache__"}
    for path in ROOT.rglob("*"):
        if skipped & set(path.parts) or not path.is_file() or path.suffix in {".gz", ".png"}:
            continue
        if any(
            part.startswith(".") and part not in {".ci", ".gitignore"}
            for part in path.relative_to(ROOT).parts
        ):
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        wrong += [f"{path.relative_to(ROOT)}: {word}" for word in hosts + places if word in text]
    assert wrong == []


def test_everything_in_the_package_is_installed_with_it() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        patterns = tomllib.load(file)["tool"]["setuptools"]["package-data"]["tinhso"]
    installed = {path for pattern in patterns for path in PRODUCT.glob(pattern)}
    committed = subprocess.run(
        ["git", "ls-files", "-z", "tinhso"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split("\0")
    left_out = {ROOT / name for name in committed if name and not name.endswith(".py")} - installed
    assert left_out == set()
