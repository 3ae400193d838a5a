"""The table of chart kinds, with a row for each.

`kinds.contracts` reads from it which fields a kind has, `evaluate` which data it can show, `arrange` where its labels
go, `write` how it is written to the file, and `verify` what PowerPoint accepts. A kind that is composed of others, such
as `waterfall` of stacked columns, names its `composition`: a key of `COMPOSITIONS` in
`deckwright.arrange.charts.series`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

POSITION_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "outside-end": "outEnd",
        "inside-end": "inEnd",
        "center": "ctr",
        "inside-base": "inBase",
        "best-fit": "bestFit",
        "above": "t",
        "below": "b",
        "left": "l",
        "right": "r",
    }
)
"""Label position in deck.yaml, as PowerPoint calls it → ST_DLblPos."""

TRENDS: Mapping[str, str] = MappingProxyType(
    {"linear": "linear", "exponential": "exp", "logarithmic": "log", "power": "power", "moving-average": "movingAvg"}
)
"""Trend line in deck.yaml, as PowerPoint calls it → ST_TrendlineType."""


class ChartKind(Struct, frozen=True):
    """A kind of chart: its data, its options, and its elements in the file (ECMA-376 part 1, 21.2)."""

    name: str
    summary: str
    """The line below its heading in the reference."""
    element: str
    """The element of the plot without its prefix: barChart, lineChart …"""
    direction: Literal["", "bar", "col"] = ""
    """c:barDir."""
    grouping: Literal["", "clustered", "standard", "stacked", "percentStacked"] = ""
    """c:grouping."""
    label_positions: tuple[str, ...] = ()
    """The ST_DLblPos values that PowerPoint opens without repair; if empty, c:dLblPos must not be written."""
    label_position: str | None = None
    """The default position of labels; None leaves it to PowerPoint."""
    form: Literal["series", "points", "bubbles", "raw", "spans"] = "series"
    """The columns that it takes, a key of `deckwright.kinds.contracts.chart_fields.CHART_FORMS`."""
    options: tuple[str, ...] = ()
    """The options that it has, keys of `deckwright.kinds.contracts.chart_fields.CHART_OPTIONS`."""
    label_parts: tuple[str, ...] = ("value", "category", "series")
    """The parts that a label can have."""
    max_labels: int = 40
    """Up to this many points have labels by default; with 0, labels are only shown if the author asks for them."""
    composition: str = ""
    """How its series are composed from its values; "" if its values are the series."""
    style: str = ""
    """c:radarStyle, c:scatterStyle."""
    has_axes: bool = True
    is_single_series: bool = False
    allows_negative: bool = True
    coloured_by: Literal["series", "point"] = "series"
    """The entries of the legend, which take the colours of the brand in turn."""
    starts_at_zero: bool = True
    """The value axis begins at zero, as lengths and areas must, unless there are negative values or a `minimum`."""
    colours_points: bool = True
    """A single category can be highlighted with its own colour."""
    value_format: str | None = None
    """The number format of the value axis, if it is not that of the values."""

    @property
    def is_stacked(self) -> bool:
        return self.grouping in {"stacked", "percentStacked"}

    @property
    def is_numeric(self) -> bool:
        """True if both axes are value axes: points have an x and a y, and no category."""
        return self.form in {"points", "bubbles"}

    @property
    def is_horizontal(self) -> bool:
        """True if categories are below each other and bars are horizontal."""
        return self.direction == "bar"

    @property
    def position_words(self) -> tuple[str, ...]:
        """The label positions that an author may choose, as PowerPoint calls them."""
        return tuple(word for word, position in POSITION_WORDS.items() if position in self.label_positions)


_BAR_LABELS = ("outEnd", "inEnd", "ctr", "inBase")
_STACK_LABELS = ("ctr", "inEnd", "inBase")
_POINT_LABELS = ("t", "b", "l", "r", "ctr")
_SLICE_LABELS = ("outEnd", "inEnd", "ctr", "bestFit")

_COMMON = ("labels", "legend", "colours", "multiples")
_VALUES = ("minimum", "maximum", "gridlines", "value_title")
_AXES = ("category_title", *_VALUES)
_BARS = ("highlight", "sort", *_COMMON, "label_position", *_AXES, "gap")
_COLUMNS = (*_BARS, "target")
_LINES = ("highlight", *_COMMON, "label_position", *_AXES, "target", "markers")
_AREAS = ("highlight", *_COMMON, *_AXES, "target")
_SLICES = ("highlight", "sort", *_COMMON)
_RADAR = ("highlight", *_COMMON, "minimum", "maximum", "gridlines")
_COMBO = (*_COMMON, *_AXES, "gap", "target", "lines", "secondary", "secondary_title", "secondary_format", "markers")
_SPANS = ("highlight", "sort", "labels", "legend", "multiples", *_AXES)
_POINTS = (
    *("highlight", *_COMMON, "label_position", "x_title", "y_title", "x_format", "x_minimum", "x_maximum"),
    *("minimum", "maximum", "gridlines", "scale", "x_scale", "trend", "period"),
)
_SHARE_PARTS = ("value", "category", "percent")
_POINT_PARTS = ("name", "value", "series")


# fmt: off
_ROWS: tuple[ChartKind, ...] = (
    ChartKind("bar", "Compares categories, with room for long names; the first is at the top.",
              "barChart", "bar", "clustered", _BAR_LABELS, "outEnd", options=(*_BARS, "errors")),
    ChartKind("column", "Compares categories with short names, such as years.",
              "barChart", "col", "clustered", _BAR_LABELS, "outEnd", options=(*_COLUMNS, "errors", "trend", "period")),
    ChartKind("stacked-bar", "Shows parts and their sum, with room for long names.",
              "barChart", "bar", "stacked", _STACK_LABELS, "ctr", options=_BARS),
    ChartKind("stacked-column", "Shows parts and their sum, for example for a few years.",
              "barChart", "col", "stacked", _STACK_LABELS, "ctr", options=_COLUMNS),
    ChartKind("percent-stacked-bar", "Compares shares of a whole between categories with long names.",
              "barChart", "bar", "percentStacked", _STACK_LABELS, "ctr", options=_BARS, allows_negative=False,
              value_format="0%"),
    ChartKind("percent-stacked-column", "Compares shares of a whole, for example between a few years.",
              "barChart", "col", "percentStacked", _STACK_LABELS, "ctr", options=_BARS, allows_negative=False,
              value_format="0%"),
    ChartKind("line", "Shows a development over many points in time.",
              "lineChart", "", "standard", _POINT_LABELS, "t", options=(*_LINES, "scale", "errors", "trend", "period"),
              max_labels=12, starts_at_zero=False),
    ChartKind("area", "Shows how an amount grows and shrinks.",
              "areaChart", "", "standard", options=_AREAS, max_labels=0, colours_points=False),
    ChartKind("stacked-area", "Shows how parts and their sum grow and shrink.",
              "areaChart", "", "stacked", options=_AREAS, max_labels=0, allows_negative=False, colours_points=False),
    ChartKind("percent-stacked-area", "Shows how the shares of a whole change.",
              "areaChart", "", "percentStacked", options=_AREAS[:-1], max_labels=0, allows_negative=False,
              colours_points=False, value_format="0%"),
    ChartKind("pie", "Shows a few shares of one whole.",
              "pieChart", "", "", _SLICE_LABELS, "outEnd", options=(*_SLICES, "label_position"),
              label_parts=_SHARE_PARTS, max_labels=12,
              has_axes=False, is_single_series=True, allows_negative=False, coloured_by="point"),
    ChartKind("doughnut", "Shows a few shares of one whole, with a hole in the middle.",
              "doughnutChart", "", "", options=_SLICES, label_parts=_SHARE_PARTS, max_labels=12,
              has_axes=False, is_single_series=True, allows_negative=False, coloured_by="point"),
    ChartKind("combo", "Shows columns with lines over them, such as an amount and its rate, each on its own axis.",
              "barChart", "col", "clustered", _BAR_LABELS, "outEnd", options=_COMBO, max_labels=0, composition="combo"),
    ChartKind("stacked-combo", "Shows stacked columns with lines over them.",
              "barChart", "col", "stacked", _STACK_LABELS, "ctr", options=_COMBO, max_labels=0, composition="combo"),
    ChartKind("scatter", "Shows how two numbers are related, with a point for each case.",
              "scatterChart", "", "", _POINT_LABELS, "r", "points", (*_POINTS, "errors"), _POINT_PARTS,
              composition="points", style="lineMarker", starts_at_zero=False),
    ChartKind("bubble", "Shows how three numbers are related: a bubble for each case, whose area is the third.",
              "bubbleChart", "", "", _POINT_LABELS, "ctr", "bubbles", _POINTS, (*_POINT_PARTS, "size"),
              composition="points", starts_at_zero=False),
    ChartKind("radar", "Compares a few series in several respects on one scale.",
              "radarChart", "", "", options=(*_RADAR, "markers"), max_labels=0, colours_points=False, style="marker"),
    ChartKind("filled-radar", "Shows one series or two as areas, in several respects on one scale.",
              "radarChart", "", "", options=_RADAR, max_labels=0, colours_points=False, style="filled"),
    ChartKind("waterfall",
              "Shows how one number becomes another: what increases it, what decreases it, and the totals.",
              "barChart", "col", "stacked", _STACK_LABELS, "ctr",
              options=("labels", "legend", "colours", "multiples", *_AXES, "gap", "totals"), label_parts=("value",),
              composition="waterfall", is_single_series=True),
    ChartKind("histogram", "Shows the distribution of values: how many are in each interval.",
              "barChart", "col", "clustered", _BAR_LABELS, "outEnd", "raw",
              ("labels", "label_position", *_AXES, "bins", "bin_width", "multiples"), label_parts=("value",),
              max_labels=24, is_single_series=True),
    ChartKind("range", "Shows a range of values for each category, with room for long names.",
              "barChart", "bar", "stacked", _STACK_LABELS, "ctr", "spans", (*_SPANS, "gap"), label_parts=("value",),
              composition="range", starts_at_zero=False),
    ChartKind("dumbbell", "Shows two values for each category, and the distance between them.",
              "lineChart", "", "standard", _POINT_LABELS, "t", "spans", _SPANS, label_parts=("value",),
              composition="dumbbell", starts_at_zero=False),
    ChartKind("slope", "Shows what has risen and what has fallen between two points in time.",
              "lineChart", "", "standard", _POINT_LABELS, "r", "spans",
              ("highlight", "sort", "minimum", "maximum", "multiples"), label_parts=("value",),
              composition="slope", starts_at_zero=False),
)
# fmt: on


CHART_KINDS: Mapping[str, ChartKind] = MappingProxyType({kind.name: kind for kind in _ROWS})
"""Name in deck.yaml → kind."""
