"""Reads the columns of a table whose cells are typed in deck.yaml: texts with marks and expressions, and numbers."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from deckwright.assets.data.cells import read_cell
from deckwright.evaluate.context import DeckContext
from deckwright.evaluate.fields import NUMBERS, list_items, to_text, to_tuple
from deckwright.evaluate.sources import are_years
from deckwright.evaluate.tables.columns import TableColumn, read_align, read_format, read_width, select_numbers
from deckwright.kinds.contracts.fields import Context, Field, ScalarType
from deckwright.kinds.contracts.composites import ListType
from deckwright.kinds.contracts.plural_texts import is_plural
from deckwright.kinds.contracts.scalars import TextType
from deckwright.kinds.contracts.table_fields import TABLE_FIELDS_INLINE
from deckwright.model import node
from deckwright.model.deck import Record
from deckwright.model.node import Node, Scalar
from deckwright.model.source import Span, Text, make_text


class _InlineCell(Struct, frozen=True):
    text: Text
    """Empty for a number, which its column writes in its format."""
    value: int | Decimal | None = None
    is_number: bool = False
    """True for a number, and for a text that looks like one."""


def read_inline_columns(mapping: node.Mapping, fields: Record, context: DeckContext) -> tuple[TableColumn, ...] | None:
    """Returns the columns of a table with `rows:`; None after reporting an error, such as `ragged-row`."""
    records = [record for record in to_tuple(fields["columns"]) if isinstance(record, Record)]
    count = len(list_items(mapping.get("columns")))
    rows: list[tuple[_InlineCell, ...]] = []
    failed = len(records) != count
    for row, values in zip(list_items(mapping.get("rows")), to_tuple(fields["rows"]), strict=False):
        cells = tuple([cell for cell in to_tuple(values) if isinstance(cell, _InlineCell)])
        if len(list_items(row)) != count:
            message = f"this row has {len(list_items(row))} cells, but there are {count} columns"
            context.report.error("ragged-row", message, row.span)
        failed |= len(list_items(row)) != count or len(cells) != count
        rows.append(cells)
    if failed or not rows:
        return None
    found = [_read_column(record, [row[at] for row in rows], context) for at, record in enumerate(records)]
    columns = tuple(column for column in found if column is not None)
    return columns if len(columns) == len(found) else None


def _read_column(record: Record, cells: list[_InlineCell], context: DeckContext) -> TableColumn | None:
    filled = [cell for cell in cells if cell.text or cell.value is not None]
    is_numeric = bool(filled) and all(cell.is_number for cell in filled)
    values = tuple(cell.value for cell in cells)
    default = "percent" if any("%" in cell.text for cell in filled) else "number"
    default = "plain" if are_years(select_numbers(values)) else default
    kind = "number" if is_numeric or any(cell.value is not None for cell in cells) else "text"
    value_format = read_format(record, kind, default, values, context)
    if value_format is None:
        return None
    if record["format"] is not None:  # also numbers that expressions have written in their own format
        cells = [cell if cell.value is None else replace(cell, text=cell.text.like("")) for cell in cells]
    heading, total = to_text(record["title"]), record["total"]
    return TableColumn(
        name=heading,
        heading=heading,
        values=values,
        texts=tuple(cell.text for cell in cells),
        is_numeric=is_numeric,
        format=value_format[0],
        digits=value_format[1],
        align=read_align(record, is_numeric),
        width=read_width(record),
        total=total if isinstance(total, str) else None,
    )


class _InlineCellType(ScalarType, frozen=True):
    """The type of a typed cell: a number, or a text that may be empty."""

    noun = "a text or a number"

    def check(self, value: Node, name: str, context: Context) -> object:
        if isinstance(value, Scalar) and value.value in (None, ""):
            return _InlineCell(Text("", value.span))
        if is_plural(value):
            counted = _TEXT.check(value, name, context)
            return _InlineCell(counted) if isinstance(counted, Text) else None
        return ScalarType.check(self, value, name, context)

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> _InlineCell | None:
        if isinstance(scalar.value, NUMBERS) and not isinstance(scalar.value, bool):
            return _InlineCell(make_text("", scalar.span, context.language), scalar.value, is_number=True)
        text = _TEXT.check_scalar(scalar, name, context)
        if text is None:
            return None
        counted = context.evaluate(scalar) if text and "{{" in scalar.raw else None
        if isinstance(counted, int | Decimal) and not isinstance(counted, bool):
            return _InlineCell(text, counted, is_number=True)
        return _InlineCell(text, is_number=read_cell(text, _NOWHERE).kind in ("number", "percent"))

    def build_schema(self) -> dict[str, object]:
        return _TEXT.build_schema()

    def describe(self) -> str:
        return _TEXT.describe()


_TEXT = TextType()
_NOWHERE = Span("", 1, 1)
INLINE_FIELDS = tuple(
    Field("rows", ListType(ListType(_InlineCellType()))) if field.name == "rows" else field
    for field in TABLE_FIELDS_INLINE
)
