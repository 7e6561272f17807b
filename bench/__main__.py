"""`make bench BENCH=cases,audit,start`: measure a province and print `figure: value unit` rows.

TINHSO_HOME names the data folder of the `make run` that is measured; for `start` it must not run.
Nothing is asserted here: figures depend on the machine, and are read by people.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

BENCHES = ("cases", "audit", "start")


def main() -> int:
    """Run the benches that BENCH names."""
    wanted = (os.environ.get("BENCH") or ",".join(sys.argv[1:]) or "cases").split(",")
    unknown = sorted(set(wanted) - set(BENCHES))
    if unknown:
        print(f"BENCH: {', '.join(unknown)}? {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.config.settings.development")
    os.environ.setdefault("TINHSO_DATABASE_ROLE", "runtime")
    import django  # noqa: PLC0415 - settings come first

    django.setup()
    for name in wanted:
        import_module(f"bench.{name}").run()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
