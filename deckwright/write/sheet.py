"""The workbook inside a chart: which column of its sheet holds what, and the formulas that name its cells.

    A            B          C            D
1                series 1   series 2
2   category 1   value      value        label text of series 1
3   category 2   value      value        …

Where points have an x it stands before the values, and a size behind them: once, if it is the same for all series.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from deckwright.charts.kinds import CHART_KINDS
from deckwright.model.page_chart import Chart
from deckwright.ooxml.names import column_letters
from deckwright.ooxml.workbook_writer import SheetColumn, SheetLook, write_workbook

SHEET = "Sheet1"
CATEGORIES = ("categories", 0)

Place = tuple[str, int]
"""What a column holds, and the index of its series: `("values", 0)`."""

_LOOK = SheetLook(widths=(32,))
_FIRST_DAY = datetime.date(1899, 12, 30)


class Sheet(Struct, frozen=True):
    columns: tuple[SheetColumn, ...]
    places: Mapping[Place, int]
    """What it holds → the number of its column, from 1."""

    def column(self, what: str, series: int = 0) -> SheetColumn:
        return self.columns[self.places[what, series] - 1]

    def name(self, series: int) -> str:
        """The formula of the name of the series with this index: `Sheet1!$B$1`."""
        return f"{SHEET}!${column_letters(self.places['values', series])}$1"

    def cells(self, what: str, series: int = 0) -> str:
        """The formula of a column's cells: `Sheet1!$B$2:$B$6`."""
        number = self.places[what, series]
        letters = column_letters(number)
        return f"{SHEET}!${letters}$2:${letters}${1 + len(self.columns[number - 1].cells)}"


def sheet_of(chart: Chart) -> Sheet:
    """The sheet that says what `chart` shows."""
    columns: list[SheetColumn] = []
    places: dict[Place, int] = {}
    for place, column in (*_value_columns(chart), *_besides(chart)):
        if place == ("x", 0) or place[0] != "x" or column != columns[places["x", 0] - 1]:
            columns.append(column)
            places[place] = len(columns)
        else:
            places[place] = places["x", 0]
    return Sheet(tuple(columns), places)


def workbook_bytes(chart: Chart, sheet: Sheet | None = None) -> bytes:
    """The .xlsx package of `chart`, equal to the chart's caches: the same bytes for the same chart.

    Numbers carry their number format. The presentation's own zip compresses the workbook.
    """
    columns = (sheet or sheet_of(chart)).columns
    return write_workbook(SHEET, columns, _LOOK, number_formats=[chart.number_format], compressed=False)


def serial(day: datetime.date) -> Decimal:
    """The number that Excel knows a day by. Right from March 1900 on."""
    return Decimal((day - _FIRST_DAY).days)


def _value_columns(chart: Chart) -> Iterator[tuple[Place, SheetColumn]]:
    numeric = CHART_KINDS[chart.kind].numeric
    if not numeric and chart.dates:
        yield CATEGORIES, SheetColumn("", tuple(map(serial, chart.dates)), chart.date_format)
    elif not numeric:
        yield CATEGORIES, SheetColumn("", chart.categories)
    for index, series in enumerate(chart.series):
        if numeric:
            yield ("x", index), SheetColumn(series.x_name, series.xs, chart.x_axis.number_format or "General")
        yield ("values", index), SheetColumn(series.name, series.values, series.number_format or chart.number_format)
        if series.sizes:
            yield ("sizes", index), SheetColumn(series.size_name, series.sizes, "General")


def _besides(chart: Chart) -> Iterator[tuple[Place, SheetColumn]]:
    """To the right of all values: what labels say, and how far error bars go."""
    for index, series in enumerate(chart.series):
        if series.labels:
            yield ("labels", index), SheetColumn("", series.labels)
    for index, series in enumerate(chart.series):
        if series.errors and series.errors.kind == "values":
            how = series.number_format or chart.number_format
            yield ("plus", index), SheetColumn("", series.errors.plus, how)
            yield ("minus", index), SheetColumn("", series.errors.minus, how)
