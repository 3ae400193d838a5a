"""The file formats for translators: chooses the format by the file name, and writes and reads CSV and Excel."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from deckwright.localise.exchange.rows import COLUMNS, REQUIRED, ExchangeError, ExchangeRow, find_columns, read_table
from deckwright.localise.exchange.xliff import read_xliff, write_xliff
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span
from deckwright.ooxml.workbook_reader import WorkbookError, WorkbookReader
from deckwright.ooxml.workbook_writer import CellStyle, SheetColumn, SheetLook, write_workbook
from deckwright.system.files import exists, read_file, suggest_file
from deckwright.system.limits import CATALOG_BYTES, DATA_CELLS, DATA_UNPACKED_BYTES

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""Byte order marks of the format that Excel calls Unicode Text."""
_FORMULA = re.compile(r"'*[=+\-@\t]")
"""Cells that a spreadsheet would read as a formula are written with an apostrophe, which marks them as text."""
_TEXT_FORMAT = "@"
"""Keeps what a translator types as text: '1-2' does not become a date."""
_LOOK = SheetLook(
    widths=(28, 60, 60, 40, 12),
    header=CellStyle(_TEXT_FORMAT, is_bold=True, is_wrapped=True),
    text=CellStyle(_TEXT_FORMAT, is_wrapped=True),
)


def write_csv(rows: Sequence[ExchangeRow], _source: str, _target: str) -> bytes:
    """Writes UTF-8 with a byte order mark, by which Excel recognises it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row.cells] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def read_csv(data: bytes) -> list[ExchangeRow]:
    """Reads cells separated by commas, semicolons or tabs. Raises ExchangeError."""
    try:
        text = data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ExchangeError("it is not in UTF-8: save it as 'CSV UTF-8'", line) from None
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        return list(read_table(_read_lines(text, separator)))
    except csv.Error as error:
        raise ExchangeError(str(error)) from None


def _read_lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    for cells in reader:
        yield line, [cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell for cell in cells]
        line = reader.line_num + 1


def write_xlsx(rows: Sequence[ExchangeRow], _source: str, target: str) -> bytes:
    """Writes one sheet, named after the target language; every cell is a text."""
    cells = zip(COLUMNS, *(row.cells for row in rows), strict=True)
    return write_workbook(target, [SheetColumn(heading, tuple(texts)) for heading, *texts in cells], _LOOK)


def read_xlsx(data: bytes) -> list[ExchangeRow]:
    """Reads the first sheet with the required columns; the name of the sheet is the language. Raises ExchangeError."""
    try:
        book = WorkbookReader(data, DATA_UNPACKED_BYTES)
        sheets = [(name, _read_sheet(book, name)) for name in book.sheet_names]
    except WorkbookError as fault:
        raise ExchangeError(f"it {fault}", help="open it in Excel and save it as .xlsx") from None
    complete = (sheet for sheet in sheets if sheet[1] and set(REQUIRED) <= set(find_columns(sheet[1][0][1])))
    name, table = next(complete, sheets[0])
    return list(read_table(table, name))


def _read_sheet(book: WorkbookReader, name: str) -> list[tuple[int, list[str]]]:
    """Returns the rows of a sheet with their numbers."""
    height, width = book.measure_sheet(name)
    if not height:
        return []
    if height * width > DATA_CELLS:
        raise ExchangeError(f"its sheet '{name}' reaches to row {height:,} and column {width:,}")
    return [(number, [_read_cell(value) for value in row]) for number, row in enumerate(book.iter_rows(name), 1)]


def _read_cell(value: object) -> str:
    """Returns a cell as text; a whole number, which Excel stores as a float, gets no decimal point."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


class ExchangeFormat(Struct, frozen=True):
    """A file format for translators."""

    write: Callable[[Sequence[ExchangeRow], str, str], bytes]
    """Takes rows, the language of the sources and the language of the targets."""
    read: Callable[[bytes], list[ExchangeRow]]
    """Raises ExchangeError."""


_XLIFF = ExchangeFormat(write_xliff, read_xliff)
FORMATS = {
    ".xlf": _XLIFF,
    ".xliff": _XLIFF,
    ".xlsx": ExchangeFormat(write_xlsx, read_xlsx),
    ".csv": ExchangeFormat(write_csv, read_csv),
}


def find_format(path: Path, report: Report) -> ExchangeFormat | None:
    """Returns the format by the end of the file name. Reports `unknown-exchange-format` and returns None."""
    file_format = FORMATS.get(path.suffix.lower())
    if file_format is None:
        message = f"the format of '{path.name}' is not supported"
        report.error("unknown-exchange-format", message, None, help=f"use {', '.join(FORMATS)}")
    return file_format


def can_import(path: Path, file: str, report: Report) -> bool:
    """Returns True if the file exists and its format is supported.

    `file` is its name in diagnostics. Reports `missing-file` and `unknown-exchange-format`.
    """
    if find_format(path, report) is None:
        return False
    if exists(path):
        return True
    siblings = (sibling.name for sibling in sorted(path.parent.iterdir())) if path.parent.is_dir() else ()
    near = suggest_file(path.name, siblings, FORMATS)
    report.error(
        "missing-file", f"file '{file}' does not exist", None, help=f"did you mean '{near}'?" if near else None
    )
    return False


def read_rows(path: Path, file: str, report: Report) -> list[ExchangeRow]:
    """Reads the file of a translator, called `file` in diagnostics.

    Reports `unreadable-file`, `too-large`, `exchange-syntax` and `unknown-exchange-format`, and returns no rows.
    """
    file_format = find_format(path, report)
    data = None if file_format is None else read_file(path, file, CATALOG_BYTES, report)
    if file_format is None or data is None:
        return []
    try:
        rows = file_format.read(data)
        if not rows:
            raise ExchangeError("it holds no texts")
        return rows
    except ExchangeError as error:
        place = Span(file, error.line, 1) if error.line else None
        report.error("exchange-syntax", f"'{file}' cannot be imported: {error}", place, help=error.help)
    return []
