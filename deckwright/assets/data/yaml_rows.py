"""The reader of YAML files: a list of rows, each with named values."""

from __future__ import annotations

from deckwright.assets.data.cells import typed_cell
from deckwright.assets.data.limits import check_size
from deckwright.assets.data.options import Given, refuse
from deckwright.assets.data.text import given_text
from deckwright.model.data_table import RawCell, RawTable
from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping, Node, Scalar, Sequence
from deckwright.model.source import Span, Text
from deckwright.parse.tree import parse_text

_HELP = "write a list of rows: '- group: all', and below it the row's other values"


def read_yaml(given: Given, report: Report) -> RawTable | None:
    """The table in a file that holds a list of rows, `- {group: all, growth: 18%}`.

    Columns are the rows' keys, in the order they first appear; a row without one has nothing there. A number in
    quotation marks is a text, and so is what YAML takes for yes or no. Raises UnreadableError.
    """
    text = given_text(given, report)
    tree = None if text is None else parse_text(text, given.file, report)
    if tree is None:
        return None
    if not isinstance(tree, Sequence):
        refuse("malformed-data", "the file must hold a list of rows", tree.span, _HELP)
    columns: dict[str, Text] = {}
    rows: list[tuple[dict[str, RawCell], Span]] = []
    for item in tree.items:
        if not isinstance(item, Mapping):
            refuse("malformed-data", "each row must have named values", item.span, _HELP)
        for entry in item:
            columns.setdefault(entry.key, entry.key)
        rows.append(({str(entry.key): _cell(entry.value) for entry in item}, item.span))
        check_size(len(rows), len(columns), given.file, item.span)
    nothing = {place: RawCell(None, None, "", place) for _, place in rows}
    return RawTable(
        tuple(columns.values()),
        tuple(tuple(row.get(name, nothing[place]) for name in columns) for row, place in rows),
    )


def _cell(value: Node) -> RawCell:
    if not isinstance(value, Scalar):
        refuse("malformed-data", "a cell must be a text, a number or a date", value.span, _HELP)
    if isinstance(value.value, bool):
        return RawCell(Text(value.raw, value.span), "text", value.raw, value.span)
    return typed_cell(value.value, value.span)
