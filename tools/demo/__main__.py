"""`make demo SCALE=…`: fill the province with generated dossiers (invented people).

SCALE is small (2,000 dossiers), medium (100,000), full (2,000,000) or a number; OFFICERS is how
many officers the province shall have (10,000 with full; otherwise those it has). Runs on the
database that `make run` uses, while that runs; existing dossiers and officers stay.
"""

from __future__ import annotations

import os
import sys

SCALES = {"small": 2_000, "medium": 100_000, "full": 2_000_000}


def main() -> int:
    """Fill the database and print how long each part took."""
    raw = os.environ.get("SCALE") or (sys.argv[1] if len(sys.argv) > 1 else "small")
    number = SCALES.get(raw) or int(raw)
    officers = int(os.environ.get("OFFICERS") or (10_000 if raw == "full" else 0))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.config.settings.development")
    os.environ["TINHSO_DATABASE_ROLE"] = "owner"
    import django  # noqa: PLC0415 - settings come first

    django.setup()
    from tools.demo.fill import fill  # noqa: PLC0415

    for title, rows, seconds in fill(number, officers=officers):
        print(f"{title:<40} {rows:>12,} dòng {seconds:>8.1f} giây", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
