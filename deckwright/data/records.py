"""The reader of JSON files: a list of objects, one for each row."""

from __future__ import annotations

import json
import re
from decimal import Decimal

from deckwright.data.cells import read_cell
from deckwright.data.table import RawCell, RawTable
from deckwright.data.text import text_of
from deckwright.diagnostics import Report
from deckwright.source import Span, Text

_SPACE = re.compile(r"[ \t\n]*")


def read_json(data: bytes, file: str, report: Report) -> RawTable | None:
    """The table in `data`: `[{"group": "all", "growth": "18%"}, …]`.

    Columns are the objects' keys, in the order they first appear; a row without one has nothing there.
    """
    text = text_of(data, file, report)
    if text is None:
        return None
    try:
        return _Records(text, file).table()
    except json.JSONDecodeError as error:
        message = f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        report.error("malformed-data", message, Span(file, error.lineno, error.colno))
    except RecursionError:
        report.error("malformed-data", "this is not a list of rows: it is nested too deep", Span(file, 1, 1))
    except _MalformedError as error:
        report.error("malformed-data", str(error), error.span, help='write a list of rows: [{"name": value, …}, …]')
    return None


def _whole(digits: str) -> int | Decimal:
    """Too long ones as Decimal, which is as exact; Python refuses to make an int of more than 4300 digits."""
    return int(digits) if len(digits) <= 60 else Decimal(digits)


class _MalformedError(Exception):
    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.span = span


class _Records:
    """Walks through the list and its objects itself, for the json module keeps no places; it reads the values."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.at = 0
        self.decoder = json.JSONDecoder(parse_float=Decimal, parse_int=_whole, parse_constant=str, strict=True)
        self.columns: dict[str, Text] = {}

    def table(self) -> RawTable:
        self.expect("[", "the file must hold a list of rows")
        rows = []
        while not self.take("]"):
            rows.append(self.record())
            if not self.take(","):
                self.expect("]", "a ',' or the end of the list is missing here")
                break
        if self.peek():
            raise _MalformedError("nothing may follow the list", self.span(1))
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
                raise _MalformedError("a column's name must be a text", span)
            if key in cells:
                raise _MalformedError(f"'{key}' is given twice in this row", span)
            self.expect(":", "a ':' is missing here")
            self.columns.setdefault(key, Text(key, span))
            cells[key] = self.cell(*self.value())
            if not self.take(","):
                self.expect("}", "a ',' or the end of the row is missing here")
                break
        return cells, place

    def cell(self, value: object, span: Span) -> RawCell:
        written = self.text[self.at - span.length : self.at]
        match value:
            case None:
                return RawCell(None, None, "", span)
            case bool():
                return RawCell(Text(written, span), "text", written, span)
            case int() | Decimal():
                if len(written) > 60 or (isinstance(value, Decimal) and abs(value.adjusted()) > 40):
                    raise _MalformedError("this number is too long", span)
                return RawCell(value, "number", written, span)
            case str():
                cell = read_cell(value, span)  # percentages and dates are texts in JSON; a number in quotes is one
                return RawCell(Text(value, span), "text", value, span) if cell.kind == "number" else cell
        raise _MalformedError("a cell must be a text or a number", span)

    def value(self) -> tuple[object, Span]:
        self.peek()
        start = self.at
        value, self.at = self.decoder.raw_decode(self.text, start)
        place = self.span(1, start)
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
            raise _MalformedError(otherwise, self.span(1))

    def span(self, length: int, at: int | None = None) -> Span:
        at = self.at if at is None else at
        return Span(self.file, self.text.count("\n", 0, at) + 1, at - self.text.rfind("\n", 0, at), length)
