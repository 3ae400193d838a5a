"""Checks that a chart of its kind can show its values."""

from __future__ import annotations

from decimal import Decimal

from deckwright.charts.kinds import ChartKind
from deckwright.evaluate.charts.chart_data import ChartData, drop_missing
from deckwright.evaluate.context import DeckContext
from deckwright.evaluate.fields import find_span, to_texts
from deckwright.model import node
from deckwright.model.deck import Record
from deckwright.model.source import span_of
from deckwright.system.limits import CHART_SERIES

_LOGARITHMIC_TRENDS = {"exponential": "y", "logarithmic": "x", "power": "xy"}
"""Trend → the coordinates that must be above zero."""

_Fault = tuple[str, str]
"""Code and message of a diagnostic."""


def check_values(kind: ChartKind, data: ChartData, fields: Record, mapping: node.Mapping, context: DeckContext) -> bool:
    """Returns True if a chart of this kind can show the data with these options; reports the first fault."""
    span = find_span(mapping, "values", "series", "y", "from")
    chart = f"{_choose_article(kind.name)} {kind.name} chart"
    values = [value for series in data.series for value in drop_missing(series.values)]
    fault = (
        _check_series(chart, kind, data)
        or _check_present(chart, kind, values)
        or _check_sign(chart, kind, data, values)
        or _check_same_kind(kind, data)
        or _check_logarithms(data, values, fields)
    )
    if fault is None:
        return True
    code, message = fault
    names = to_texts(fields.get("values"))
    if code == "mixed-values" and names:
        span = span_of(names[0]) or span
    elif code == "not-positive":
        span = find_span(mapping, "scale", "x_scale", "trend")
    context.report.error(code, message, span)
    return False


def _check_series(chart: str, kind: ChartKind, data: ChartData) -> _Fault | None:
    if len(data.series) > CHART_SERIES:
        return "too-many-series", f"PowerPoint draws at most {CHART_SERIES} series; this chart has {len(data.series)}"
    if kind.is_single_series and len(data.series) > 1:
        return "too-many-series", f"{chart} shows one series; this one has {len(data.series)}"
    return None


def _check_present(chart: str, kind: ChartKind, values: list[Decimal]) -> _Fault | None:
    if not values:
        return "no-values", "the chart has no values"
    if not kind.has_axes and not any(values):
        return "no-values", f"{chart} shows shares of a whole, and all its values are 0"
    return None


def _check_sign(chart: str, kind: ChartKind, data: ChartData, values: list[Decimal]) -> _Fault | None:
    if not kind.allows_negative and min(values) < 0:
        first = next(value for value in values if value < 0)
        return "negative-value", f"{chart} cannot show values below zero, such as {first}"
    sizes = [size for series in data.series for size in drop_missing(series.sizes)]
    if sizes and min(sizes) < 0:
        return "negative-value", f"the size of a bubble cannot be below zero, such as {min(sizes)}"
    return None


def _check_same_kind(kind: ChartKind, data: ChartData) -> _Fault | None:
    """Reports percentages and numbers on one axis. `read_options` checks combo charts, which may have two."""
    if kind.composition != "combo" and len(set(data.kinds)) > 1:
        return "mixed-values", "the chart mixes percentages and plain numbers on one axis"
    return None


def _check_logarithms(data: ChartData, values: list[Decimal], fields: Record) -> _Fault | None:
    xs = [x for series in data.series for x in drop_missing(series.xs)]
    for option, numbers in (("scale", values), ("x_scale", xs)):
        if fields.get(option) == "logarithmic" and numbers and min(numbers) <= 0:
            return "not-positive", f"a logarithmic scale needs values above zero, not {min(numbers)}"
    trend = fields.get("trend")
    needed = _LOGARITHMIC_TRENDS.get(str(trend), "")
    for letter, numbers in (("x", xs), ("y", values)):
        if letter in needed and numbers and min(numbers) <= 0:
            article = _choose_article(str(trend))
            return "not-positive", f"{article} {trend} trend needs values above zero, not {min(numbers)}"
    return None


def _choose_article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"
