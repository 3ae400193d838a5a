"""Reads the workbook inside a chart: the cells that the formulas of the chart refer to."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from deckwright.ooxml.names import column_letters, column_number
from deckwright.ooxml.sheet_scan import CellAddress
from deckwright.ooxml.workbook_reader import WorkbookError, WorkbookReader

_RANGE = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?$")
_MAX_BYTES = 50_000_000
"""The most bytes that a workbook may unpack to."""
_MAX_CELLS = 1_000_000
"""The most cells that a formula may refer to."""


class UnreadableWorkbookError(Exception):
    """The workbook, or a formula that refers to it, cannot be read."""


class Workbook(Struct, frozen=True):
    """The cells of a workbook."""

    sheets: Mapping[str, Mapping[CellAddress, str | float]]
    """Name of a sheet → content of the cells that are not empty."""
    formulas: tuple[str, ...] = ()
    """Cells with a formula: `B2`."""

    def read_range(self, formula: str) -> tuple[str | float | None, ...]:
        """Returns the cells of `Sheet1!$B$2:$B$6`, row by row. Raises UnreadableWorkbookError."""
        match = _RANGE.match(formula)
        if match is None:
            raise UnreadableWorkbookError(f"{formula!r} is not a range of cells")
        quoted, plain, left, top, right, bottom = match.groups()
        name = (quoted or "").replace("''", "'") or plain
        if name not in self.sheets:
            raise UnreadableWorkbookError(f"{formula!r} refers to a sheet that the workbook does not have")
        rows = range(int(top[:9]) - 1, int((bottom or top)[:9]))
        columns = range(column_number(left[:9]) - 1, column_number((right or left)[:9]))
        if len(rows) * len(columns) > _MAX_CELLS:
            raise UnreadableWorkbookError(f"{formula!r} refers to more than {_MAX_CELLS:,} cells")
        return tuple(self.sheets[name].get((row, column)) for row in rows for column in columns)


def open_workbook(data: bytes) -> Workbook:
    """Reads the .xlsx in `data`. Raises UnreadableWorkbookError."""
    try:
        reader = WorkbookReader(data, _MAX_BYTES)
        sheets = {name: reader.read_stored_sheet(name) for name in reader.stored_sheets}
    except WorkbookError as error:
        raise UnreadableWorkbookError(f"the workbook {error}") from error
    formulas = (f"{column_letters(column + 1)}{row + 1}" for sheet in sheets.values() for row, column in sheet.formulas)
    return Workbook({name: sheet.values for name, sheet in sheets.items()}, tuple(formulas))
