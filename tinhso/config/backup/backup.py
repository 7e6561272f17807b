"""`tinhso backup`: the database at one moment, then every file of the data folder, encrypted."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from tinhso import __version__
from tinhso.config.backup import dump
from tinhso.config.backup.archive import DATABASE, HOME, ArchiveWriter
from tinhso.config.backup.sealed import Secret
from tinhso.config.console import Problem

# Made again at every start, or other copies: not part of what a province would miss.
LEFT_OUT = frozenset({"postgres", "run", "logs", "backups"})
SUFFIX = ".tinhso"
LAST = "last-backup.json"


def backup(
    home: Path, to: Path, secret: Secret, *, at: datetime, environ: Mapping[str, str] = os.environ
) -> Path:
    """Back up the data folder `home` while it is in use; return the file written.

    `to` is a file, or a folder in which one named after the moment is made. The file appears under
    its name only when it is whole. Raises Problem.
    """
    target = to / f"tinhso-{at:%Y%m%d-%H%M%S}{SUFFIX}" if to.is_dir() else to
    if target.exists():
        raise Problem(
            "target_exists",
            f"{target} đã có; chọn tên khác",
            f"{target} exists already; choose another name",
            exit_code=2,
        )
    with _work_folder(home) as work, _appearing(target) as partial, partial.open("wb") as stream:
        with ArchiveWriter(stream, secret) as archive:
            # The database first: a file that a row names was there before the row was.
            database = dump.dump(home, environ, work / DATABASE)
            archive.add(work / DATABASE, DATABASE)
            for path in _files(home):
                archive.add(path, f"{HOME}/{path.relative_to(home).as_posix()}")
            store = environ.get("TINHSO_FILE_STORE", "disk")
            facts = {"product": __version__, "made_at": at.isoformat(), "file_store": store}
            archive.finish({**facts, "database": database})
        stream.flush()
        os.fsync(stream.fileno())
    _remember(home, target, at)
    return target


def last_backup(home: Path) -> dict[str, str] | None:
    """When the last backup was made here and which file it is; None when there was none."""
    try:
        told: dict[str, str] = json.loads((home / "run" / LAST).read_text())
    except (FileNotFoundError, ValueError):
        return None
    return told


def _remember(home: Path, target: Path, at: datetime) -> None:
    """Leave word for the operator pages and metrics."""
    told = {"made_at": at.isoformat(), "file": str(target), "bytes": str(target.stat().st_size)}
    fresh = home / "run" / f"{LAST}.new"
    fresh.write_text(json.dumps(told))
    fresh.replace(home / "run" / LAST)


def _files(home: Path) -> Iterator[Path]:
    """Every regular file of the data folder that belongs into a backup, in a stable order."""
    for entry in sorted(home.iterdir()):
        if entry.name in LEFT_OUT:
            continue
        for path in sorted(entry.rglob("*")) if entry.is_dir() else [entry]:
            if path.is_file() and not path.is_symlink():
                yield path


@contextmanager
def _work_folder(home: Path) -> Iterator[Path]:
    """A folder inside the data folder for the dump, closed to others and gone afterwards."""
    run = home / "run"
    run.mkdir(parents=True, exist_ok=True, mode=0o700)
    work = Path(tempfile.mkdtemp(prefix="backup-", dir=run))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _appearing(target: Path) -> Iterator[Path]:
    """A path beside the target that takes its name when all went well, and goes when not."""
    partial = target.with_name(target.name + ".partial")
    try:
        os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600))
        yield partial
        partial.replace(target)
    except OSError as problem:
        raise Problem(
            "target_not_writable",
            f"Không ghi được {target}: {problem.strerror}",
            f"{target} cannot be written: {problem.strerror}",
        ) from problem
    finally:
        partial.unlink(missing_ok=True)
