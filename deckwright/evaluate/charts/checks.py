"""What a kind of chart cannot show: each fault at the values, in the author's words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from deckwright.charts.kinds import ChartKind
from deckwright.evaluate.charts.points import Points, drop_missing
from deckwright.evaluate.fields import span_at, texts
from deckwright.model import node
from deckwright.model.deck import Record
from deckwright.model.source import span_of
from deckwright.system.limits import CHART_SERIES

if TYPE_CHECKING:
    from deckwright.evaluate.context import DeckContext

_OF_LOGARITHMS = {"exponential": "y", "logarithmic": "x", "power": "xy"}
"""Trend → what has to be above zero."""


def suits(kind: ChartKind, points: Points, fields: Record, mapping: node.Mapping, context: DeckContext) -> bool:
    """Whether a chart of this kind can show these values as the fields want them; what it cannot is reported."""
    at = span_at(mapping, "values", "series", "y", "from")
    called = f"{_article(kind.name)} {kind.name} chart"
    values = [value for one in points.series for value in drop_missing(one.values)]
    fault = (
        _too_many_series(called, kind, points)
        or _nothing(called, kind, values)
        or _below_zero(called, kind, points, values)
        or _mixed(kind, points)
        or _not_positive(points, values, fields)
    )
    if fault is None:
        return True
    code, message = fault
    named = texts(fields.get("values"))
    if code == "mixed-values" and named:
        at = span_of(named[0]) or at
    elif code == "not-positive":
        at = span_at(mapping, "scale", "x_scale", "trend")
    context.report.error(code, message, at)
    return False


Fault = tuple[str, str]
"""Code and message."""


def _too_many_series(called: str, kind: ChartKind, points: Points) -> Fault | None:
    if len(points.series) > CHART_SERIES:
        return "too-many-series", f"PowerPoint draws at most {CHART_SERIES} series, and {len(points.series)} are given"
    if kind.one_series and len(points.series) > 1:
        return "too-many-series", f"{called} shows one series, and {len(points.series)} are given"
    return None


def _nothing(called: str, kind: ChartKind, values: list[Decimal]) -> Fault | None:
    if not values:
        return "no-values", "the chart has no values"
    if not kind.axes and not any(values):
        return "no-values", f"{called} shows shares of a whole, and all its values are 0"
    return None


def _below_zero(called: str, kind: ChartKind, points: Points, values: list[Decimal]) -> Fault | None:
    if not kind.negative and min(values) < 0:
        first = next(value for value in values if value < 0)
        return "negative-value", f"{called} cannot show values below zero, such as {first}"
    sizes = [size for one in points.series for size in drop_missing(one.sizes)]
    if sizes and min(sizes) < 0:
        return "negative-value", f"a bubble cannot be smaller than nothing, such as {min(sizes)}"
    return None


def _mixed(kind: ChartKind, points: Points) -> Fault | None:
    """On one axis all are of one sort; lines of a combo may have their own."""
    if kind.made != "combo" and len(set(points.kinds)) > 1:
        return "mixed-values", "the chart mixes percentages and plain numbers on one axis"
    return None


def _not_positive(points: Points, values: list[Decimal], fields: Record) -> Fault | None:
    xs = [x for one in points.series for x in drop_missing(one.xs)]
    axes = {"scale": ("a logarithmic scale", values), "x_scale": ("a logarithmic scale", xs)}
    for option, (what, found) in axes.items():
        if fields.get(option) == "logarithmic" and found and min(found) <= 0:
            return "not-positive", f"{what} has no place for {min(found)}: it only knows values above zero"
    trend = fields.get("trend")
    needed = _OF_LOGARITHMS.get(str(trend), "")
    for letter, found in (("x", xs), ("y", values)):
        if letter in needed and found and min(found) <= 0:
            article = _article(str(trend))
            return "not-positive", f"{article} {trend} trend needs values above zero, and there is {min(found)}"
    return None


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"
