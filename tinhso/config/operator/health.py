"""What is measured of the running system: for the page of the operator and for /metrics."""

from __future__ import annotations

import os
import platform
import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

from tinhso import __version__
from tinhso.config.backup.backup import last_backup
from tinhso.kernel.files.scanner import ScannerAway, scanner
from tinhso.kernel.jobs import queue_lengths
from tinhso.modules.notifications import public as notifications

BACKUP_OLD_AFTER = timedelta(hours=26)
DISK_FULL_BELOW = 0.10
_MOST_LETTERS = 50


@dataclass(frozen=True, slots=True)
class Health:
    """One look at the system; sizes in bytes, `last_backup_at` None when there was none."""

    versions: dict[str, str]
    disk_total: int
    disk_free: int
    memory_total: int
    memory_available: int
    load: tuple[float, float, float]
    processors: int
    database_size: int
    connections: int
    audit_lines: int
    jobs: dict[str, int]
    deliveries: dict[str, int]
    files_waiting: int
    files_infected: int
    mail_waiting: int
    mail_failed: int
    scanner: str
    """What the scanner says of itself; "" when there is none, "away" when it does not answer."""
    last_backup_at: datetime | None
    last_backup_file: str
    warnings: tuple[str, ...] = field(default=())


def health(*, now: datetime) -> Health:
    """Measure. Five queries, and a question to the virus scanner if there is one."""
    disk = shutil.disk_usage(settings.HOME)
    memory = _memory()
    counted = _counts()
    waiting, failed = notifications.waiting_and_failed()
    backup = last_backup(Path(settings.HOME))
    backup_at = datetime.fromisoformat(backup["made_at"]) if backup else None
    scans = _scanner()
    jobs = dict(queue_lengths())
    warnings = _warnings(
        {
            "disk": disk.free < disk.total * DISK_FULL_BELOW,
            "backup": backup_at is None or now - backup_at > BACKUP_OLD_AFTER,
            "scanner": scans == "away",
            "jobs": jobs["failed"] > 0,
            "letters": counted["dead"] > 0,
            "mail": failed > 0,
            "infected": counted["infected"] > 0,
        }
    )
    return Health(
        versions=versions(),
        disk_total=disk.total,
        disk_free=disk.free,
        memory_total=memory.get("MemTotal", 0),
        memory_available=memory.get("MemAvailable", 0),
        load=os.getloadavg(),
        processors=os.cpu_count() or 1,
        database_size=counted["size"],
        connections=counted["connections"],
        audit_lines=counted["audit"],
        jobs=jobs,
        deliveries={"pending": counted["pending"], "dead": counted["dead"]},
        files_waiting=counted["waiting"],
        files_infected=counted["infected"],
        mail_waiting=waiting,
        mail_failed=failed,
        scanner=scans,
        last_backup_at=backup_at,
        last_backup_file=backup["file"] if backup else "",
        warnings=warnings,
    )


def versions() -> dict[str, str]:
    """Names and versions of what runs."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        row = cursor.fetchone()
    return {
        "Tỉnh Số": __version__,
        "Python": platform.python_version(),
        "Django": django.get_version(),
        "PostgreSQL": str(row[0]).split(" ")[0] if row else "",
    }


def outgoing_letters() -> list[str]:
    """Names of letters written to the folder, the latest first; empty when a server is set."""
    folder = Path(settings.EMAIL_FILE_PATH)
    if not folder.is_dir():
        return []
    return sorted((path.name for path in folder.glob("*.eml")), reverse=True)[:_MOST_LETTERS]


def _counts() -> dict[str, int]:
    names = ("size", "connections", "audit", "pending", "dead", "waiting", "infected")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_database_size(current_database()),"
            " (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),"
            " (SELECT sequence FROM kernel_audithead),"
            " (SELECT count(*) FROM kernel_eventdelivery WHERE state = 'pending'),"
            " (SELECT count(*) FROM kernel_eventdelivery WHERE state = 'dead'),"
            " (SELECT count(*) FROM kernel_storedfile WHERE state IN ('pending', 'unscanned')),"
            " (SELECT count(*) FROM kernel_storedfile WHERE state = 'infected')"
        )
        row = cursor.fetchone()
    return {name: int(value or 0) for name, value in zip(names, row or (), strict=True)}


def _memory() -> dict[str, int]:
    """/proc/meminfo in bytes; empty where there is none."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return {}
    parts = (line.split() for line in lines)
    return {name.rstrip(":"): int(value) * 1024 for name, value, *_unit in parts}


def _scanner() -> str:
    engine = scanner()
    if engine is None:
        return ""
    try:
        return engine.version()
    except ScannerAway:
        return "away"


def _warnings(found: dict[str, bool]) -> tuple[str, ...]:
    return tuple(name for name, is_so in found.items() if is_so)
