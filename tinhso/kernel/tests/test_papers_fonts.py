"""The fonts of papers are whole, and their absence says what to run."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tinhso.kernel.papers import FontsMissing, build_fonts
from tinhso.kernel.papers.alphabet import DIACRITIC_LETTERS, VIETNAMESE
from tinhso.kernel.papers.fonts import FACES, font_files, printable, read_coverage, write_coverage

PACKAGES = build_fonts.ROOT / "frontend" / "node_modules"


def test_the_alphabet_is_the_147_characters_lesser_fonts_lack() -> None:
    assert len(set(DIACRITIC_LETTERS)) == 134
    assert len(set(VIETNAMESE)) == 147
    assert {"ằ", "Ẵ", "ộ", "Ữ", "đ", "Đ", "ỷ", "Ỵ", "₫"} <= set(VIETNAMESE)


@pytest.mark.parametrize("path", font_files(), ids=FACES)
def test_every_face_draws_every_vietnamese_letter(path: Path) -> None:
    font = TTFont(path)
    drawn = font.getBestCmap()

    blank = [
        letter for letter in VIETNAMESE if not font["glyf"][drawn[ord(letter)]].numberOfContours
    ]

    assert blank == []


@pytest.mark.parametrize("path", font_files(), ids=FACES)
def test_what_the_faces_are_said_to_print_they_can_print(path: Path) -> None:
    assert printable() <= set(TTFont(path).getBestCmap())
    assert set(map(ord, VIETNAMESE)) <= printable()


def test_missing_fonts_name_the_command_that_makes_them(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match=r"python -m tinhso\.kernel\.papers\.build_fonts"):
        font_files(tmp_path)


def test_a_missing_package_names_the_command_that_installs_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = build_fonts.main(["--packages", str(tmp_path), "--into", str(tmp_path / "fonts")])

    assert code == 1
    assert "npm ci --prefix frontend" in capsys.readouterr().err
    assert not (tmp_path / "fonts").exists()


def test_building_gives_the_same_bytes_and_is_done_once(tmp_path: Path) -> None:
    assert build_fonts.build(PACKAGES, tmp_path) is True
    assert build_fonts.build(PACKAGES, tmp_path) is False

    for face, path in zip(FACES, font_files(), strict=True):
        assert (tmp_path / f"{face}.ttf").read_bytes() == path.read_bytes()


def test_a_half_built_folder_is_built_again(tmp_path: Path) -> None:
    build_fonts.build(PACKAGES, tmp_path)
    (tmp_path / "Tinos-Bold.ttf").unlink()

    assert build_fonts.build(PACKAGES, tmp_path) is True
    assert len(font_files(tmp_path)) == 4


def test_coverage_is_read_back_as_written() -> None:
    points = {0x20, 0x21, 0x22, 0x41, 0x1EF9}

    assert write_coverage(points) == "20-22\n41-41\n1EF9-1EF9\n"
    assert read_coverage(write_coverage(points)) == points
