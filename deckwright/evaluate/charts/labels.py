"""Writes the texts of data labels, for labels that take their texts from cells of the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from deckwright.charts.kinds import ChartKind
from deckwright.evaluate.charts.chart_data import ChartData, drop_missing
from deckwright.evaluate.sources import ValueFormat
from deckwright.languages.formats import Formats
from deckwright.model.deck import Series
from deckwright.texts.marks import strip_marks

_SAMPLE, _ENGLISH_SAMPLE = Decimal("1234.5"), "1,234.5"


class ValueWriter(Struct, frozen=True):
    """Writes the values of a chart as texts in the language of the deck."""

    formats: Formats
    primary: ValueFormat
    secondary: ValueFormat
    """The format of the series on the secondary axis."""
    secondary_series: tuple[int, ...] = ()

    def get_format(self, series: int) -> ValueFormat:
        return self.secondary if series in self.secondary_series else self.primary

    def write(self, series: int, value: Decimal) -> str:
        return self.formats.format_value(value, *self.get_format(series))

    def write_change(self, value: Decimal) -> str:
        """Returns a step of a waterfall with its sign: `+20`, `−30`."""
        return f"+{self.write(0, value)}" if value > 0 else self.write(0, value)


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
    from_cells = kind.form == "spans" or kind.composition == "waterfall" or "name" in parts
    all_series, widest = [], ""
    for n, series in enumerate(data.series):
        values = _write_values(kind, n, series, totals, writer)
        widest = max((widest, *values), key=len)
        if from_cells or ("value" in parts and _needs_own_separators(series, n, writer)):
            series = replace(series, labels=_write_labels(kind, series, data, parts, values, writer))
        all_series.append(series)
    return tuple(all_series), widest


def _write_values(
    kind: ChartKind, n: int, series: Series, totals: tuple[int, ...], writer: ValueWriter
) -> tuple[str, ...]:
    """Returns the values as texts; in a waterfall with their sign, except totals. "" where a value is missing."""
    is_waterfall = kind.composition == "waterfall"
    return tuple(
        ""
        if value is None
        else writer.write_change(value)
        if is_waterfall and at not in totals
        else writer.write(n, value)
        for at, value in enumerate(series.values)
    )


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
