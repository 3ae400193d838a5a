"""The reader of CSV and TSV files, as spreadsheets write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from deckwright.data.cells import read_cell
from deckwright.data.table import RawTable
from deckwright.data.text import text_of
from deckwright.diagnostics import Report
from deckwright.source import Span, Text

_DELIMITERS = ",;\t"


def read_csv(data: bytes, file: str, report: Report) -> RawTable | None:
    """The table in `data`: comma, semicolon or tab between cells (the most frequent in the first line), names in the
    first line. Where semicolons separate cells, the decimal mark is a comma. Empty lines do not count."""
    return _read(data, file, None, report)


def read_tsv(data: bytes, file: str, report: Report) -> RawTable | None:
    """The table in `data`, with tabs between cells."""
    return _read(data, file, "\t", report)


def _read(data: bytes, file: str, delimiter: str | None, report: Report) -> RawTable | None:
    text = text_of(data, file, report)
    if text is None:
        return None
    delimiter = delimiter or _delimiter(text)
    mark = "," if delimiter == ";" else "."
    try:
        rows = [
            [read_cell(written, span, mark) for written, span in cells]
            for cells in _records(text, file, delimiter)
            if any(written.strip() for written, _ in cells)
        ]
    except _MalformedError as error:
        report.error("malformed-data", error.message, error.span, help=error.help)
        return None
    if not rows:
        report.error(
            "empty-data", f"'{file}' is empty", Span(file, 1, 1), help="write the columns' names in the first line"
        )
        return None
    header = rows[0]
    while header and not header[-1].written:  # spreadsheets leave empty columns at the end
        header.pop()
    columns = tuple(Text(cell.written, cell.span) for cell in header)
    return RawTable(columns, tuple(tuple(row) for row in rows[1:]))


class _MalformedError(Exception):
    def __init__(self, message: str, span: Span, help: str | None) -> None:
        super().__init__(message)
        self.message, self.span, self.help = message, span, help


def _records(text: str, file: str, delimiter: str) -> Iterator[list[tuple[str, Span]]]:
    """Each record's cells with their places. The csv module reads the cells; it keeps no places, so these are counted
    in the lines it has taken."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text):
            taken.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    first = 1
    while True:
        try:
            record = next(reader, None)
        except csv.Error:
            record_text = "".join(taken)
            place, what, action = _fault(record_text, delimiter)
            raise _MalformedError(what, _span(record_text, place, place + 1, file, first), action) from None
        if record is None:
            return
        record_text = "".join(taken)
        places = _places(record_text, delimiter)
        yield [
            (written, _span(record_text, start, end, file, first))
            for written, (start, end) in zip(record, places, strict=True)
        ]
        first += len(taken)
        taken.clear()


def _places(record: str, delimiter: str) -> list[tuple[int, int]]:
    """Start and end of each cell in the text of a record, quotation marks included."""
    end_of_record = len(record.removesuffix("\n"))
    if not end_of_record:
        return []
    places = []
    start = 0
    while True:
        end = start
        if record.startswith('"', start):
            end = _closing(record, start) + 1
        following = record.find(delimiter, end, end_of_record)
        places.append((start, following if following >= 0 else end_of_record))
        if following < 0:
            return places
        start = following + 1


def _closing(record: str, start: int) -> int:
    """Where the quotation mark at `start` is closed; `""` inside is one that stands for itself."""
    end = record.find('"', start + 1)
    while end >= 0 and record.startswith('"', end + 1):
        end = record.find('"', end + 2)
    return end if end >= 0 else len(record)


def _fault(record: str, delimiter: str) -> tuple[int, str, str | None]:
    """Which quotation mark the csv module could not make sense of: place, message, help."""
    start = 0
    while start >= 0:
        if record.startswith('"', start):
            end = _closing(record, start)
            if end >= len(record):
                return start, "this quotation mark is never closed", "close it at the end of the cell"
            if record[end + 1 : end + 2] not in ("", delimiter, "\n"):
                return end, "a cell goes on after its quotation mark", 'write "" for a quotation mark inside a cell'
            start = end
        start = record.find(delimiter, start) + 1 or -1
    return 0, "this line cannot be read as a row of cells", None


def _span(record: str, start: int, end: int, file: str, first_line: int) -> Span:
    line = first_line + record.count("\n", 0, start)
    on_this_line = len(record[start:end].partition("\n")[0])
    return Span(file, line, start - record.rfind("\n", 0, start), max(1, on_this_line))


def _delimiter(text: str) -> str:
    header = next((line for line in io.StringIO(text) if line.strip()), "")
    outside_quotes = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=outside_quotes.count)
