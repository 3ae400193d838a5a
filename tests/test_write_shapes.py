"""The write stage: shapes, pictures, charts, tables and links, read back by python-pptx."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree
from pages_by_hand import (
    CM,
    brand,
    deck,
    element,
    everything,
    members,
    one,
    opened,
    page,
    png,
    shapes,
    text,
)

from deckwright.model.page import (
    Box,
    Group,
    Link,
    Page,
    Shape,
)
from deckwright.ooxml.names import OFFICE
from deckwright.ooxml.xml import A, P, R
from deckwright.write import write


@pytest.fixture(scope="module")
def full() -> bytes:
    return write(everything(), brand())


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
