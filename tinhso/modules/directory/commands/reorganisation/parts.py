"""The parts of a reorganisation in their order: the directory's own first."""

from __future__ import annotations

from tinhso.modules.directory.commands.reorganisation.own_parts import (
    PostsPart,
    SeriesPart,
    StructurePart,
)
from tinhso.modules.directory.definitions.reorganisation_parts import (
    Part,
    reorganisation_parts,
)


def all_parts() -> tuple[Part, ...]:
    """Structure, posts, number series, then what other modules plugged in."""
    return (StructurePart(), PostsPart(), SeriesPart(), *reorganisation_parts())
