"""Reads JSON and YAML files that contain a list of rows with named values."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import NoReturn

from deckwright.assets.data.cells import convert_value
from deckwright.assets.data.data_source import DataSource, check_table_size, refuse
from deckwright.assets.data.encodings import decode_source
from deckwright.model.data_table import RawCell, RawTable
from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping, Node, Scalar, Sequence
from deckwright.model.source import Span, Text
from deckwright.parse.tree import parse_text

_SPACE = re.compile(r"[ \t\n]*")
_YAML_HELP = "write a list of rows: '- group: all', and below it the row's other values"

_Row = tuple[dict[str, RawCell], Span]
"""Cells by column, and the row's place."""


def read_json(source: DataSource, report: Report) -> RawTable | None:
    """Reads a list of objects, `[{"group": "all", "growth": "18%"}, …]`.

    The columns are the keys in order of appearance; a row without a key has an empty cell. Raises UnreadableError.
    """
    text = decode_source(source, report)
    return None if text is None else parse_json_rows(text, source.file)


def read_yaml(source: DataSource, report: Report) -> RawTable | None:
    """Reads a list of mappings, `- {group: all, growth: 18%}`; columns as in JSON.

    A number in quotation marks is a text, and so is a word that YAML takes for true or false. Raises UnreadableError.
    """
    text = decode_source(source, report)
    tree = None if text is None else parse_text(text, source.file, report)
    if tree is None:
        return None
    if not isinstance(tree, Sequence):
        refuse("malformed-data", "the file must contain a list of rows", tree.span, _YAML_HELP)
    columns: dict[str, Text] = {}
    rows: list[_Row] = []
    for item in tree.items:
        if not isinstance(item, Mapping):
            refuse("malformed-data", "each row must have named values", item.span, _YAML_HELP)
        for entry in item:
            columns.setdefault(entry.key, entry.key)
        rows.append(({str(entry.key): _convert_node(entry.value) for entry in item}, item.span))
        check_table_size(len(rows), len(columns), source.file, item.span)
    return _build_table(columns, rows)


def parse_json_rows(text: str, file: str, start: int = 0, end: str = "") -> RawTable:
    """Parses the list of rows that begins at position `start` of `text` and is followed by `end`."""
    try:
        return _JsonReader(text, file, start).read_table(end)
    except json.JSONDecodeError as error:
        message = f"this is not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        refuse("malformed-data", message, Span(file, error.lineno, error.colno))


def _convert_node(value: Node) -> RawCell:
    if not isinstance(value, Scalar):
        refuse("malformed-data", "a cell must be a text, a number or a date", value.span, _YAML_HELP)
    if isinstance(value.value, bool):
        return RawCell(Text(value.raw, value.span), "text", value.raw, value.span)
    return convert_value(value.value, value.span)


def _build_table(columns: dict[str, Text], rows: list[_Row]) -> RawTable:
    empty = {span: RawCell(None, None, "", span) for _, span in rows}
    return RawTable(
        tuple(columns.values()),
        tuple(tuple(row.get(name, empty[span]) for name in columns) for row, span in rows),
    )


def _refuse_json(message: str, span: Span) -> NoReturn:
    refuse("malformed-data", message, span, 'write a list of rows: [{"name": value, …}, …]')


class _JsonReader:
    """Reads the list and its objects itself, because the json module gives no positions; that reads the values."""

    def __init__(self, text: str, file: str, start: int) -> None:
        self.text, self.file = text, file
        self.position = start
        self.line, self.line_position = 1, 0
        """The number of the line that contains the character at `line_position`."""
        self.decoder = json.JSONDecoder(parse_float=Decimal, parse_constant=str, strict=True)
        self.columns: dict[str, Text] = {}

    def read_table(self, end: str) -> RawTable:
        self.expect("[", "the file must contain a list of rows")
        rows: list[_Row] = []
        while not self.skip("]"):
            rows.append(self.read_row())
            check_table_size(len(rows), len(self.columns), self.file, rows[-1][1])
            if not self.skip(","):
                self.expect("]", "a ',' or the end of the list is missing here")
                break
        if end:
            self.expect(end, f"a '{end}' is missing here")
        if self.peek():
            _refuse_json("nothing may follow the list", self.build_span())
        return _build_table(self.columns, rows)

    def read_row(self) -> _Row:
        self.peek()
        row_span = self.build_span()
        self.expect("{", "each row must be an object")
        cells: dict[str, RawCell] = {}
        while not self.skip("}"):
            key, span = self.read_value()
            if not isinstance(key, str):
                _refuse_json("the name of a column must be a text", span)
            if key in cells:
                _refuse_json(f"this row has '{key}' twice", span)
            self.expect(":", "a ':' is missing here")
            self.columns.setdefault(key, Text(key, span))
            cells[key] = self.read_cell()
            if not self.skip(","):
                self.expect("}", "a ',' or the end of the row is missing here")
                break
        return cells, row_span

    def read_cell(self) -> RawCell:
        value, span = self.read_value()
        if isinstance(value, list | dict):
            _refuse_json("a cell must be a text or a number", span)
        if isinstance(value, int | Decimal) and span.length > 60:
            _refuse_json("this number is too long", span)
        return convert_value(value, span)

    def read_value(self) -> tuple[object, Span]:
        self.peek()
        start, span = self.position, self.build_span()
        try:
            value, self.position = self.decoder.raw_decode(self.text, start)
        except json.JSONDecodeError:
            raise
        except (ValueError, RecursionError):  # a number of thousands of digits, or deeply nested lists
            _refuse_json("a cell must be a text or a number", span)
        return value, Span(self.file, span.line, span.column, self.position - start)

    def peek(self) -> str:
        """Skips space and returns the next character; an empty text at the end."""
        match = _SPACE.match(self.text, self.position)
        self.position = match.end() if match else self.position
        return self.text[self.position : self.position + 1]

    def skip(self, character: str) -> bool:
        """Skips the next character if it is `character`. Returns True if so."""
        is_next = self.peek() == character
        self.position += is_next
        return is_next

    def expect(self, character: str, message: str) -> None:
        if not self.skip(character):
            _refuse_json(message, self.build_span())

    def build_span(self) -> Span:
        self.line += self.text.count("\n", self.line_position, self.position)
        self.line_position = self.position
        return Span(self.file, self.line, self.position - self.text.rfind("\n", 0, self.position))
