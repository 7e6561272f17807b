"""`make reference`: write docs/reference; `--check` names the pages that differ and exits 1."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "reference"


def main() -> int:
    """Write or compare."""
    if sys.argv[1:] not in ([], ["--check"]):
        sys.stdout.write((__doc__ or "") + "\n")
        return 2
    os.environ.setdefault("TINHSO_HOME", str(ROOT / ".cache" / "check-home"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tinhso.config.settings.development"
    django.setup()
    # Whatever answers an address declares its refusals: the middleware, then every page.
    get_wsgi_application()
    get_resolver().url_patterns  # noqa: B018 - read for what it imports
    from tools.reference.pages import pages, stale  # noqa: PLC0415 - needs Django

    if sys.argv[1:]:
        old = stale(FOLDER)
        sys.stdout.write("".join(f"{name}: make reference writes it anew\n" for name in old))
        return 1 if old else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
