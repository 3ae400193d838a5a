"""Checks the values and options of a chart, and finds the series and categories that options name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from deckwright.charts.kinds import ChartKind
from deckwright.evaluate.charts.chart_data import ChartData, drop_missing
from deckwright.evaluate.context import DeckContext, Positions, find_names, find_span, to_texts, to_tuple
from deckwright.model import node
from deckwright.model.colours import COLOUR_SLOTS, parse_colour
from deckwright.model.deck import Record
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.source import Text, span_of
from deckwright.system.limits import CHART_SERIES

MAX_BINS = 100
"""Intervals of a histogram."""
_LIMITS: dict[str, tuple[int, int, str]] = {
    "gap": (0, 500, "percent"),
    "period": (2, 255, "points"),
    "bins": (1, MAX_BINS, "intervals"),
}
"""Option → lowest and highest value, and their unit."""
_PASSED_ON = (
    *("minimum", "maximum", "gap", "gridlines", "legend", "category_title", "value_title", "target", "markers"),
    *("label_position", "scale", "trend", "period", "secondary", "secondary_title", "x_title", "y_title"),
    *("x_minimum", "x_maximum", "x_scale"),
)
"""Options that need no further checks."""
_LOGARITHMIC_TRENDS = {"exponential": "y", "logarithmic": "x", "power": "xy"}
"""Trend → the coordinates that must be above zero."""
_AXIS_LIMITS = (("minimum", "maximum", "scale"), ("x_minimum", "x_maximum", "x_scale"))


def check_chart(kind: ChartKind, data: ChartData, fields: Record, mapping: node.Mapping, context: DeckContext) -> None:
    """Fails if a chart of this kind cannot show the data with these options; reports the first fault."""
    for option, message in _find_bad_limits(fields):
        context.fail("out-of-range", message, find_span(mapping, option))
    for code, message in _find_faults(kind, data, fields):
        span = find_span(mapping, "values", "series", "y", "from")
        if code == "mixed-values" and (names := to_texts(fields.get("values"))):
            span = span_of(names[0]) or span
        elif code == "not-positive":
            span = find_span(mapping, "scale", "x_scale", "trend")
        context.fail(code, message, span)


def _find_bad_limits(fields: Record) -> Iterator[tuple[str, str]]:
    """Yields each option whose number is out of range, and a message."""
    for low, high, scale in _AXIS_LIMITS:
        minimum, maximum = fields.get(low), fields.get(high)
        if isinstance(minimum, int | Decimal) and isinstance(maximum, int | Decimal) and minimum >= maximum:
            yield low, f"'{low}' must be below '{high}'"
        for end, value in ((low, minimum), (high, maximum)):
            if fields.get(scale) == "logarithmic" and isinstance(value, int | Decimal) and value <= 0:
                yield end, f"'{end}' of a logarithmic scale must be above zero"
    for name, (lowest, highest, unit) in _LIMITS.items():
        value = fields.get(name)
        if isinstance(value, int | Decimal) and not (lowest <= value <= highest and (name == "gap" or value % 1 == 0)):
            yield name, f"'{name}' must be from {lowest} to {highest} {unit}"
    width = fields.get("bin_width")
    if isinstance(width, int | Decimal) and width <= 0:
        yield "bin_width", "'bin_width' must be above zero"


def _find_faults(kind: ChartKind, data: ChartData, fields: Record) -> Iterator[tuple[str, str]]:
    """Yields code and message of each fault in the data."""
    chart = f"{_choose_article(kind.name)} {kind.name} chart"
    if len(data.series) > CHART_SERIES:
        yield "too-many-series", f"PowerPoint draws at most {CHART_SERIES} series; this chart has {len(data.series)}"
    if kind.is_single_series and len(data.series) > 1:
        yield "too-many-series", f"{chart} shows one series; this one has {len(data.series)}"
    xs, values, sizes = list[Decimal](), list[Decimal](), list[Decimal]()
    for series in data.series:
        xs += drop_missing(series.xs)
        values += drop_missing(series.values)
        sizes += drop_missing(series.sizes)
    if not values:
        yield "no-values", "the chart has no values"
    elif not kind.has_axes and not any(values):
        yield "no-values", f"{chart} shows shares of a whole, and all its values are 0"
    if not kind.allows_negative and (negative := [value for value in values if value < 0]):
        yield "negative-value", f"{chart} cannot show values below zero, such as {negative[0]}"
    if sizes and min(sizes) < 0:
        yield "negative-value", f"the size of a bubble cannot be below zero, such as {min(sizes)}"
    if kind.composition != "combo" and len(set(data.kinds)) > 1:  # combo charts may have two axes, see `_read_lines`
        yield "mixed-values", "the chart mixes percentages and plain numbers on one axis"
    trend = str(fields.get("trend"))
    for letter, option, numbers in (("x", "x_scale", xs), ("y", "scale", values)):
        if numbers and min(numbers) <= 0:
            if fields.get(option) == "logarithmic":
                yield "not-positive", f"a logarithmic scale needs values above zero, not {min(numbers)}"
            if letter in _LOGARITHMIC_TRENDS.get(trend, ""):
                trend_line = f"{_choose_article(trend)} {trend} trend"
                yield "not-positive", f"{trend_line} needs values above zero, not {min(numbers)}"


def _choose_article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


def read_options(
    kind: ChartKind, data: ChartData, fields: Record, mapping: node.Mapping, context: DeckContext
) -> dict[str, object]:
    """Returns the options with their defaults. `check_chart` comes first."""
    options = {key: value for key in _PASSED_ON if (value := fields.get(key)) is not None}
    for key, title in data.titles.items():
        if key in kind.options and key not in options:
            options[key] = title
    if isinstance(errors := fields.get("errors"), Record):
        options["errors"] = _read_error_bars(errors, data, context)
    if kind.composition == "combo":
        options["lines"] = _read_lines(fields, data, mapping, context)
    if isinstance(colours := fields.get("colours"), Record):
        options["colours"] = _read_colours(colours, data, context)
    return options | _read_labels(kind, data, fields)


def find_by_name(names: object, data: ChartData, context: DeckContext) -> Positions:
    """Returns the positions of categories (or points) and those of series; reports `unknown-category`."""
    return find_names(names, context, data.codes, data.series_codes)


def _read_labels(kind: ChartKind, data: ChartData, fields: Record) -> dict[str, object]:
    """Returns the parts of data labels: those that the author names, else none if there are too many points."""
    parts = tuple(part for part in to_tuple(fields.get("labels")) if isinstance(part, str))
    if parts:
        return {"labels": () if "none" in parts else parts, "explicit_labels": True}
    count = sum(len(series.values) for series in data.series)
    crowded = count > kind.max_labels or bool(fields.get("errors"))
    if crowded or (kind.name == "line" and len(data.series) > 1):
        return {"labels": ()}
    if kind.is_numeric:
        return {"labels": ("name",) if any(data.codes) else ()}
    return {"labels": ("category", "value") if kind.coloured_by == "point" else ("value",)}


def _read_error_bars(errors: Record, data: ChartData, context: DeckContext) -> tuple[str, Decimal]:
    """Returns how the length of error bars is given, and the length: "fixed", "percent" or "values"."""
    value, percent = errors["value"], errors["percent"]
    length = value if value is not None else percent
    has_bars = any(any(series.plus) or any(series.minus) for series in data.series)
    if sum(map(bool, (value, percent, has_bars))) != 1:
        message = "'errors' needs 'value', 'percent', or 'plus' and 'minus'"
        context.report.error("which-errors", message, errors.span)
    elif isinstance(length, int | Decimal) and length > 0:
        return "percent" if percent is not None else "fixed", Decimal(length)
    elif not has_bars:
        context.report.error("out-of-range", "the length of error bars must be above zero", errors.span)
    return "values", Decimal(0)


def _read_colours(colours: Record, data: ChartData, context: DeckContext) -> dict[tuple[str, int], str]:
    """Returns ("category" or "series", position) → colour."""
    by_position: dict[tuple[str, int], str] = {}
    for name, word in colours.items():
        if not isinstance(word, Text):
            continue  # reported when the field is checked
        if parse_colour(word) is None:
            notes = [f"the theme's colours are {', '.join(COLOUR_SLOTS)}; add 'lighter 40%' or 'darker 25%'"]
            help_ = did_you_mean(word, COLOUR_SLOTS)
            message = f"the theme has no colour '{word}'"
            context.report.error("unknown-colour", message, word.span, help=help_, notes=notes)
        key = name if isinstance(name, Text) else Text(name, word.span)
        places = find_by_name((key,), data, context)
        for target, positions in zip(("category", "series"), places, strict=True):
            by_position |= {(target, at): str(word) for at in positions}
    return by_position


def _read_lines(fields: Record, data: ChartData, mapping: node.Mapping, context: DeckContext) -> tuple[int, ...]:
    """Returns the positions of the series of a combo chart that are lines: those in `lines:`, else the last."""
    count = len(data.series)
    lines = find_by_name(fields["lines"], data, context)[1] if to_texts(fields["lines"]) else (count - 1,)
    if not lines or len(lines) == count:
        message = "a combo chart needs columns and lines, but all its series are " + ("lines" if lines else "columns")
        context.report.error("too-few", message, find_span(mapping, "lines", "values", "series"))
    groups: list[Sequence[int]] = [range(count)]
    if fields["secondary"]:
        groups = [lines, [n for n in range(count) if n not in lines]]
    if any(len({data.kinds[n] for n in group}) > 1 for group in groups):
        message = "the chart mixes percentages and plain numbers on one axis"
        help_ = None if fields["secondary"] else "give the lines their own axis: 'secondary: yes'"
        context.report.error("mixed-values", message, find_span(mapping, "values", "series"), help=help_)
    return lines
