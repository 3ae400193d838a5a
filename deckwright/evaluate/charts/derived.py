"""Calculates what a chart derives from its data: counts of a histogram, totals of a waterfall, texts of labels."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from deckwright.charts.kinds import ChartKind
from deckwright.evaluate.charts.chart_data import ChartData, drop_missing
from deckwright.evaluate.charts.options import MAX_BINS, find_by_name
from deckwright.evaluate.context import DeckContext, ReportedError, find_span, to_decimal, to_texts
from deckwright.evaluate.sources import ValueFormat
from deckwright.languages.formats import Formats
from deckwright.model import node
from deckwright.model.deck import Record, Series
from deckwright.model.source import Text, span_of
from deckwright.texts.marks import strip_marks

COUNT_FORMAT: ValueFormat = ("integer", 0)
"""The format of the values of a histogram."""
_SAMPLE, _ENGLISH_SAMPLE = Decimal("1234.5"), "1,234.5"
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
    count, width = to_decimal(fields["bins"]), to_decimal(fields["bin_width"])
    values = drop_missing(series.values)
    if width is not None and (max(values) - min(values)) / width > MAX_BINS:
        message = f"'bin_width' makes more than {MAX_BINS} intervals of values from {min(values)} to {max(values)}"
        context.fail("out-of-range", message, find_span(mapping, "bin_width"))
    bins = make_bins(values, count, width)
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


def make_bins(
    values: Sequence[Decimal], count: Decimal | int | None = None, width: Decimal | None = None
) -> HistogramBins:
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


class ValueWriter(Struct, frozen=True):
    """Writes the values of a chart as texts in the language of the deck."""

    formats: Formats
    primary: ValueFormat
    secondary: ValueFormat
    """The format of the series on the secondary axis."""
    secondary_series: tuple[int, ...] = ()

    def get_format(self, series: int) -> ValueFormat:
        return self.secondary if series in self.secondary_series else self.primary

    def write(self, series: int, value: Decimal, *, signed: bool = False) -> str:
        """Returns the value; with its sign if it is `signed`, as a step of a waterfall: `+20`, `−30`."""
        text = self.formats.format_value(value, *self.get_format(series))
        return f"+{text}" if signed and value > 0 else text


def add_labels(
    kind: ChartKind, data: ChartData, options: Mapping[str, object], writer: ValueWriter
) -> tuple[tuple[Series, ...], str]:
    """Returns the series, with texts for labels that a number format cannot write; and the longest text of a value.

    PowerPoint writes the separators of number formats in the language of the viewer's system, not of the deck.
    """
    parts, totals = options.get("labels") or (), options.get("totals", ())
    assert isinstance(parts, tuple)
    assert isinstance(totals, tuple)
    if not parts and kind.composition != "slope":
        return data.series, _find_widest(data.series, writer)
    has_steps = kind.composition == "waterfall"
    from_cells = kind.form == "spans" or has_steps or "name" in parts
    all_series, widest = [], ""
    for n, series in enumerate(data.series):
        values = tuple(
            "" if value is None else writer.write(n, value, signed=has_steps and at not in totals)
            for at, value in enumerate(series.values)
        )
        widest = max((widest, *values), key=len)
        if from_cells or ("value" in parts and _needs_own_separators(series, n, writer)):
            series = replace(series, labels=_write_labels(kind, series, data, parts, values, writer))
        all_series.append(series)
    return tuple(all_series), widest


def _needs_own_separators(series: Series, n: int, writer: ValueWriter) -> bool:
    """Returns True if values have separators that the language of the deck writes otherwise than English."""
    if writer.formats.format_value(_SAMPLE, "decimal") == _ENGLISH_SAMPLE:
        return False
    code = writer.formats.build_number_code(*writer.get_format(n))
    has_separators = any(abs(value) >= 1000 or value % 1 for value in drop_missing(series.values))
    return has_separators and ("." in code or "," in code)


def _write_labels(
    kind: ChartKind,
    series: Series,
    data: ChartData,
    parts: tuple[str, ...],
    values: tuple[str, ...],
    writer: ValueWriter,
) -> tuple[str, ...]:
    """Returns the label of each point, with the parts that the author asks for; "" where a value is missing."""
    separator = "\n" if kind.coloured_by == "point" else " "
    whole = sum(drop_missing(series.values), Decimal(0))
    labels = []
    for at, value in enumerate(series.values):
        texts = {
            "name": series.names[at] if series.names else "",
            "series": strip_marks(series.name),
            "category": strip_marks(data.categories[at]) if data.categories else "",
            "value": values[at],
            "percent": writer.formats.format_percent((value or Decimal(0)) / whole, 0) if "percent" in parts else "",
            "size": writer.formats.format_value(series.sizes[at], "number") if series.sizes else "",
        }
        chosen = [text for part, text in texts.items() if part in (parts or ("value",)) and text]
        labels.append("" if value is None else separator.join(chosen))
    return tuple(labels)


def _find_widest(all_series: tuple[Series, ...], writer: ValueWriter) -> str:
    """Returns the longest text of the lowest and highest value of each series."""
    widest = ""
    for n, series in enumerate(all_series):
        present = drop_missing(series.values)
        for value in (min(present), max(present)) if present else ():
            widest = max(widest, writer.write(n, value), key=len)
    return widest
