"""Makes pages for tests of `write`, and reads the files that it writes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pptx
from msgspec.structs import replace
from pptx.enum.shapes import MSO_SHAPE_TYPE

from deckwright.model.brand import Brand, ChartStyle
from deckwright.model.colours import Colour
from deckwright.model.page import (
    AnyShape,
    Box,
    ChartFrame,
    Connector,
    Group,
    Insets,
    Line,
    Link,
    Page,
    Pages,
    PageSection,
    Paragraph,
    PictureFrame,
    Run,
    Shape,
    Slot,
    TableCell,
    TableFrame,
    TextFrame,
)
from deckwright.model.page_chart import ChartSeries, NativeChart
from deckwright.ooxml.package import Package, open_package
from deckwright.ooxml.xml import parse
from deckwright.ooxml.zip_file import zip_members
from deckwright.write import write

CM = 360_000
TITLE_ONLY = "/ppt/slideLayouts/slideLayout6.xml"
CONTENT = "/ppt/slideLayouts/slideLayout2.xml"
PICTURE = "/ppt/slideLayouts/slideLayout9.xml"
NAMES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
}


def office_template(change: Callable[[Package], None] | None = None) -> bytes:
    """The default template of python-pptx, which has no notes master and many leftovers."""
    data = (Path(pptx.__file__).parent / "templates" / "default.pptx").read_bytes()
    if change is None:
        return data
    package = open_package(data)
    change(package)
    return zip_members(package.iter_members())


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


def deck(*pages: Page, sections: tuple[PageSection, ...] = (), **more: Any) -> Pages:
    said = {"title": "Talen", "author": "Anne Å", "subject": "Emnet", "language": "da", **more}
    return Pages(pages, sections, **said)


def png(red: int = 0, width: int = 4, height: int = 3) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes((red, 61, 115)) * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


def chart(**more: Any) -> NativeChart:
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
    return NativeChart(**{**said, **more})


def everything() -> Pages:
    """Every type of shape, and every field of each type, at least once."""
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
    head = TableCell(text("Hoved", bold=True), Colour("accent1"))
    cell = TableCell(TextFrame((number,), Insets(9, 8, 7, 6), "middle"))
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
    picture = PictureFrame(
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
    second = page(frame, PictureFrame("Pynt", box, png(), "image/png", decorative=True), name="two", notes=notes)
    third = page(replace(frame, slot=Slot("obj", 1), link=None), name="three", layout=CONTENT)
    fourth = page(
        PictureFrame("Foto", box, png(200), "image/png", alt="Rødt", slot=Slot("pic", 1)),
        Shape("Billedtekst", None, text("Billedtekst"), Slot("body", 2)),
        name="four",
        layout=PICTURE,
    )
    sections = (PageSection("Første & bedste", ("one",)), PageSection("Resten", ("two", "three", "four")))
    return deck(first, second, third, fourth, sections=sections, date=date(2019, 10, 7), keywords="tale, prøve")


def opened(data: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(data))


def shapes(data: bytes, number: int = 0) -> dict[str, Any]:
    """Returns the shapes of a slide by name, also those in groups."""

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
    """Returns the first element at the XPath `path`, such as `//a:normAutofit`."""
    found: Any = parse(members(data)[member]).xpath(path, namespaces=NAMES)
    return found[0]


def one(shape: AnyShape) -> bytes:
    """Returns a presentation with one slide that has `shape`."""
    return write(deck(page(shape)), brand())
