"""Pages: slides with every box known. What `arrange` makes and `write` draws.

Lengths are whole EMU (914,400 to the inch, 360,000 to the centimetre), sizes of type are points.
Nothing here is left to decide: `write` only spells these values in PowerPoint's XML.
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
"""Pixels to the inch of pictures: what PowerPoint compresses them to by itself."""
EMU_PER_POINT = 12_700
EMU_PER_CM = 360_000

Align = Literal["left", "center", "right", "justify"]
Anchor = Literal["top", "middle", "bottom"]
MIRRORED: Mapping[Align, Align] = {"left": "right", "right": "left"}
"""Where lines run from the right, left becomes right."""


class Box(Struct, frozen=True, gc=False):
    x: int
    y: int
    width: int
    height: int


class Insets(Struct, frozen=True, gc=False):
    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0


class Link(Struct, frozen=True, gc=False):
    """Where a click goes: exactly one of the two is set."""

    url: str | None = None
    slide: str | None = None
    """The id of a slide of this deck."""


class Run(Struct, frozen=True, gc=False):
    """Text of one look (a:r). None means: as the placeholder, layout or master has it."""

    text: str
    """May hold a line break as U+000B (a:br)."""
    lang: str
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    caps: bool | None = None
    font: str | None = None
    """heading, body or code; else a family."""
    baseline: int = 0
    """Percent of the size: 30 superscript, −25 subscript."""
    colour: Colour | None = None
    link: Link | None = None


class Paragraph(Struct, frozen=True, gc=False):
    """One paragraph (a:p). None means: as the placeholder, layout or master has it."""

    runs: tuple[Run, ...]
    level: int = 0
    align: Align | None = None
    bullet: str | None = None
    """A bullet character, or "" for certainly none."""
    bullet_colour: Colour | None = None
    margin_left: int | None = None
    indent: int | None = None
    line_spacing: int | None = None
    """Percent of the line height."""
    space_before: float | None = None
    """Points."""
    rtl: bool = False
    from_left: bool = False
    """It runs from the left though the text around it does not, as numbers do (a:pPr rtl="0")."""
    end_lang: str = ""
    """Language of the paragraph's end mark (a:endParaRPr)."""
    end_size: float | None = None
    """Points of the end mark, which make the height of a paragraph without text."""


class TextFrame(Struct, frozen=True, gc=False):
    """A shape's text (p:txBody). None means: as the layout has it."""

    paragraphs: tuple[Paragraph, ...]
    insets: Insets | None = None
    anchor: Anchor | None = None
    font_scale: int | None = None
    """Percent of every size (a:normAutofit fontScale), when the text had to shrink; else None."""
    line_reduction: int = 0
    """Percent taken off the line spacing (a:normAutofit lnSpcReduction)."""


class Line(Struct, frozen=True, gc=False):
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
    """None only for a placeholder: where the layout has it."""
    frame: TextFrame | None = None
    slot: Slot | None = None
    geometry: str = "rect"
    """ST_ShapeType; not used by placeholders."""
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
    """The frame's text is a field (a:fld)."""
    span: Span | None = None


class Connector(Struct, frozen=True, gc=False):
    """A straight line or arrow from one point to another (p:cxnSp)."""

    name: str
    box: Box
    line: Line
    flip_horizontal: bool = False
    flip_vertical: bool = False
    begin: tuple[str, int] | None = None
    """Name of the shape it is glued to and the number of its connection site (a:stCxn)."""
    end: tuple[str, int] | None = None
    geometry: str = "straightConnector1"
    alt: str = ""
    decorative: bool = True


class PictureFrame(Struct, frozen=True, gc=False):
    """A picture (p:pic), cut to `crop` thousandths of a percent at left, top, right and bottom (a:srcRect)."""

    name: str
    box: Box
    data: bytes
    """All of it, in the order of its file; what is cut off can be had back in PowerPoint."""
    media_type: str
    """image/png, image/jpeg, or image/svg+xml for a drawing, which is stored as a PNG as well."""
    alt: str = ""
    decorative: bool = False
    crop: tuple[int, int, int, int] = (0, 0, 0, 0)
    raster: bytes | None = None
    """Of a drawing: its PNG, where one was made with it."""
    fonts: str | None = None
    """Of a drawing that holds letters: where to find those of the brand; "" for the machine's own alone."""
    slot: Slot | None = None
    link: Link | None = None


class ChartFrame(Struct, frozen=True, gc=False):
    name: str
    box: Box
    chart: NativeChart
    alt: str
    slot: Slot | None = None
    link: Link | None = None


class TableCell(Struct, frozen=True, gc=False):
    """A cell of a table (a:tc). What it does not say, the table's style does."""

    frame: TextFrame
    fill: Colour | None = None


class TableFrame(Struct, frozen=True, gc=False):
    """A native table (a:tbl). Fills, rules and weights are its style's; cells say only what differs."""

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
    """Its cells name their rows."""
    banded: bool = False
    slot: Slot | None = None
    rtl: bool = False


class Group(Struct, frozen=True, gc=False):
    """Shapes that belong together (p:grpSp); their boxes are on the page, not in the group."""

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
    """Names of the data it shows: see `Pages.data`."""
    continues: str = ""
    """Id of the slide whose table goes on here; empty for a page that is a slide by itself."""


class PageSection(Struct, frozen=True, gc=False):
    name: str
    slides: tuple[str, ...]
    """Ids, in order."""


class DataVersion(Struct, frozen=True, gc=False):
    """A table that pages show, as the file remembers it."""

    name: str
    """Under `data:` in deck.yaml."""
    source: str
    """Whom the values come from; empty where nobody said."""
    as_of: str
    """`2018`, `2018-03` or `2018-03-31`; empty where nobody said."""
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
    """The stem of the file name."""
    data: tuple[DataVersion, ...] = ()
