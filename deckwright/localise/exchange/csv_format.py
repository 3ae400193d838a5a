"""CSV: a table that every spreadsheet opens, in UTF-8 with the mark by which Excel knows it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from deckwright.localise.exchange.rows import COLUMNS, Row, Unreadable, rows_of_table

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""The marks of what Excel calls Unicode text."""
_FORMULA = re.compile(r"'*[=+\-@\t]")
"""What a spreadsheet would take for a formula gets an apostrophe before it, which it takes for 'this is text'."""


def write_csv(rows: Sequence[Row], _source: str, _target: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row.cells] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def read_csv(data: bytes) -> list[Row]:
    """Separated by commas, semicolons or tabs, as the reader's spreadsheet saves it. Raises Unreadable."""
    try:
        text = data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("it is not in UTF-8: save it as 'CSV UTF-8'", line) from None
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        return list(rows_of_table(_lines(text, separator)))
    except csv.Error as error:
        raise Unreadable(str(error)) from None


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    for cells in reader:
        yield line, [cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell for cell in cells]
        line = reader.line_num + 1
