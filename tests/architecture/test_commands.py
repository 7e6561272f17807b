"""Every use case of the product: known permission, refused without it, one line about it."""

from __future__ import annotations

import importlib
import inspect
from datetime import datetime
from pathlib import Path

import pytest

from tinhso.kernel import permissions
from tinhso.kernel.actor import ANONYMOUS, Actor
from tinhso.kernel.command import CommandInfo, registry
from tinhso.kernel.errors import PermissionMissing
from tinhso.kernel.models import AuditEntry, OutboxEvent
from tinhso.modules.identity.definitions import default_permissions

PRODUCT = Path(__file__).parents[2] / "tinhso"


def load_everything() -> None:
    """Commands are known once their file is imported; at run time pages and jobs do it."""
    for path in sorted(PRODUCT.rglob("*.py")):
        parts = path.relative_to(PRODUCT.parent).with_suffix("").parts
        if "commands" in parts or parts[1] == "kernel":
            if {"tests", "migrations"} & set(parts):
                continue
            importlib.import_module(".".join(parts).removesuffix(".__init__"))


load_everything()
COMMANDS = sorted(
    (info for info in registry.values() if "tests" not in info.function.__module__.split(".")),
    key=lambda info: info.name,
)
# What only processes and the console do: `system_actor` may everything.
FOR_PROCESSES = {
    "cases.receive_intake",
    "cases.take_over_cases",
    "identity.appoint_administrator",
    "identity.maintain_accounts",
    "identity.register_person",
    "identity.reveal_personal_number",
}
NOBODY = Actor(kind="officer", name="Không có quyền gì", account_id=1)


def ids(info: CommandInfo) -> str:
    return info.name


def parameters(info: CommandInfo) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(info.function).parameters)


def test_there_are_commands() -> None:
    assert len(COMMANDS) > 50


@pytest.mark.parametrize("info", COMMANDS, ids=ids)
@pytest.mark.parametrize("actor", [ANONYMOUS, NOBODY], ids=["anonymous", "officer"])
@pytest.mark.django_db
def test_without_its_permission_a_command_does_nothing_and_leaves_one_refused_line(
    info: CommandInfo, actor: Actor, now: datetime
) -> None:
    """The permission is looked at before anything else, so any arguments will do."""
    arguments = {
        name: None
        for name, parameter in parameters(info).items()
        if parameter.default is inspect.Parameter.empty
        and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    }
    bound = inspect.signature(info.function).bind_partial()
    bound.arguments.update(arguments | {"by": actor, "at": now})

    with pytest.raises(PermissionMissing):
        info.function(*bound.args, **bound.kwargs)

    (line,) = AuditEntry.objects.all()
    assert (line.action, line.outcome, line.at) == (info.name, "refused", now)
    assert line.account_id == actor.account_id
    assert not OutboxEvent.objects.exists()


@pytest.mark.parametrize("info", COMMANDS, ids=ids)
def test_a_command_uses_a_permission_that_is_declared(info: CommandInfo) -> None:
    assert info.permission in permissions.declared()


@pytest.mark.parametrize("info", COMMANDS, ids=ids)
def test_who_and_when_are_said_by_name(info: CommandInfo) -> None:
    known = parameters(info)
    assert known["by"].kind is inspect.Parameter.KEYWORD_ONLY
    assert known["at"].kind is inspect.Parameter.KEYWORD_ONLY
    assert set(info.audits) <= set(known)


@pytest.mark.parametrize("info", COMMANDS, ids=ids)
def test_a_command_says_what_it_does(info: CommandInfo) -> None:
    assert inspect.getdoc(info.function)


def test_every_permission_says_itself_in_vietnamese_and_is_asked_for_somewhere() -> None:
    """By a command, or by a page that shows something: its code stands in the source."""
    asked = {info.permission for info in COMMANDS}
    texts = [
        path.read_text(encoding="utf-8")
        for path in PRODUCT.rglob("*.py")
        if "tests" not in path.parts
    ]
    for permission, title in permissions.declared().items():
        if permission.startswith("test."):
            continue
        assert str(title).strip(), permission
        # Once where it is declared, once at least where it is asked for.
        used = sum(text.count(f'"{permission}"') for text in texts)
        assert permission in asked or used > 1, permission


def test_every_permission_can_be_held_by_somebody() -> None:
    """A permission that no role gives is a door without a key; processes need none."""
    held = {permission for given in default_permissions().values() for permission in given}
    known = {name for name in permissions.declared() if not name.startswith("test.")}
    assert sorted(known - held - FOR_PROCESSES) == []
