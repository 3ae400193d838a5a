"""The reader of CSV and TSV files, as spreadsheets write them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from deckwright.assets.data.cells import read_cell
from deckwright.assets.data.limits import check_size
from deckwright.assets.data.numbers import Mark, decimal_mark
from deckwright.assets.data.options import Given, refuse
from deckwright.assets.data.text import given_text
from deckwright.model.data_table import RawCell, RawTable
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
MARKS: dict[str, Mark] = {"comma": ",", "point": "."}
_USUAL_MARKS: dict[str, Mark] = {",": ".", ";": ","}
"""Of the decimals, where nothing shows it: programs put semicolons between cells because the comma is taken."""
_EXCEL = re.compile(r"sep=([,;\t|])\n")
_LOOKED_AT = 20
"""Lines, to find out what stands between the cells."""

_Written = tuple[str, Span]


def read_csv(given: Given, report: Report) -> RawTable | None:
    """The table in a file with commas, semicolons, tabs or pipes between cells, the columns' names in the first line.

    What deck.yaml does not say is found out: the delimiter by its being equally often in every line, the decimal mark
    by numbers that show it. Empty lines do not count. Raises UnreadableError.
    """
    return _read(given, None, report)


def read_tsv(given: Given, report: Report) -> RawTable | None:
    """The same with tabs between cells, if deck.yaml says nothing else."""
    return _read(given, "\t", report)


def _read(given: Given, delimiter: str | None, report: Report) -> RawTable | None:
    text = given_text(given, report)
    if text is None:
        return None
    first = given.line_of_header() or 1
    if excel := _EXCEL.match(text):
        delimiter, first = excel[1], max(first, 2)
    text = text if first == 1 else "".join(io.StringIO(text).readlines()[first - 1 :])
    if declared := given.word("delimiter"):
        delimiter = DELIMITERS.get(declared, delimiter)
    delimiter = delimiter or _delimiter(text, given.file, first)
    rows = [
        cells
        for cells in _records(text, given.file, delimiter, first)
        if any(written and not written.isspace() for written, _ in cells)
    ]
    if not rows:
        advice = "write the columns' names in the first line"
        refuse("empty-data", f"'{given.file}' is empty", Span(given.file, 1, 1), advice)
    header = [Text(written.strip(), span) for written, span in rows[0]]
    while header and not header[-1]:  # spreadsheets leave empty columns at the end
        header.pop()
    mark = _mark(given, delimiter, header, rows[1:])
    return RawTable(tuple(header), tuple(tuple(_cells(row, mark)) for row in rows[1:]))


def _cells(row: list[_Written], mark: Mark | None) -> Iterator[RawCell]:
    for written, span in row:
        yield read_cell(written, span, mark)


def _mark(given: Given, delimiter: str, header: list[Text], rows: list[list[_Written]]) -> Mark | None:
    """The decimal mark: that which deck.yaml names, or most numbers show, or goes with the delimiter."""
    declared = MARKS.get(given.word("decimal") or "")
    if declared:
        return declared
    positions = [position for position, name in enumerate(header) if name not in given.texts]
    words = (
        row[position][0].rstrip("% \N{NO-BREAK SPACE}").lstrip()
        for row in rows
        for position in positions
        if position < len(row)
    )
    return decimal_mark(words) or _USUAL_MARKS.get(delimiter)


def _delimiter(text: str, file: str, first: int) -> str:
    """What stands equally often in every line, outside quotation marks; a comma where nothing does."""
    lines = ["".join(line.split('"')[::2]) for line in islice(filter(str.strip, io.StringIO(text)), _LOOKED_AT)]
    if not lines:
        return ","
    even = {one: lines[0].count(one) for one in DELIMITERS.values() if len({line.count(one) for line in lines}) == 1}
    often = {one: lines[0].count(one) for one in DELIMITERS.values()}
    counts = even if any(even.values()) else often
    most = max(counts.values())
    found = [one for one, count in counts.items() if count == most]
    if most and len(found) > 1 and counts is even:
        words = [word for word, one in DELIMITERS.items() if one in found]
        message = f"the cells of '{file}' can be separated by {' or by '.join(f'{word}s' for word in words)}"
        advice = f"say which at its table in deck.yaml: 'delimiter: {words[-1]}'"
        refuse("ambiguous-delimiter", message, Span(file, first, 1, max(1, len(lines[0].rstrip()))), advice)
    return found[0] if most else ","


def _records(text: str, file: str, delimiter: str, first: int) -> Iterator[list[_Written]]:
    """Each record's cells with their places. The csv module reads the cells; it keeps no places, so these are counted
    in the lines it has taken. `first` is the number of the first line."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text):
            taken.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    count = 0
    while True:
        try:
            record = next(reader, None)
        except csv.Error:
            record_text = "".join(taken)
            place, what, action = _fault(record_text, delimiter)
            refuse("malformed-data", what, _span(record_text, place, place + 1, file, first), action)
        if record is None:
            return
        record_text = "".join(taken)
        count += bool(record)
        check_size(count - 1, len(record), file, Span(file, first, 1))
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
