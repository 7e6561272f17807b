"""What the roles may do on the operator pages: the kernel knows no roles, so it is said here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tinhso.kernel import (  # noqa: F401 - each declares its permissions
    audit_use,
    delivery,
    long_tasks,
    permissions,
    queue,
)
from tinhso.modules.identity import public as identity

permissions.declare({"kernel.view_system": _("Xem tình trạng hệ thống")})


def grant_defaults() -> None:
    """Give the operator and the auditor what their work needs."""
    identity.grant_by_default("account_holder", ["kernel.cancel_own_long_task"])
    identity.grant_by_default(
        "operator",
        [
            "kernel.cancel_long_task",
            "kernel.replay_delivery",
            "kernel.retry_job",
            "kernel.view_audit",
            "kernel.view_jobs",
            "kernel.view_system",
        ],
    )
    identity.grant_by_default("auditor", ["kernel.view_audit", "kernel.view_system"])
