"""Excel: one sheet, a row for each text, every cell a text."""

from __future__ import annotations

from collections.abc import Sequence

from deckwright.localise.exchange.rows import COLUMNS, NEEDED, Row, Unreadable, columns, rows_of_table
from deckwright.ooxml.workbook_reader import WorkbookError, WorkbookReader
from deckwright.ooxml.workbook_writer import CellStyle, SheetColumn, SheetLook, write_workbook
from deckwright.system.limits import DATA_CELLS, DATA_UNPACKED_BYTES

_TEXT_FORMAT = "@"
"""What a translator types stays a text too: '1-2' becomes no date."""
_LOOK = SheetLook(
    widths=(28, 60, 60, 40, 12),
    header=CellStyle(_TEXT_FORMAT, is_bold=True, is_wrapped=True),
    text=CellStyle(_TEXT_FORMAT, is_wrapped=True),
)


def write_xlsx(rows: Sequence[Row], _source: str, target: str) -> bytes:
    cells = zip(COLUMNS, *(row.cells for row in rows), strict=True)
    return write_workbook(target, [SheetColumn(heading, tuple(texts)) for heading, *texts in cells], _LOOK)


def read_xlsx(data: bytes) -> list[Row]:
    """The first sheet with the columns of a catalog; its name is the language. Raises Unreadable."""
    try:
        book = WorkbookReader(data, DATA_UNPACKED_BYTES)
        tables = [(name, _table(book, name)) for name in book.sheet_names]
    except WorkbookError as fault:
        raise Unreadable(f"it {fault}", help="open it in Excel and save it as .xlsx") from None
    name, table = next((one for one in tables if _is_catalog(one[1])), tables[0])
    return list(rows_of_table(table, name))


def _is_catalog(table: list[tuple[int, list[str]]]) -> bool:
    return bool(table) and set(NEEDED) <= set(columns(table[0][1]))


def _table(book: WorkbookReader, name: str) -> list[tuple[int, list[str]]]:
    """The rows of a sheet with their numbers."""
    height, width = book.extent(name)
    if not height:
        return []
    if height * width > DATA_CELLS:
        raise Unreadable(f"its sheet '{name}' reaches to row {height:,} and column {width:,}")
    return [(number, [_text(value) for value in row]) for number, row in enumerate(book.rows(name), 1)]


def _text(value: object) -> str:
    """What Excel has made a number of is a text again."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
