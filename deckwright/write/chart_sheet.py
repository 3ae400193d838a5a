"""The workbook inside a chart: the content of each column of its sheet, and the formulas of its cells.

    A            B          C            D
1                series 1   series 2
2   category 1   value      value        label text of series 1
3   category 2   value      value        …

In charts of points, a column of x precedes the values, shared if all series have the same x; sizes follow the values.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from deckwright.charts.kinds import CHART_KINDS
from deckwright.model.page_chart import NativeChart
from deckwright.ooxml.names import column_letters
from deckwright.ooxml.workbook_writer import SheetColumn, SheetLook, write_workbook

SHEET = "Sheet1"
ColumnKey = tuple[str, int]
"""The content of a column and the index of its series: `("values", 0)`."""

_LOOK = SheetLook(widths=(32,))
_FIRST_DAY = datetime.date(1899, 12, 30)
"""Serial number 0 of Excel, whose dates are correct from March 1900 on."""


class ChartSheet(Struct, frozen=True):
    """The columns of the sheet of a chart."""

    columns: tuple[SheetColumn, ...]
    numbers: Mapping[ColumnKey, int]
    """Content of a column → its number, from 1."""

    def name_formula(self, series: int) -> str:
        """Returns the formula of the name of the series with this index: `Sheet1!$B$1`."""
        return f"{SHEET}!${column_letters(self.numbers['values', series])}$1"

    def cells_formula(self, content: str, series: int = 0) -> str:
        """Returns the formula of the cells of a column: `Sheet1!$B$2:$B$6`."""
        number = self.numbers[content, series]
        letters = column_letters(number)
        return f"{SHEET}!${letters}$2:${letters}${1 + len(self.columns[number - 1].cells)}"


def build_sheet(chart: NativeChart) -> ChartSheet:
    columns: list[SheetColumn] = []
    numbers: dict[ColumnKey, int] = {}
    for key, column in _iter_columns(chart):
        if key == ("x", 0) or key[0] != "x" or column != columns[numbers["x", 0] - 1]:
            columns.append(column)
            numbers[key] = len(columns)
        else:
            numbers[key] = numbers["x", 0]
    return ChartSheet(tuple(columns), numbers)


def build_workbook(chart: NativeChart, sheet: ChartSheet | None = None) -> bytes:
    """Returns the .xlsx of `chart`, equal to the chart's caches: the same bytes for the same chart.

    It is not compressed, for the zip of the presentation compresses it.
    """
    columns = (sheet or build_sheet(chart)).columns
    return write_workbook(SHEET, columns, _LOOK, formats=[chart.number_format], compressed=False)


def _iter_columns(chart: NativeChart) -> Iterator[tuple[ColumnKey, SheetColumn]]:
    """Yields the columns with values, and right of them those with label texts and the lengths of error bars."""
    numeric = CHART_KINDS[chart.kind].is_numeric
    if not numeric and chart.dates:
        serial_numbers = tuple(Decimal((day - _FIRST_DAY).days) for day in chart.dates)
        yield ("categories", 0), SheetColumn("", serial_numbers, chart.date_format)
    elif not numeric:
        yield ("categories", 0), SheetColumn("", chart.categories)
    for index, series in enumerate(chart.series):
        if numeric:
            yield ("x", index), SheetColumn(series.x_name, series.xs, chart.x_axis.number_format or "General")
        yield ("values", index), SheetColumn(series.name, series.values, series.number_format or chart.number_format)
        if series.sizes:
            yield ("sizes", index), SheetColumn(series.size_name, series.sizes, "General")
    for index, series in enumerate(chart.series):
        if series.labels:
            yield ("labels", index), SheetColumn("", series.labels)
    for index, series in enumerate(chart.series):
        if series.errors and series.errors.kind == "values":
            number_format = series.number_format or chart.number_format
            yield ("plus", index), SheetColumn("", series.errors.plus, number_format)
            yield ("minus", index), SheetColumn("", series.errors.minus, number_format)
