"""What the module declares: its permissions, the roles, and what modules give roles by default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict

# The kernel's own permissions are declared where they are used.
from tinhso.kernel import crypto, delivery, permissions  # noqa: F401

permissions.declare(
    {
        "identity.manage_own_account": _("Quản lý tài khoản của mình"),
        "identity.register_person": _("Đăng ký tài khoản công dân, doanh nghiệp"),
        "identity.view_accounts": _("Xem danh sách tài khoản"),
        "identity.export_accounts": _("Xuất danh sách tài khoản"),
        "identity.open_account": _("Mở tài khoản cho cán bộ, phần mềm"),
        "identity.block_account": _("Khóa, mở khóa tài khoản"),
        "identity.reset_password": _("Buộc đặt lại mật khẩu, lớp xác thực thứ hai"),
        "identity.grant_role": _("Giao, thu hồi vai trò"),
        "identity.change_role": _("Thêm, bớt quyền của vai trò"),
        "identity.view_matrix": _("Xem ai được làm gì"),
        "identity.reveal_personal_number": _("Xem đầy đủ số định danh của người có tài khoản"),
        "identity.maintain_accounts": _("Tự động khóa tài khoản không dùng"),
        "identity.appoint_administrator": _("Chỉ định quản trị viên đầu tiên tại máy chủ"),
        "identity.load_samples": _("Nạp tài khoản mẫu"),
    }
)


class RoleDefinition(BaseModel):
    """One role of roles.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    title: str
    about: str
    holds: Literal["post", "grant", "everyone"]
    scope: Literal["unit", "agency", "everywhere"]
    administrative: bool = False
    granted_by: tuple[str, ...] = ()


@cache
def roles() -> Mapping[str, RoleDefinition]:
    """Every role by code, in the order of the file."""
    raw = yaml.safe_load((Path(__file__).parent / "roles.yaml").read_text())
    return {role.code: role for role in map(RoleDefinition.model_validate, raw)}


_defaults: dict[str, set[str]] = {}


def grant_by_default(role: str, granted: Iterable[str]) -> None:
    """A module says, when it starts, what a role may do in it. Raises ValueError: wrong name."""
    if role not in roles():
        raise ValueError(f"no role {role} in identity/roles.yaml")
    known = permissions.declared()
    for permission in granted:
        if permission not in known:
            raise ValueError(f"permission {permission} is not declared")
        _defaults.setdefault(role, set()).add(permission)


def default_permissions() -> Mapping[str, frozenset[str]]:
    """What each role may do before an administrator changed anything."""
    return {role: frozenset(_defaults.get(role, ())) for role in roles()}


def grant_own_defaults() -> None:
    """What the roles may do in this module."""
    looks = ["identity.view_accounts", "identity.view_matrix", "identity.export_accounts"]
    keeps = ["identity.open_account", "identity.block_account", "identity.reset_password"]
    grant_by_default("account_holder", ["identity.manage_own_account"])
    grant_by_default("unit_admin", [*looks, *keeps, "identity.grant_role"])
    grant_by_default(
        "province_admin",
        [*looks, *keeps, "identity.grant_role", "identity.change_role", "identity.load_samples"],
    )
    grant_by_default("auditor", looks)
    grant_by_default("operator", ["identity.view_matrix", "identity.view_accounts"])
    # The directory stands below and knows no roles either.
    for role in ("leader", "division_head", "clerk", "procedure_controller", "unit_admin"):
        grant_by_default(role, ["directory.view_officers"])
    for role in ("auditor", "operator"):
        grant_by_default(role, ["directory.view_officers"])
    for role, definition in roles().items():
        if definition.holds != "everyone":
            grant_by_default(role, ["directory.view_directory"])
    for role in ("leader", "division_head"):
        grant_by_default(role, ["directory.delegate_own_post"])
    grant_by_default(
        "province_admin",
        [name for name in permissions.declared() if name.startswith("directory.")],
    )
    # The kernel knows no roles: what its operator pages need is given here.
    grant_by_default("operator", ["kernel.replay_delivery", "kernel.rotate_keys"])
