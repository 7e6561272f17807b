"""Where the fonts of official papers lie, and which characters they can print."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

FAMILY = "Tinos"
"""Metrics of Times New Roman, which NĐ 30/2020/NĐ-CP (Phụ lục I) asks for; licence OFL-1.1."""

FOLDER = Path(__file__).resolve().parents[3] / "build" / "fonts"
FACES = ("Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic")
COVERAGE = "coverage.txt"

HOW_TO_BUILD = "python -m tinhso.kernel.papers.build_fonts"


class FontsMissing(RuntimeError):  # noqa: N818 - named by what it is
    """The fonts were not built at set-up; an installation mistake, not a refusal."""

    def __init__(self, missing: Iterable[Path]) -> None:
        names = ", ".join(str(path) for path in missing)
        super().__init__(
            f"The fonts of official papers are missing ({names}). "
            f"Run: npm ci --prefix frontend && {HOW_TO_BUILD}"
        )


def font_files(folder: Path = FOLDER) -> list[Path]:
    """The four faces. Raises FontsMissing, naming the command that makes them."""
    files = [folder / f"{face}.ttf" for face in FACES]
    missing = [path for path in (*files, folder / COVERAGE) if not path.is_file()]
    if missing:
        raise FontsMissing(missing)
    return files


@cache
def printable(folder: Path = FOLDER) -> frozenset[int]:
    """Code points that all four faces can print, as written down when they were built."""
    font_files(folder)
    return frozenset(read_coverage((folder / COVERAGE).read_text(encoding="ascii")))


def write_coverage(code_points: Iterable[int]) -> str:
    """Code points as lines of hexadecimal ranges, "20-7E"."""
    ranges: list[list[int]] = []
    for point in sorted(code_points):
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(f"{first:X}-{last:X}\n" for first, last in ranges)


def read_coverage(text: str) -> set[int]:
    """The inverse of `write_coverage`."""
    points: set[int] = set()
    for line in text.splitlines():
        first, last = line.split("-")
        points.update(range(int(first, 16), int(last, 16) + 1))
    return points
