"""Pages: slides with every box known. What `arrange` makes and `write` draws.

Lengths are whole EMU (914,400 to the inch, 360,000 to the centimetre), sizes of type are points.
Nothing here is left to decide: `write` only spells these values in PowerPoint's XML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from deckwright.source import Span

EMU_PER_POINT = 12_700
EMU_PER_CM = 360_000

Align = Literal["left", "center", "right", "justify"]
Anchor = Literal["top", "middle", "bottom"]
MIRRORED: Mapping[Align, Align] = {"left": "right", "right": "left"}
"""Where lines run from the right, left becomes right."""


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Insets:
    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0


@dataclass(frozen=True, slots=True)
class Colour:
    """A theme colour, as PowerPoint's colour menu names it: "Accent 1, Lighter 80%"."""

    slot: str
    """text1, background1, text2, background2, accent1 … accent6, hyperlink, followed-hyperlink."""
    lighter: int = 0
    """Percent, 0–100: a:lumMod 100−n, a:lumOff n."""
    darker: int = 0
    """Percent, 0–100: a:lumMod 100−n."""
    opacity: int = 100
    """Percent; 0 is clear (a:alpha)."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a click goes: exactly one of the two is set."""

    url: str | None = None
    slide: str | None = None
    """The id of a slide of this deck."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look (a:r). None means: as the placeholder, layout or master has it."""

    text: str
    """May hold a line break as U+000B (a:br)."""
    lang: str
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    caps: bool | None = None
    font: Literal["heading", "body", "code"] | None = None
    baseline: int = 0
    """Percent of the size: 30 superscript, −25 subscript."""
    colour: Colour | None = None
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
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
    """It runs from the left though the text around it does not, as figures do (a:pPr rtl="0")."""
    end_lang: str = ""
    """Language of the paragraph's end mark (a:endParaRPr)."""
    end_size: float | None = None
    """Points of the end mark, which make the height of a paragraph without text."""


@dataclass(frozen=True, slots=True)
class TextFrame:
    """A shape's text (p:txBody). None means: as the layout has it."""

    paragraphs: tuple[Paragraph, ...]
    insets: Insets | None = None
    anchor: Anchor | None = None
    font_scale: int | None = None
    """Percent of every size (a:normAutofit fontScale), when the text had to shrink; else None."""
    line_reduction: int = 0
    """Percent taken off the line spacing (a:normAutofit lnSpcReduction)."""


@dataclass(frozen=True, slots=True)
class Line:
    colour: Colour
    width: int
    dash: Literal["solid", "dash", "dot"] = "solid"
    begin_arrow: bool = False
    end_arrow: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """The placeholder of the slide layout that a shape fills (p:ph)."""

    type: str
    """ST_PlaceholderType: title, ctrTitle, subTitle, body, obj, pic, chart, tbl, dt, ftr, sldNum."""
    index: int


@dataclass(frozen=True, slots=True)
class Shape:
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


@dataclass(frozen=True, slots=True)
class Connector:
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


@dataclass(frozen=True, slots=True)
class Picture:
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


Values = tuple[Decimal | None, ...]
"""Figures of a chart, with None where there is none."""


@dataclass(frozen=True, slots=True)
class ErrorBars:
    """Error bars (c:errBars): `value` for every point alike, or the figures of each in the workbook."""

    kind: Literal["fixed", "percent", "figures"]
    value: Decimal = Decimal(0)
    plus: Values = ()
    minus: Values = ()
    colour: Colour | None = None
    width: int = 12_700
    """EMU of the line."""
    caps: bool = True
    """With a stroke across each end."""


@dataclass(frozen=True, slots=True)
class Trend:
    """A trend line (c:trendline)."""

    kind: str
    """ST_TrendlineType."""
    name: str
    colour: Colour
    period: int = 2
    """Points that a moving average is of."""
    beyond: Decimal = Decimal(0)
    """How far it goes on at both ends, in categories."""
    dash: Literal["solid", "dash", "dot"] = "dot"


@dataclass(frozen=True, slots=True)
class ChartSeries:
    name: str
    values: Values
    colour: Colour
    point_colours: tuple[Colour | None, ...] = ()
    """Where a point differs from its series; empty, or one for each category."""
    labels: tuple[str, ...] = ()
    """Label texts from cells, where the number format cannot say it; empty, or one for each category."""
    label_colours: tuple[Colour | None, ...] = ()
    """Where a label differs from the chart's text colour, as on a dark bar; empty, or one for each category."""
    kind: str = ""
    """The row of the chart table that it is drawn as; empty for the chart's own."""
    secondary: bool = False
    """On the axis at the other side."""
    xs: Values = ()
    sizes: Values = ()
    """Areas of bubbles."""
    x_name: str = ""
    size_name: str = ""
    number_format: str = ""
    """Where it is not the chart's."""
    drawn: bool = True
    """Off for what only holds others up, or only bears labels: no fill, no line, no place in the legend."""
    line: float = 2.25
    """Points; 0 for markers without a line between them."""
    dash: Literal["solid", "dash", "dot"] = "solid"
    marker: float = 0
    """Points of its markers' width; 0 for none."""
    label_position: str | None = None
    """Where it is not the chart's."""
    label_positions: tuple[str | None, ...] = ()
    """Where a point's label differs from its series' own."""
    labelled: tuple[int, ...] | None = None
    """The points that have a label; None for all, where the chart has labels."""
    says: tuple[str, ...] | None = None
    """What its labels say, where it is not what the chart's do."""
    label_shifts: tuple[tuple[float, float], ...] = ()
    """How far labels stand right of and below their place, as shares of the frame; empty, or one for each point."""
    errors: ErrorBars | None = None
    trend: Trend | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """What is said of an axis that counts (c:valAx)."""

    shown: bool = False
    """With its numbers."""
    gridlines: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    step: Decimal | None = None
    """Between two numbers (c:majorUnit)."""
    logarithmic: bool = False
    title: str | None = None
    number_format: str = ""
    """Where it is not the chart's."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart, every choice made. Sizes in points, colours by theme."""

    kind: str
    """A row of the chart table."""
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    number_format: str
    """A format code as the file stores it (en-US form)."""
    lang: str
    text_size: float
    text_colour: Colour
    title: str | None = None
    title_size: float = 0
    title_left: float | None = 0.005
    """Where it begins, as a share of the frame; None leaves it to PowerPoint."""
    data_labels: bool = True
    label_size: float = 0
    label_position: str | None = None
    """ST_DLblPos, legal for the kind; None leaves it out."""
    says: tuple[str, ...] = ("value",)
    """What labels say: value, category, series, percent, size."""
    percent_format: str = "0%"
    """Of labels that say a share of the whole."""
    emphasised: tuple[int, ...] = ()
    """Categories whose label is bold."""
    legend: Literal["", "right", "bottom", "top", "left"] = ""
    value_axis: bool = False
    """Shown with its numbers and gridlines; off where labels say the values."""
    gridlines: bool | None = None
    """Where they are not there just as the value axis is."""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    step: Decimal | None = None
    """Between two numbers of the value axis (c:majorUnit)."""
    axis_format: str = ""
    """Of the value axis, where it has fewer decimals than the values."""
    logarithmic: bool = False
    category_title: str | None = None
    value_title: str | None = None
    category_size: float = 0
    """Points of the categories' names, where they are smaller than the rest."""
    label_every: int = 1
    """Every how many categories one has its name (c:tickLblSkip)."""
    dates: tuple[date, ...] = ()
    """The categories where they are days; empty, or one for each."""
    date_format: str = ""
    date_unit: Literal["", "days", "months", "years"] = ""
    """Days stand apart as in a calendar (c:dateAx), counted in this unit; empty: one beside the other."""
    date_step: tuple[int, Literal["days", "months", "years"]] | None = None
    """Between two that are named; None leaves it to PowerPoint."""
    x_axis: Axis = Axis()
    """Of kinds whose points have an x."""
    second_axis: Axis = Axis()
    """Of series that are `secondary`."""
    plot: tuple[float, float, float, float] | None = None
    """Left, top, width and height of the plot itself, as shares of the frame; None leaves it to PowerPoint."""
    edge_to_edge: bool = False
    """Lines run from the first category at one edge to the last at the other, with a stroke at each category."""
    gap: int = 50
    """Percent of a bar's width between bars (c:gapWidth)."""
    bubble_scale: int = 100
    """Percent of the size that bubbles have by themselves, the largest a quarter of the plot."""
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class ChartFrame:
    name: str
    box: Box
    chart: Chart
    alt: str
    slot: Slot | None = None
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table (a:tc). What it does not say, the table's style does."""

    frame: TextFrame
    fill: Colour | None = None


@dataclass(frozen=True, slots=True)
class TableFrame:
    """A native table (a:tbl). Fills, rules and weights are its style's; cells say only what differs."""

    name: str
    box: Box
    column_widths: tuple[int, ...]
    row_heights: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
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


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that belong together (p:grpSp); their boxes are on the page, not in the group."""

    name: str
    box: Box
    shapes: tuple[AnyShape, ...]
    alt: str = ""
    decorative: bool = False


AnyShape = Shape | Connector | Picture | ChartFrame | TableFrame | Group


@dataclass(frozen=True, slots=True)
class Page:
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


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    slides: tuple[str, ...]
    """Ids, in order."""


@dataclass(frozen=True, slots=True)
class DataVersion:
    """A table that pages show, as the file remembers it."""

    name: str
    """Under `data:` in deck.yaml."""
    source: str
    """Whom the figures come from; empty where nobody said."""
    as_of: str
    """`2018`, `2018-03` or `2018-03-31`; empty where nobody said."""
    digest: str
    """SHA-256 of the data file's bytes, in hexadecimal."""
    rows: int


@dataclass(frozen=True, slots=True)
class Pages:
    """A whole presentation, ready to be written."""

    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    title: str
    author: str
    subject: str
    language: str
    date: date | None = None
    keywords: str = ""
    name: str = ""
    """The stem of the file name."""
    data: tuple[DataVersion, ...] = ()
