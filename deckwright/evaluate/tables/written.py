"""Tables that hold their cells themselves: texts with marks and expressions, and numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from deckwright.assets.data.cells import read_cell
from deckwright.evaluate.fields import NUMBERS, entries, items, text
from deckwright.evaluate.sources import are_years
from deckwright.evaluate.tables.columns import TableColumn, align_of, look_of, numbers, width_of
from deckwright.kinds.contracts.base import Context, Field, ScalarType
from deckwright.kinds.contracts.composites import ListType
from deckwright.kinds.contracts.plurals import is_plural
from deckwright.kinds.contracts.scalars import TextType
from deckwright.kinds.contracts.tables import TABLE_INLINE
from deckwright.model import node
from deckwright.model.deck import Record
from deckwright.model.node import Node, Scalar
from deckwright.model.source import Span, Text, placed

if TYPE_CHECKING:
    from deckwright.evaluate.context import DeckContext


class _Cell(Struct, frozen=True):
    text: Text
    """Empty for a number that is to be shown as its column shows them."""
    value: int | Decimal | None = None
    number: bool = False
    """A number, or a text that reads like one."""


def inline_columns(mapping: node.Mapping, fields: Record, context: DeckContext) -> tuple[TableColumn, ...] | None:
    """The columns of a table with `rows:`. Reported: `ragged-row`, and what is wrong with formats."""
    given = [one for one in entries(fields["columns"]) if isinstance(one, Record)]
    count = len(items(mapping.get("columns")))
    rows: list[tuple[_Cell, ...]] = []
    uneven = len(given) != count
    for at, row in zip(items(mapping.get("rows")), entries(fields["rows"]), strict=False):
        cells = tuple([cell for cell in entries(row) if isinstance(cell, _Cell)])
        if len(items(at)) != count:
            message = f"this row has {len(items(at))} cells, but there are {count} columns"
            context.report.error("ragged-row", message, at.span)
        uneven |= len(items(at)) != count or len(cells) != count
        rows.append(cells)
    if uneven or not rows:
        return None
    found = [_column(one, [row[at] for row in rows], context) for at, one in enumerate(given)]
    columns = tuple(column for column in found if column is not None)
    return columns if len(columns) == len(found) else None


def _column(record: Record, cells: list[_Cell], context: DeckContext) -> TableColumn | None:
    filled = [cell for cell in cells if cell.text or cell.value is not None]
    is_numeric = bool(filled) and all(cell.number for cell in filled)
    values = tuple(cell.value for cell in cells)
    usual = "percent" if any("%" in cell.text for cell in filled) else "number"
    usual = "plain" if are_years(numbers(values)) else usual
    kind = "number" if is_numeric or any(cell.value is not None for cell in cells) else "text"
    look = look_of(record, kind, usual, values, context)
    if look is None:
        return None
    if record["format"] is not None:  # numbers that came with a form of their own are shown in the column's
        cells = [cell if cell.value is None else replace(cell, text=cell.text.like("")) for cell in cells]
    heading, total = text(record["title"]), record["total"]
    return TableColumn(
        name=heading,
        heading=heading,
        values=values,
        texts=tuple(cell.text for cell in cells),
        is_numeric=is_numeric,
        format=look[0],
        digits=look[1],
        align=align_of(record, is_numeric),
        width=width_of(record),
        total=total if isinstance(total, str) else None,
    )


class _CellType(ScalarType, frozen=True):
    """A cell of a table that holds its data itself: unlike a text it may be empty, and a number is one."""

    noun = "a text or a number"

    def check(self, value: Node, name: str, context: Context) -> object:
        if isinstance(value, Scalar) and value.value in (None, ""):
            return _Cell(Text("", value.span))
        if is_plural(value):
            counted = _TEXT.check(value, name, context)
            return _Cell(counted) if isinstance(counted, Text) else None
        return ScalarType.check(self, value, name, context)

    def value(self, scalar: Scalar, name: str, context: Context) -> _Cell | None:
        if isinstance(scalar.value, NUMBERS) and not isinstance(scalar.value, bool):
            return _Cell(placed("", scalar.span, context.language), scalar.value, number=True)
        text = _TEXT.value(scalar, name, context)
        if text is None:
            return None
        counted = context.value(scalar) if text and "{{" in scalar.raw else None
        if isinstance(counted, int | Decimal) and not isinstance(counted, bool):
            return _Cell(text, counted, number=True)
        return _Cell(text, number=read_cell(text, _NOWHERE).kind in ("number", "percent"))

    def schema(self) -> dict[str, object]:
        return _TEXT.schema()

    def describe(self) -> str:
        return _TEXT.describe()


_TEXT = TextType()
_NOWHERE = Span("", 1, 1)
INLINE = tuple(
    Field("rows", ListType(ListType(_CellType()))) if field.name == "rows" else field for field in TABLE_INLINE
)
