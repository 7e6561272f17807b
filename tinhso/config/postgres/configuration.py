"""The files that configure the embedded server: settings, who may come in, and as whom."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ADMIN = "tinhso_admin"
OWNER = "tinhso_owner"
RUNTIME = "tinhso_runtime"
REPORT = "tinhso_report"
DATABASE = "tinhso"
PORT = 5432

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Machine:
    """What the settings are sized by: memory in MiB and processor cores."""

    memory: int
    cores: int

    @classmethod
    def this(cls) -> Machine:
        """The machine we are on; 1 GiB when it does not say."""
        try:
            memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // _MIB
        except (OSError, ValueError):
            memory = 1024
        return cls(memory=memory, cores=os.cpu_count() or 1)


def settings_file(sockets: Path, machine: Machine, *, durable: bool) -> str:
    """The text of tinhso.conf.

    `durable=False` is for the databases of the test suite, which nobody misses after a crash.
    """
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": f'"{sockets}"',
        "unix_socket_permissions": "0700",
        "port": str(PORT),
        "max_connections": "100",
        "shared_buffers": f"{max(32, min(128, machine.memory // 16))}MB",
        "effective_cache_size": f"{max(128, machine.memory // 2)}MB",
        "work_mem": "8MB" if machine.memory >= 4096 else "4MB",
        "maintenance_work_mem": "64MB",
        "max_wal_size": "1GB",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "jit": "off",
        "max_parallel_workers_per_gather": "1" if machine.cores <= 2 else "2",
        "synchronous_commit": "on" if durable else "off",
        "fsync": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
        # What tests roll back leaves pages without rows. Vacuumed then, a table is remembered as
        # empty however many pages it has, and the next test's plans read all of them for each row.
        **({} if durable else {"autovacuum": "off"}),
        "timezone": "UTC",
        "log_timezone": "UTC",
        **_LOGS,
    }
    return "".join(f"{name} = {_quoted(value)}\n" for name, value in settings.items())


# Statements and error details may carry personal data, so the log keeps neither.
_LOGS = {
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_checkpoints": "off",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def host_file() -> str:
    """The text of pg_hba.conf: the four roles, over the private socket, by system user."""
    return (
        "# Written at every start; a line of your own would be lost.\n"
        f"local all {ADMIN} peer map=admin\n"
        f"local all {OWNER},{RUNTIME},{REPORT} peer map=product\n"
        "local all all reject\n"
    )


def ident_file(people: set[str], server: str) -> str:
    """The text of pg_ident.conf: `people` as the product's roles, `server` as the administrator."""
    lines = [f'admin "{server}" {ADMIN}\n']
    lines += [
        f'product "{person}" {role}\n'
        for person in sorted(people)
        for role in (OWNER, RUNTIME, REPORT)
    ]
    return "# Written at every start; a line of your own would be lost.\n" + "".join(lines)
