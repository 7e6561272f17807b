"""/metrics in the text format of Prometheus, for monitoring inside the agency's network."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.config.operator.health import Health, health
from tinhso.kernel.errors import NotPermitted

FORMAT = "text/plain; version=0.0.4; charset=utf-8"


class MetricsElsewhere(NotPermitted):
    """Asked from outside the networks of TINHSO_METRICS_FROM, or through the public proxy."""

    code = "metrics_elsewhere"
    message = _("Số đo chỉ đọc được từ mạng giám sát.")


def metrics(request: HttpRequest) -> HttpResponse:
    """The measures. Only the direct neighbour counts: a request that was forwarded is refused."""
    if not _may_read(request):
        return HttpResponse(str(MetricsElsewhere.message), status=403, content_type="text/plain")
    lines = "\n".join(_lines(health(now=timezone.now())))
    return HttpResponse(f"{lines}\n", content_type=FORMAT)


def _may_read(request: HttpRequest) -> bool:
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        neighbour = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(neighbour in ip_network(one, strict=False) for one in settings.METRICS_FROM)


def _lines(seen: Health) -> Iterator[str]:
    labels = ",".join(f'{_label(name)}="{value}"' for name, value in seen.versions.items())
    yield from _gauge("tinhso_build_info", "Versions of what runs", {f"{{{labels}}}": 1})
    yield from _gauge(
        "tinhso_disk_bytes",
        "Disk of the data folder",
        {
            '{kind="total"}': seen.disk_total,
            '{kind="free"}': seen.disk_free,
        },
    )
    yield from _gauge(
        "tinhso_memory_bytes",
        "Memory of the machine",
        {
            '{kind="total"}': seen.memory_total,
            '{kind="available"}': seen.memory_available,
        },
    )
    yield from _gauge(
        "tinhso_load",
        "Load average",
        {
            f'{{minutes="{minutes}"}}': value
            for minutes, value in zip((1, 5, 15), seen.load, strict=True)
        },
    )
    yield from _gauge("tinhso_processors", "Processors of the machine", {"": seen.processors})
    yield from _gauge("tinhso_database_bytes", "Size of the database", {"": seen.database_size})
    yield from _gauge("tinhso_database_connections", "Open sessions", {"": seen.connections})
    yield from _gauge("tinhso_audit_lines", "Lines of the audit log", {"": seen.audit_lines})
    yield from _gauge("tinhso_jobs", "Background jobs by state", _by_state(seen.jobs))
    yield from _gauge("tinhso_event_deliveries", "Events by state", _by_state(seen.deliveries))
    yield from _gauge(
        "tinhso_files",
        "Files that are not released",
        _by_state({"waiting": seen.files_waiting, "infected": seen.files_infected}),
    )
    yield from _gauge(
        "tinhso_mail",
        "Letters by state",
        _by_state({"waiting": seen.mail_waiting, "failed": seen.mail_failed}),
    )
    if seen.scanner:
        yield from _gauge("tinhso_scanner_up", "Virus scanner", {"": int(seen.scanner != "away")})
    if seen.last_backup_at is not None:
        moment = int(seen.last_backup_at.timestamp())
        yield from _gauge("tinhso_last_backup_timestamp_seconds", "Last backup", {"": moment})
    used = resource.getrusage(resource.RUSAGE_SELF)
    yield from _gauge("process_resident_memory_bytes", "Memory of this process", {"": _resident()})
    yield "# HELP process_cpu_seconds_total Processor time of this process"
    yield "# TYPE process_cpu_seconds_total counter"
    yield f"process_cpu_seconds_total {used.ru_utime + used.ru_stime:.3f}"


def _gauge(name: str, meaning: str, values: dict[str, float]) -> Iterator[str]:
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} gauge"
    for labels, value in values.items():
        yield f"{name}{labels} {value}"


def _by_state(counts: dict[str, int]) -> dict[str, float]:
    return {f'{{state="{state}"}}': count for state, count in counts.items()}


def _label(name: str) -> str:
    return "tinhso" if not name.isascii() else name.lower()


def _resident() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - not a file on disk
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
