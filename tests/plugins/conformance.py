"""Collects which marked tests passed: what `make conformance` counts."""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from pathlib import Path

import pytest

RESULTS = Path(__file__).parents[2] / ".cache" / "conformance"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "req(*ids): proves rows of the official requirements")
    config.addinivalue_line("markers", "system(id): proves a system of the plans end to end")
    config.addinivalue_line("markers", "browser: drives a real browser")
    config.addinivalue_line("markers", "dbcompat: also run against Debian's PostgreSQL 15")
    if not hasattr(config, "workerinput") and RESULTS.is_dir() and _is_whole_run(config):
        for old in RESULTS.glob("*.json"):
            old.unlink()


def _is_whole_run(config: pytest.Config) -> bool:
    chosen = config.option.keyword or config.option.markexpr
    return not chosen and config.args == config.getini("testpaths")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        marks = {
            kind: [value for mark in item.iter_markers(kind) for value in mark.args]
            for kind in ("req", "system")
        }
        if marks["req"] or marks["system"]:
            item.config.stash.setdefault(_KEY, []).append(
                {"test": item.nodeid, "passed": report.passed, **marks}
            )
    return report


_KEY = pytest.StashKey[list[dict[str, object]]]()


def pytest_sessionfinish(session: pytest.Session) -> None:
    rows = session.config.stash.get(_KEY, None)
    if rows and (_is_whole_run(session.config) or hasattr(session.config, "workerinput")):
        RESULTS.mkdir(parents=True, exist_ok=True)
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        (RESULTS / f"{worker}.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1))
