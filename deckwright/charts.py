"""The table of chart kinds: one row for each, which is all that a new kind takes.

`evaluate` reads which kinds there are and what data they bear, `arrange` where their labels go, `write` how
they are spelled in a file, `verify` what PowerPoint accepts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True, slots=True)
class ChartKind:
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
    axes: bool = True
    """Has a category axis and a value axis."""
    one_series: bool = False
    """Shows the first series only."""
    negative: bool = True
    """Negative values make sense."""
    coloured_by: Literal["series", "point"] = "series"
    """Whether the legend, and the brand's row of colours, go by series or by category."""
    from_zero: bool = True
    """The value axis begins at zero, as lengths and areas must, unless values are negative or a minimum is given."""
    points: bool = True
    """One category can be picked out by its own colour."""
    value_format: str | None = None
    """Number format of the value axis, where it is not that of the values."""

    @property
    def stacked(self) -> bool:
        return self.grouping in {"stacked", "percentStacked"}


_BESIDE = ("outEnd", "inEnd", "ctr", "inBase")
_STACKED = ("ctr", "inEnd", "inBase")
_AROUND = ("t", "b", "l", "r", "ctr")
_ROUND = ("outEnd", "inEnd", "ctr", "bestFit")


# fmt: off
_ROWS: tuple[ChartKind, ...] = (
    ChartKind("bar", "Compares categories, with room for long names; the first stands on top.",
              "barChart", "bar", "clustered", _BESIDE, "outEnd"),
    ChartKind("column", "Compares categories with short names, such as years.",
              "barChart", "col", "clustered", _BESIDE, "outEnd"),
    ChartKind("stacked-bar", "Parts and their sum, with room for long names.",
              "barChart", "bar", "stacked", _STACKED, "ctr"),
    ChartKind("stacked-column", "Parts and their sum, for a few years, say.",
              "barChart", "col", "stacked", _STACKED, "ctr"),
    ChartKind("percent-stacked-bar", "Shares of a whole, compared between categories with long names.",
              "barChart", "bar", "percentStacked", _STACKED, "ctr", negative=False, value_format="0%"),
    ChartKind("percent-stacked-column", "Shares of a whole, compared between a few years, say.",
              "barChart", "col", "percentStacked", _STACKED, "ctr", negative=False, value_format="0%"),
    ChartKind("line", "A development through many points of time.",
              "lineChart", "", "standard", _AROUND, "t", from_zero=False),
    ChartKind("area", "How an amount grows and shrinks.",
              "areaChart", "", "standard", points=False),
    ChartKind("stacked-area", "How parts and their sum grow and shrink.",
              "areaChart", "", "stacked", negative=False, points=False),
    ChartKind("percent-stacked-area", "How the shares of a whole shift.",
              "areaChart", "", "percentStacked", negative=False, points=False, value_format="0%"),
    ChartKind("pie", "A few shares of one whole.",
              "pieChart", "", "", _ROUND, "outEnd",
              axes=False, one_series=True, negative=False, coloured_by="point"),
    ChartKind("doughnut", "A few shares of one whole, with a hole in the middle.",
              "doughnutChart", "", "",
              axes=False, one_series=True, negative=False, coloured_by="point"),
)
# fmt: on


CHART_KINDS: Mapping[str, ChartKind] = MappingProxyType({kind.name: kind for kind in _ROWS})
"""Name in deck.yaml → kind."""
