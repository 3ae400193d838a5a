"""Reads Excel workbooks: a sheet, a range of it, or one of its tables."""

from __future__ import annotations

import re
from itertools import islice

from msgspec import Struct, field

from deckwright.assets.data.cells import convert_value
from deckwright.assets.data.data_source import DataSource, check_table_size, refuse, refuse_unknown
from deckwright.model.data_table import Mistake, RawCell, RawTable
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text
from deckwright.ooxml.names import column_letters, column_number
from deckwright.ooxml.sheet_scan import CellAddress, StoredCell
from deckwright.ooxml.workbook_reader import SheetArea, WorkbookError, WorkbookReader
from deckwright.system.limits import DATA_CELLS, DATA_COLUMNS, DATA_UNPACKED_BYTES

_RANGE = re.compile(r"(?:(?:'(.+)'|([^!']+))!)?\$?([A-Za-z]{1,3})\$?([0-9]{1,7})?:\$?([A-Za-z]{1,3})\$?([0-9]{1,7})?")
_RANGE_HELP = "write it as in Excel: 'range: A3:D20', or 'range: A:D' for whole columns"

_Row = tuple[int, list[RawCell]]
"""A row with its number in Excel."""


class _CellNotes(Struct):
    """The facts about the cells of a sheet that are not their values."""

    percentages: set[CellAddress] = field(default_factory=set)
    """Cells that Excel shows as percentages."""
    faults: dict[CellAddress, tuple[str, str]] = field(default_factory=dict)
    """Formulas without a usable value: message and help."""


def read_xlsx(source: DataSource, _report: Report) -> RawTable:
    """Reads a table with the names of its columns in the first row that is not empty, or in row `header`.

    Formulas have the values that Excel saved. A number that Excel shows as a percentage is a percentage. Empty
    rows are ignored. Raises UnreadableError.
    """
    try:
        book = WorkbookReader(source.data, DATA_UNPACKED_BYTES)
        area = _find_area(source, book)
        rows = _read_rows(book, area, source)
    except WorkbookError as error:
        refuse("malformed-data", f"'{source.file}' {error}", source.span, "open it in Excel and save it as .xlsx")
    header = source.get_header_row()
    rows = [(number, row) for number, row in rows if number >= header and any(map(_is_filled, row))]
    if not rows or (header and rows[0][0] != header):
        span = source.get_option_span("header" if header else "range")
        advice = "say where the table begins: 'sheet: …', 'range: A3:D20' or 'header: 3'"
        part = f"row {header} of sheet '{area.sheet}'" if header else f"sheet '{area.sheet}'"
        refuse("empty-data", f"{part} in '{source.file}' is empty", span, advice)
    left = next(column for column in range(len(rows[0][1])) if any(_is_filled(row[column]) for _, row in rows))
    names = _trim_row(rows[0][1][left:])
    body = tuple(_trim_row(row[left:], len(names)) for _, row in rows[1:])
    return RawTable(tuple(Text(cell.written, cell.span) for cell in names), body)


def _find_area(source: DataSource, book: WorkbookReader) -> SheetArea:
    """Returns the area that deck.yaml gives, else the only visible sheet that is not empty."""
    table, cell_range = source.options.get("table"), source.options.get("range")
    if table:
        if table not in book.table_names:
            refuse_unknown("unknown-table", "table", table, book.table_names, source.file)
        return book.find_table(table)
    match = _RANGE.fullmatch(cell_range) if cell_range else None
    if cell_range and not match:
        refuse("bad-range", f"'{cell_range}' is not a range of cells", cell_range.span, _RANGE_HELP)
    sheet = _find_sheet(source, book, (match[1] or match[2]) if match else None)
    if not cell_range or not match:
        return SheetArea(sheet)
    left, right = column_number(match[3]) - 1, column_number(match[5])
    top, bottom = int(match[4] or 1) - 1, int(match[6]) if match[6] else None
    if left >= right or top < 0 or (bottom is not None and top >= bottom):
        message = f"'{cell_range}' does not run from the top left cell to the bottom right one"
        refuse("bad-range", message, cell_range.span, _RANGE_HELP)
    return SheetArea(sheet, top, left, bottom, right)


def _find_sheet(source: DataSource, book: WorkbookReader, sheet_in_range: str | None) -> str:
    sheet = source.options.get("sheet")
    if sheet is None and sheet_in_range:
        sheet = Text(sheet_in_range, source.get_option_span("range"))
    if sheet is not None:
        if sheet not in book.sheet_names:
            refuse_unknown("unknown-sheet", "sheet", sheet, book.sheet_names, source.file)
        return str(sheet)
    filled = [name for name in book.visible_sheets if book.measure_sheet(name) != (0, 0)]
    if len(filled) > 1:
        message = f"'{source.file}' has {len(filled)} sheets: {', '.join(filled)}"
        refuse("which-sheet", message, source.span, f"say which for its table in deck.yaml: 'sheet: {filled[0]}'")
    return (filled or book.sheet_names)[0]


def _read_rows(book: WorkbookReader, area: SheetArea, source: DataSource) -> list[_Row]:
    height, width = book.measure_sheet(area.sheet)
    if height * width > DATA_CELLS * 20:  # calamine fills everything up to a single cell at the far end of a sheet
        message = f"sheet '{area.sheet}' in '{source.file}' extends to {column_letters(width)}{height}"
        refuse("too-much-data", message, source.span, "delete the cells that are far from the table in Excel")
    notes = _scan_sheet(book, area.sheet)
    sheet = f"'{area.sheet}'" if re.search(r"\W", area.sheet) else area.sheet
    columns = [f"{sheet}!{column_letters(column + 1)}" for column in range(area.left, area.left + DATA_COLUMNS)]
    all_values = book.iter_rows(area.sheet) if height else iter(())
    rows: list[_Row] = []
    for index, row in enumerate(islice(all_values, area.top, area.bottom), area.top):
        values = row[area.left : area.right]
        check_table_size(len(rows), len(values), source.file, source.span)
        cells = []
        for column, (name, value) in enumerate(zip(columns, values, strict=False), area.left):
            span = Span(source.file, index + 1, column + 1, 1, f"{name}{index + 1}")
            cells.append(_convert_cell(value, span, (index, column), notes))
        rows.append((index + 1, cells))
    return rows


def _scan_sheet(book: WorkbookReader, sheet: str) -> _CellNotes:
    notes, percent_styles = _CellNotes(), book.percent_styles

    def note_cell(cell: StoredCell) -> None:
        if cell.kind == "n" and cell.style in percent_styles:
            notes.percentages.add(cell.address)
        if cell.kind == "e" and cell.value != "#N/A":
            message = f"the formula in this cell gives {cell.value or 'an error'}"
            notes.faults[cell.address] = message, "correct the formula in Excel, or empty the cell"
        elif cell.has_formula and not cell.value and cell.kind not in ("e", "str"):
            message = "the formula in this cell has no saved value"
            notes.faults[cell.address] = message, "open the workbook in Excel and save it"

    if percent_styles or book.has_errors_or_formulas(sheet):
        book.scan(sheet, note_cell)
    return notes


def _convert_cell(value: object, span: Span, address: CellAddress, notes: _CellNotes) -> RawCell:
    if value == "" and address in notes.faults:
        return RawCell(None, "text", "", span, Mistake("unreadable-cell", *notes.faults[address]))
    return convert_value(None if value == "" else value, span, address in notes.percentages)


def _is_filled(cell: RawCell) -> bool:
    return bool(cell.written or cell.mistake)


def _trim_row(row: list[RawCell], width: int = 0) -> tuple[RawCell, ...]:
    """Removes empty cells at the end of a row that is wider than `width`."""
    while len(row) > width and not _is_filled(row[-1]):
        row = row[:-1]
    return tuple(row)
