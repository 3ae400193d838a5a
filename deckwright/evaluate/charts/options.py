"""What an author says of a chart besides its values: checked, and named series and categories found."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from deckwright.charts.kinds import ChartKind
from deckwright.evaluate.charts.bins import MOST_BINS
from deckwright.evaluate.charts.points import Points
from deckwright.evaluate.fields import entries, span_at, texts
from deckwright.model import node
from deckwright.model.colours import COLOUR_SLOTS, parse_colour
from deckwright.model.deck import Record
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.source import Text

if TYPE_CHECKING:
    from deckwright.evaluate.context import DeckContext

_MOST_LISTED = 12
_LIMITS: dict[str, tuple[int, int, str]] = {
    "gap": (0, 500, "percent"),
    "period": (2, 255, "points"),
    "bins": (1, MOST_BINS, "intervals"),
}
"""Option → from where to where it goes, in what."""
_AS_THEY_ARE = (
    *("minimum", "maximum", "gap", "gridlines", "legend", "category_title", "value_title", "target", "markers"),
    *("label_position", "scale", "trend", "period", "secondary", "secondary_title", "x_title", "y_title"),
    *("x_minimum", "x_maximum", "x_scale"),
)
_ENDS = (("minimum", "maximum", "scale"), ("x_minimum", "x_maximum", "x_scale"))

Found = tuple[tuple[int, ...], tuple[int, ...]]
"""Positions of categories (or points) and of series."""


def in_range(fields: Record, mapping: node.Mapping, context: DeckContext) -> bool:
    """Whether the numbers among the options are such as make sense. Reported there: `out-of-range`."""
    for low, high, scale in _ENDS:
        least, most = fields.get(low), fields.get(high)
        if isinstance(least, int | Decimal) and isinstance(most, int | Decimal) and least >= most:
            context.report.error("out-of-range", f"'{low}' must be below '{high}'", span_at(mapping, low))
            return False
        for end, value in ((low, least), (high, most)):
            if fields.get(scale) == "logarithmic" and isinstance(value, int | Decimal) and value <= 0:
                message = f"'{end}' of a logarithmic scale must be above zero"
                context.report.error("out-of-range", message, span_at(mapping, end))
                return False
    for name, (least, most, what) in _LIMITS.items():
        value = fields.get(name)
        if isinstance(value, int | Decimal) and not (least <= value <= most and (name == "gap" or value % 1 == 0)):
            message = f"'{name}' goes from {least} to {most} {what}"
            context.report.error("out-of-range", message, span_at(mapping, name))
            return False
    width = fields.get("bin_width")
    if isinstance(width, int | Decimal) and width <= 0:
        context.report.error("out-of-range", "'bin_width' must be above zero", span_at(mapping, "bin_width"))
        return False
    return True


def options_in(
    kind: ChartKind, points: Points, fields: Record, mapping: node.Mapping, context: DeckContext
) -> dict[str, object] | None:
    """The further choices that the author has made, which are `in_range`; None after a report."""
    options = {key: value for key in _AS_THEY_ARE if (value := fields.get(key)) is not None}
    for key, title in points.titles.items():
        if key in kind.options and key not in options:
            options[key] = title
    errors = _errors(fields.get("errors"), points, context)
    colours = _colours(fields.get("colours"), points, context)
    lines = _lines(fields, points, kind, mapping, context)
    if errors is None or colours is None or lines is None:
        return None
    return options | errors | colours | lines | _labels(kind, points, fields)


def found_by_name(wanted: object, points: Points, context: DeckContext) -> Found | None:
    """The categories and series that `wanted` names. Reported there: `unknown-category`."""
    categories: list[int] = []
    series: list[int] = []
    for word in texts(wanted):
        places = [at for at, code in enumerate(points.codes) if code == word]
        others = [at for at, code in enumerate(points.series_codes) if code == word]
        if not places and not others:
            names = [*dict.fromkeys(code for code in (*points.codes, *points.series_codes) if code)]
            listed = [f"there is {', '.join(names)}"] if len(names) <= _MOST_LISTED else []
            message = f"cannot highlight '{word}': not in the data"
            context.report.error("unknown-category", message, word.span, help=did_you_mean(word, names), notes=listed)
            return None
        categories += places
        series += [] if places else others
    return tuple(sorted(set(categories))), tuple(sorted(set(series)))


def _labels(kind: ChartKind, points: Points, fields: Record) -> dict[str, object]:
    """What labels say: what the author wants, else what there is room for at a glance."""
    wanted = tuple(word for word in entries(fields.get("labels")) if isinstance(word, str))
    if wanted:
        return {"labels": () if "none" in wanted else wanted, "asked": True}
    count = sum(len(one.values) for one in points.series)
    crowded = count > kind.labelled or bool(fields.get("errors"))
    if crowded or (kind.name == "line" and len(points.series) > 1):
        return {"labels": ()}
    if kind.numeric:
        return {"labels": ("name",) if any(points.codes) else ()}
    return {"labels": ("category", "value") if kind.coloured_by == "point" else ("value",)}


def _errors(given: object, points: Points, context: DeckContext) -> dict[str, object] | None:
    """How long error bars are: alike, in percent, or by values."""
    if not isinstance(given, Record):
        return {}
    value, percent = given["value"], given["percent"]
    has_bars = any(any(one.plus) or any(one.minus) for one in points.series)
    ways = [name for name, there in (("value", value), ("percent", percent), ("plus", has_bars)) if there]
    if len(ways) != 1:
        message = "'errors' needs 'value', 'percent', or 'plus' and 'minus'"
        context.report.error("which-errors", message, given.span)
        return None
    if has_bars:
        return {"errors": ("values", Decimal(0))}
    length = value if value is not None else percent
    if not isinstance(length, int | Decimal) or length <= 0:
        context.report.error("out-of-range", "error bars must be longer than nothing", given.span)
        return None
    return {"errors": ("percent" if percent is not None else "fixed", Decimal(length))}


def _colours(given: object, points: Points, context: DeckContext) -> dict[str, object] | None:
    if not isinstance(given, Record):
        return {}
    found: dict[tuple[str, int], str] = {}
    for name, word in given.items():
        if not isinstance(word, Text):
            return None
        if parse_colour(word) is None:
            notes = [f"the theme's colours are {', '.join(COLOUR_SLOTS)}; add 'lighter 40%' or 'darker 25%'"]
            help_ = did_you_mean(word, COLOUR_SLOTS)
            message = f"the theme has no colour '{word}'"
            context.report.error("unknown-colour", message, word.span, help=help_, notes=notes)
            return None
        key = name if isinstance(name, Text) else Text(name, word.span)
        places = found_by_name((key,), points, context)
        if places is None:
            return None
        found |= {("category", at): str(word) for at in places[0]} | {("series", at): str(word) for at in places[1]}
    return {"colours": found}


def _lines(
    fields: Record, points: Points, kind: ChartKind, mapping: node.Mapping, context: DeckContext
) -> dict[str, object] | None:
    """Which series of a combo are lines, by index: those the author names, else the last."""
    if kind.made != "combo":
        return {}
    count = len(points.series)
    lines: Sequence[int] = (count - 1,)
    if texts(fields["lines"]):
        found = found_by_name(fields["lines"], points, context)
        if found is None:
            return None
        lines = found[1]
    if not lines or len(lines) == count:
        message = "a combo chart has columns and lines, and all its series are " + ("lines" if lines else "columns")
        context.report.error("too-few", message, span_at(mapping, "lines", "values", "series"))
        return None
    groups = [range(count)] if not fields["secondary"] else [lines, [n for n in range(count) if n not in lines]]
    if any(len({points.kinds[n] for n in group}) > 1 for group in groups):
        message = "the chart mixes percentages and plain numbers on one axis"
        help_ = None if fields["secondary"] else "give the lines an axis of their own: 'secondary: yes'"
        context.report.error("mixed-values", message, span_at(mapping, "values", "series"), help=help_)
        return None
    return {"lines": tuple(lines)}
