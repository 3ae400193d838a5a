"""The workbooks inside charts: the cells that the formulas of a chart name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from deckwright.ooxml.names import column_letters, column_number
from deckwright.ooxml.sheet_scan import Place
from deckwright.ooxml.workbook_reader import WorkbookError, WorkbookReader

_RANGE = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?$")
_MOST = 50_000_000
_CELLS = 1_000_000
"""The bytes a workbook may unpack to, and the cells a formula may name."""


class UnreadableError(Exception):
    """The workbook, or a formula about it, cannot be read; the message says why."""


class Workbook(Struct, frozen=True):
    sheets: Mapping[str, Mapping[Place, str | float]]
    """Sheet name → content of the cells that have some."""
    formulas: tuple[str, ...] = ()
    """Cells whose content is worked out."""

    def values(self, formula: str) -> tuple[str | float | None, ...]:
        """The cells of `Sheet1!$B$2:$B$6`, row by row; UnreadableError when it is no such formula or names no sheet."""
        parts = _RANGE.match(formula)
        if parts is None:
            raise UnreadableError(f"{formula!r} is no range of cells")
        quoted, plain, left, top, right, bottom = parts.groups()
        name = (quoted or "").replace("''", "'") or plain
        if name not in self.sheets:
            raise UnreadableError(f"{formula!r} names a sheet that the workbook does not have")
        rows = range(int(top[:9]) - 1, int((bottom or top)[:9]))
        columns = range(column_number(left[:9]) - 1, column_number((right or left)[:9]))
        if len(rows) * len(columns) > _CELLS:
            raise UnreadableError(f"{formula!r} names more than {_CELLS:,} cells")
        return tuple(self.sheets[name].get((row, column)) for row in rows for column in columns)


def open_workbook(data: bytes) -> Workbook:
    """Read the .xlsx in `data`; UnreadableError when it is none."""
    try:
        reader = WorkbookReader(data, _MOST)
        sheets = {name: reader.stored_sheet(name) for name in reader.stored_sheets}
    except WorkbookError as fault:
        raise UnreadableError(f"the workbook {fault}") from fault
    formulas = (f"{column_letters(column + 1)}{row + 1}" for sheet in sheets.values() for row, column in sheet.formulas)
    return Workbook({name: sheet.values for name, sheet in sheets.items()}, tuple(formulas))
