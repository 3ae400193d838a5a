"""The reader of Excel workbooks: one sheet, or a range of it, or one of its tables."""

from __future__ import annotations

import io
import re
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.assets.data.cells import typed_cell
from deckwright.assets.data.limits import MAX_CELLS, MAX_COLUMNS, check_size
from deckwright.assets.data.options import Given, refuse
from deckwright.assets.data.workbook_parts import At, Marks, NoWorkbookError, Parts, letters_of, position_of
from deckwright.model.data_table import Mistake, RawCell, RawTable
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import Span, Text

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_RANGE = re.compile(r"(?:(?:'(.+)'|([^!']+))!)?\$?([A-Za-z]{1,3})\$?([0-9]{1,7})?:\$?([A-Za-z]{1,3})\$?([0-9]{1,7})?")
_EXAMPLE = "write it as Excel does: 'range: A3:D20', or 'range: A:D' for whole columns"

_Row = tuple[int, list[RawCell]]
"""With its number, as Excel counts."""


class _Area(Struct, frozen=True):
    """Part of a sheet: rows and columns from 0. The ends are not part of it; None is as far as there is something."""

    sheet: str
    top: int = 0
    left: int = 0
    bottom: int | None = None
    right: int | None = None


def read_xlsx(given: Given, _report: Report) -> RawTable:
    """The table in a workbook: the columns' names in its first row that holds something, or in row `header`.

    Values are those that Excel saved for its formulas. A number that is shown as a percentage is one, a whole number is
    an integer. Empty rows do not count. Raises UnreadableError.
    """
    from python_calamine import CalamineError

    try:
        parts = Parts(given.data)
        book = _opened(given.data)
        area = _area(given, book, parts)
        rows = _rows(book, parts, area, given)
    except (NoWorkbookError, CalamineError) as error:
        why = str(error) if isinstance(error, NoWorkbookError) else "is not an Excel workbook"
        refuse("malformed-data", f"'{given.file}' {why}", given.place, "open it in Excel and save it as .xlsx")
    header = given.line_of_header()
    rows = [(number, row) for number, row in rows if number >= header and any(map(_filled, row))]
    if not rows or (header and rows[0][0] != header):
        place = given.place_of("header" if header else "range")
        advice = "say where the table begins: 'sheet: …', 'range: A3:D20' or 'header: 3'"
        what = f"row {header} of '{area.sheet}'" if header else f"'{area.sheet}'"
        refuse("empty-data", f"there is nothing in {what} of '{given.file}'", place, advice)
    first = _margin([row for _, row in rows])
    names = rows[0][1][first:]
    while names and not _filled(names[-1]):
        names.pop()
    body = tuple(_as_wide(row[first:], len(names)) for _, row in rows[1:])
    return RawTable(tuple(Text(cell.written, cell.span) for cell in names), body)


def _opened(data: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data), load_tables=True)
    except PasswordError:
        raise NoWorkbookError("is protected by a password") from None


def _area(given: Given, book: CalamineWorkbook, parts: Parts) -> _Area:
    """What deck.yaml says is to be read, else the only sheet that is shown and holds something."""
    table, written = given.word("table"), given.word("range")
    if table:
        return _area_of_table(table, given, book)
    match = _RANGE.fullmatch(written) if written else None
    if written and not match:
        refuse("bad-range", f"'{written}' is not a range of cells", written.span, _EXAMPLE)
    sheet = _sheet(given, book, parts, (match[1] or match[2]) if match else None)
    if not written or not match:
        return _Area(sheet)
    left, right = position_of(match[3]), position_of(match[5])
    top, bottom = int(match[4] or 1) - 1, int(match[6]) if match[6] else None
    if left > right or top < 0 or (bottom is not None and top >= bottom):
        refuse("bad-range", f"'{written}' does not go from left above to right below", written.span, _EXAMPLE)
    return _Area(sheet, top, left, bottom, right + 1)


def _area_of_table(table: Text, given: Given, book: CalamineWorkbook) -> _Area:
    names = book.table_names or []
    if table not in names:
        notes = f"its tables are {', '.join(names)}" if names else "it has no tables"
        message = f"'{given.file}' has no table '{table}'"
        refuse("unknown-table", message, table.span, did_you_mean(table, names), notes)
    found = book.get_table_by_name(table)
    (top, left), (bottom, right) = found.start or (1, 0), found.end or (1, 0)
    return _Area(found.sheet, top - 1, left, bottom + 1, right + 1)


def _sheet(given: Given, book: CalamineWorkbook, parts: Parts, in_range: str | None) -> str:
    from python_calamine import SheetVisibleEnum

    wanted = given.word("sheet")
    if wanted is None and in_range:
        wanted = Text(in_range, given.place_of("range"))
    if wanted is not None:
        if wanted not in book.sheet_names:
            notes = f"its sheets are {', '.join(book.sheet_names)}"
            message = f"'{given.file}' has no sheet '{wanted}'"
            refuse("unknown-sheet", message, wanted.span, did_you_mean(wanted, book.sheet_names), notes)
        return str(wanted)
    shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    filled = [name for name in shown if parts.extent(name) != (0, 0)]
    if len(filled) > 1:
        message = f"'{given.file}' has {len(filled)} sheets: {', '.join(filled)}"
        refuse("which-sheet", message, given.place, f"say which at its table in deck.yaml: 'sheet: {filled[0]}'")
    return (filled or book.sheet_names)[0]


def _rows(book: CalamineWorkbook, parts: Parts, area: _Area, given: Given) -> list[_Row]:
    """The rows of the area. A single cell at the far end of a sheet would make calamine fill all between."""
    height, width = parts.extent(area.sheet)
    if height * width > MAX_CELLS * 20:
        message = f"'{area.sheet}' of '{given.file}' reaches to {letters_of(width - 1)}{height}"
        refuse("too-much-data", message, given.place, "delete what stands far from the table in Excel")
    marks = parts.marks(area.sheet)
    sheet = f"'{area.sheet}'" if re.search(r"\W", area.sheet) else area.sheet
    letters = [f"{sheet}!{letters_of(column)}" for column in range(area.left, area.left + MAX_COLUMNS)]
    values = book.get_sheet_by_name(area.sheet).iter_rows() if height else iter(())
    rows: list[_Row] = []
    for at, row in enumerate(islice(values, area.top, area.bottom), area.top):
        cells = row[area.left : area.right]
        check_size(len(rows), len(cells), given.file, given.place)
        places = (
            Span(given.file, at + 1, n, 1, f"{column}{at + 1}") for n, column in enumerate(letters, area.left + 1)
        )
        made = [_cell(value, span, (at, span.column - 1), marks) for value, span in zip(cells, places, strict=False)]
        rows.append((at + 1, made))
    return rows


def _cell(value: object, span: Span, at: At, marks: Marks) -> RawCell:
    if value == "" and at in marks.faults:
        return RawCell(None, "text", "", span, Mistake("unreadable-cell", *marks.faults[at]))
    return typed_cell(None if value == "" else value, span, at in marks.percentages)


def _filled(cell: RawCell) -> bool:
    return bool(cell.written or cell.mistake)


def _margin(rows: list[list[RawCell]]) -> int:
    """How many columns to the left of the table there are in which there is nothing at all."""
    return next((at for at in range(len(rows[0])) if any(_filled(row[at]) for row in rows)), 0)


def _as_wide(row: list[RawCell], wide: int) -> tuple[RawCell, ...]:
    """`row` without the empty cells to the right of the table."""
    while len(row) > wide and not _filled(row[-1]):
        row = row[:-1]
    return tuple(row)
