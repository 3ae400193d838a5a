"""Excel: one sheet, a row for each text, every cell a text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence

from deckwright.localise.exchange.rows import COLUMNS, NEEDED, Row, Unreadable, columns, rows_of_table

_WIDTHS = (28, 60, 60, 40, 12)
"""Of the columns, in characters."""
_FAULTS = (zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, SyntaxError)
"""What openpyxl raises for a file that is no workbook."""


def write_xlsx(rows: Sequence[Row], _source: str, target: str) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.create_sheet(target, 0)
    del book["Sheet"]
    sheet.freeze_panes = "A2"
    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for at, cells in enumerate((COLUMNS, *(row.cells for row in rows)), 1):
        for column, text in enumerate(cells, 1):
            cell = sheet.cell(at, column)
            cell.value = text
            cell.data_type = "s"  # '=1+1' is a text and no formula
            cell.number_format = "@"  # and so is what a translator types: '1-2' becomes no date
            cell.alignment = wrapped
            if at == 1:
                cell.font = bold
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read_xlsx(data: bytes) -> list[Row]:
    """The first sheet with the columns of a catalog; its name is the language. Raises Unreadable."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data))
        tables = [(sheet.title, list(_lines(sheet.iter_rows(values_only=True)))) for sheet in book.worksheets]
    except _FAULTS:
        raise Unreadable("it is not an Excel workbook (.xlsx)") from None
    name, table = next((one for one in tables if _is_catalog(one[1])), tables[0])
    return list(rows_of_table(table, name))


def _is_catalog(table: list[tuple[int, list[str]]]) -> bool:
    return bool(table) and set(NEEDED) <= set(columns(table[0][1]))


def _lines(rows: Iterator[tuple[object, ...]]) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(rows, 1):
        yield number, ["" if cell is None else str(cell) for cell in cells]
