"""The table of chart kinds: one row for each, which is all that a new kind takes.

`contracts` reads which fields a kind has, `evaluate` what data it bears, `arrange` where its labels go, `write` how it
is spelled in a file, `verify` what PowerPoint accepts. A kind that is drawn of others (`waterfall`, of stacked columns)
names what makes it so in `composition`, a row of `MADE` in `deckwright.arrange.charts.series`.
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
"""PowerPoint's names of label positions → ST_DLblPos."""

TRENDS: Mapping[str, str] = MappingProxyType(
    {"linear": "linear", "exponential": "exp", "logarithmic": "log", "power": "power", "moving-average": "movingAvg"}
)
"""PowerPoint's names of trend lines → ST_TrendlineType."""


class ChartKind(Struct, frozen=True):
    """What PowerPoint allows of a kind of chart (ECMA-376 part 1, 21.2)."""

    name: str
    summary: str
    """What it is for, in one line of the reference."""
    element: str
    """The plot: c:barChart, c:lineChart …, without the prefix."""
    direction: Literal["", "bar", "col"] = ""
    """c:barDir."""
    grouping: Literal["", "clustered", "standard", "stacked", "percentStacked"] = ""
    """c:grouping."""
    label_positions: tuple[str, ...] = ()
    """The ST_DLblPos values PowerPoint opens without repair; when empty, c:dLblPos must not be written."""
    label_position: str | None = None
    """Where labels stand unless told otherwise; None leaves it to PowerPoint."""
    form: Literal["series", "points", "bubbles", "raw", "spans"] = "series"
    """The columns it takes, a row of `deckwright.kinds.contracts.charts.CHART_FORMS`."""
    options: tuple[str, ...] = ()
    """What may be said of it besides, rows of `deckwright.kinds.contracts.charts.CHART_OPTIONS`."""
    label_parts: tuple[str, ...] = ("value", "category", "series")
    """What labels can say."""
    max_labels: int = 40
    """Up to so many points have labels without being asked; 0 leaves labels to the author."""
    composition: str = ""
    """What turns its values into series, where they are not the series themselves."""
    style: str = ""
    """c:radarStyle, c:scatterStyle."""
    has_axes: bool = True
    """Has two axes."""
    is_single_series: bool = False
    """Shows one series only."""
    allows_negative: bool = True
    """Negative values make sense."""
    coloured_by: Literal["series", "point"] = "series"
    """Whether the legend, and the brand's row of colours, go by series or by category."""
    starts_at_zero: bool = True
    """The value axis begins at zero, as lengths and areas must, unless values are negative or a minimum is given."""
    colours_points: bool = True
    """One category can be highlighted by its own colour."""
    value_format: str | None = None
    """Number format of the value axis, where it is not that of the values."""

    @property
    def is_stacked(self) -> bool:
        return self.grouping in {"stacked", "percentStacked"}

    @property
    def is_numeric(self) -> bool:
        """Both axes count: points have an x and a y, and no category."""
        return self.form in {"points", "bubbles"}

    @property
    def is_horizontal(self) -> bool:
        """Categories stand below each other, and values run across."""
        return self.direction == "bar"

    @property
    def position_words(self) -> tuple[str, ...]:
        """Where an author may put labels, in PowerPoint's words."""
        return tuple(word for word, position in POSITION_WORDS.items() if position in self.label_positions)


_BESIDE = ("outEnd", "inEnd", "ctr", "inBase")
_STACKED = ("ctr", "inEnd", "inBase")
_AROUND = ("t", "b", "l", "r", "ctr")
_ROUND = ("outEnd", "inEnd", "ctr", "bestFit")

_ANY = ("labels", "legend", "colours", "multiples")
_VALUES = ("minimum", "maximum", "gridlines", "value_title")
_AXES = ("category_title", *_VALUES)
_BARS = ("highlight", "sort", *_ANY, "label_position", *_AXES, "gap")
_COLUMNS = (*_BARS, "target")
_LINES = ("highlight", *_ANY, "label_position", *_AXES, "target", "markers")
_AREAS = ("highlight", *_ANY, *_AXES, "target")
_SLICES = ("highlight", "sort", *_ANY)
_WEB = ("highlight", *_ANY, "minimum", "maximum", "gridlines")
_COMBO = (*_ANY, *_AXES, "gap", "target", "lines", "secondary", "secondary_title", "secondary_format", "markers")
_SPANS = ("highlight", "sort", "labels", "legend", "multiples", *_AXES)
_POINTS = (
    *("highlight", *_ANY, "label_position", "x_title", "y_title", "x_format", "x_minimum", "x_maximum"),
    *("minimum", "maximum", "gridlines", "scale", "x_scale", "trend", "period"),
)
_PERCENT = ("value", "category", "percent")
_NAMES = ("name", "value", "series")


# fmt: off
_ROWS: tuple[ChartKind, ...] = (
    ChartKind("bar", "Compares categories, with room for long names; the first stands on top.",
              "barChart", "bar", "clustered", _BESIDE, "outEnd", options=(*_BARS, "errors")),
    ChartKind("column", "Compares categories with short names, such as years.",
              "barChart", "col", "clustered", _BESIDE, "outEnd", options=(*_COLUMNS, "errors", "trend", "period")),
    ChartKind("stacked-bar", "Parts and their sum, with room for long names.",
              "barChart", "bar", "stacked", _STACKED, "ctr", options=_BARS),
    ChartKind("stacked-column", "Parts and their sum, for a few years, say.",
              "barChart", "col", "stacked", _STACKED, "ctr", options=_COLUMNS),
    ChartKind("percent-stacked-bar", "Shares of a whole, compared between categories with long names.",
              "barChart", "bar", "percentStacked", _STACKED, "ctr", options=_BARS, allows_negative=False, value_format="0%"),
    ChartKind("percent-stacked-column", "Shares of a whole, compared between a few years, say.",
              "barChart", "col", "percentStacked", _STACKED, "ctr", options=_BARS, allows_negative=False, value_format="0%"),
    ChartKind("line", "A development through many points of time.",
              "lineChart", "", "standard", _AROUND, "t", options=(*_LINES, "scale", "errors", "trend", "period"),
              max_labels=12, starts_at_zero=False),
    ChartKind("area", "How an amount grows and shrinks.",
              "areaChart", "", "standard", options=_AREAS, max_labels=0, colours_points=False),
    ChartKind("stacked-area", "How parts and their sum grow and shrink.",
              "areaChart", "", "stacked", options=_AREAS, max_labels=0, allows_negative=False, colours_points=False),
    ChartKind("percent-stacked-area", "How the shares of a whole shift.",
              "areaChart", "", "percentStacked", options=_AREAS[:-1], max_labels=0, allows_negative=False, colours_points=False,
              value_format="0%"),
    ChartKind("pie", "A few shares of one whole.",
              "pieChart", "", "", _ROUND, "outEnd", options=(*_SLICES, "label_position"), label_parts=_PERCENT, max_labels=12,
              has_axes=False, is_single_series=True, allows_negative=False, coloured_by="point"),
    ChartKind("doughnut", "A few shares of one whole, with a hole in the middle.",
              "doughnutChart", "", "", options=_SLICES, label_parts=_PERCENT, max_labels=12,
              has_axes=False, is_single_series=True, allows_negative=False, coloured_by="point"),
    ChartKind("combo", "Columns, and lines over them: an amount and its rate, say, each on an axis of its own.",
              "barChart", "col", "clustered", _BESIDE, "outEnd", options=_COMBO, max_labels=0, composition="combo"),
    ChartKind("stacked-combo", "Stacked columns, and lines over them.",
              "barChart", "col", "stacked", _STACKED, "ctr", options=_COMBO, max_labels=0, composition="combo"),
    ChartKind("scatter", "How two numbers go together: a point for each case.",
              "scatterChart", "", "", _AROUND, "r", "points", (*_POINTS, "errors"), _NAMES, composition="points",
              style="lineMarker", starts_at_zero=False),
    ChartKind("bubble", "How three numbers go together: a bubble for each case, its area the third.",
              "bubbleChart", "", "", _AROUND, "ctr", "bubbles", _POINTS, (*_NAMES, "size"), composition="points",
              starts_at_zero=False),
    ChartKind("radar", "A few series compared in several respects that share one scale.",
              "radarChart", "", "", options=(*_WEB, "markers"), max_labels=0, colours_points=False, style="marker"),
    ChartKind("filled-radar", "The same as areas; for one series or two.",
              "radarChart", "", "", options=_WEB, max_labels=0, colours_points=False, style="filled"),
    ChartKind("waterfall", "How one number becomes another: what adds to it, what takes from it, and the totals.",
              "barChart", "col", "stacked", _STACKED, "ctr",
              options=("labels", "legend", "colours", "multiples", *_AXES, "gap", "totals"), label_parts=("value",),
              composition="waterfall", is_single_series=True),
    ChartKind("histogram", "How single values are spread: how many lie in each interval.",
              "barChart", "col", "clustered", _BESIDE, "outEnd", "raw",
              ("labels", "label_position", *_AXES, "bins", "bin_width", "multiples"), label_parts=("value",),
              max_labels=24, is_single_series=True),
    ChartKind("range", "From … to, for each category, with room for long names.",
              "barChart", "bar", "stacked", _STACKED, "ctr", "spans", (*_SPANS, "gap"), label_parts=("value",),
              composition="range", starts_at_zero=False),
    ChartKind("dumbbell", "Two values for each category, and the distance between them.",
              "lineChart", "", "standard", _AROUND, "t", "spans", _SPANS, label_parts=("value",),
              composition="dumbbell", starts_at_zero=False),
    ChartKind("slope", "What has risen and what has fallen between two points of time.",
              "lineChart", "", "standard", _AROUND, "r", "spans",
              ("highlight", "sort", "minimum", "maximum", "multiples"), label_parts=("value",),
              composition="slope", starts_at_zero=False),
)
# fmt: on


CHART_KINDS: Mapping[str, ChartKind] = MappingProxyType({kind.name: kind for kind in _ROWS})
"""Name in deck.yaml → kind."""
