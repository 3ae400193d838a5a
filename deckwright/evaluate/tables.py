"""Tables: an author's `table:` with its cells, from the data or written beside it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from deckwright import node
from deckwright.contracts.base import Context, Field, ScalarType
from deckwright.contracts.composites import ListType
from deckwright.contracts.fields import check_fields
from deckwright.contracts.figures import TABLE_INLINE, TableType
from deckwright.contracts.scalars import TextType
from deckwright.deck import Column, Record, Table
from deckwright.evaluate.describe import describe_table
from deckwright.evaluate.figures import columns_at, entries, highlighted, items, texts
from deckwright.inline import plain
from deckwright.node import Node, Scalar
from deckwright.source import Text

if TYPE_CHECKING:
    from deckwright.evaluate.context import DeckContext


def build_table(mapping: node.Mapping, context: DeckContext) -> Table | None:
    """The table that `mapping` describes, figures to the right, with its alternative text; None after a report."""
    build = _table_from_data if mapping.get("data") is not None else _table_inline
    built = build(mapping, context)
    if built is None:
        return None
    fields, columns, rows, codes = built
    highlight = highlighted(fields["highlight"], codes, context)
    if highlight is None:
        return None
    alt = fields["alt"]
    if isinstance(alt, Text):
        alt = alt.like(plain(alt))
    else:
        alt = Text(describe_table(columns, len(rows), context.formats), mapping.span, context.formats.locale)
    return Table(columns, rows, mapping.span, alt, tuple(sorted(highlight)))


_Built = tuple[Record, tuple[Column, ...], tuple[tuple[Text, ...], ...], tuple[str, ...]]
"""Checked fields, columns, rows, and what `highlight` calls the rows."""


def _table_from_data(mapping: node.Mapping, context: DeckContext) -> _Built | None:
    fields = check_fields(mapping, TableType().fields(mapping), context, owner="the table", at=mapping.span)
    source = context.source(fields["data"])
    if source is None:
        return None
    table = source.table
    every = tuple(range(len(table.columns)))
    wanted = columns_at(source, fields["columns"], context) if fields["columns"] else every
    if not wanted:
        return None
    columns = tuple(
        Column(source.heading(at), "right" if table.kinds[at] in ("number", "percent") else "left") for at in wanted
    )
    rows = tuple(tuple(source.text(row, at) for at in wanted) for row in range(len(table.rows)))
    return fields, columns, rows, tuple(str(row[wanted[0]]) for row in table.rows)


def _table_inline(mapping: node.Mapping, context: DeckContext) -> _Built | None:
    fields = check_fields(mapping, _TABLE_INLINE, context, owner="the table", at=mapping.span)
    headings = texts(fields["columns"])
    rows: list[tuple[_Cell, ...]] = []
    uneven = False
    for at, given in zip(items(mapping.get("rows")), entries(fields["rows"]), strict=False):
        cells = tuple(cell for cell in entries(given) if isinstance(cell, _Cell))
        if len(items(at)) != len(items(mapping.get("columns"))):
            message = f"this row has {len(items(at))} cells, but there are {len(headings)} columns"
            context.report.error("ragged-row", message, at.span)
            uneven = True
        uneven |= len(cells) != len(headings)
        rows.append(cells)
    if uneven or not rows:
        return None
    columns = []
    for column, heading in enumerate(headings):
        filled = [row[column] for row in rows if row[column].text]
        right = bool(filled) and all(cell.is_number for cell in filled)
        columns.append(Column(heading, "right" if right else "left"))
    codes = tuple(str(row[0].text) for row in rows)
    return fields, tuple(columns), tuple(tuple(cell.text for cell in row) for row in rows), codes


@dataclass(frozen=True, slots=True)
class _Cell:
    text: Text
    is_number: bool


@dataclass(frozen=True, slots=True)
class _CellType(ScalarType):
    """A cell of a table that holds its data itself: unlike a text it may be empty, and a number is one."""

    noun = "a text or a number"

    def check(self, value: Node, name: str, context: Context) -> object:
        if isinstance(value, Scalar) and value.value in (None, ""):
            return _Cell(Text("", value.span), False)
        return super(_CellType, self).check(value, name, context)

    def value(self, scalar: Scalar, name: str, context: Context) -> _Cell | None:
        text = _TEXT.value(scalar, name, context)
        if text is None:
            return None
        if isinstance(scalar.value, int | Decimal):
            return _Cell(text.like(cast("DeckContext", context).shown(scalar.value)), True)
        counted = context.value(scalar) if text and "{{" in scalar.raw else None
        return _Cell(text, isinstance(counted, int | Decimal) and not isinstance(counted, bool))

    def schema(self) -> dict[str, object]:
        return _TEXT.schema()

    def describe(self) -> str:
        return _TEXT.describe()


_TEXT = TextType()
_TABLE_INLINE = tuple(
    Field("rows", ListType(ListType(_CellType()))) if field.name == "rows" else field for field in TABLE_INLINE
)
