"""Join the npm subsets of Tinos into four whole TTF files.

Run at set-up: `python -m tinhso.kernel.papers.build_fonts`.

typst reads no woff2 (it only warns), and of unmerged subsets it takes the first that has the
family name, dropping letters without a word. So the subsets are decompressed, cleared of the
characters an earlier one brought, merged, checked letter by letter and written into build/fonts,
which is never committed.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import sys
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from tinhso.kernel.papers.alphabet import VIETNAMESE
from tinhso.kernel.papers.fonts import COVERAGE, FAMILY, FOLDER, write_coverage
from tinhso.kernel.papers.text import REPLACEMENT

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = Path("@fontsource") / "tinos"
SUBSETS = ("latin", "latin-ext", "vietnamese", "cyrillic", "greek")
REQUIRED = ("latin", "latin-ext", "vietnamese")
FACES = {
    "Tinos-Regular": ("400-normal", "Regular"),
    "Tinos-Bold": ("700-normal", "Bold"),
    "Tinos-Italic": ("400-italic", "Italic"),
    "Tinos-BoldItalic": ("700-italic", "Bold Italic"),
}
SOURCES = "sources.sha256"
FORMAT = "2"  # raise it when this file makes other fonts from the same subsets


class FontBuildError(RuntimeError):
    """The fonts cannot be built; the sentence says what to run."""


def build(packages: Path = ROOT / "frontend" / "node_modules", into: Path = FOLDER) -> bool:
    """Build the four faces from the npm package below `packages`; False when they were up to date.

    Raises FontBuildError when the package is missing or a Vietnamese letter would be.
    """
    sources = _sources(packages)
    mark = _mark(sources)
    if _is_current(into, mark):
        return False
    into.mkdir(parents=True, exist_ok=True)
    (into / SOURCES).unlink(missing_ok=True)
    covered: set[int] | None = None
    for face, files in sources.items():
        font = _merge(files)
        font["head"].created = font["head"].modified = TTFont(files[0])["head"].modified
        _name(font, face, FACES[face][1])
        _add_replacement(font)
        points = set(font.getBestCmap())
        _require_vietnamese(face, points)
        covered = points if covered is None else covered & points
        _write(font, into / f"{face}.ttf")
    (into / COVERAGE).write_text(write_coverage(covered or set()), encoding="ascii")
    licence = packages / PACKAGE / "LICENSE"
    if licence.is_file():
        (into / "LICENSE-Tinos").write_bytes(licence.read_bytes())
    (into / SOURCES).write_text(mark)
    return True


def _sources(packages: Path) -> dict[str, list[Path]]:
    folder = packages / PACKAGE / "files"
    found: dict[str, list[Path]] = {}
    for face, (cut, _style) in FACES.items():
        paths = {name: folder / f"tinos-{name}-{cut}.woff2" for name in SUBSETS}
        missing = [paths[name] for name in REQUIRED if not paths[name].is_file()]
        if missing:
            raise FontBuildError(
                f"{missing[0]} is missing. Run `npm ci --prefix frontend`, or give the folder "
                "that holds @fontsource/tinos with --packages."
            )
        found[face] = [path for path in paths.values() if path.is_file()]
    return found


def _mark(sources: dict[str, list[Path]]) -> str:
    digest = hashlib.sha256(FORMAT.encode())
    for files in sources.values():
        for path in files:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_current(into: Path, mark: str) -> bool:
    note = into / SOURCES
    files = [into / COVERAGE, *(into / f"{face}.ttf" for face in FACES)]
    return note.is_file() and note.read_text() == mark and all(path.is_file() for path in files)


def _merge(files: list[Path]) -> TTFont:
    seen: set[int] = set()
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for number, path in enumerate(files):
            font = _without(TTFont(path), seen)
            seen.update(font.getBestCmap())
            part = Path(folder) / f"{number}.ttf"
            font.flavor = None
            font.save(part)
            parts.append(str(part))
        return Merger().merge(parts)


def _without(font: TTFont, taken: set[int]) -> TTFont:
    options = subset.Options()
    options.drop_tables += ["GSUB", "GPOS", "GDEF"]  # papers use neither kerning nor ligatures
    options.hinting = False  # a PDF is drawn at any size
    options.name_IDs = ["*"]
    options.notdef_outline = True
    work = subset.Subsetter(options)
    work.populate(unicodes=set(font.getBestCmap()) - taken)
    work.subset(font)
    return font


def _name(font: TTFont, face: str, style: str) -> None:
    names = {1: FAMILY, 2: style, 3: face, 4: f"{FAMILY} {style}", 6: face}
    table = font["name"]
    for name_id in (16, 17, 21, 22, 25):
        table.removeNames(nameID=name_id)
    for name_id, text in names.items():
        table.removeNames(nameID=name_id)
        table.setName(text, name_id, 3, 1, 0x409)


def _add_replacement(font: TTFont) -> None:
    """Draw □, which stands for a character the font lacks: Tinos has none that PDF/A allows."""
    point = ord(REPLACEMENT)
    if point in font.getBestCmap():
        return
    pen = TTGlyphPen(None)
    for corners in (
        ((150, 0), (150, 1300), (1250, 1300), (1250, 0)),
        ((250, 100), (1150, 100), (1150, 1200), (250, 1200)),
    ):
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    glyph = "replacement"
    font.setGlyphOrder([*font.getGlyphOrder(), glyph])
    font["glyf"][glyph] = pen.glyph()
    font["hmtx"][glyph] = (1400, 150)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[point] = glyph


def _require_vietnamese(face: str, points: set[int]) -> None:
    wanted = VIETNAMESE + "".join(map(chr, range(0x20, 0x7F)))
    lacking = [letter for letter in wanted if ord(letter) not in points]
    if lacking:
        raise FontBuildError(f"{face} would lack {' '.join(lacking)}: the npm package has changed.")


def _write(font: TTFont, path: Path) -> None:
    font.recalcTimestamp = False  # same subsets, same bytes
    half = path.with_suffix(".part")
    font.save(half)
    half.replace(path)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tinhso.kernel.papers.build_fonts", description=__doc__)
    parser.add_argument("--packages", type=Path, default=ROOT / "frontend" / "node_modules")
    parser.add_argument("--into", type=Path, default=FOLDER)
    options = parser.parse_args(arguments)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        built = build(options.packages, options.into)
    except FontBuildError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"fonts {'built in' if built else 'up to date in'} {options.into}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
