"""The import contracts hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.req("CDS-12")
def test_the_import_contracts_hold() -> None:
    """Layers, tiers, one door for each module, pure rules, no circles (pyproject.toml)."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout[-4_000:]
    assert "0 broken" in done.stdout
