"""The reader of Excel workbooks: one sheet, or a range of it, or one of its tables."""

from __future__ import annotations

import re
from itertools import islice

from msgspec import Struct, field

from deckwright.assets.data.cells import typed_cell
from deckwright.assets.data.limits import MAX_CELLS, MAX_COLUMNS, MAX_UNPACKED, check_size
from deckwright.assets.data.options import Given, refuse
from deckwright.model.data_table import Mistake, RawCell, RawTable
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import Span, Text
from deckwright.ooxml.names import column_letters, column_number
from deckwright.ooxml.sheet_scan import Place, StoredCell
from deckwright.ooxml.workbook_reader import WorkbookError, WorkbookReader

_RANGE = re.compile(r"(?:(?:'(.+)'|([^!']+))!)?\$?([A-Za-z]{1,3})\$?([0-9]{1,7})?:\$?([A-Za-z]{1,3})\$?([0-9]{1,7})?")
_EXAMPLE = "write it as Excel does: 'range: A3:D20', or 'range: A:D' for whole columns"

_NOT_AVAILABLE = "#N/A"

_Row = tuple[int, list[RawCell]]
"""With its number, as Excel counts."""


class _Marks(Struct):
    """What cells say besides their values."""

    percentages: set[Place] = field(default_factory=set)
    """Cells whose number format shows a percentage."""
    faults: dict[Place, tuple[str, str]] = field(default_factory=dict)
    """Cells in which there is no value where there should be one: message and help."""


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
    try:
        book = WorkbookReader(given.data, MAX_UNPACKED)
        area = _area(given, book)
        rows = _rows(book, area, given)
    except WorkbookError as error:
        refuse("malformed-data", f"'{given.file}' {error}", given.place, "open it in Excel and save it as .xlsx")
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


def _area(given: Given, book: WorkbookReader) -> _Area:
    """What deck.yaml says is to be read, else the only sheet that is shown and holds something."""
    table, written = given.word("table"), given.word("range")
    if table:
        return _area_of_table(table, given, book)
    match = _RANGE.fullmatch(written) if written else None
    if written and not match:
        refuse("bad-range", f"'{written}' is not a range of cells", written.span, _EXAMPLE)
    sheet = _sheet(given, book, (match[1] or match[2]) if match else None)
    if not written or not match:
        return _Area(sheet)
    left, right = column_number(match[3]) - 1, column_number(match[5])
    top, bottom = int(match[4] or 1) - 1, int(match[6]) if match[6] else None
    if left >= right or top < 0 or (bottom is not None and top >= bottom):
        refuse("bad-range", f"'{written}' does not go from left above to right below", written.span, _EXAMPLE)
    return _Area(sheet, top, left, bottom, right)


def _area_of_table(table: Text, given: Given, book: WorkbookReader) -> _Area:
    names = book.table_names
    if table not in names:
        notes = f"its tables are {', '.join(names)}" if names else "it has no tables"
        message = f"'{given.file}' has no table '{table}'"
        refuse("unknown-table", message, table.span, did_you_mean(table, names), notes)
    found = book.table_area(table)
    return _Area(found.sheet, found.top, found.left, found.bottom, found.right)


def _sheet(given: Given, book: WorkbookReader, in_range: str | None) -> str:
    wanted = given.word("sheet")
    if wanted is None and in_range:
        wanted = Text(in_range, given.place_of("range"))
    if wanted is not None:
        if wanted not in book.sheet_names:
            notes = f"its sheets are {', '.join(book.sheet_names)}"
            message = f"'{given.file}' has no sheet '{wanted}'"
            refuse("unknown-sheet", message, wanted.span, did_you_mean(wanted, book.sheet_names), notes)
        return str(wanted)
    filled = [name for name in book.visible_sheets if book.extent(name) != (0, 0)]
    if len(filled) > 1:
        message = f"'{given.file}' has {len(filled)} sheets: {', '.join(filled)}"
        refuse("which-sheet", message, given.place, f"say which at its table in deck.yaml: 'sheet: {filled[0]}'")
    return (filled or book.sheet_names)[0]


def _rows(book: WorkbookReader, area: _Area, given: Given) -> list[_Row]:
    """The rows of the area. A single cell at the far end of a sheet would make calamine fill all between."""
    height, width = book.extent(area.sheet)
    if height * width > MAX_CELLS * 20:
        message = f"'{area.sheet}' of '{given.file}' reaches to {column_letters(width)}{height}"
        refuse("too-much-data", message, given.place, "delete what stands far from the table in Excel")
    marks = _marks(book, area.sheet)
    sheet = f"'{area.sheet}'" if re.search(r"\W", area.sheet) else area.sheet
    letters = [f"{sheet}!{column_letters(column + 1)}" for column in range(area.left, area.left + MAX_COLUMNS)]
    values = book.rows(area.sheet) if height else iter(())
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


def _marks(book: WorkbookReader, sheet: str) -> _Marks:
    marks, percents = _Marks(), book.percent_styles

    def look_at(cell: StoredCell) -> None:
        if cell.kind == "n" and cell.style in percents:
            marks.percentages.add(cell.place)
        if cell.kind == "e" and cell.value != _NOT_AVAILABLE:
            fault = f"the formula in this cell gives {cell.value or 'an error'}", "mend it in Excel, or empty the cell"
            marks.faults[cell.place] = fault
        elif cell.has_formula and not cell.value and cell.kind not in ("e", "str"):
            fault = "the formula in this cell was never worked out", "open the workbook in Excel and save it"
            marks.faults[cell.place] = fault

    if percents or book.has_errors_or_formulas(sheet):
        book.scan(sheet, look_at)
    return marks


def _cell(value: object, span: Span, at: Place, marks: _Marks) -> RawCell:
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
