"""Reads CSV and TSV files, as spreadsheets write them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from deckwright.assets.data.cells import read_cell
from deckwright.assets.data.data_source import DataSource, check_table_size, refuse
from deckwright.assets.data.encodings import decode_source
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


def read_tsv(source: DataSource, report: Report) -> RawTable | None:
    """Reads a table with tabs between cells, unless deck.yaml gives another delimiter."""
    return read_csv(source, report, "\t")


def read_csv(source: DataSource, report: Report, delimiter: str | None = None) -> RawTable | None:
    """Reads a table with commas, semicolons, tabs or pipes between cells; its first line names the columns.

    Without options in deck.yaml, the delimiter is the one that every line has equally often, and the decimal mark the
    one that most numbers imply. Empty lines do not count. Raises UnreadableError.
    """
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


def _read_rows(text: str, file: str, delimiter: str, line: int) -> Iterator[list[_TextCell]]:
    """Yields the cells of each row with their places. `line` is the number of the first line."""
    cell_pattern = re.compile(rf'"([^"]*(?:""[^"]*)*)("?)|[^{re.escape(delimiter)}\n]*')
    rows = line_start = position = 0
    while position < len(text):
        row_span = Span(file, line, 1)
        cells: list[_TextCell] = []
        is_row_over = False
        while not is_row_over:
            match = cell_pattern.match(text, position)
            assert match
            written, quoted, end = match[0], match[1], match.end()
            span = Span(file, line, position - line_start + 1, max(1, len(written.partition("\n")[0])))
            if lines := written.count("\n"):
                line += lines
                line_start = text.rfind("\n", 0, end) + 1
            if quoted is not None:
                _check_quotation(match, delimiter, span, Span(file, line, end - line_start))
            cells.append((written if quoted is None else quoted.replace('""', '"'), span))
            is_row_over = text[end : end + 1] != delimiter
            position = end + 1
        line += 1
        line_start = position
        rows += len(cells) > 1 or bool(cells[0][0])
        check_table_size(rows - 1, len(cells), file, row_span)
        yield cells


def _check_quotation(cell: re.Match[str], delimiter: str, span: Span, end_span: Span) -> None:
    """Refuses a quotation that is never closed, and text after its end. `end_span` is that of the closing mark."""
    if not cell[2]:
        message, advice = "this quotation mark is never closed", "close it at the end of the cell"
        refuse("malformed-data", message, replace(span, length=1), advice)
    if cell.string[cell.end() : cell.end() + 1] not in ("", delimiter, "\n"):
        message = "this cell continues after its closing quotation mark"
        refuse("malformed-data", message, end_span, 'write "" for a quotation mark in a cell')
