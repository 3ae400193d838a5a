"""The reader of JSON files: a list of objects, one for each row."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import NoReturn

from deckwright.assets.data.cells import typed_cell
from deckwright.assets.data.limits import check_size
from deckwright.assets.data.options import Given, refuse
from deckwright.assets.data.text import given_text
from deckwright.model.data_table import RawCell, RawTable
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text

_SPACE = re.compile(r"[ \t\n]*")


def read_json(given: Given, report: Report) -> RawTable | None:
    """The table in a file that holds `[{"group": "all", "growth": "18%"}, …]`.

    Columns are the objects' keys, in the order they first appear; a row without one has nothing there.
    Raises UnreadableError.
    """
    text = given_text(given, report)
    return None if text is None else records_in(text, given.file)


def records_in(text: str, file: str, start: int = 0, end: str = "") -> RawTable:
    """The list of rows that begins at `start` of `text` and is followed by `end`."""
    try:
        return _Records(text, file, start).table(end)
    except json.JSONDecodeError as error:
        message = f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        refuse("malformed-data", message, Span(file, error.lineno, error.colno))


def _malformed(message: str, span: Span) -> NoReturn:
    refuse("malformed-data", message, span, 'write a list of rows: [{"name": value, …}, …]')


class _Records:
    """Walks through the list and its objects itself, for the json module keeps no places; it reads the values."""

    def __init__(self, text: str, file: str, start: int) -> None:
        self.text, self.file = text, file
        self.at = start
        self.line, self.counted = 1, 0
        """Number of the line that holds the character `counted`."""
        self.decoder = json.JSONDecoder(parse_float=Decimal, parse_constant=str, strict=True)
        self.columns: dict[str, Text] = {}

    def table(self, end: str) -> RawTable:
        self.expect("[", "the file must hold a list of rows")
        rows = []
        while not self.take("]"):
            rows.append(self.record())
            check_size(len(rows), len(self.columns), self.file, rows[-1][1])
            if not self.take(","):
                self.expect("]", "a ',' or the end of the list is missing here")
                break
        if end:
            self.expect(end, f"a '{end}' is missing here")
        if self.peek():
            _malformed("nothing may follow the list", self.span(1))
        columns = tuple(self.columns.values())
        return RawTable(
            columns,
            tuple(tuple(row.get(name, RawCell(None, None, "", place)) for name in columns) for row, place in rows),
        )

    def record(self) -> tuple[dict[str, RawCell], Span]:
        self.peek()
        place = self.span(1)
        self.expect("{", "each row must be an object")
        cells: dict[str, RawCell] = {}
        while not self.take("}"):
            key, span = self.value()
            if not isinstance(key, str):
                _malformed("a column's name must be a text", span)
            if key in cells:
                _malformed(f"'{key}' is given twice in this row", span)
            self.expect(":", "a ':' is missing here")
            self.columns.setdefault(key, Text(key, span))
            cells[key] = self.cell(*self.value())
            if not self.take(","):
                self.expect("}", "a ',' or the end of the row is missing here")
                break
        return cells, place

    def cell(self, value: object, span: Span) -> RawCell:
        if isinstance(value, list | dict):
            _malformed("a cell must be a text or a number", span)
        if isinstance(value, int | Decimal) and span.length > 60:
            _malformed("this number is too long", span)
        return typed_cell(value, span)

    def value(self) -> tuple[object, Span]:
        self.peek()
        start = self.at
        place = self.span(1, start)
        try:
            value, self.at = self.decoder.raw_decode(self.text, start)
        except json.JSONDecodeError:
            raise
        except (ValueError, RecursionError):  # a number of thousands of digits, or lists in lists in lists
            _malformed("a cell must be a text or a number", place)
        return value, Span(self.file, place.line, place.column, self.at - start)

    def peek(self) -> str:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.text[self.at : self.at + 1]

    def take(self, character: str) -> bool:
        found = self.peek() == character
        self.at += found
        return found

    def expect(self, character: str, otherwise: str) -> None:
        if not self.take(character):
            _malformed(otherwise, self.span(1))

    def span(self, length: int, at: int | None = None) -> Span:
        at = self.at if at is None else at
        self.line += self.text.count("\n", self.counted, at)
        self.counted = at
        return Span(self.file, self.line, at - self.text.rfind("\n", 0, at), length)
