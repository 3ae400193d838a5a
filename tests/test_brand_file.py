"""brand.yaml: what it says reaches theme, master and layouts, and its faults are told where they stand."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pptx
import pytest
from brand_cases import BRANDS, ROOT, A, P, brand_of, good, named, parts_of, placeholder, read
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from deckwright.brands.find import find_brand, list_brands
from deckwright.model.colours import DRAWN, Colour, choose_legible, measure_contrast, parse_colour
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text

# The dress


def test_capitals_and_wordmark_come_from_the_style() -> None:
    aarhus, plain = brand_of("aarhus", "da"), brand_of("plain")
    for brand, capitals in ((aarhus, True), (plain, False)):
        assert placeholder(brand.layouts["content"], 0).levels[0].caps is capitals
        assert brand.layouts["title"].placeholders[0].levels[0].caps is capitals
    ((_, master),) = parts_of(aarhus.template, "ppt/slideMasters/slideMaster")
    (wordmark,) = named(master, "Wordmark")
    (run,) = wordmark.iter(A + "r")
    assert (run.findtext(A + "t"), run[0].get("cap"), run[0].get("lang")) == ("Aarhus Universitet", "all", "da")
    ((_, master),) = parts_of(plain.template, "ppt/slideMasters/slideMaster")
    assert named(master, "Wordmark") == named(master, "Edge") == []


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("da", "Aarhus Universitet"),
        ("en-GB", "Aarhus University"),
        ("de", "Universität Aarhus"),
        ("fr", "Aarhus Universitet"),
    ],
)
def test_the_wordmark_speaks_the_talks_language(language: str, word: str) -> None:
    ((_, master),) = parts_of(brand_of("aarhus", language).template, "ppt/slideMasters/slideMaster")
    assert [text.text for shape in named(master, "Wordmark") for text in shape.iter(A + "t")] == [word]


def test_a_brand_that_says_nothing_is_plain(tmp_path: Path) -> None:
    brand, plain = good(tmp_path / "house", "name: House\n"), brand_of("plain")
    assert (brand.name, brand.colours, brand.fonts, brand.styles, brand.chart) == (
        "House",
        plain.colours,
        plain.fonts,
        plain.styles,
        plain.chart,
    )


def test_what_a_brand_says_reaches_theme_master_and_layouts(tmp_path: Path) -> None:
    brand = good(
        tmp_path,
        """
        name: House
        colours: {accent3: "#123456"}
        fonts: {heading: Georgia, scripts: {Jpan: Meiryo, Cans: Gadugi}}
        backgrounds: {content: text1}
        bullets: {character: "–"}
        accent: none
        edge: accent3
        facets: no
        styles: {title: {size: 40, align: center}, body: {size: 20, line-spacing: 110}, quote: {bold: yes}}
        chart: {series: [accent3], text-size: 14}
        smallest: 14
        """,
    )
    assert brand.colours["accent3"] == "123456"
    assert brand.fonts == {"heading": "Georgia", "body": "Calibri", "code": "Courier New"}
    content = brand.layouts["content"]
    assert content.background == Colour("text1")
    title, body = placeholder(content, 0).levels[0], placeholder(content, 1).levels
    assert (title.size, title.align, title.font, title.colour) == (40, "center", "heading", Colour("background1"))
    assert [level.size for level in body[:4]] == [20, 18, 16, 16]
    assert (body[0].bullet, body[0].line_spacing, body[0].colour) == ("–", 110, Colour("background1"))
    assert brand.styles["quote"].bold
    assert brand.chart.series == (Colour("accent3"),)
    assert (brand.chart.text_size, brand.smallest) == (14, 14)
    (theme, _) = (root for _, root in parts_of(brand.template, "ppt/theme/theme"))
    for fonts in theme.iter(A + "majorFont", A + "minorFont"):
        scripts = {font.get("script"): font.get("typeface") for font in fonts.iter(A + "font")}
        assert (scripts["Jpan"], scripts["Cans"]) == ("Meiryo", "Gadugi")
    marks = {
        name: [shape[0][0].get("name", "") for shape in root.iter(P + "sp")]
        for name, root in parts_of(brand.template, "ppt/s")
    }
    assert "Edge" in marks["ppt/slideMasters/slideMaster1.xml"]
    absent = ("Accent", "Facet", "Wordmark")
    assert not [mark for names in marks.values() for mark in names if str(mark).startswith(absent)]


def test_a_logo_takes_the_wordmarks_place_in_its_own_proportions(tmp_path: Path) -> None:
    Image.new("RGB", (400, 100), "navy").save(tmp_path / "logo.png")
    brand = good(tmp_path, "name: House\nlogo: logo.png\nwordmark: The House\n")
    presentation = pptx.Presentation(io.BytesIO(brand.template))
    (picture,) = (shape for shape in presentation.slide_master.shapes if shape.name == "Logo")
    assert picture.width == 4 * picture.height
    assert picture._element.nvPicPr.cNvPr.get("descr") == "The House"
    assert picture.image.blob == (tmp_path / "logo.png").read_bytes()
    title = presentation.slide_layouts[0]
    assert [shape.name for shape in title.shapes].count("Logo") == 1
    assert len([name for name in zipfile.ZipFile(io.BytesIO(brand.template)).namelist() if "media" in name]) == 1


def test_colours_are_read_and_made_legible() -> None:
    assert parse_colour("accent1 lighter 80%") == Colour("accent1", lighter=80)
    assert parse_colour("text1 darker 5%") == Colour("text1", darker=5)
    for wrong in (
        "",
        "blue",
        "accent1 80%",
        "accent1 lighter",
        "accent1 lighter 101%",
        "accent1 lighter -5%",
        "#FF0000",
    ):
        assert parse_colour(wrong) is None
    colours = {"text1": "000000", "background1": "FFFFFF", "accent1": "777777"}
    assert measure_contrast(colours, Colour("text1"), Colour("background1")) == pytest.approx(21)
    assert measure_contrast(colours, Colour("accent1"), Colour("background1")) == pytest.approx(4.48, abs=0.01)
    assert choose_legible(colours, Colour("text1"), Colour("text1")) == Colour("background1")
    assert choose_legible(colours, Colour("accent1"), Colour("background1"), DRAWN) == Colour("accent1")


# Faults of brand.yaml


@pytest.mark.parametrize("case", (Path(__file__).parent / "brand_faults.yaml").read_text("utf-8").split("---\n")[1:])
def test_faults_of_brand_yaml_are_told_where_they_stand(case: str, tmp_path: Path) -> None:
    for name in ("house.pptx", "broken.pptx", "logo.svg"):
        (tmp_path / name).write_bytes(b"not what its name says")
    brand, (found,) = read(tmp_path, case)
    told = [f"{found.severity}[{found.code}]: {found.message}"]
    told += [f"help: {found.help}"] if found.help else []
    _, *expected = case.splitlines()
    assert [line.lstrip("#^ ") for line in expected] == told
    assert found.span is not None
    assert (found.span.file, found.span.line) == ("house/brand.yaml", 1)
    assert found.span.column == expected[0].index("^") + 1
    assert (brand is None) == (found.severity == "error")
    assert (ROOT / "docs/diagnostics" / f"{found.code}.yaml").exists() or found.code in SHARED


SHARED = {"wrong-type", "yaml-trap", "empty-value", "unknown-choice", "missing-file", "outside-project"}
"""Codes that other stages raise too, and document."""


def test_all_faults_of_a_file_come_at_once(tmp_path: Path) -> None:
    _, diagnostics = read(tmp_path, "colours: {accent1: red}\nfont: {}\nsmallest: 200\n")
    assert [found.code for found in diagnostics] == ["bad-colour", "unknown-key", "out-of-range"]


@settings(deadline=None)
@given(
    key=st.sampled_from(
        ["name", "colours", "fonts", "wordmark", "logo", "template", "styles", "layouts", "chart", "x"]
    ),
    value=st.recursive(
        st.text(alphabet="ab1#:%- é", max_size=8) | st.sampled_from(["yes", "12", "accent1", "none", "'#003D73'"]),
        lambda inner: (
            st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
            | st.tuples(st.sampled_from(["title", "size", "heading", "accent1", "series"]), inner).map(
                lambda pair: f"{{{pair[0]}: {pair[1]}}}"
            )
        ),
    ),
)
def test_whatever_stands_there_is_used_or_refused(
    key: str, value: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    brand, diagnostics = read(tmp_path_factory.getbasetemp() / "any", f"{key}: {value}\n")
    assert (brand is None) == any(found.severity == "error" for found in diagnostics)


def test_brands_are_found_by_the_name_of_their_folder(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "brand.yaml").write_text("name: Ours\n")
    report = Report()
    assert find_brand("aarhus", [ROOT / "templates"], report) == ROOT / "templates/aarhus"
    assert find_brand("plain", [tmp_path], report) == tmp_path / "plain"
    assert list_brands([])["plain"] == BRANDS["plain"]
    assert not report.failed
    name = Text("arhus", Span("deck.yaml", 5, 8, 5))
    assert find_brand(name, [ROOT / "templates"], report) is None
    (found,) = report.diagnostics
    assert (found.code, found.message, found.help, found.span) == (
        "unknown-brand",
        "brand 'arhus' does not exist",
        "did you mean 'aarhus'?",
        name.span,
    )
