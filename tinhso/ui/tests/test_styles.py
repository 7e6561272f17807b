"""Colours stand in one file and can be read; what is sent stays within its budget."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from tinhso.ui.icons import ICONS

ROOT: Path = settings.BASE_DIR
STYLES = ROOT / "frontend" / "styles"
BUILT = ROOT / "build" / "static" / "ui"
TEMPLATES = ROOT / "tinhso"
RAW_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?!\w)|\brgba?\(|\bhsla?\(")
KILOBYTE = 1000


def raw_colours(path: Path) -> list[str]:
    """Colours written as such; anchors such as href="#a1b" are none."""
    text = path.read_text()
    text = re.sub(r'(?:href|hx-target|action)="#[^"]*"|&#\w+;', "", text)
    return RAW_COLOUR.findall(text)


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(STYLES.glob("*.css")) if path.name != "tokens.css"]
    + sorted((ROOT / "frontend" / "scripts").glob("*.ts")),
    ids=lambda path: path.name,
)
def test_styles_and_scripts_name_tokens_never_a_colour(path: Path) -> None:
    assert raw_colours(path) == []


def test_templates_name_tokens_never_a_colour() -> None:
    found = {
        str(path.relative_to(ROOT)): colours
        for path in TEMPLATES.rglob("templates/**/*.html")
        if "/mail/" not in str(path) and (colours := raw_colours(path))
    }
    assert found == {}


def tokens(theme: str) -> dict[str, str]:
    source = (STYLES / "tokens.css").read_text()
    light = dict(re.findall(r"--([\w-]+): (#\w+);", source.split("[data-theme=dark] {")[0]))
    if theme == "light":
        return light
    dark_block = source.split("[data-theme=dark] {")[1].split("}")[0]
    return {**light, **dict(re.findall(r"--([\w-]+): (#\w+);", dark_block))}


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


TEXT = [
    *[
        (ink, ground)
        for ink in ("text", "text-2", "text-3")
        for ground in ("page", "surface", "sunken")
    ],
    *[(f"{kind}-text", f"{kind}-soft") for kind in ("danger", "warn", "ok", "info")],
    *[("text", f"{kind}-soft") for kind in ("danger", "warn", "ok", "info")],
    *[("text-2", f"{kind}-soft") for kind in ("danger", "warn", "ok", "info", "river")],
    ("river", "surface"),
    ("river", "page"),
    ("river", "sunken"),
    ("on-river", "river"),
    ("river-strong", "river-soft"),
    ("on-deep", "deep"),
    ("on-deep-2", "deep"),
    ("on-danger", "danger"),
    ("danger-text", "surface"),
    ("danger", "surface"),
    ("ok-text", "surface"),
    ("info-text", "page"),
    ("text-solid-on-deep", "solid-on-deep"),
]
SHAPES = [
    *[("control", ground) for ground in ("page", "surface", "sunken")],
    *[("focus", ground) for ground in ("page", "surface", "sunken", "deep")],
    ("danger", "surface"),
    ("son", "surface"),
    ("river", "sunken"),
    ("on-info", "info"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_has_a_contrast_of_four_and_a_half_and_shapes_of_three(theme: str) -> None:
    known = tokens(theme)
    weak = {
        (one, other): round(ratio, 2)
        for pairs, least in ((TEXT, 4.5), (SHAPES, 3.0))
        for one, other in pairs
        if (ratio := contrast(known[one], known[other])) < least
    }
    assert weak == {}


def test_every_style_file_is_in_the_bundle() -> None:
    imported = set(re.findall(r'@import "\./([\w-]+\.css)"', (STYLES / "index.css").read_text()))
    assert imported == {path.name for path in STYLES.glob("*.css")} - {"index.css", "wall.css"}


def test_a_token_used_is_a_token_declared() -> None:
    declared = set(re.findall(r"--([\w-]+):", (STYLES / "tokens.css").read_text()))
    own = {"u", "zoom", "turn", "low", "lowest"}
    for path in STYLES.glob("*.css"):
        used = set(re.findall(r"var\(--([\w-]+)", path.read_text()))
        assert used <= declared | own, path.name


def test_icons_are_drawings_without_fill_colour_or_script() -> None:
    for name, drawing in ICONS.items():
        assert re.fullmatch(r"(<(path|circle|ellipse|rect) [^<>]*/>)+", drawing), name
        assert "fill" not in drawing, name


def test_map_lines_are_small_and_say_where_they_come_from() -> None:
    drawing = ROOT / "frontend" / "images" / "map-lines.svg"
    assert drawing.stat().st_size <= 20 * KILOBYTE
    assert "thanglequoc/vietnamese-provinces-database (MIT)" in drawing.read_text()


def test_the_lock_file_names_no_registry() -> None:
    lock = (ROOT / "frontend" / "package-lock.json").read_text()
    assert '"resolved"' not in lock


@pytest.mark.skipif(not BUILT.is_dir(), reason="the frontend is not built (npm run build)")
class TestBudgets:
    def test_styles_are_one_file_of_sixty_kilobytes_fifteen_packed_and_one_for_walls(self) -> None:
        css = (BUILT / "tinhso.css").read_bytes()
        assert len(css) <= 60 * KILOBYTE
        assert len(gzip.compress(css, 9)) <= 15 * KILOBYTE
        assert len((BUILT / "wall.css").read_bytes()) <= 4 * KILOBYTE
        assert sorted(path.name for path in BUILT.glob("*.css")) == ["tinhso.css", "wall.css"]

    def test_fonts_of_the_first_view_are_nine_files_of_110_kilobytes(self) -> None:
        fonts = list((BUILT / "fonts").glob("*.woff2"))
        assert len(fonts) == 9
        assert sum(font.stat().st_size for font in fonts) <= 110 * KILOBYTE

    def test_scripts_are_thirty_kilobytes_packed(self) -> None:
        packed = [len(gzip.compress(path.read_bytes(), 9)) for path in BUILT.glob("*.js")]
        assert sum(packed) <= 30 * KILOBYTE

    def test_digits_all_have_the_same_width(self) -> None:
        ttlib = pytest.importorskip("fontTools.ttLib")
        for path in (BUILT / "fonts").glob("ts-digits-*.woff2"):
            font = ttlib.TTFont(path)
            names = font.getBestCmap()
            assert set(names) == set(range(0x30, 0x3A))
            assert path.stat().st_size < 2 * KILOBYTE
            feature = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
            assert feature == {"tnum"}

    def test_readers_whose_system_is_dark_get_the_dark_colours(self) -> None:
        css = (BUILT / "tinhso.css").read_text()
        assert "prefers-color-scheme:dark" in css.replace(" ", "")
        assert ":root:not([data-theme])" in css
