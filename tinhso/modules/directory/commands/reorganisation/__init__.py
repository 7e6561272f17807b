"""Reorganisations: prepared, tried, approved by a second person, executed, verified."""

from tinhso.modules.directory.commands.reorganisation.executing import (
    begin_execution,
    execute_reorganisation,
    execute_scheduled,
    execution_of,
    verify_reorganisation,
)
from tinhso.modules.directory.commands.reorganisation.preparing import (
    approve_reorganisation,
    choose,
    prepare_reorganisation,
    schedule_reorganisation,
    set_changes,
    try_reorganisation,
)
from tinhso.modules.directory.commands.reorganisation.two_tiers import prepare_two_tiers

__all__ = [
    "approve_reorganisation",
    "begin_execution",
    "choose",
    "execute_reorganisation",
    "execute_scheduled",
    "execution_of",
    "prepare_reorganisation",
    "prepare_two_tiers",
    "schedule_reorganisation",
    "set_changes",
    "try_reorganisation",
    "verify_reorganisation",
]
