"""The write stage: pages made by hand, read back by python-pptx, and the XML where python-pptx does not look."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pptx
import pytest
from by_hand import zip_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace
from openxml_audit import OpenXmlValidator
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Pt

from deckwright.model.brand import Brand, ChartStyle
from deckwright.model.colours import Colour
from deckwright.model.page import (
    AnyShape,
    Box,
    Cell,
    ChartFrame,
    Connector,
    Group,
    Insets,
    Line,
    Link,
    Page,
    Pages,
    Paragraph,
    Picture,
    Run,
    Section,
    Shape,
    Slot,
    TableFrame,
    TextFrame,
)
from deckwright.model.page_chart import Chart, ChartSeries
from deckwright.ooxml.names import OFFICE
from deckwright.ooxml.package import Package, open_package
from deckwright.ooxml.xml import A, P, R, escape, parse, quoteattr, serialise, spelled
from deckwright.ooxml.zipped import zip_members
from deckwright.write import content_hash, stamp_of, write

CM = 360_000
LIGHT = Colour("accent1", lighter=40)
TITLE_ONLY = "/ppt/slideLayouts/slideLayout6.xml"
CONTENT = "/ppt/slideLayouts/slideLayout2.xml"
PICTURE = "/ppt/slideLayouts/slideLayout9.xml"
NAMES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
}


def office_template(change: Callable[[Package], None] | None = None) -> bytes:
    """A template somebody else made: python-pptx's own, which has no notes master and leftovers in plenty."""
    data = (Path(pptx.__file__).parent / "templates" / "default.pptx").read_bytes()
    if change is None:
        return data
    package = open_package(data)
    change(package)
    return zip_members(package.members())


def brand(template: bytes | None = None) -> Brand:
    return Brand(
        name="hand-made",
        width=9_144_000,
        height=6_858_000,
        colours={},
        fonts={"heading": "Calibri", "body": "Calibri", "code": "Courier New"},
        styles={},
        layouts={},
        smallest=12,
        chart=ChartStyle((Colour("accent1"),), Colour("accent2"), Colour("accent3")),
        template=template or office_template(),
        spans={},
    )


def text(words: str, **look: Any) -> TextFrame:
    return TextFrame((Paragraph((Run(words, "da", **look),), end_lang="da"),))


def title(words: str) -> Shape:
    return Shape("Title", None, text(words), Slot("title", 0))


def page(*shapes: AnyShape, name: str = "one", layout: str = TITLE_ONLY, **more: Any) -> Page:
    return Page(name, layout, (title(f"Titlen på {name}"), *shapes), **more)


def deck(*pages: Page, sections: tuple[Section, ...] = (), **more: Any) -> Pages:
    said = {"title": "Talen", "author": "Anne Å", "subject": "Emnet", "language": "da", **more}
    return Pages(pages, sections, **said)


def png(red: int = 0, width: int = 4, height: int = 3) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes((red, 61, 115)) * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


def chart(**more: Any) -> Chart:
    series = ChartSeries("Andel", (Decimal("0.18"), Decimal("0.39")), Colour("accent1"))
    said: dict[str, Any] = {
        "kind": "bar",
        "categories": ("Læger", "Sekretærer"),
        "series": (series,),
        "number_format": "0%",
        "lang": "da",
        "text_size": 18,
        "text_colour": Colour("text1"),
    }
    return Chart(**{**said, **more})


def everything() -> Pages:
    """Each type of shape, and each field of each type, at least once."""
    box = Box(CM, 4 * CM, 10 * CM, 4 * CM)
    rich = TextFrame(
        (
            Paragraph(
                (
                    Run("Hej ", "da", size=20.5, bold=True, caps=True),
                    Run(
                        "verden\vlinje to",
                        "da",
                        italic=True,
                        bold=False,
                        font="heading",
                        colour=Colour("accent1", lighter=40),
                    ),
                    Run("kode", "da", font="code"),
                    Run("2", "da", baseline=30, font="body", caps=False),
                ),
                line_spacing=90,
                space_before=6.5,
            ),
            Paragraph(
                (
                    Run("adresse", "da", link=Link(url="https://example.org/?a=1&b=2#c")),
                    Run(" næste", "da", colour=Colour("text2", darker=25), link=Link(slide="two")),
                ),
                level=1,
                align="right",
                bullet="–",
                margin_left=342_900,
                indent=-342_900,
                end_lang="da",
            ),
            Paragraph((Run("مرحبا", "ar"),), rtl=True, align="justify", bullet="", end_lang="ar"),
        ),
        insets=Insets(1, 2, 3, 4),
        anchor="middle",
        font_scale=90,
        line_reduction=10,
    )
    arrow = Shape(
        "Pil",
        Box(CM, 9 * CM, 4 * CM, 2 * CM),
        text("pil"),
        geometry="rightArrow",
        adjustments=(("adj1", 40_000), ("adj2", 50_000)),
        fill=Colour("accent1", lighter=80),
        line=Line(Colour("text1", lighter=50), 12_700, "dot"),
        flip_horizontal=True,
        rotation=10,
        alt="En pil",
        link=Link(slide="two"),
    )
    glued = Connector(
        "Streg",
        Box(5 * CM, 9 * CM, 3 * CM, CM),
        Line(Colour("accent3"), 25_400, "dash", begin_arrow=True, end_arrow=True),
        flip_vertical=True,
        begin=("Pil", 3),
        end=("Prik", 1),
    )
    number = Paragraph((Run("12 %", "da"),), from_left=True, end_lang="da", end_size=9.0)
    head = Cell(text("Hoved", bold=True), Colour("accent1"))
    cell = Cell(TextFrame((number,), Insets(9, 8, 7, 6), "middle"))
    table = TableFrame(
        "Tabel",
        Box(CM, 12 * CM, 12 * CM, 2 * CM),
        (8 * CM, 4 * CM),
        (CM, CM),
        ((head, head), (cell, cell)),
        "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}",
        "En tabel",
        total_row=True,
        first_column=True,
        banded=True,
        rtl=True,
    )
    dot = Shape(
        "Prik", Box(15 * CM, 14 * CM, CM, CM), geometry="ellipse", fill=Colour("hyperlink"), decorative=True, alt="-"
    )
    inner = Group("Indre", Box(15 * CM, 14 * CM, CM, CM), (dot,), decorative=True)
    label = Shape("Tekst", Box(14 * CM, 12 * CM, 4 * CM, CM), text("i gruppe"), text_box=True)
    group = Group("Gruppe", Box(14 * CM, 12 * CM, 4 * CM, 3 * CM), (label, inner), alt="To ting")
    picture = Picture(
        "Billede",
        Box(12 * CM, 4 * CM, 4 * CM, 3 * CM),
        png(),
        "image/png",
        alt="Blåt",
        crop=(10_000, 0, 5_000, 0),
        link=Link(url="https://example.org/"),
    )
    notes = (
        Paragraph((Run("Sig ", "da"), Run("goddag", "da", bold=True)), end_lang="da"),
        Paragraph((), end_lang="da"),
    )
    footers = (
        Shape("Dato", None, text("7. oktober 2019"), Slot("dt", 10)),
        Shape("Fod", None, text("Institut"), Slot("ftr", 11)),
        Shape("Nummer", None, text("1"), Slot("sldNum", 12), field="slidenum"),
    )
    first = page(
        Shape("Tekst", box, rich, text_box=True), arrow, glued, picture, table, group, *footers, name="one", notes=notes
    )
    frame = ChartFrame("Diagram", box, chart(), "Et diagram", link=Link(slide="one"))
    second = page(frame, Picture("Pynt", box, png(), "image/png", decorative=True), name="two", notes=notes)
    third = page(replace(frame, slot=Slot("obj", 1), link=None), name="three", layout=CONTENT)
    fourth = page(
        Picture("Foto", box, png(200), "image/png", alt="Rødt", slot=Slot("pic", 1)),
        Shape("Billedtekst", None, text("Billedtekst"), Slot("body", 2)),
        name="four",
        layout=PICTURE,
    )
    sections = (Section("Første & bedste", ("one",)), Section("Resten", ("two", "three", "four")))
    return deck(first, second, third, fourth, sections=sections, date=date(2019, 10, 7), keywords="tale, prøve")


def opened(data: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(data))


def shapes(data: bytes, number: int = 0) -> dict[str, Any]:
    """The shapes of a slide by name, groups opened."""

    def walk(items: Iterable[Any]) -> Iterable[Any]:
        for item in items:
            yield item
            if item.shape_type == MSO_SHAPE_TYPE.GROUP:
                yield from walk(item.shapes)

    return {item.name: item for item in walk(opened(data).slides[number].shapes)}


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def element(data: bytes, path: str, member: str = "ppt/slides/slide1.xml") -> Any:
    """The first element at the XPath `path`, such as `//a:normAutofit`."""
    found: Any = parse(members(data)[member]).xpath(path, namespaces=NAMES)
    return found[0]


def one(shape: AnyShape) -> bytes:
    """A file with one slide that holds `shape`."""
    return write(deck(page(shape)), brand())


@pytest.fixture(scope="module")
def full() -> bytes:
    return write(everything(), brand())


def test_no_validator_finds_anything(full: bytes, tmp_path: Path) -> None:
    from deckwright.verify import verify_package

    file = tmp_path / "full.pptx"
    file.write_bytes(full)
    assert [str(error) for error in OpenXmlValidator(max_errors=0).validate(file).errors] == []
    assert verify_package(full) == ()


# -- text ---------------------------------------------------------------------------------------------------------


def test_runs_look_as_they_say(full: bytes) -> None:
    first, second, third = shapes(full)["Tekst"].text_frame.paragraphs
    big, heading, *rest = first.runs
    assert (big.text, big.font.size, big.font.bold, big.font.italic) == ("Hej ", Pt(20.5), True, None)
    assert (heading.font.bold, heading.font.italic, heading.font.name) == (False, True, "+mj-lt")
    assert [run.font.name for run in rest] == ["+mj-lt", "Courier New", "+mn-lt"]
    assert heading.font.color.theme_color.name == "ACCENT_1"
    assert first.text == "Hej verden\vlinje tokode2"
    assert [run._r.rPr.get("lang") for p in (first, second, third) for run in p.runs] == ["da"] * 7 + ["ar"]
    assert big._r.rPr.get("cap") == "all"
    assert rest[-1]._r.rPr.attrib == {"lang": "da", "cap": "none", "baseline": "30000"}


def test_a_line_break_looks_like_its_run(full: bytes) -> None:
    look = element(full, "//a:br/a:rPr")
    assert look.attrib == {"lang": "da", "b": "0", "i": "1"}
    assert [etree.QName(child).localname for child in look] == ["solidFill", "latin", "ea", "cs"]


def test_colours_are_theme_colours(full: bytes) -> None:
    lighter = element(full, "//a:r[a:t='verden']//a:schemeClr")
    assert lighter.get("val") == "accent1"
    assert [(etree.QName(c).localname, c.get("val")) for c in lighter] == [("lumMod", "60000"), ("lumOff", "40000")]
    darker = element(full, "//a:r[a:t=' næste']//a:schemeClr")
    assert darker.get("val") == "tx2"
    assert [(etree.QName(c).localname, c.get("val")) for c in darker] == [("lumMod", "75000")]
    slides = [data for name, data in members(full).items() if name.startswith(("ppt/slides/", "ppt/charts/"))]
    assert not any(b"srgbClr" in data for data in slides)


def test_paragraphs_stand_as_they_say(full: bytes) -> None:
    first, second, third = shapes(full)["Tekst"].text_frame.paragraphs
    assert (first.line_spacing, first.space_before) == (0.9, Pt(6.5))
    assert second.level == 1
    assert second._p.pPr.attrib == {"marL": "342900", "lvl": "1", "indent": "-342900", "algn": "r"}
    assert second._p.pPr.find(A + "buChar").get("char") == "–"
    assert third._p.pPr.attrib == {"algn": "just", "rtl": "1"}
    assert third._p.pPr.find(A + "buNone") is not None
    assert [p._p.find(A + "endParaRPr") is not None for p in (first, second, third)] == [False, True, True]


def test_what_is_none_is_left_to_the_layout() -> None:
    data = one(Shape("Fod", None, TextFrame((Paragraph((Run("x", "da"),)),)), Slot("ftr", 11)))
    body = element(data, "//p:sp[p:nvSpPr/p:cNvPr/@name='Fod']/p:txBody")
    assert body.find(A + "bodyPr").attrib == {}
    assert len(body.find(A + "bodyPr")) == 0
    assert etree.tostring(body.find(A + "p")).count(b"<a:") == 4  # p, r, rPr, t
    assert element(data, "//p:sp[p:nvSpPr/p:cNvPr/@name='Fod']/p:spPr").getchildren() == []


def test_a_scale_is_written_down(full: bytes) -> None:
    fit = element(full, "//p:sp[p:nvSpPr/p:cNvPr/@name='Tekst']//a:normAutofit")
    assert fit.attrib == {"fontScale": "90000", "lnSpcReduction": "10000"}
    properties = fit.getparent()
    expected = {"lIns": "1", "tIns": "2", "rIns": "3", "bIns": "4", "anchor": "ctr", "wrap": "square", "rtlCol": "0"}
    assert properties.attrib == expected


def test_a_text_box_without_a_scale_keeps_its_size() -> None:
    data = one(Shape("Boks", Box(0, 0, CM, CM), text("x"), text_box=True))
    assert element(data, "//p:sp[last()]//a:bodyPr/a:noAutofit") is not None
    assert element(data, "//p:sp[last()]//p:cNvSpPr").get("txBox") == "1"


def test_the_slide_number_is_a_field(full: bytes) -> None:
    number = shapes(full)["Nummer"]
    field = number._element.find(f".//{A}fld")
    assert (field.get("type"), field.find(A + "t").text, field.find(A + "rPr").get("lang")) == ("slidenum", "1", "da")


XML_TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=40
)


@settings(max_examples=40, deadline=None)
@given(XML_TEXT, XML_TEXT)
def test_any_text_survives(words: str, alt: str) -> None:
    drawn = Shape("Boks", Box(0, 0, CM, CM), text(words), text_box=True, alt=alt)
    title = words if words.strip() else "Titel"  # a file without a title is a finding
    data = write(deck(page(drawn), title=title), brand())
    shape = shapes(data)["Boks"]
    assert shape.text_frame.text == words
    assert shape._element.find(f".//{P}cNvPr").get("descr") == alt
    assert opened(data).core_properties.title == title


@given(st.text(st.characters(), max_size=20) | st.text("a\x00\t\n\x0b\r\x1f&<>\"'\x7f\x85\ud800\ufffd\ufffe\uffff"))
def test_text_is_spelled_as_lxml_spells_a_tree(words: str) -> None:
    tree = etree.Element("x")
    try:
        tree.text = tree.attrib["q"] = words
    except ValueError:
        with pytest.raises(ValueError, match=r"XML|surrogates"):
            spelled(f"<x>{escape(words)}</x>")
    else:
        assert spelled(f"<x q={quoteattr(words)}>{escape(words)}</x>") == serialise(tree)


def test_characters_that_xml_cannot_hold_are_refused() -> None:
    with pytest.raises(ValueError, match="XML"):
        one(Shape("Boks", Box(0, 0, CM, CM), text("a\x00b"), text_box=True))


# -- shapes -------------------------------------------------------------------------------------------------------


def test_boxes_are_where_they_should_be(full: bytes) -> None:
    for name, place in {
        "Tekst": (CM, 4 * CM, 10 * CM, 4 * CM),
        "Pil": (CM, 9 * CM, 4 * CM, 2 * CM),
        "Billede": (12 * CM, 4 * CM, 4 * CM, 3 * CM),
        "Tabel": (CM, 12 * CM, 12 * CM, 2 * CM),
        "Gruppe": (14 * CM, 12 * CM, 4 * CM, 3 * CM),
        "Prik": (15 * CM, 14 * CM, CM, CM),
    }.items():
        shape = shapes(full)[name]
        assert (shape.left, shape.top, shape.width, shape.height) == place, name


def test_the_order_is_the_reading_order(full: bytes) -> None:
    names = [shape.name for shape in opened(full).slides[0].shapes]
    assert names == ["Title", "Tekst", "Pil", "Streg", "Billede", "Tabel", "Gruppe", "Dato", "Fod", "Nummer"]


def test_placeholders_are_the_layouts(full: bytes) -> None:
    one_, _, three, four = opened(full).slides
    assert one_.shapes.title.text == "Titlen på one"
    kinds = [shape.placeholder_format.type.name for shape in one_.placeholders]
    assert kinds == ["TITLE", "DATE", "FOOTER", "SLIDE_NUMBER"]
    assert one_.shapes.title.left == one_.slide_layout.placeholders[0].left  # inherited: the file says nothing
    assert element(full, "//p:ph").attrib == {"type": "title"}
    assert element(full, "//p:graphicFrame//p:ph", "ppt/slides/slide3.xml").attrib == {"idx": "1"}
    assert three.placeholders[1].has_chart
    assert [shape.placeholder_format.type.name for shape in four.placeholders] == ["TITLE", "PICTURE", "BODY"]


def test_a_drawn_shape(full: bytes) -> None:
    arrow = shapes(full)["Pil"]
    assert arrow.auto_shape_type.name == "RIGHT_ARROW"
    assert list(arrow.adjustments) == [0.4, 0.5]
    assert arrow.rotation == 10
    assert arrow.fill.fore_color.theme_color.name == "ACCENT_1"
    assert arrow.line.width == 12_700
    assert arrow.line.dash_style.name == "ROUND_DOT"
    assert arrow._element.spPr.find(A + "xfrm").get("flipH") == "1"
    assert arrow.click_action.target_slide.slide_id == 257


def test_a_shape_without_fill_or_line_says_so() -> None:
    data = one(Shape("Ramme", Box(0, 0, CM, CM)))
    look = element(data, "//p:sp[last()]/p:spPr")
    assert [etree.QName(child).localname for child in look] == ["xfrm", "prstGeom", "noFill", "ln"]
    assert look.find(f"{A}ln/{A}noFill") is not None
    assert element(data, "//p:sp[last()]").find(P + "txBody") is None


def test_connectors_are_glued_to_shapes_before_and_after_them(full: bytes) -> None:
    ids = {name: shape.shape_id for name, shape in shapes(full).items()}
    glue = shapes(full)["Streg"]._element.find(f".//{P}cNvCxnSpPr")
    assert dict(glue.find(A + "stCxn").attrib) == {"id": str(ids["Pil"]), "idx": "3"}
    assert dict(glue.find(A + "endCxn").attrib) == {"id": str(ids["Prik"]), "idx": "1"}
    ends = shapes(full)["Streg"]._element.spPr.find(A + "ln")
    assert [etree.QName(child).localname for child in ends] == ["solidFill", "prstDash", "headEnd", "tailEnd"]


def test_ids_and_names_are_unique_on_a_slide() -> None:
    boxes = [Shape(name, Box(0, 0, CM, CM), text("x"), text_box=True) for name in ("T", "T 2", "T", "T", "T 2")]
    data = write(deck(page(*boxes[:3], Group("T", Box(0, 0, CM, CM), tuple(boxes[3:]), alt="g"))), brand())
    tree = element(data, "//p:spTree")
    found = [(c.get("id"), c.get("name")) for c in tree.iter(P + "cNvPr")]
    assert [number for number, _ in found] == [str(n) for n in range(1, 9)]
    assert [name for _, name in found] == ["", "Title", "T", "T 2", "T 3", "T 4", "T 5", "T 2 2"]


def test_alt_text_and_what_is_decorative(full: bytes) -> None:
    described = {n: s._element.find(f".//{P}cNvPr") for n, s in shapes(full).items()}
    assert {name: about.get("descr") for name, about in described.items() if about.get("descr")} == {
        "Pil": "En pil",
        "Billede": "Blåt",
        "Tabel": "En tabel",
        "Gruppe": "To ting",
    }
    decorative = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
    marked = [name for name, about in described.items() if about.find(f".//{decorative}") is not None]
    assert marked == ["Streg", "Indre", "Prik"]
    assert described["Prik"].get("descr") == ""


def test_a_table(full: bytes) -> None:
    frame = shapes(full)["Tabel"]
    table = frame.table
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["Hoved", "Hoved"], ["12 %", "12 %"]]
    assert [column.width for column in table.columns] == [8 * CM, 4 * CM]
    assert [row.height for row in table.rows] == [CM, CM]
    properties = table._tbl.tblPr
    assert properties.attrib == {"rtl": "1", "firstRow": "1", "firstCol": "1", "lastRow": "1", "bandRow": "1"}
    assert properties[0].text == "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"
    head, cell = table.cell(0, 0), table.cell(1, 1)
    assert head.fill.fore_color.theme_color.name == "ACCENT_1"
    assert [etree.QName(child).localname for child in head._tc.tcPr] == ["solidFill"]
    assert list(cell._tc.tcPr) == []
    (paragraph,) = cell.text_frame.paragraphs
    assert (paragraph._p.pPr.attrib, paragraph._p[-1].attrib) == ({"rtl": "0"}, {"lang": "da", "sz": "900"})
    assert (cell.margin_left, cell.margin_top, cell.margin_right, cell.margin_bottom) == (9, 8, 7, 6)
    assert cell.vertical_anchor.name == "MIDDLE"


def test_a_picture_shared_by_slides_is_stored_once(full: bytes) -> None:
    stored = {name: data for name, data in members(full).items() if name.startswith("ppt/media/")}
    assert stored == {"ppt/media/image1.png": png(), "ppt/media/image2.png": png(200)}
    picture = shapes(full)["Billede"]
    assert (picture.crop_left, picture.crop_top, picture.crop_right, picture.crop_bottom) == (0.1, 0, 0.05, 0)
    assert picture.image.blob == png()
    assert shapes(full, 1)["Pynt"].image.blob == png()


def test_charts_have_their_workbooks(full: bytes) -> None:
    drawn = shapes(full, 1)["Diagram"].chart
    assert list(drawn.plots[0].categories) == ["Læger", "Sekretærer"]
    assert [(s.name, list(s.values)) for s in drawn.plots[0].series] == [("Andel", [0.18, 0.39])]
    workbook = drawn.part.chart_workbook.xlsx_part
    assert workbook.partname == "/ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"
    assert zipfile.ZipFile(io.BytesIO(workbook.blob)).testzip() is None
    assert {"ppt/charts/chart1.xml", "ppt/charts/chart2.xml"} <= set(members(full))


# -- slides, notes, links -----------------------------------------------------------------------------------------


def test_links_lead_forward_and_back(full: bytes) -> None:
    first, second = opened(full).slides[0], opened(full).slides[1]
    links = [run for p in shapes(full)["Tekst"].text_frame.paragraphs for run in p.runs if run.hyperlink.address]
    assert [(run.text, run.hyperlink.address) for run in links[:1]] == [("adresse", "https://example.org/?a=1&b=2#c")]
    jump = element(full, "//a:r[a:t=' næste']//a:hlinkClick")
    assert jump.get("action") == "ppaction://hlinksldjump"
    assert first.part.related_part(jump.get(R + "id")).partname == "/ppt/slides/slide2.xml"
    back = element(full, "//p:graphicFrame//a:hlinkClick", "ppt/slides/slide2.xml")
    assert second.part.related_part(back.get(R + "id")).partname == "/ppt/slides/slide1.xml"
    slides = [r for r in first.part.rels.values() if r.reltype == OFFICE + "slide"]
    assert len(slides) == 1  # the arrow and the word share it


def test_a_coloured_link_keeps_its_colour(full: bytes) -> None:
    plain, coloured = (element(full, f"//a:r[a:t='{words}']//a:hlinkClick") for words in ("adresse", " næste"))
    assert len(plain) == 0
    keep = coloured.find(".//{http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor}hlinkClr")
    assert keep.get("val") == "tx"


def test_fifteen_hundred_slides_in_a_chain() -> None:
    total = 1_500

    def linked(number: int) -> Page:
        target = Link(slide=f"s{(number + 1) % total}")
        button = Shape("Videre", Box(0, 0, CM, CM), text("videre", link=target), text_box=True)
        return page(button, name=f"s{number}")

    found = members(write(deck(*(linked(n) for n in range(total))), brand()))
    assert sum(name.startswith("ppt/slides/slide") for name in found) == total
    assert b'Target="../slides/slide2.xml"' in found["ppt/slides/_rels/slide1.xml.rels"]
    assert b'Target="../slides/slide1.xml"' in found["ppt/slides/_rels/slide1500.xml.rels"]


def test_notes_stand_on_a_notes_master_made_for_them(full: bytes) -> None:
    first, second, third, _ = opened(full).slides
    assert first.notes_slide.notes_text_frame.text == "Sig goddag\n"
    assert [shape.placeholder_format.type.name for shape in first.notes_slide.placeholders] == ["SLIDE_IMAGE", "BODY"]
    assert first.notes_slide.part.rels  # and each belongs to its own slide
    assert second.notes_slide.part.part_related_by(OFFICE + "slide") is second.part
    assert not third.has_notes_slide
    root = parse(members(full)["ppt/presentation.xml"])
    assert [etree.QName(child).localname for child in root][:4] == [
        "sldMasterIdLst",
        "notesMasterIdLst",
        "sldIdLst",
        "sldSz",
    ]
    assert {"ppt/notesMasters/notesMaster1.xml", "ppt/theme/theme2.xml"} <= set(members(full))


def test_a_notes_master_of_the_template_is_used() -> None:
    """A file with notes, taken as a template, has one: no second is made."""
    grown = write(everything(), brand())
    package = members(write(everything(), brand(grown)))
    assert [name for name in package if name.startswith("ppt/notesMasters/n")] == ["ppt/notesMasters/notesMaster1.xml"]
    assert package["ppt/presentation.xml"].count(b"notesMasterId ") == 1


def test_without_notes_no_notes_master_is_made() -> None:
    assert not [name for name in members(write(deck(page()), brand())) if "notes" in name]


def test_a_slide_repeats_the_colour_map_of_a_dark_layout() -> None:
    dark = (
        b'<p:clrMapOvr><a:overrideClrMapping bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2" accent1="accent1" '
        b'accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" '
        b'folHlink="folHlink"/></p:clrMapOvr>'
    )

    def darken(package: Package) -> None:
        part = package.parts[TITLE_ONLY]
        part.data = part.data.replace(b"<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>", dark)
        assert dark in part.data

    data = write(deck(page(), page(name="two", layout=CONTENT)), brand(office_template(darken)))
    assert element(data, "//p:clrMapOvr/a:overrideClrMapping").get("bg1") == "dk1"
    assert element(data, "//p:clrMapOvr/a:masterClrMapping", "ppt/slides/slide2.xml") is not None


def test_sections(full: bytes) -> None:
    root = parse(members(full)["ppt/presentation.xml"])
    found = {
        section.get("name"): section.xpath(".//p14:sldId/@id", namespaces=NAMES)
        for section in root.iterfind(".//p14:section", NAMES)
    }
    assert found == {"Første & bedste": ["256"], "Resten": ["257", "258", "259"]}
    assert [slide.slide_id for slide in opened(full).slides] == [256, 257, 258, 259]
    assert root[-1].tag == P + "extLst"


def test_no_sections_no_list() -> None:
    assert b"sectionLst" not in members(write(deck(page()), brand()))["ppt/presentation.xml"]


@pytest.mark.parametrize(
    "broken",
    [
        deck(page(layout="/ppt/slideLayouts/slideLayout99.xml")),
        deck(page(Shape("A", Box(0, 0, CM, CM), link=Link(slide="nowhere")))),
        deck(page(Connector("C", Box(0, 0, CM, CM), Line(Colour("text1"), 1), begin=("nothing", 0)))),
        deck(page(), sections=(Section("S", ("nowhere",)),)),
    ],
    ids=["layout", "link", "connector", "section"],
)
def test_pages_that_do_not_agree_are_no_file(broken: Pages) -> None:
    with pytest.raises(KeyError):
        write(broken, brand())


# -- the file -----------------------------------------------------------------------------------------------------


def test_nothing_of_the_template_leaks() -> None:
    """Slides, properties, thumbnail and printer settings of the template stay behind; a .potx becomes a .pptx."""
    own = opened(office_template())
    for words in ("Vores egen", "Strengt fortroligt"):
        own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = words
    own.slides[0].notes_slide.notes_text_frame.text = "hemmeligt"
    saved = io.BytesIO()
    own.save(saved)
    package = open_package(saved.getvalue())
    main = package.parts["/ppt/presentation.xml"]
    main.content_type = main.content_type.replace("presentationml.presentation", "presentationml.template")
    found = members(write(deck(page(name="two"), page(name="one")), brand(zip_members(package.members()))))
    assert [name for name in found if name.startswith("ppt/slides/")] == [
        "ppt/slides/slide1.xml",
        "ppt/slides/_rels/slide1.xml.rels",
        "ppt/slides/slide2.xml",
        "ppt/slides/_rels/slide2.xml.rels",
    ]
    assert not [name for name in found if "thumbnail" in name or "printer" in name or "notesSlide" in name]
    everything_said = b"".join(found.values())
    for leftover in (
        b"Steve Canny",
        b"fortroligt",
        b"hemmeligt",
        b"PowerPoint Presentation",
        b"template.main",
        b"2013",
    ):
        assert leftover not in everything_said, leftover


def test_masters_and_layouts_are_kept_as_they_are(full: bytes) -> None:
    template = members(office_template())
    kept = [name for name in template if name.startswith(("ppt/slideLayouts/s", "ppt/slideMasters/s", "ppt/theme/"))]
    assert len(kept) == 13
    assert all(members(full)[name] == template[name] for name in kept)


def test_members_come_in_a_fixed_order_with_fixed_dates(full: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(full)) as archive:
        infos = archive.infolist()
    assert [info.filename for info in infos[:3]] == ["[Content_Types].xml", "_rels/.rels", "ppt/presentation.xml"]
    assert infos[-1].filename == "docProps/custom.xml"
    assert len({info.filename for info in infos}) == len(infos)
    assert {(info.date_time, info.create_system) for info in infos} == {((1980, 1, 1, 0, 0, 0), 0)}
    assert {info.filename for info in infos if info.compress_type == zipfile.ZIP_STORED} == {
        "ppt/media/image1.png",
        "ppt/media/image2.png",
    }


def test_properties(full: bytes) -> None:
    core = opened(full).core_properties
    assert (core.title, core.author, core.last_modified_by) == ("Talen", "Anne Å", "Anne Å")
    assert (core.subject, core.keywords, core.language, core.revision) == ("Emnet", "tale, prøve", "da", 1)
    assert core.created.replace(tzinfo=UTC) == core.modified.replace(tzinfo=UTC) == datetime(2019, 10, 7, tzinfo=UTC)
    app = members(full)["docProps/app.xml"]
    assert b"<Slides>4</Slides><Notes>2</Notes><AppVersion>16.0000</AppVersion>" in app


def test_source_date_epoch_dates_the_file(monkeypatch: pytest.MonkeyPatch, full: bytes) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    dated = write(everything(), brand())
    assert opened(dated).core_properties.created.replace(tzinfo=UTC) == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    with zipfile.ZipFile(io.BytesIO(dated)) as archive:
        assert archive.infolist()[0].date_time == (2023, 11, 14, 22, 13, 20)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    with zipfile.ZipFile(io.BytesIO(write(everything(), brand()))) as archive:
        assert archive.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert write(everything(), brand()) == full


def test_the_same_bytes_whatever_the_hash_seed_and_the_time_zone(full: bytes) -> None:
    script = (
        "import sys; sys.path.insert(0, 'tests'); import test_write as t; "
        "sys.stdout.buffer.write(t.write(t.everything(), t.brand()))"
    )
    root = Path(__file__).parent.parent
    for seed, zone in (("1", "Asia/Tokyo"), ("4242", "America/Lima")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        environment.pop("SOURCE_DATE_EPOCH", None)
        run = subprocess.run([sys.executable, "-c", script], cwd=root, env=environment, capture_output=True, check=True)
        assert run.stdout == full


# -- the stamp ----------------------------------------------------------------------------------------------------


def test_the_stamp_says_what_was_written() -> None:
    data = write(deck(page()), brand(), stamp={"DeckwrightSource": "tale & <deck>.yaml", "Empty": ""})
    assert stamp_of(data) == {
        "DeckwrightContent": content_hash(data),
        "DeckwrightSource": "tale & <deck>.yaml",
        "Empty": "",
    }
    assert len(content_hash(data)) == 64


def test_the_hash_is_of_the_content_alone(full: bytes) -> None:
    found = members(full)
    assert content_hash(write(everything(), brand(), stamp={"Other": "1"})) == content_hash(full)
    assert content_hash(zip_of(reversed(found.items()), 1_700_000_000)) == content_hash(full)


@pytest.mark.parametrize("name", ["ppt/slides/slide1.xml", "[Content_Types].xml", "docProps/core.xml"])
def test_an_edited_file_is_seen(full: bytes, name: str) -> None:
    found = members(full)
    found[name] = found[name].replace(b"?>", b"?><!-- edited -->", 1)
    edited = zip_of(found.items())
    assert content_hash(edited) != stamp_of(edited)["DeckwrightContent"]


def test_a_part_more_or_less_is_seen(full: bytes) -> None:
    found = members(full)
    assert content_hash(zip_of({**found, "ppt/comments.xml": b""}.items())) != content_hash(full)
    found.pop("ppt/slides/slide4.xml")
    assert content_hash(zip_of(found.items())) != content_hash(full)


@pytest.mark.parametrize("data", [b"", b"no zip at all", b"PK\x05\x06" + bytes(18), b"PK\x03\x04" + bytes(200)])
def test_what_is_no_presentation_has_no_stamp(data: bytes) -> None:
    assert content_hash(data) == ""
    assert stamp_of(data) == {}


def test_a_file_that_is_cut_short_or_broken_has_no_stamp(full: bytes) -> None:
    cut = full[: len(full) // 2]
    assert (content_hash(cut), stamp_of(cut)) == ("", {})
    broken = zip_of({**members(full), "docProps/custom.xml": b"<no"}.items())
    assert stamp_of(broken) == {}


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t\"'<&>")))
def test_texts_spelled_into_xml_are_read_back(text: str) -> None:
    assume(all(character not in text for character in "\ufffe\uffff"))
    read = etree.fromstring(f"<a b={quoteattr(text)}>{escape(text)}</a>")
    assert (read.get("b"), read.text or "") == (text, text)
