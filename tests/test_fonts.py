"""How wide texts are, and what that is known from."""

from __future__ import annotations

import importlib
import json
import random
import sys
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from make_font_tables import FACES, FONTS, KERNED, TWINS, make_tables

from deckwright.fonts import installed
from deckwright.fonts import metrics as metrics_module
from deckwright.fonts.measure import Fonts, guess_width
from deckwright.fonts.metrics import read_table_metrics
from deckwright.fonts.segments import Face, StyledText


def width(text: str, family: str = "Arial", size: float = 1000, *, bold: bool = False, italic: bool = False) -> float:
    return Fonts().measure_width(StyledText(text, Face(family, bold, italic), size))


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a single font."""
    monkeypatch.setattr(installed, "find_system_font", lambda *_: None)
    monkeypatch.setattr(installed, "find_system_font_with", lambda *_: None)


@pytest.mark.parametrize(
    ("family", "expected"),
    [("Arial", 277.8), ("Times New Roman", 250), ("Courier New", 600.1), ("Calibri", 226.1), ("Cambria", 220)],
)
def test_a_space_is_as_wide_as_in_the_fonts_of_office(family: str, expected: float) -> None:
    assert width("a a", family) - width("aa", family) == pytest.approx(expected, abs=0.1)


def test_faces_differ_and_kerning_counts() -> None:
    assert width("Hamburg") < width("Hamburg", bold=True)
    assert width("Hamburg", "Cambria") != width("Hamburg", "Cambria", italic=True)
    assert width("AV") == pytest.approx(2 * 667.0 - 74.2, abs=0.1)
    assert width("a A") < width("a ") + width("A") + width("a a") - 2 * width("a"), "over a space too"


def test_spaces_at_the_end_and_what_is_not_seen_count_nothing() -> None:
    assert width("ab   ") == width("ab") == width("a\u200db") == width("a\u00adb")
    assert width("a\u000bab") == width("ab")
    assert width("") == 0


def test_scaling_is_linear() -> None:
    assert width("Aarhus", size=7.5) == pytest.approx(width("Aarhus") * 7.5 / 1000)


@pytest.mark.usefixtures("bare_machine")
def test_the_tables_cover_what_europeans_write_without_any_font() -> None:
    text = "Ærø þæt Žižek Łódź Ελλάδα Жизнь Việt Nam 50–60 % „x“ »y« €5 … • −3 ½ © m² \u202f\u2011\u2009"
    for family in TWINS:
        fonts = Fonts()
        assert fonts.measure_width(StyledText(text, Face(family), 10)) > 200
        assert not fonts.substitutes


@pytest.mark.usefixtures("bare_machine")
def test_letters_no_table_has_are_guessed_wide() -> None:
    fonts = Fonts()
    assert fonts.measure_width(StyledText("日本語", Face("Calibri"), 10)) == 30
    assert fonts.measure_width(StyledText("👩🏽", Face("Calibri"), 10)) == 14
    assert not fonts.substitutes
    assert fonts.measure_width(StyledText("سلام", Face("Calibri"), 10)) == 24
    assert fonts.substitutes == (("Arabic letters", "0.6 em a letter"),)


@pytest.mark.usefixtures("bare_machine")
def test_an_unknown_family_is_guessed_wider_than_arial_and_named() -> None:
    fonts = Fonts()
    guess = fonts.measure_width(StyledText("Hamburgefonts", Face("Brandless Sans"), 10))
    assert guess == pytest.approx(1.2 * width("Hamburgefonts", size=10), rel=0.01)
    assert fonts.substitutes == (("Brandless Sans", "Arial, taken 20% wider"),)


def make_font(folder: Path, family: str, style: str, advance: int) -> None:
    """A font in which each of a, b and c is `advance` thousandths wide."""
    names = {"a": "a", "b": "b", "c": "c", "space": " "}
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", *names])
    builder.setupCharacterMap({ord(character): name for name, character in names.items()})
    builder.setupGlyf({name: TTGlyphPen(None).glyph() for name in [".notdef", *names]})
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *names], (advance, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": style})
    builder.setupOS2()
    builder.setupPost()
    folder.mkdir(exist_ok=True)
    builder.save(folder / f"{family}-{style}.ttf")


@pytest.mark.usefixtures("bare_machine")
def test_a_brands_own_font_is_found_by_its_names(tmp_path: Path) -> None:
    make_font(tmp_path / "sub", "House Sans", "Regular", 500)
    make_font(tmp_path, "House Sans", "Bold", 700)
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    (tmp_path / "licence.txt").write_text("OFL")
    fonts = Fonts(str(tmp_path))
    assert fonts.measure_width(StyledText("abc", Face("house sans"), 10)) == 15
    assert fonts.measure_width(StyledText("abc", Face("House Sans", bold=True), 10)) == 21
    assert fonts.is_own("House Sans")
    assert not fonts.substitutes
    # What it lacks is measured with the tables.
    assert fonts.measure_width(StyledText("aZ", Face("House Sans"), 10)) == pytest.approx(5 + width("Z", size=10))


@pytest.mark.usefixtures("bare_machine")
def test_a_missing_bold_is_taken_wider(tmp_path: Path) -> None:
    make_font(tmp_path, "House Sans", "Regular", 500)
    bold = Fonts(str(tmp_path)).measure_width(StyledText("abc", Face("House Sans", bold=True), 10))
    assert bold == pytest.approx(15 * 1.06)


def test_a_system_font_is_the_last_resort_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_font(tmp_path, "Local Sans", "Regular", 400)
    monkeypatch.setattr(installed, "_run_fc_match", lambda _: None)
    monkeypatch.setattr(installed, "_system_folders", lambda: [tmp_path, tmp_path / "none"])
    for cached in (installed.find_system_font, installed.find_system_font_with, installed._read_system_fonts):
        cached.cache_clear()
    try:
        fonts = Fonts()
        assert fonts.measure_width(StyledText("abc", Face("Local Sans"), 10)) == 12
        assert fonts.substitutes == (("Local Sans", "the system's Local Sans"),)
        found = installed.find_system_font_with("b", False)
        assert found is not None
        assert found.family == "Local Sans"
        assert installed.find_system_font_with("x", False) is None
    finally:
        for cached in (installed.find_system_font, installed.find_system_font_with, installed._read_system_fonts):
            cached.cache_clear()


def test_fontconfig_never_gives_another_family() -> None:
    installed.find_system_font.cache_clear()
    assert installed.find_system_font("No Such Family: at-all, really", False, False) is None


def test_measuring_with_tables_loads_no_library() -> None:
    heavy = ("uharfbuzz", "uniseg", "fontTools")
    kept = {name: sys.modules.pop(name) for name in list(sys.modules) if name.split(".")[0] in (*heavy, "deckwright")}
    try:
        measure = importlib.import_module("deckwright.fonts.measure")
        text = "Det er sekretærerne, du møder – 18 % af dem."
        measure.Fonts().break_lines([measure.StyledText(text, measure.Face("Calibri"), 20)], 100)
        assert not [name for name in heavy if name in sys.modules]
    finally:
        for name in [name for name in sys.modules if name.split(".")[0] == "deckwright"]:
            del sys.modules[name]
        sys.modules.update(kept)


twins_installed = pytest.mark.skipif(
    not all((FONTS / folder / f"{stem}-Regular.ttf").exists() for folder, stem, _ in TWINS.values()),
    reason="needs the fonts Liberation, Carlito and Caladea where Debian has them",
)


@twins_installed
@pytest.mark.parametrize("family", TWINS)
@pytest.mark.parametrize("face", FACES)
def test_tables_say_what_a_shaper_says(family: str, face: str) -> None:
    import uharfbuzz

    folder, stem, _ = TWINS[family]
    font = uharfbuzz.Font(
        uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FONTS / folder / f"{stem}-{FACES[face]}.ttf")))
    )

    def shaped(text: str) -> float:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(font, buffer, {"liga": False, "clig": False})
        return float(sum(position.x_advance for position in buffer.glyph_positions) / font.face.upem)

    table = read_table_metrics(TABLE_OF[family], "bold" in face, "italic" in face, guess_width)
    dice = random.Random(family + face)
    latin = [chr(point) for point in KERNED if point < 0x180 and chr(point) in table and point in font.face.unicodes]
    for _ in range(300):
        word = "".join(dice.sample(latin, 8))
        assert table.measure(word, True) == pytest.approx(shaped(word), abs=1e-9), word


TABLE_OF = {family: family.lower().replace(" ", "-") for family in TWINS}


@twins_installed
def test_the_shipped_tables_are_what_the_script_makes(tmp_path: Path) -> None:
    make_tables(tables=tmp_path)
    shipped = Path(metrics_module.__file__).parent / "tables"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in shipped.iterdir())
    for made in sorted(tmp_path.iterdir()):
        ours, theirs = json.loads((shipped / made.name).read_text("utf-8")), json.loads(made.read_text("utf-8"))
        if ours["version"] != theirs["version"]:
            pytest.skip(f"{theirs['source']} is installed in {theirs['version']}, measured in {ours['version']}")
        assert ours == theirs, f"{made.name} is out of date: python docs/make_font_tables.py"
