"""Brands: the base template and its dress, brand.yaml and its faults, templates that a brand brings."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image
from pptx.util import Pt

from deckwright.brands.contrast import least_contrast
from deckwright.brands.find import brand_folders, find_brand
from deckwright.brands.number_style import tight_percent
from deckwright.brands.read import read_brand
from deckwright.brands.roles import ROLES
from deckwright.brands.settings import PLACEHOLDER_STYLES, TEXT_STYLES
from deckwright.model.brand import Brand, Layout, Placeholder
from deckwright.model.colours import DRAWN, READABLE, Colour, contrast, legible, parse_colour
from deckwright.model.diagnostics import Diagnostic, Report
from deckwright.model.page import Page, Pages, Paragraph, Run, Shape, Slot, TextFrame
from deckwright.model.source import Span, Text
from deckwright.write import write

ROOT = Path(__file__).parent.parent
BRANDS = {"plain": ROOT / "deckwright/brands/plain", "aarhus": ROOT / "templates/aarhus"}
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
CONTENT_ROLES = ("statement", "content", "two-content", "title-only", "picture", "closing", "section")


@cache
def brand_of(name: str, language: str = "en") -> Brand:
    report = Report()
    brand = read_brand(BRANDS[name], f"{name}/brand.yaml", report, language)
    assert report.diagnostics == ()
    assert brand is not None
    return brand


@pytest.fixture(params=sorted(BRANDS))
def brand(request: pytest.FixtureRequest) -> Brand:
    return brand_of(request.param)


def read(tmp_path: Path, yaml: str) -> tuple[Brand | None, tuple[Diagnostic, ...]]:
    tmp_path.mkdir(exist_ok=True)
    (tmp_path / "brand.yaml").write_text(yaml, encoding="utf-8")
    report = Report()
    return read_brand(tmp_path, "house/brand.yaml", report), report.diagnostics


def good(tmp_path: Path, yaml: str) -> Brand:
    found, diagnostics = read(tmp_path, yaml)
    assert diagnostics == ()
    assert found is not None
    return found


def parts_of(data: bytes, folder: str) -> Iterator[tuple[str, etree._Element]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith(folder) and name.endswith(".xml"):
                yield name, etree.fromstring(archive.read(name))


def placeholder(layout: Layout, index: int) -> Placeholder:
    (found,) = (item for item in layout.placeholders if item.index == index)
    return found


# The base template


def test_every_role_has_its_own_layout(brand: Brand) -> None:
    names = {role: layout.name for role, layout in brand.layouts.items()}
    assert names == {
        "title": "Title Slide",
        "section": "Section Header",
        "statement": "Statement",
        "content": "Title and Content",
        "two-content": "Two Content",
        "title-only": "Title Only",
        "picture": "Picture with Caption",
        "closing": "Closing",
        "blank": "Blank",
    }
    types = {role: layout.type for role, layout in brand.layouts.items() if layout.type != "cust"}
    assert types == {
        "title": "title",
        "section": "secHead",
        "content": "obj",
        "two-content": "twoObj",
        "title-only": "titleOnly",
        "picture": "picTx",
        "blank": "blank",
    }


def test_layouts_hold_a_second_line_and_a_footer(brand: Brand) -> None:
    for role in CONTENT_ROLES:
        kinds = {item.index: (item.type, item.name) for item in brand.layouts[role].placeholders}
        expected = {
            0: ("title", "Title"),
            10: ("dt", "Date"),
            11: ("ftr", "Footer"),
            12: ("sldNum", "Slide Number"),
            13: ("body", "Subtitle"),
        }
        assert expected.items() <= kinds.items(), role


def test_one_left_edge_wide_margins_and_nothing_overlaps(brand: Brand) -> None:
    for role, layout in brand.layouts.items():
        boxes = [item.box for item in layout.placeholders]
        assert min(box.x for box in boxes) >= 576_000, role  # 1.6 cm
        assert max(box.x + box.width for box in boxes) <= brand.width - 576_000, role
        assert max(box.y + box.height for box in boxes) <= brand.height, role
        left = {item.box.x for item in layout.placeholders if item.name in ("Title", "Subtitle", "Body", "Footer")}
        assert len(left) == 1, role
        for first in boxes:
            for other in boxes:
                apart = (
                    first.x + first.width <= other.x
                    or other.x + other.width <= first.x
                    or first.y + first.height <= other.y
                    or other.y + other.height <= first.y
                )
                assert apart or first is other, role


def test_text_is_large_enough(brand: Brand) -> None:
    content = brand.layouts["content"]
    assert 32 <= placeholder(content, 0).levels[0].size <= 36
    assert 22 <= placeholder(content, 13).levels[0].size <= 24
    assert 20 <= placeholder(content, 1).levels[0].size <= 24
    for layout in brand.layouts.values():
        assert min(level.size for item in layout.placeholders for level in item.levels) >= 12
    assert min(style.size for style in brand.styles.values()) >= brand.smallest == 12


def test_lists_have_real_hanging_bullets_on_nine_levels(brand: Brand) -> None:
    levels = placeholder(brand.layouts["content"], 1).levels
    assert [level.bullet for level in levels] == ["•"] * 9
    assert all(level.margin_left == (number + 1) * -level.indent for number, level in enumerate(levels))


def test_all_text_of_layouts_can_be_read(brand: Brand) -> None:
    for role, layout in brand.layouts.items():
        for item in layout.placeholders:
            for level in item.levels[:5] if item.type not in ("title", "ctrTitle") else item.levels[:1]:
                assert contrast(brand.colours, level.colour, layout.background) >= READABLE, (role, item.name)


def test_facets_and_wordmarks_leave_text_readable(brand: Brand) -> None:
    for name, root in parts_of(brand.template, "ppt/slideLayouts/slideLayout"):
        (layout,) = (layout for layout in brand.layouts.values() if layout.part == f"/{name}")
        grounds = [colour_in(shape.find(P + "spPr")) for shape in named(root, "Facet")] + [layout.background]
        texts = [level.colour for item in layout.placeholders for level in item.levels[:1]]
        texts += [colour_in(run) for shape in named(root, "Wordmark") for run in shape.iter(A + "rPr")]
        for ground in grounds:
            assert min((contrast(brand.colours, text, ground) for text in texts), default=21) >= READABLE, name
        for accent in named(root, "Accent"):
            assert contrast(brand.colours, colour_in(accent), layout.background) >= DRAWN, name


def named(root: etree._Element, start: str) -> list[etree._Element]:
    return [shape for shape in root.iter(P + "sp") if shape[0][0].get("name", "").startswith(start)]


def colour_in(element: etree._Element | None) -> Colour:
    assert element is not None
    scheme = next(element.iter(A + "schemeClr"))
    value = scheme.get("val", "")
    slot = {"tx1": "text1", "bg1": "background1", "tx2": "text2", "bg2": "background2"}.get(value, value)
    add, keep = scheme.find(A + "lumOff"), scheme.find(A + "lumMod")
    if add is not None:
        return Colour(slot, lighter=int(add.get("val", "")) // 1000)
    return Colour(
        slot or scheme.get("val", ""), darker=100 - int(keep.get("val", "")) // 1000 if keep is not None else 0
    )


def test_styles_can_be_read_on_white(brand: Brand) -> None:
    for name in (*TEXT_STYLES, "title", "subtitle", "body", "footer"):
        style = brand.styles[name]
        assert contrast(brand.colours, style.colour, Colour("background1")) >= least_contrast(style), name


def test_what_is_picked_out_stands_out(brand: Brand) -> None:
    for ground in {layout.background for layout in brand.layouts.values()}:
        assert contrast(brand.colours, brand.chart.highlight, ground) >= DRAWN
    assert contrast(brand.colours, brand.chart.muted, Colour("background1")) < DRAWN
    assert all(contrast(brand.colours, colour, Colour("background1")) >= DRAWN for colour in brand.chart.series)


def test_every_colour_is_the_themes(brand: Brand) -> None:
    for folder in ("ppt/slideMasters/", "ppt/slideLayouts/", "ppt/notesMasters/"):
        for name, root in parts_of(brand.template, folder):
            assert not list(root.iter(A + "srgbClr", A + "sysClr")), name
    for name, root in parts_of(brand.template, "ppt/theme/"):
        (scheme,) = root.iter(A + "clrScheme")
        values = {element.tag.removeprefix(A): element[0].get("val") for element in scheme}
        assert values["accent1"] == brand.colours["accent1"], name
        assert values["dk2"] == brand.colours["text2"], name
        assert len(values) == 12


def test_ids_of_master_and_layouts_are_one_series(brand: Brand) -> None:
    ids = [
        int(entry.get("id", "0"))
        for folder in ("ppt/presentation.xml", "ppt/slideMasters/")
        for _, root in parts_of(brand.template, folder)
        for entry in root.iter(P + "sldMasterId", P + "sldLayoutId")
    ]
    assert len(ids) == len(set(ids)) == 10
    assert min(ids) >= 2_147_483_648
    for _, root in parts_of(brand.template, "ppt/slide"):
        shapes = [shape.get("id") for shape in root.iter(P + "cNvPr")]
        assert len(shapes) == len(set(shapes))


def test_prompts_have_a_language_and_nothing_is_left_of_a_library(brand: Brand) -> None:
    for _, root in parts_of(brand.template, "ppt/"):
        assert all(run.get("lang") for run in root.iter(A + "rPr"))
        assert all(run.find(A + "rPr") is not None for run in root.iter(A + "r"))
    with zipfile.ZipFile(io.BytesIO(brand.template)) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert not [name for name in archive.namelist() if "docProps" in name or "printer" in name]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_slide_on_every_layout_is_faultless(brand: Brand) -> None:
    # Every file that `write` makes is checked by conftest.py: the invariants, and openxml-audit.
    pages = tuple(
        Page(
            id=role,
            layout=layout.part,
            shapes=tuple(filled(item) for item in layout.placeholders if item.type not in ("pic", "sldNum")),
            notes=(Paragraph((Run("Said aloud.", "en"),)),),
            title=role,
        )
        for role, layout in brand.layouts.items()
        if any(item.type in ("title", "ctrTitle") for item in layout.placeholders)
    )
    data = write(Pages(pages, (), "Layouts", "Tester", "", "en"), brand)
    presentation = pptx.Presentation(io.BytesIO(data))
    assert [slide.slide_layout.name for slide in presentation.slides] == [
        layout.name for role, layout in brand.layouts.items() if role != "blank"
    ]
    assert all(slide.shapes.title.text.startswith("Text of Title") for slide in presentation.slides)


def filled(item: Placeholder) -> Shape:
    frame = TextFrame((Paragraph((Run(f"Text of {item.name}", "en"),)),))
    return Shape(item.name, None, frame, Slot(item.type, item.index))


def test_the_same_brand_gives_the_same_bytes() -> None:
    script = (
        "import hashlib; from pathlib import Path; from deckwright.brands.read import read_brand;"
        "from deckwright.model.diagnostics import Report;"
        "print(hashlib.sha256(read_brand(Path('templates/aarhus'), 'b', Report()).template).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(made) == 1


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
    assert contrast(colours, Colour("text1"), Colour("background1")) == pytest.approx(21)
    assert contrast(colours, Colour("accent1"), Colour("background1")) == pytest.approx(4.48, abs=0.01)
    assert legible(colours, Colour("text1"), Colour("text1")) == Colour("background1")
    assert legible(colours, Colour("accent1"), Colour("background1"), DRAWN) == Colour("accent1")


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
    assert brand_folders([])["plain"] == BRANDS["plain"]
    assert not report.failed
    name = Text("arhus", Span("deck.yaml", 5, 8, 5))
    assert find_brand(name, [ROOT / "templates"], report) is None
    (found,) = report.diagnostics
    assert (found.code, found.message, found.help, found.span) == (
        "unknown-brand",
        "there is no brand 'arhus'",
        "did you mean 'aarhus'?",
        name.span,
    )


# Templates that a brand brings


def own_template(tmp_path: Path, suffix: str = ".pptx", slides: int = 2) -> bytes:
    """python-pptx's default template with slides, notes and a thumbnail, in the brand's folder."""
    presentation = pptx.Presentation()
    for number in range(slides):
        slide = presentation.slides.add_slide(presentation.slide_layouts[number])
        slide.notes_slide.notes_text_frame.text = "Secret remarks"
    buffer = io.BytesIO()
    presentation.save(buffer)
    data = buffer.getvalue()
    if suffix == ".potx":
        files = {name: zipfile.ZipFile(buffer).read(name) for name in zipfile.ZipFile(buffer).namelist()}
        files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(
            b"presentationml.presentation.main+xml", b"presentationml.template.main+xml"
        )
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        data = buffer.getvalue()
    (tmp_path / f"house{suffix}").write_bytes(data)
    return data


@pytest.mark.parametrize("suffix", [".pptx", ".potx"])
def test_a_template_of_the_brands_own_is_used_without_its_slides(tmp_path: Path, suffix: str) -> None:
    own_template(tmp_path, suffix)
    brand = good(tmp_path, f"template: house{suffix}\nlayouts: {{statement: Section Header}}\n")
    assert (brand.width, brand.height) == (9_144_000, 6_858_000)
    assert brand.colours["accent1"] == "4F81BD"
    assert brand.colours["text1"] == "000000"  # a:sysClr windowText
    assert brand.fonts == {"heading": "Calibri", "body": "Calibri", "code": "Courier New"}
    names = {role: layout.name for role, layout in brand.layouts.items()}
    assert names == {
        "title": "Title Slide",
        "section": "Section Header",
        "statement": "Section Header",
        "content": "Title and Content",
        "two-content": "Two Content",
        "title-only": "Title Only",
        "picture": "Picture with Caption",
        "closing": "Title and Content",
        "blank": "Blank",
    }
    members = zipfile.ZipFile(io.BytesIO(brand.template)).namelist()
    assert len(members) == len(set(members))
    assert not [name for name in members if re.search("slides/|notesSlides|thumbnail|printer|docProps", name)]
    presentation = pptx.Presentation(io.BytesIO(brand.template))
    assert len(presentation.slides) == 0
    assert len(presentation.slide_layouts) == 11


def test_placeholders_inherit_as_an_independent_reader_says(tmp_path: Path) -> None:
    own_template(tmp_path, slides=0)
    brand = good(tmp_path, "template: house.pptx\n")
    presentation = pptx.Presentation(str(tmp_path / "house.pptx"))
    layouts = {layout.part: layout for layout in brand.layouts.values()}
    compared = 0
    for theirs in presentation.slide_layouts:
        ours = layouts.get(str(theirs.part.partname))
        for shape in list(theirs.placeholders) if ours else []:
            assert ours is not None
            item = placeholder(ours, shape.placeholder_format.idx)
            assert (item.box.x, item.box.y, item.box.width, item.box.height) == (
                shape.left,
                shape.top,
                shape.width,
                shape.height,
            )
            assert item.name == shape.name
            compared += 1
    assert compared > 30
    title, body = placeholder(brand.layouts["content"], 0), placeholder(brand.layouts["content"], 1)
    assert title.levels[0].size == Pt(44).pt
    assert (title.anchor, title.levels[0].align, title.levels[0].font) == ("middle", "center", "heading")
    assert [level.size for level in body.levels] == [32, 28, 24, 20, 20, 20, 20, 20, 20]
    assert [level.bullet for level in body.levels[:4]] == ["•", "–", "•", "–"]
    assert (body.levels[0].margin_left, body.levels[0].indent, body.levels[0].space_before) == (342_900, -342_900, 7.68)
    assert (body.insets.left, body.insets.top) == (91_440, 45_720)
    section = brand.layouts["section"]
    assert section.placeholders[0].levels[0].caps  # cap="all" in the layout's own list style
    assert section.placeholders[0].levels[0].size == 40


def test_a_layout_for_a_title_and_a_body_is_made_from_the_master(tmp_path: Path) -> None:
    presentation = pptx.Presentation()
    for layout in list(presentation.slide_layouts):
        if layout.name not in ("Blank", "Title Only"):
            presentation.slide_layouts.remove(layout)
    presentation.save(str(tmp_path / "covers.pptx"))
    brand = good(tmp_path, "template: covers.pptx\n")
    content, master = brand.layouts["content"], presentation.slide_master
    assert (content.name, content.type) == ("Title and Content", "obj")
    boxes = {item.use: item.box for item in content.placeholders}
    body = next(shape for shape in master.placeholders if shape.placeholder_format.idx == 1)
    assert (boxes["body"].x, boxes["body"].width) == (body.left, body.width)
    assert brand.layouts["title-only"].name == "Title Only"


def test_layouts_are_found_by_type_where_their_names_are_translated(tmp_path: Path) -> None:
    presentation = pptx.Presentation()
    for number, layout in enumerate(presentation.slide_layouts):
        layout._element.cSld.set("name", f"Diasopsætning {number}")
    presentation.save(str(tmp_path / "dansk.pptx"))
    brand = good(tmp_path, "template: dansk.pptx\n")
    assert brand.layouts["content"].name == "Diasopsætning 1"
    assert brand.layouts["section"].name == "Diasopsætning 2"


def test_a_template_decides_how_it_looks(tmp_path: Path) -> None:
    own_template(tmp_path)
    yaml = """template: house.pptx
colours: {accent1: '#123456'}
fonts: {heading: Arial, code: Consolas}
accent: none
styles: {title: {size: 20}}
"""
    _, diagnostics = read(tmp_path, yaml)
    assert [(found.code, found.span and found.span.line) for found in diagnostics] == [
        ("template-decides", 2),
        ("template-decides", 3),
        ("template-decides", 4),
        ("template-decides", 5),
    ]


def test_damaged_templates_are_refused_in_words(tmp_path: Path) -> None:
    whole = own_template(tmp_path)
    files = {
        name: zipfile.ZipFile(io.BytesIO(whole)).read(name) for name in zipfile.ZipFile(io.BytesIO(whole)).namelist()
    }
    broken = {
        "cut": whole[: len(whole) // 2],
        "empty": b"",
        "no-master": packed(files | {"ppt/slideMasters/slideMaster1.xml": b"<oops"}),
        "no-types": packed({name: data for name, data in files.items() if name != "[Content_Types].xml"}),
        "no-theme": packed({name: data for name, data in files.items() if "theme" not in name}),
        "other": packed(files | {"ppt/presentation.xml": b"<workbook/>"}),
    }
    for name, data in broken.items():
        (tmp_path / "house.pptx").write_bytes(data)
        _, (found,) = read(tmp_path, "template: house.pptx\n")
        assert found.code == "bad-template", name


def packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_tables_of_names_agree(brand: Brand) -> None:
    assert set(brand.styles) == {*PLACEHOLDER_STYLES, *TEXT_STYLES}
    assert set(brand.layouts) == set(ROLES)


def test_percent_signs_as_the_brand_has_them(tmp_path: Path) -> None:
    for said, tight in (("", False), ("formats: {percent: tight}\n", True), ("formats: {percent: language}\n", False)):
        (tmp_path / "brand.yaml").write_text(f"name: House\n{said}", "utf-8")
        assert tight_percent(tmp_path) is tight
        report = Report()
        assert read_brand(tmp_path, "brand.yaml", report) is not None
        assert not report.diagnostics
