"""Makes "TS Digits": ten tabular digits of Inter (OFL), 1.7 kB a weight. Part of the build.

Be Vietnam Pro has proportional figures only, so columns take their digits from here. The default
glyphs are replaced by the tabular ones, so no font feature has to be switched on.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

WEIGHTS = (400, 500, 600)
DIGITS = range(0x30, 0x3A)


def make(source: Path, target: Path) -> None:
    """Write the digits of one weight."""
    font = TTFont(source)
    options = Options()
    options.layout_features = ["tnum"]
    options.flavor = "woff2"
    options.name_IDs = [0, 1, 2, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=DIGITS)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


def main() -> None:
    """build_digits.py <folder of Inter> <folder to write to>."""
    inter, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        make(inter / f"inter-latin-{weight}-normal.woff2", out / f"ts-digits-{weight}.woff2")


if __name__ == "__main__":
    main()
