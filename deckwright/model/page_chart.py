"""A chart on a page: native, with every choice made. `arrange` makes it, `write` spells it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from deckwright.model.colours import Colour

Values = tuple[Decimal | None, ...]
"""Values of a chart, with None where there is none."""


class ErrorBars(Struct, frozen=True, gc=False):
    """Error bars (c:errBars): `value` for every point alike, or the values of each in the workbook."""

    kind: Literal["fixed", "percent", "values"]
    value: Decimal = Decimal(0)
    plus: Values = ()
    minus: Values = ()
    colour: Colour | None = None
    width: int = 12_700
    """EMU of the line."""
    caps: bool = True
    """With a stroke across each end."""


class Trend(Struct, frozen=True, gc=False):
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


class ChartSeries(Struct, frozen=True, gc=False):
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


class Axis(Struct, frozen=True, gc=False):
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


class NativeChart(Struct, frozen=True, gc=False):
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
    on_dark: bool = False
    """Its text is light, so its axes and gridlines are light too, and seen through."""
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
