"""`make conformance`: prints what the last `make test` proved; an unknown mark exits 1."""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "conformance"
RESULTS = ROOT / ".cache" / "conformance"


def _column(name: str, column: str) -> dict[str, dict[str, str]]:
    with (DOCS / name).open(encoding="utf-8", newline="") as file:
        return {row[column]: row for row in csv.DictReader(file)}


def _proofs() -> dict[str, list[tuple[str, bool]]]:
    """For each marked id the tests that carry it and whether each passed."""
    proofs: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for path in sorted(RESULTS.glob("*.json")):
        for row in json.loads(path.read_text(encoding="utf-8")):
            for kind in ("req", "system"):
                for identifier in row[kind]:
                    proofs[identifier].append((row["test"], row["passed"]))
    return proofs


def _state(tests: list[tuple[str, bool]]) -> str:
    """Proven only when every test that carries the mark passed."""
    if not tests:
        return "open"
    return "proven" if all(passed for _test, passed in tests) else "FAILED"


def main() -> int:
    """Print a row for each requirement and system, then the totals."""
    requirements, systems = _column("requirements.csv", "id"), _column("systems.csv", "id")
    duties, proofs = _column("deployment.csv", "id"), _proofs()
    unknown = sorted(set(proofs) - set(requirements) - set(systems))
    counted = {"req": 0, "system": 0}
    for kind, rows, title in (
        ("req", requirements, "requirement"),
        ("system", systems, "name_vi"),
    ):
        for identifier, row in rows.items():
            tests = proofs.get(identifier, [])
            state = "deployment" if identifier in duties else _state(tests)
            counted[kind] += state == "proven"
            if state != "open" or "--all" in sys.argv:
                print(f"{identifier:28} {state:10} {row[title][:90]}")
                for test, passed in tests:
                    print(f"{'':28} {'' if passed else 'FAILED ':8}{test}")
    for identifier in unknown:
        print(f"unknown mark: {identifier} in {proofs[identifier][0][0]}", file=sys.stderr)
    print(
        f"proven: {counted['req']} of {len(requirements)} requirements, "
        f"{counted['system']} of {len(systems)} systems"
    )
    return 1 if unknown else 0


if __name__ == "__main__":
    raise SystemExit(main())
