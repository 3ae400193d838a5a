"""Pages: slides with every box known. `arrange` makes them, and `write` writes them as PowerPoint's XML.

Lengths are whole EMU (914,400 to the inch, 360,000 to the centimetre), sizes of type are points.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from deckwright.model.colours import Colour
from deckwright.model.page_chart import NativeChart
from deckwright.model.source import Span

PPI = 220
"""Pixels per inch of pictures: PowerPoint's own default for compression."""
EMU_PER_POINT = 12_700
EMU_PER_CM = 360_000

Align = Literal["left", "center", "right", "justify"]
Anchor = Literal["top", "middle", "bottom"]
MIRRORED: Mapping[Align, Align] = {"left": "right", "right": "left"}
"""The alignment in a right-to-left text, for each alignment that differs there."""


class Box(Struct, frozen=True, gc=False):
    """A rectangle on the page, in EMU."""

    x: int
    y: int
    width: int
    height: int


class Insets(Struct, frozen=True, gc=False):
    """The space between a shape's edges and its text, in EMU."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0


class Link(Struct, frozen=True, gc=False):
    """The target of a click: a web address or a slide."""

    url: str | None = None
    slide: str | None = None
    """The id of a slide of this deck."""


class Run(Struct, frozen=True, gc=False):
    """Text in one format (a:r). None inherits from the placeholder, layout or master."""

    text: str
    """May hold a line break as U+000B (a:br)."""
    lang: str
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    caps: bool | None = None
    font: str | None = None
    """heading, body or code, or the name of a font family."""
    baseline: int = 0
    """Percent of the size: 30 superscript, −25 subscript."""
    colour: Colour | None = None
    link: Link | None = None


class Paragraph(Struct, frozen=True, gc=False):
    """One paragraph (a:p). None inherits from the placeholder, layout or master."""

    runs: tuple[Run, ...]
    level: int = 0
    align: Align | None = None
    bullet: str | None = None
    """A bullet character; "" for no bullet, whatever the placeholder has."""
    bullet_colour: Colour | None = None
    margin_left: int | None = None
    indent: int | None = None
    line_spacing: int | None = None
    """Percent of the line height."""
    space_before: float | None = None
    """Points."""
    rtl: bool = False
    from_left: bool = False
    """True for a left-to-right paragraph in a right-to-left text, such as a number (a:pPr rtl="0")."""
    end_lang: str = ""
    """Language of the paragraph's end mark (a:endParaRPr)."""
    end_size: float | None = None
    """Points of the end mark, which set the height of an empty paragraph."""


class TextFrame(Struct, frozen=True, gc=False):
    """A shape's text (p:txBody). None inherits from the layout."""

    paragraphs: tuple[Paragraph, ...]
    insets: Insets | None = None
    anchor: Anchor | None = None
    font_scale: int | None = None
    """Percent of every size (a:normAutofit fontScale) if the text had to shrink, else None."""
    line_reduction: int = 0
    """Percent less line spacing (a:normAutofit lnSpcReduction)."""


class Line(Struct, frozen=True, gc=False):
    """An outline or a line (a:ln); its width is in EMU."""

    colour: Colour
    width: int
    dash: Literal["solid", "dash", "dot"] = "solid"
    begin_arrow: bool = False
    end_arrow: bool = False


class Slot(Struct, frozen=True, gc=False):
    """The placeholder of the slide layout that a shape fills (p:ph)."""

    type: str
    """ST_PlaceholderType: title, ctrTitle, subTitle, body, obj, pic, chart, tbl, dt, ftr, sldNum."""
    index: int


class Shape(Struct, frozen=True, gc=False):
    """A placeholder, a text box or a drawn shape (p:sp)."""

    name: str
    box: Box | None
    """None for a placeholder that stays where the layout has it."""
    frame: TextFrame | None = None
    slot: Slot | None = None
    geometry: str = "rect"
    """ST_ShapeType; placeholders ignore it."""
    adjustments: tuple[tuple[str, int], ...] = ()
    """Guide values of the geometry (a:gd): ("adj", 50000)."""
    fill: Colour | None = None
    line: Line | None = None
    flip_horizontal: bool = False
    rotation: int = 0
    """Degrees clockwise."""
    text_box: bool = False
    alt: str = ""
    decorative: bool = False
    link: Link | None = None
    field: Literal["", "slidenum"] = ""
    """The kind of field that the text is (a:fld), or empty."""
    span: Span | None = None


class Connector(Struct, frozen=True, gc=False):
    """A straight line or arrow from one point to another (p:cxnSp)."""

    name: str
    box: Box
    line: Line
    flip_horizontal: bool = False
    flip_vertical: bool = False
    begin: tuple[str, int] | None = None
    """The name of the shape that it is connected to, and the number of the connection site (a:stCxn)."""
    end: tuple[str, int] | None = None
    geometry: str = "straightConnector1"
    alt: str = ""
    decorative: bool = True


class PictureFrame(Struct, frozen=True, gc=False):
    """A picture (p:pic). `crop` is in thousandths of a percent from left, top, right and bottom (a:srcRect)."""

    name: str
    box: Box
    data: bytes
    """The whole file: PowerPoint can undo the cropping."""
    media_type: str
    """image/png, image/jpeg, or image/svg+xml for a drawing, which is stored with a PNG."""
    alt: str = ""
    decorative: bool = False
    crop: tuple[int, int, int, int] = (0, 0, 0, 0)
    raster: bytes | None = None
    """The PNG of a drawing, if one exists."""
    fonts: str | None = None
    """The folder of the brand's fonts for a drawing with text; "" to use only fonts of this machine."""
    slot: Slot | None = None
    link: Link | None = None


class ChartFrame(Struct, frozen=True, gc=False):
    """A chart on a page (p:graphicFrame)."""

    name: str
    box: Box
    chart: NativeChart
    alt: str
    slot: Slot | None = None
    link: Link | None = None


class TableCell(Struct, frozen=True, gc=False):
    """A cell of a table (a:tc); the table style sets everything else."""

    frame: TextFrame
    fill: Colour | None = None


class TableFrame(Struct, frozen=True, gc=False):
    """A native table (a:tbl). The table style sets fills, lines and weights; cells hold only what differs."""

    name: str
    box: Box
    column_widths: tuple[int, ...]
    row_heights: tuple[int, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    style: str
    """The style's GUID in ppt/tableStyles.xml (a:tableStyleId)."""
    alt: str
    header_row: bool = True
    total_row: bool = False
    first_column: bool = False
    """True if the cells of the first column name their rows."""
    banded: bool = False
    slot: Slot | None = None
    rtl: bool = False


class Group(Struct, frozen=True, gc=False):
    """A group of shapes (p:grpSp), whose boxes are relative to the page."""

    name: str
    box: Box
    shapes: tuple[AnyShape, ...]
    alt: str = ""
    decorative: bool = False


AnyShape = Shape | Connector | PictureFrame | ChartFrame | TableFrame | Group


class Page(Struct, frozen=True, gc=False):
    """One slide, in reading order."""

    id: str
    layout: str
    """The part name of its slide layout in the brand's template: /ppt/slideLayouts/slideLayout2.xml."""
    shapes: tuple[AnyShape, ...]
    notes: tuple[Paragraph, ...] = ()
    title: str = ""
    """Plain text of the title, for lists of slides."""
    data: tuple[str, ...] = ()
    """Names of the data tables it shows, as in `Pages.data`."""
    continues: str = ""
    """The id of the slide whose table continues here; empty for any other page."""


class PageSection(Struct, frozen=True, gc=False):
    """A section of the presentation (p14:section)."""

    name: str
    slides: tuple[str, ...]
    """Ids, in order."""


class DataVersion(Struct, frozen=True, gc=False):
    """A data table that pages show, as the presentation records it."""

    name: str
    """Its name under `data:` in deck.yaml."""
    source: str
    """The source of the values; empty if the deck names none."""
    as_of: str
    """`2018`, `2018-03` or `2018-03-31`; empty if the deck gives none."""
    digest: str
    """SHA-256 of the data file's bytes, in hexadecimal."""
    rows: int


class Pages(Struct, frozen=True, gc=False):
    """A whole presentation, ready to be written."""

    pages: tuple[Page, ...]
    sections: tuple[PageSection, ...]
    title: str
    author: str
    subject: str
    language: str
    date: date | None = None
    keywords: str = ""
    name: str = ""
    """The name of the file without suffix."""
    data: tuple[DataVersion, ...] = ()
