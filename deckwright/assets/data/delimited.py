"""Reads CSV and TSV files, as spreadsheets write them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from deckwright.assets.data.cells import read_cell
from deckwright.assets.data.data_source import DataSource, refuse
from deckwright.assets.data.encodings import decode_source
from deckwright.assets.data.limits import check_table_size
from deckwright.assets.data.notation import DecimalMark, guess_decimal_mark
from deckwright.model.data_table import RawTable
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
DECIMAL_MARKS: dict[str, DecimalMark] = {"comma": ",", "point": "."}
_DEFAULT_MARKS: dict[str, DecimalMark] = {",": ".", ";": ","}
"""Delimiter → decimal mark, if no number shows it: spreadsheets use semicolons where the comma marks decimals."""
_SEP_LINE = re.compile(r"sep=([,;\t|])\n")
"""The first line of a file that tells Excel the delimiter."""
_SAMPLED_LINES = 20
"""Lines in which delimiters are counted."""

_TextCell = tuple[str, Span]


def read_csv(source: DataSource, report: Report) -> RawTable | None:
    """Reads a table with commas, semicolons, tabs or pipes between cells; its first line names the columns.

    Without options in deck.yaml, the delimiter is the one that every line has equally often, and the decimal mark the
    one that most numbers imply. Empty lines do not count. Raises UnreadableError.
    """
    return _read_table(source, None, report)


def read_tsv(source: DataSource, report: Report) -> RawTable | None:
    """Reads a table with tabs between cells, unless deck.yaml gives another delimiter."""
    return _read_table(source, "\t", report)


def _read_table(source: DataSource, delimiter: str | None, report: Report) -> RawTable | None:
    text = decode_source(source, report)
    if text is None:
        return None
    first_line = source.get_header_row() or 1
    if sep_line := _SEP_LINE.match(text):
        delimiter, first_line = sep_line[1], max(first_line, 2)
    text = text if first_line == 1 else "".join(io.StringIO(text).readlines()[first_line - 1 :])
    if declared := source.options.get("delimiter"):
        delimiter = DELIMITERS.get(declared, delimiter)
    delimiter = delimiter or _guess_delimiter(text, source.file, first_line)
    rows = [
        cells
        for cells in _read_rows(text, source.file, delimiter, first_line)
        if any(content and not content.isspace() for content, _ in cells)
    ]
    if not rows:
        advice = "write the names of the columns in the first line"
        refuse("empty-data", f"'{source.file}' is empty", Span(source.file, 1, 1), advice)
    header = [Text(content.strip(), span) for content, span in rows[0]]
    while header and not header[-1]:  # spreadsheets leave empty columns at the end
        header.pop()
    mark = _choose_decimal_mark(source, delimiter, header, rows[1:])
    body = tuple(tuple(read_cell(content, span, mark) for content, span in row) for row in rows[1:])
    return RawTable(tuple(header), body)


def _choose_decimal_mark(
    source: DataSource, delimiter: str, header: list[Text], rows: list[list[_TextCell]]
) -> DecimalMark | None:
    """Returns the decimal mark in deck.yaml, else that which most numbers imply, else that which fits the delimiter."""
    declared = DECIMAL_MARKS.get(source.options.get("decimal") or "")
    if declared:
        return declared
    positions = [position for position, name in enumerate(header) if name not in source.text_columns]
    words = (
        row[position][0].rstrip("% \N{NO-BREAK SPACE}").lstrip()
        for row in rows
        for position in positions
        if position < len(row)
    )
    return guess_decimal_mark(words) or _DEFAULT_MARKS.get(delimiter)


def _guess_delimiter(text: str, file: str, first_line: int) -> str:
    """Returns the character that every line has equally often outside quotation marks, else the most frequent one."""
    lines = ["".join(line.split('"')[::2]) for line in islice(filter(str.strip, io.StringIO(text)), _SAMPLED_LINES)]
    if not lines:
        return ","
    frequency = {char: lines[0].count(char) for char in DELIMITERS.values()}
    even = {char: count for char, count in frequency.items() if len({line.count(char) for line in lines}) == 1}
    counts = even if any(even.values()) else frequency
    highest = max(counts.values())
    candidates = [char for char, count in counts.items() if count == highest]
    if highest and len(candidates) > 1 and counts is even:
        words = [word for word, char in DELIMITERS.items() if char in candidates]
        message = f"the cells of '{file}' can be separated by {' or by '.join(f'{word}s' for word in words)}"
        advice = f"say which for its table in deck.yaml: 'delimiter: {words[-1]}'"
        refuse("ambiguous-delimiter", message, Span(file, first_line, 1, max(1, len(lines[0].rstrip()))), advice)
    return candidates[0] if highest else ","


def _read_rows(text: str, file: str, delimiter: str, line_number: int) -> Iterator[list[_TextCell]]:
    """Yields the cells of each row with their places. `line_number` is that of the first line.

    The csv module reads the cells but gives no places, so these are found again in the lines that it has consumed.
    """
    lines: list[str] = []

    def feed_lines() -> Iterator[str]:
        for line in io.StringIO(text):
            lines.append(line)
            yield line

    reader = csv.reader(feed_lines(), delimiter=delimiter, strict=True)
    count = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            row_text = "".join(lines)
            position, message, advice = _explain_error(row_text, delimiter)
            span = _build_span(row_text, position, position + 1, file, line_number)
            refuse("malformed-data", message, span, advice)
        if row is None:
            return
        row_text = "".join(lines)
        count += bool(row)
        check_table_size(count - 1, len(row), file, Span(file, line_number, 1))
        ranges = _find_cell_ranges(row_text, delimiter)
        yield [
            (content, _build_span(row_text, start, end, file, line_number))
            for content, (start, end) in zip(row, ranges, strict=True)
        ]
        line_number += len(lines)
        lines.clear()


def _find_cell_ranges(row: str, delimiter: str) -> list[tuple[int, int]]:
    """Returns start and end of each cell in the text of a row, quotation marks included."""
    end_of_row = len(row.removesuffix("\n"))
    if not end_of_row:
        return []
    ranges = []
    start = 0
    while True:
        end = start
        if row.startswith('"', start):
            end = _find_closing_quote(row, start) + 1
        following = row.find(delimiter, end, end_of_row)
        ranges.append((start, following if following >= 0 else end_of_row))
        if following < 0:
            return ranges
        start = following + 1


def _find_closing_quote(row: str, start: int) -> int:
    """Returns the position of the mark that closes the quotation at `start`; `""` inside is a literal mark."""
    end = row.find('"', start + 1)
    while end >= 0 and row.startswith('"', end + 1):
        end = row.find('"', end + 2)
    return end if end >= 0 else len(row)


def _explain_error(row: str, delimiter: str) -> tuple[int, str, str | None]:
    """Finds the quotation mark that the csv module refused. Returns its position, a message and help."""
    start = 0
    while start >= 0:
        if row.startswith('"', start):
            end = _find_closing_quote(row, start)
            if end >= len(row):
                return start, "this quotation mark is never closed", "close it at the end of the cell"
            if row[end + 1 : end + 2] not in ("", delimiter, "\n"):
                return (
                    end,
                    "this cell continues after its closing quotation mark",
                    'write "" for a quotation mark in a cell',
                )
            start = end
        start = row.find(delimiter, start) + 1 or -1
    return 0, "this line cannot be read as a row of cells", None


def _build_span(row: str, start: int, end: int, file: str, first_line: int) -> Span:
    line = first_line + row.count("\n", 0, start)
    length = len(row[start:end].partition("\n")[0])
    return Span(file, line, start - row.rfind("\n", 0, start), max(1, length))
