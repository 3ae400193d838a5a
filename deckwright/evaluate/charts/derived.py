"""Calculates values that a chart derives from its data: the counts of a histogram, the totals of a waterfall."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from deckwright.evaluate.charts.chart_data import ChartData, drop_missing
from deckwright.evaluate.charts.options import MAX_BINS, find_by_name
from deckwright.evaluate.context import DeckContext, ReportedError, find_span, to_texts
from deckwright.evaluate.sources import ValueFormat
from deckwright.model import node
from deckwright.model.deck import Record
from deckwright.model.source import Text, span_of

COUNT_FORMAT: ValueFormat = ("integer", 0)
"""The format of the values of a histogram."""
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


class HistogramBins(Struct, frozen=True):
    """The intervals of a histogram. Each includes its lower edge; the last one also its upper edge."""

    edges: tuple[Decimal, ...]
    counts: tuple[int, ...]


def count_bins(
    data: ChartData, fields: Record, format_: ValueFormat, mapping: node.Mapping, context: DeckContext
) -> ChartData:
    """Returns the number of values in each interval, as categories; fails with `out-of-range`."""
    series = data.series[0]
    count, width = fields["bins"], fields["bin_width"]
    values = drop_missing(series.values)
    if isinstance(width, int | Decimal) and (max(values) - min(values)) / width > MAX_BINS:
        message = f"'bin_width' makes more than {MAX_BINS} intervals of values from {min(values)} to {max(values)}"
        context.fail("out-of-range", message, find_span(mapping, "bin_width"))
    bins = make_bins(
        values,
        int(count) if isinstance(count, int | Decimal) else None,
        Decimal(width) if isinstance(width, int | Decimal) else None,
    )
    formats = context.formats
    digits = None if format_[0] == "number" else format_[1]
    edges = [formats.format_value(edge, format_[0], digits) for edge in bins.edges]
    categories = tuple(Text(f"{low}–{high}", span_of(series.name), formats.locale) for low, high in pairwise(edges))
    name = series.name or Text(formats.get_word("values"), None, formats.locale)
    counts = replace(series, name=name, values=tuple(map(Decimal, bins.counts)))
    return replace(
        data, categories=categories, codes=tuple(map(str, categories)), series=(counts,), series_codes=(str(name),),
        kinds=("number",), formats=(COUNT_FORMAT,),
    )  # fmt: skip


def make_bins(values: Sequence[Decimal], count: int | None = None, width: Decimal | None = None) -> HistogramBins:
    """Counts the values in intervals of `width`, or else in about `count` intervals with round edges.

    Without both, the width follows Freedman and Diaconis, or Sturges for 30 values and fewer.
    """
    ordered = sorted(values)
    low, high = ordered[0], ordered[-1]
    if width is None:
        exact = (high - low) / count if count else _choose_width(ordered)
        is_whole = all(value == value.to_integral_value() for value in ordered)
        width = _round_width(exact, is_whole) if exact else Decimal(1)
    first = math.floor(low / width)
    last = max(first + 1, math.ceil(high / width))
    edges = tuple(n * width for n in range(first, last + 1))
    counts = [0] * (len(edges) - 1)
    for value in ordered:
        counts[min(bisect_right(edges, value) - 1, len(counts) - 1)] += 1
    return HistogramBins(edges, tuple(counts))


def _choose_width(ordered: Sequence[Decimal]) -> Decimal:
    count, spread = len(ordered), ordered[-1] - ordered[0]
    interquartile = ordered[(3 * count) // 4 if count > 3 else -1] - ordered[count // 4]
    freedman_diaconis = 2 * interquartile / Decimal(str(count ** (1 / 3)))
    sturges = spread / math.ceil(math.log2(count) + 1)
    width = min(freedman_diaconis, sturges) if freedman_diaconis and count > 30 else sturges
    return max(width, spread / 24)


def _round_width(exact: Decimal, is_whole: bool) -> Decimal:
    """Returns the nearest of 1, 2, 2.5 and 5 times a power of ten; a whole number if the values are whole."""
    power = Decimal(10) ** math.floor(math.log10(exact))
    width = min((step * power for step in _STEPS), key=lambda step: abs(math.log(step / exact)))
    return max(Decimal(1), width.to_integral_value()) if is_whole else width


def add_totals(
    data: ChartData, fields: Record, mapping: node.Mapping, context: DeckContext
) -> tuple[ChartData, tuple[int, ...]]:
    """Fills in the missing totals of a waterfall; returns the data and the positions of the totals.

    Fails with `unknown-category`, or `total-differs` for a total that is not the sum of the steps before it. The first
    category may be a total: the steps begin at its value.
    """
    totals, series = find_by_name(fields["totals"], data, context)[0], data.series[0]
    if not {*to_texts(fields["totals"])} <= {*data.codes, *data.series_codes}:
        raise ReportedError
    level: Decimal | None = None
    values: list[Decimal | None] = []
    for at, value in enumerate(series.values):
        if at not in totals:
            values.append(value)
            level = (level or Decimal(0)) + (value or Decimal(0))
            continue
        if value is not None and level is not None and value != level:
            message = f"'{data.categories[at]}' is {value}, but the steps before it add up to {level}"
            names = [name for name in to_texts(fields["totals"]) if name == data.codes[at]]
            place = names[0].span if names else find_span(mapping, "totals")
            advice = "leave the value out (null), and it is calculated"
            context.fail("total-differs", message, place, help=advice)
        level = value if value is not None else level or Decimal(0)
        values.append(level)
    return replace(data, series=(replace(series, values=tuple(values)),)), totals
