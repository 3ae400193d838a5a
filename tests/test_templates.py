"""Templates of others: `brand new` and `build` on every one, with no edit of deck.yaml, and no fault in a file."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import foreign
import pptx
import pytest
from examples import BRANDS, KINDS, draw_pictures, example, talk
from lxml import etree
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import PP_ALIGN

from deckwright.arrange.placeholders import within
from deckwright.brands.read import read_brand
from deckwright.brands.roles import ROLES
from deckwright.cli.main import main
from deckwright.model.brand import Brand, Layout, Placeholder
from deckwright.model.colours import DRAWN, Colour, contrast
from deckwright.model.diagnostics import Report
from deckwright.model.project import Project
from deckwright.system.limits import TEMPLATE_PARTS

Said = pytest.CaptureFixture[str]
ALLOWED = {"substitute-font"}
"""A template may name fonts that this machine lacks."""
SEES = re.compile(r"(?:error|warning)\[([\w-]+)\]")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A talk with the example of every slide kind."""
    slides = [line for number, kind in enumerate(KINDS, 1) for line in example(kind, f"example-{number}", "All")]
    draw_pictures(KINDS, tmp_path / "assets")
    return talk(tmp_path, slides)


def tried(project: Project, file: Path, said: Said) -> Brand:
    """The brand made from `file`, after the whole talk was built in it; what is wrong with what was built fails too."""
    assert main(["brand", "new", "house", "--from", str(file)], project) == 0, said.readouterr().err
    before = (project.root / "deck.yaml").read_bytes()
    code = main(["build", "--brand", "house"], project)
    told = said.readouterr().err
    assert set(SEES.findall(told)) <= ALLOWED, told
    assert code == 0, told
    assert (project.root / "deck.yaml").read_bytes() == before
    (built,) = project.path(project.output).glob("*.pptx")
    slides = pptx.Presentation(str(built)).slides
    assert len(slides) == len(KINDS)
    assert all(slide.shapes.title is not None for slide in slides)
    return brand_of(project)


def brand_of(project: Project) -> Brand:
    report = Report()
    brand = read_brand(project.root / "templates/house", "house/brand.yaml", report)
    assert brand is not None, report.diagnostics
    return brand


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
        assert all(contrast(brand.colours, Colour(f"accent{n}"), ground) >= DRAWN for n in range(1, 7))
        assert contrast(brand.colours, Colour("background2"), Colour("text1")) > 10
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
    assert (brand.bullet, body_of(brand.layouts["content"]).levels[0].bullet) == (shown, shown)


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


def body_of(layout: Layout) -> Placeholder:
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
    box = within(body, layout)
    assert box.y + box.height == top


def test_what_brand_new_writes_says_why_and_how_sure(project: Project, tmp_path: Path, capsys: Said) -> None:
    assert main(["brand", "new", "house", "--from", str(foreign.of_python_pptx(tmp_path))], project) == 0
    text = (project.root / "templates/house/brand.yaml").read_text("utf-8")
    assert "  # opens a part of the talk. Sure: its type is 'secHead'.\n  section: Section Header\n" in text
    assert "  # statement:" in text
    assert "#   accent1             #4F81BD" in text
    with zipfile.ZipFile(project.root / "templates/house/house.potx") as archive:
        assert not [name for name in archive.namelist() if "/slides/" in name]
        assert b"template.main+xml" in archive.read("[Content_Types].xml")
    assert main(["brand", "new", "house", "--from", str(tmp_path / "default.pptx")], project) == 1
    assert "error[folder-not-empty]" in capsys.readouterr().err


@pytest.mark.parametrize("brand", ["plain", "aarhus"])
def test_inspect_shows_every_layout_once(brand: str, project: Project, capsys: Said) -> None:
    assert main(["brand", "inspect", brand], project) == 0
    said = capsys.readouterr().out
    assert "for content; slides of the kinds agenda, bullets" in said
    deck = pptx.Presentation(str(project.path(project.output) / f"{brand}.brand.pptx"))
    shown = [slide.slide_layout.name for slide in deck.slides][: len(deck.slide_layouts)]
    assert shown == [layout.name for layout in deck.slide_layouts]
    labels = [shape.text_frame.text for shape in deck.slides[3].placeholders]
    assert "Body: body (idx 1)" in labels


def test_inspect_reports_what_two_placeholders_share(project: Project, tmp_path: Path, capsys: Said) -> None:
    tried(project, foreign.altered("one-name-and-index", tmp_path), capsys)
    (project.root / "templates/house/raw.pptx").write_bytes((tmp_path / "one-name-and-index.pptx").read_bytes())
    (project.root / "templates/house/brand.yaml").write_text("template: raw.pptx\n")
    assert main(["brand", "inspect", "house"], project) == 0
    said = capsys.readouterr().out
    assert "two placeholders of layout 'Two Content' are called 'Content'" in said
    assert "two placeholders of layout 'Two Content' have the index 1" in said


# Broken and hostile files


def _macros(members: dict[str, bytes]) -> None:
    plain = b"openxmlformats-officedocument.presentationml.presentation.main+xml"
    types = members["[Content_Types].xml"].replace(plain, b"ms-powerpoint.presentation.macroEnabled.main+xml")
    override = b'<Override PartName="/ppt/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    members["[Content_Types].xml"] = types.replace(b"</Types>", override)
    members["ppt/vbaProject.bin"] = b"macros"
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    link = f'<Relationship Id="rId99" Type="{kind}" Target="vbaProject.bin"/></Relationships>'.encode()
    rels = members["ppt/_rels/presentation.xml.rels"]
    members["ppt/_rels/presentation.xml.rels"] = rels.replace(b"</Relationships>", link)


def test_macros_are_left_out_and_told(project: Project, tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "house.pptm"
    file.write_bytes(foreign.repacked(foreign.of_python_pptx(tmp_path).read_bytes(), _macros))
    assert main(["brand", "new", "house", "--from", str(file)], project) == 0
    assert "warning[template-cleaned]: 'house.pptm' has macros" in capsys.readouterr().err
    made = (project.root / "templates/house/house.potx").read_bytes()
    assert b"vba" not in made
    assert main(["build", "--brand", "house", "--strict"], project) == 0


def _fonts_and_data(members: dict[str, bytes]) -> None:
    """An embedded font, data of another program, and a password for changes."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = members["[Content_Types].xml"]
    members["[Content_Types].xml"] = types.replace(
        b"<Default", b'<Default Extension="fntdata" ContentType="application/x-fontdata"/><Default', 1
    )
    members["ppt/fonts/font1.fntdata"] = b"a font"
    members["customXml/item1.xml"] = b"<secret/>"
    links = f"""<Relationship Id="rId97" Type="{kinds}/font" Target="fonts/font1.fntdata"/>
        <Relationship Id="rId98" Type="{kinds}/customXml" Target="../customXml/item1.xml"/></Relationships>""".encode()
    rels = members["ppt/_rels/presentation.xml.rels"]
    members["ppt/_rels/presentation.xml.rels"] = rels.replace(b"</Relationships>", links)
    more = (
        b'<p:embeddedFontLst><p:embeddedFont><p:font typeface="House"/><p:regular r:id="rId97"/></p:embeddedFont>'
        b'</p:embeddedFontLst><p:custDataLst><p:custData r:id="rId98"/></p:custDataLst><p:defaultTextStyle'
    )
    members["ppt/presentation.xml"] = members["ppt/presentation.xml"].replace(b"<p:defaultTextStyle", more, 1)


def test_embedded_fonts_are_kept_and_data_of_other_programs_is_not(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "fonts.pptx"
    file.write_bytes(foreign.repacked(foreign.of_python_pptx(tmp_path).read_bytes(), _fonts_and_data))
    assert main(["brand", "new", "house", "--from", str(file)], project) == 0
    parts = members((project.root / "templates/house/house.potx").read_bytes())
    assert parts["ppt/fonts/font1.fntdata"] == b"a font"
    assert b'typeface="House"' in parts["ppt/presentation.xml"]
    assert not [name for name in parts if "customXml" in name]
    assert b"custData" not in parts["ppt/presentation.xml"]


def test_linked_pictures_and_objects_are_left_out(project: Project, tmp_path: Path, capsys: Said) -> None:
    presentation: Any = pptx.Presentation()
    layout = presentation.slide_layouts[1]
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    picture = layout.part.relate_to("https://spy.example/pixel.png", f"{kinds}/image", is_external=True)
    element = etree.fromstring(
        f'<p:pic xmlns:p="{foreign.P[1:-1]}" xmlns:a="{foreign.A[1:-1]}" xmlns:r="{kinds}"><p:nvPicPr>'
        '<p:cNvPr id="77" name="Spy"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
        f'<a:blip r:link="{picture}"/></p:blipFill><p:spPr/></p:pic>'
    )
    layout.shapes._spTree.append(element)
    file = tmp_path / "house.pptx"
    presentation.save(str(file))
    assert main(["brand", "new", "house", "--from", str(file)], project) == 0
    assert "has links to other files or sites" in capsys.readouterr().err
    with zipfile.ZipFile(project.root / "templates/house/house.potx") as archive:
        assert not [name for name in archive.namelist() if b"spy.example" in archive.read(name)]
        assert b"Spy" not in archive.read("ppt/slideLayouts/slideLayout2.xml")
    assert main(["build", "--brand", "house", "--strict"], project) == 0


def _bomb(members: dict[str, bytes]) -> None:
    members["ppt/media/image1.png"] = bytes(60_000_000)


def _entities(members: dict[str, bytes]) -> None:
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    text = members["ppt/theme/theme1.xml"].partition(b"?>")[2]
    members["ppt/theme/theme1.xml"] = f'<!DOCTYPE a [<!ENTITY e0 "x">{layers}]>'.encode() + text


def _way_out(members: dict[str, bytes]) -> None:
    members["ppt/../../../etc/passwd"] = b"root"


def _word(members: dict[str, bytes]) -> None:
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        b"presentationml.presentation.main", b"wordprocessingml.document.main"
    )


def _crowd(members: dict[str, bytes]) -> None:
    members.update({f"ppt/media/{number}.bin": b"" for number in range(TEMPLATE_PARTS)})


HOSTILE: Mapping[str, tuple[Callable[[bytes], bytes], str]] = {
    "an old file": (lambda _: bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2000), "of the years before 2007"),
    "a password": (
        lambda _: bytes.fromhex("D0CF11E0A1B11AE1") + bytes(500) + "EncryptedPackage".encode("utf-16-le"),
        "is protected by a password",
    ),
    "a renamed .docx": (lambda data: foreign.repacked(data, _word), "is a Word document"),
    "a zip bomb": (lambda data: foreign.repacked(data, _bomb), "would unpack to far more"),
    "an entity bomb": (lambda data: foreign.repacked(data, _entities), "declares entities"),
    "a way out": (lambda data: foreign.repacked(data, _way_out), "leads out of the file"),
    "a crowd": (lambda data: foreign.repacked(data, _crowd), "more than any template"),
    "half of it": (lambda data: data[: len(data) // 2], "cannot be read|can be read"),
    "nothing": (lambda _: b"", "can be read"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_no_template_is_refused_at_once(case: str, project: Project, tmp_path: Path, capsys: Said) -> None:
    make, message = HOSTILE[case]
    file = tmp_path / "house.pptx"
    file.write_bytes(make(foreign.of_python_pptx(tmp_path).read_bytes()))
    assert main(["brand", "new", "house", "--from", str(file)], project) == 1
    told = capsys.readouterr().err
    assert told.startswith("error[bad-template]: 'house.pptx' ")
    assert re.search(message, told), told
    assert not (project.root / "templates/house").exists()


def test_what_was_mended_is_mended_once(tmp_path: Path) -> None:
    from deckwright.brands.template import bring

    for name in ("nameless", "one-name-and-index", "no-layouts"):
        once = bring(foreign.altered(name, tmp_path).read_bytes())
        twice = bring(once.data)
        assert members(twice.data) == members(once.data)
        assert twice.told == ()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "[Content_Types].xml"}


def test_a_sound_template_keeps_its_parts(tmp_path: Path) -> None:
    from deckwright.brands.template import bring

    data = foreign.of_python_pptx(tmp_path).read_bytes()
    ours = members(bring(data).data)
    kept = [name for name in members(data) if re.match(r"ppt/(slideMasters|slideLayouts|theme)/[^/]+\.xml", name)]
    assert len(kept) == 13
    assert [name for name in kept if ours[name] != members(data)[name]] == []
