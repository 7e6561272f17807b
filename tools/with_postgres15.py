"""Runs a command with TEST_DATABASE_URL naming a fresh PostgreSQL 15 of Debian.

python -m tools.with_postgres15 .venv/bin/pytest -m dbcompat
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from tests.existing import DEBIAN, debian_server


def main() -> int:
    """The exit code of the command; 0 with a sentence where PostgreSQL 15 cannot be had."""
    if not (DEBIAN / "initdb").exists():
        sys.stderr.write("PostgreSQL 15 is not installed here: this pass is left out.\n")
        return 0
    with debian_server() as existing, tempfile.TemporaryDirectory() as home:
        url = existing.make_owner("CREATEROLE CREATEDB")
        environ = {**os.environ, "TEST_DATABASE_URL": url, "TINHSO_TEST_HOME": home}
        return subprocess.run(sys.argv[1:], env=environ, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
