"""A native chart with every choice made. `arrange` makes it, and `write` writes it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from deckwright.model.colours import Colour

Values = tuple[Decimal | None, ...]
"""Values of a series; None for a gap."""


class ErrorBars(Struct, frozen=True, gc=False):
    """Error bars (c:errBars): the same `value` for every point, or values of each point in the workbook."""

    kind: Literal["fixed", "percent", "values"]
    value: Decimal = Decimal(0)
    plus: Values = ()
    minus: Values = ()
    colour: Colour | None = None
    width: int = 12_700
    """EMU of the line."""
    caps: bool = True
    """True for a stroke across each end."""


class Trend(Struct, frozen=True, gc=False):
    """A trend line (c:trendline)."""

    kind: str
    """ST_TrendlineType."""
    name: str
    colour: Colour
    period: int = 2
    """The number of points in a moving average."""
    beyond: Decimal = Decimal(0)
    """The length by which it extends at both ends, in categories."""
    dash: Literal["solid", "dash", "dot"] = "dot"


class ChartSeries(Struct, frozen=True, gc=False):
    """A series with its look (c:ser)."""

    name: str
    values: Values
    colour: Colour
    point_colours: tuple[Colour | None, ...] = ()
    """Colours of points that differ from the series; empty, or one for each category."""
    labels: tuple[str, ...] = ()
    """Texts of the labels, if a number format cannot write them; empty, or one for each category."""
    label_colours: tuple[Colour | None, ...] = ()
    """Colours of labels that differ from the chart's text; empty, or one for each category."""
    kind: str = ""
    """The chart kind that the series is drawn as; empty for the kind of the chart."""
    secondary: bool = False
    """True for a series on the secondary axis."""
    xs: Values = ()
    sizes: Values = ()
    """Areas of bubbles."""
    x_name: str = ""
    size_name: str = ""
    number_format: str = ""
    """Empty for the chart's."""
    drawn: bool = True
    """False for a series that only lifts others, or only carries labels: no fill, no line, not in the legend."""
    line: float = 2.25
    """The width in points; 0 for markers without a line."""
    dash: Literal["solid", "dash", "dot"] = "solid"
    marker: float = 0
    """The size of its markers in points; 0 for none."""
    label_position: str | None = None
    """Empty for the chart's."""
    label_positions: tuple[str | None, ...] = ()
    """Positions of labels that differ from the series' position."""
    labelled: tuple[int, ...] | None = None
    """Indexes of the points with a label; None for all."""
    says: tuple[str, ...] | None = None
    """The contents of its labels; None for the chart's."""
    label_shifts: tuple[tuple[float, float], ...] = ()
    """Distances of labels to the right of and below their position, as shares of the frame; empty, or one for each
    point."""
    errors: ErrorBars | None = None
    trend: Trend | None = None


class Axis(Struct, frozen=True, gc=False):
    """A value axis (c:valAx)."""

    shown: bool = False
    """True to show its numbers."""
    gridlines: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    step: Decimal | None = None
    """The distance between two numbers (c:majorUnit)."""
    logarithmic: bool = False
    title: str | None = None
    number_format: str = ""
    """Empty for the chart's."""


class NativeChart(Struct, frozen=True, gc=False):
    """A native chart with every choice made. Sizes are in points."""

    kind: str
    """A key of CHART_KINDS."""
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    number_format: str
    """A format code as the file stores it (in its en-US form)."""
    lang: str
    text_size: float
    text_colour: Colour
    on_dark: bool = False
    """True if its text is light; axes and gridlines are then light and transparent."""
    title: str | None = None
    title_size: float = 0
    title_left: float | None = 0.005
    """The left edge of the title, as a share of the frame; None for PowerPoint's own place."""
    data_labels: bool = True
    label_size: float = 0
    label_position: str | None = None
    """ST_DLblPos, one that is legal for the kind; None to write none."""
    says: tuple[str, ...] = ("value",)
    """The contents of labels: value, category, series, percent, size."""
    percent_format: str = "0%"
    """Format code of labels that show a share of the whole."""
    emphasised: tuple[int, ...] = ()
    """Indexes of the categories whose label is bold."""
    legend: Literal["", "right", "bottom", "top", "left"] = ""
    value_axis: bool = False
    """True to show the value axis with numbers and gridlines; labels can replace it."""
    gridlines: bool | None = None
    """True or False to show gridlines or not; None to show them with the value axis."""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    step: Decimal | None = None
    """The distance between two numbers of the value axis (c:majorUnit)."""
    axis_format: str = ""
    """Format code of the value axis, if it has fewer decimals than the values."""
    logarithmic: bool = False
    category_title: str | None = None
    value_title: str | None = None
    category_size: float = 0
    """The size of the category names, if it is smaller than the other text."""
    label_every: int = 1
    """Shows the name of every n-th category (c:tickLblSkip)."""
    dates: tuple[date, ...] = ()
    """The days that the categories are, one for each; empty if they are not days."""
    date_format: str = ""
    date_unit: Literal["", "days", "months", "years"] = ""
    """The unit of a date axis (c:dateAx), on which days have the distances of a calendar; empty for a category axis."""
    date_step: tuple[int, Literal["days", "months", "years"]] | None = None
    """The distance between two dates with a label; None for PowerPoint's choice."""
    x_axis: Axis = Axis()
    """The axis of x, for kinds whose points have one."""
    second_axis: Axis = Axis()
    """The axis of series that are `secondary`."""
    plot: tuple[float, float, float, float] | None = None
    """Left, top, width and height of the plot area, as shares of the frame; None for PowerPoint's choice."""
    edge_to_edge: bool = False
    """True if the first and the last category lie on the edges of the plot area (c:crossBetween midCat)."""
    gap: int = 50
    """The gap between bars in percent of their width (c:gapWidth)."""
    bubble_scale: int = 100
    """The size of bubbles in percent of the default, in which the largest is a quarter of the plot."""
    rtl: bool = False
