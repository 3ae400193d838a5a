"""Templates of others: `brand new` and `build` on every one, with no edit of deck.yaml, and no fault in a file."""

from __future__ import annotations

import copy
import re
import zipfile
from pathlib import Path
from typing import Any

import foreign
import pptx
import pytest
from examples import BRANDS, KINDS
from lxml import etree
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import PP_ALIGN
from template_cases import brand_of, make_talk, members, tried

from deckwright.arrange.placeholders import find_content_box
from deckwright.brands.read import read_brand
from deckwright.brands.roles import ROLES
from deckwright.cli.main import main
from deckwright.model.brand import Layout, Placeholder
from deckwright.model.colours import DRAWN, Colour, measure_contrast
from deckwright.model.diagnostics import Report
from deckwright.model.project import Project

Said = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_talk(tmp_path)


# Files of other programs


def test_the_template_of_python_pptx(project: Project, tmp_path: Path, capsys: Said) -> None:
    brand = tried(project, foreign.of_python_pptx(tmp_path), capsys)
    names = {role: layout.name for role, layout in brand.layouts.items()}
    assert names["title"] == "Title Slide"
    assert names["section"] == "Section Header"
    assert names["content"] == "Title and Content"
    assert (brand.scale < 1, brand.smallest < 12) == (True, True)  # the slide is smaller than that the sizes are for


@pytest.fixture(scope="module")
def presets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return dict(foreign.of_libreoffice(tmp_path_factory.mktemp("presets")))


@pytest.mark.parametrize("name", foreign.CHOSEN)
def test_presets_of_libreoffice(name: str, presets: dict[str, Path], project: Project, capsys: Said) -> None:
    brand = tried(project, presets[name], capsys)
    assert brand.layouts["title"].name == "Title Slide"
    assert brand.layouts["content"].type == "obj"
    title = next(one for one in brand.layouts["content"].placeholders if one.use == "title")
    assert title.levels[0].size > 20  # LibreOffice says it in the sample words only
    if name == "Midnightblue":  # most masters are dark, and most bodies stand on white
        assert brand.colours["background1"] == "FFFFFF"
        assert brand.layouts["content"].background == Colour("background1")
    if name == "Metropolis":  # pictures in Office's theme, whose blue and red are not seen on them
        ground = brand.layouts["content"].background
        assert all(measure_contrast(brand.colours, Colour(f"accent{n}"), ground) >= DRAWN for n in range(1, 7))
        assert measure_contrast(brand.colours, Colour("background2"), Colour("text1")) > 10
    if name == "Vivid":  # its cover has a master of its own, and its bodies another one
        assert brand.layouts["title"].master != brand.layouts["content"].master
        assert title.box.y < 200_000  # in the band its own master has, not where LibreOffice wrote the last master's
        assert brand.colours["accent1"] != "4F81BD"  # the theme is Office's; the masters are painted otherwise


def test_a_file_of_pptxgenjs(project: Project, tmp_path: Path, capsys: Said) -> None:
    brand = tried(project, foreign.of_pptxgenjs(tmp_path), capsys)
    assert brand.layouts["title"].name == "HOUSE_COVER"
    assert brand.layouts["content"].name == "HOUSE_CONTENT"
    assert (brand.colours["accent1"], brand.colours["accent2"]) == ("1F3864", "C55A11")


# Templates as designers alter them


@pytest.mark.parametrize("name", foreign.ALTERED)
def test_altered_templates(name: str, project: Project, tmp_path: Path, capsys: Said) -> None:
    brand = tried(project, foreign.altered(name, tmp_path), capsys)
    assert set(brand.layouts) == set(ROLES)
    if name in ("danish", "japanese"):
        names = {"danish": foreign.DANISH, "japanese": foreign.JAPANESE}[name]
        roles = ("title", "content", "section", "two-content", "title-only", "blank", "picture")
        bound = [brand.layouts[role].name for role in roles]
        assert bound == [names[number] for number in (0, 1, 2, 3, 5, 6, 8)]


@pytest.mark.parametrize("brand", BRANDS)
def test_every_kind_in_every_brand(brand: str, project: Project, capsys: Said) -> None:
    assert main(["build", "--strict", "--brand", brand], project) == 0, capsys.readouterr().err


def test_a_theme_file(project: Project, tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "house.thmx"
    file.write_bytes(foreign.as_theme_file(foreign.of_python_pptx(tmp_path).read_bytes()))
    assert tried(project, file, capsys).layouts["content"].name == "Title and Content"


@pytest.mark.parametrize("kind", ["shape", "group"])
def test_of_two_layouts_the_one_with_nothing_behind_its_body_serves(
    kind: str, project: Project, tmp_path: Path, capsys: Said
) -> None:
    """Presets of LibreOffice have the same layouts on ten masters, some with a drawing all over them."""
    presentation: Any = pptx.Presentation()
    plain, other = presentation.slide_layouts[1], presentation.slide_layouts[9]
    other._element[:] = copy.deepcopy(plain._element)[:]
    other._element.set("type", "obj")
    other.name = "Clean"
    box = '<a:off x="1000000" y="2500000"/><a:ext cx="3000000" cy="3000000"/>'
    xmlns = f'xmlns:p="{foreign.P[1:-1]}" xmlns:a="{foreign.A[1:-1]}"'
    shape = f"""<p:sp {xmlns}><p:nvSpPr><p:cNvPr id="91" name="Lamp"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>
        {box}</a:xfrm><a:prstGeom prst="sun"><a:avLst/></a:prstGeom><a:noFill/></p:spPr></p:sp>"""
    group = f"""<p:grpSp {xmlns}><p:nvGrpSpPr><p:cNvPr id="90" name="Lamps"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>
        <p:grpSpPr><a:xfrm>{box}{box.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")}</a:xfrm></p:grpSpPr>
        {shape}</p:grpSp>"""
    plain.shapes._spTree.insert(2, etree.fromstring({"shape": shape, "group": group}[kind]))
    file = tmp_path / "lamps.pptx"
    presentation.save(str(file))
    assert tried(project, file, capsys).layouts["content"].name == "Clean"


@pytest.mark.parametrize(
    ("sign", "font", "shown"),
    [("§", "Wingdings", "▪"), ("\uf0a7", "Wingdings", "▪"), ("\uf0b7", "Symbol", "•"), ("\ue00c", "OpenSymbol", "•"),
     ("z", "Wingdings", "•"), ("–", "Arial", "–"), ("§", "Arial", "§")],
)  # fmt: skip
def test_bullets_of_symbol_fonts(sign: str, font: str, shown: str, project: Project, tmp_path: Path) -> None:
    presentation: Any = pptx.Presentation()
    master = presentation.slide_master._element
    for level in master.iterfind(f"{foreign.P}txStyles/{foreign.P}bodyStyle/*"):
        for child in level.iterfind(f"{foreign.A}buFont"):
            child.set("typeface", font)
        for child in level.iterfind(f"{foreign.A}buChar"):
            child.set("char", sign)
    file = tmp_path / "symbols.pptx"
    presentation.save(str(file))
    assert main(["brand", "new", "house", "--from", str(file)], project) == 0
    brand = brand_of(project)
    assert (brand.bullet, find_body(brand.layouts["content"]).levels[0].bullet) == (shown, shown)


@pytest.mark.parametrize(("size", "shown"), [("45000", "•"), ("100000", "●")])
def test_a_small_bullet_stays_small(size: str, shown: str, project: Project, tmp_path: Path) -> None:
    presentation: Any = pptx.Presentation()
    master = presentation.slide_master._element
    for level in master.iterfind(f"{foreign.P}txStyles/{foreign.P}bodyStyle/*"):
        (sign,) = level.iterfind(f"{foreign.A}buChar")
        sign.set("char", "●")
        level.insert(level.index(level.find(f"{foreign.A}buFont")), level.makeelement(f"{foreign.A}buSzPct", val=size))
    file = tmp_path / "small.pptx"
    presentation.save(str(file))
    assert main(["brand", "new", "house", "--from", str(file)], project) == 0
    assert brand_of(project).bullet == shown


@pytest.mark.parametrize("name", ["only-title-only", "no-layouts"])
def test_a_cover_without_a_layout_stands_in_line_with_its_title(
    name: str, project: Project, tmp_path: Path, capsys: Said
) -> None:
    tried(project, foreign.altered(name, tmp_path), capsys)
    (built,) = project.path(project.output).glob("*.pptx")
    slides = pptx.Presentation(str(built)).slides
    cover = next(slide for number, slide in enumerate(slides) if KINDS[number].name == "title")
    below = [shape for shape in cover.shapes if shape != cover.shapes.title]
    assert len(below) == 1
    assert len(below[0].text_frame.paragraphs) > 2
    assert all(one.alignment == PP_ALIGN.CENTER for one in below[0].text_frame.paragraphs)


def find_body(layout: Layout) -> Placeholder:
    return next(one for one in layout.placeholders if one.use == "body")


def test_lines_of_charts_and_tables_are_light_on_a_dark_template(project: Project, tmp_path: Path) -> None:
    presentation: Any = pptx.Presentation()
    fill = presentation.slide_master.background.fill
    fill.solid()
    fill.fore_color.theme_color = MSO_THEME_COLOR.TEXT_2
    file = tmp_path / "dark.pptx"
    presentation.save(str(file))
    assert main(["brand", "new", "house", "--from", str(file)], project) == 0
    assert main(["build", "--brand", "house"], project) == 0
    (built,) = project.path(project.output).glob("*.pptx")
    parts = members(built.read_bytes())
    lines = [line for name, part in parts.items() if "charts/chart" in name and name.endswith(".xml")
             for line in re.findall(rb'<a:ln w="9525">.*?</a:ln>', part)]  # fmt: skip
    assert lines
    assert all(b'"bg1"' in line and b"<a:alpha" in line for line in lines)
    (total,) = re.findall(rb"<a:lastRow>.*?</a:lastRow>", parts["ppt/tableStyles.xml"])
    assert b'"bg1"' in total.partition(b"<a:tcStyle>")[2]


def test_footers_stand_only_where_the_layout_has_them(project: Project, tmp_path: Path, capsys: Said) -> None:
    tried(project, foreign.altered("one-footer-missing", tmp_path), capsys)
    (built,) = project.path(project.output).glob("*.pptx")
    for slide in pptx.Presentation(str(built)).slides:
        footers = {one.placeholder_format.idx for one in slide.placeholders} & {10, 11, 12}
        assert bool(footers) == (slide.slide_layout.name not in ("Title Slide", "Title and Content"))


@pytest.mark.parametrize(("band", "pale"), [("1F2933", True), ("F2F2F2", False)])
def test_a_title_is_judged_on_what_the_template_paints_behind_it(
    band: str, pale: bool, project: Project, tmp_path: Path, capsys: Said
) -> None:
    """A band of the master over the top of every slide, where titles stand in black."""
    presentation = pptx.Presentation()
    master = presentation.slide_master
    box = etree.fromstring(
        f'<p:sp xmlns:p="{foreign.P[1:-1]}" xmlns:a="{foreign.A[1:-1]}"><p:nvSpPr><p:cNvPr id="90" name="Band"/>'
        f'<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{presentation.slide_width}" cy="1500000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{band}"/></a:solidFill></p:spPr></p:sp>'
    )
    master.shapes._spTree.insert(2, box)
    file = tmp_path / "band.pptx"
    presentation.save(str(file))
    assert main(["brand", "new", "house", "--from", str(file)], project) == 0
    main(["check", "--brand", "house"], project)
    told = capsys.readouterr().err
    assert (f"text in text1 on the template's own #{band} is hard to read" in told) == pale, told


@pytest.mark.parametrize(
    ("typeface", "font"),
    [("Courier New", "Courier New"), ("+mj-lt", "heading"), ("+mn-lt", "body"), ("Calibri", "heading"), ("", "body")],
)
def test_a_typeface_that_the_master_names_itself(
    typeface: str, font: str, project: Project, tmp_path: Path, capsys: Said
) -> None:
    """It is measured, and written where the list is drawn anew in small."""
    presentation: Any = pptx.Presentation()
    for level in presentation.slide_master._element.iterfind(f"{foreign.P}txStyles/{foreign.P}bodyStyle/*"):
        level.find(f"{foreign.A}defRPr/{foreign.A}latin").set("typeface", typeface)
    file = tmp_path / "typewriter.pptx"
    presentation.save(str(file))
    brand = tried(project, file, capsys)
    (body,) = (one for one in brand.layouts["content"].placeholders if one.use == "body")
    assert {level.font for level in body.levels} == {font}
    (built,) = project.path(project.output).glob("*.pptx")
    with zipfile.ZipFile(built) as archive:
        slides = b"".join(archive.read(name) for name in archive.namelist() if name.startswith("ppt/slides/slide"))
    assert (b'<a:latin typeface="Courier New"/>' in slides) == (font == "Courier New")


def test_what_is_drawn_ends_above_a_disc_of_the_template(project: Project, tmp_path: Path) -> None:
    """The number stands lower than the body ends; the disc it stands on begins higher."""
    presentation = pptx.Presentation()
    number = next(one for one in presentation.slide_master.placeholders if "NUMBER" in str(one.placeholder_format.type))
    side = 900_000
    left, top = number.left + (number.width - side) // 2, number.top + (number.height - side) // 2
    disc = etree.fromstring(
        f'<p:sp xmlns:p="{foreign.P[1:-1]}" xmlns:a="{foreign.A[1:-1]}"><p:nvSpPr><p:cNvPr id="90" name="Disc"/>'
        f'<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/>'
        f'<a:ext cx="{side}" cy="{side}"/></a:xfrm><a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="1ABC9C"/></a:solidFill></p:spPr></p:sp>'
    )
    presentation.slide_master.shapes._spTree.insert(2, disc)
    file = tmp_path / "disc.pptx"
    presentation.save(str(file))
    assert main(["brand", "new", "house", "--from", str(file)], project) == 0
    folder = project.root / "templates/house"
    brand = read_brand(folder, "brand.yaml", Report())
    assert brand is not None
    layout = brand.layouts["content"]
    (body,) = (one for one in layout.placeholders if one.use == "body")
    assert body.box.y + body.box.height > top
    box = find_content_box(body, layout)
    assert box.y + box.height == top
