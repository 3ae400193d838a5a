"""Reads the columns of a table: from the data, or with cells that are typed in deck.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from deckwright.assets.data.cells import read_cell
from deckwright.evaluate.context import (
    NUMBERS,
    DeckContext,
    ReportedError,
    find_columns,
    find_span,
    list_items,
    require,
    to_text,
    to_texts,
    to_tuple,
)
from deckwright.evaluate.sources import Source, are_years, list_choices
from deckwright.evaluate.tables.columns import TableColumn, read_format, select_numbers
from deckwright.kinds.contracts.composites import ListType
from deckwright.kinds.contracts.fields import Context, Field, ScalarType
from deckwright.kinds.contracts.scalars import TextType, is_plural
from deckwright.kinds.contracts.visuals import TABLE_FIELDS_INLINE
from deckwright.languages.number_formats import find_format
from deckwright.languages.scripts import build_sort_key
from deckwright.model import node
from deckwright.model.deck import Record
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.node import Node, Scalar
from deckwright.model.source import Span, Text, make_text
from deckwright.texts.marks import escape_marks


def read_data_columns(mapping: node.Mapping, fields: Record, context: DeckContext) -> tuple[TableColumn, ...]:
    """Returns the columns of a table with `data:`."""
    source = require(context.find_source(fields["data"]))
    rows = _select_rows(mapping, source, fields, context)
    columns = [record for record in to_tuple(fields["columns"]) if isinstance(record, Record)]
    if len(columns) < len(list_items(mapping.get("columns"))):
        raise ReportedError
    columns = columns or [Record({"column": name}, mapping.span) for name in source.table.columns]
    positions = find_columns(source, [column["column"] for column in columns], context)
    return tuple(_read_column(source, at, column, rows, context) for at, column in zip(positions, columns, strict=True))


def _read_column(source: Source, at: int, settings: Record, rows: Sequence[int], context: DeckContext) -> TableColumn:
    table = source.table
    kind, values = table.kinds[at], tuple(table.rows[row][at] for row in rows)
    default, _ = source.get_format(at)
    name, digits = read_format(settings, kind, default, values, context)
    format_, title = find_format(name), settings.get("title")
    heading = source.get_heading(at)
    if heading.span == table.columns[at].span:  # from the data file, where no character is a mark
        heading = heading.like(escape_marks(heading))
    labels = source.labels.get(table.columns[at], {})
    texts = []
    for row, value in zip(rows, values, strict=True):
        span, label = table.spans[row][at], labels.get(str(value)) if labels else None
        if isinstance(label, Text):
            texts.append(label)
        elif isinstance(value, Text):
            texts.append(Text(escape_marks(value), span, source.language))
        else:
            texts.append(Text("", span, context.formats.locale))
    return TableColumn(
        name=to_text(settings["column"]),
        heading=title if isinstance(title, Text) else heading,
        values=values,
        texts=tuple(texts),
        is_numeric=kind in ("number", "percent") and format_ is not None and format_.kind != "text",
        settings=settings,
        format=name,
        digits=digits,
        codes=tuple(map(str, values)),
    )


def _select_rows(mapping: node.Mapping, source: Source, fields: Record, context: DeckContext) -> list[int]:
    """Returns the rows to show, filtered, sorted and limited."""
    if not source.table.rows:
        context.fail("empty-table", f"'{source.table.file}' has no rows to show", find_span(mapping, "data"))
    rows = _filter_rows(mapping.get("where"), fields["where"], source, context)
    for criterion in reversed([record for record in to_tuple(fields["sort"]) if isinstance(record, Record)]):
        name, descending = criterion["column"], criterion["order"] == "descending"
        if isinstance(name, Text) and (at := source.find_column(name, context.report)) is not None:
            rows = _sort_rows(rows, at, source, descending=descending)
    limit = fields["limit"]
    if limit is None:
        return rows
    if not isinstance(limit, int) or limit < 1:
        message = "'limit' must be a whole number, 1 or more"
        context.report.error("out-of-range", message, find_span(mapping, "limit"))
        return rows
    return rows[:limit]


def _filter_rows(where: node.Node | None, conditions: object, source: Source, context: DeckContext) -> list[int]:
    """Returns the rows that meet the conditions; all rows after reporting an error."""
    all_rows = rows = list(range(len(source.table.rows)))
    if not isinstance(where, node.Mapping) or not isinstance(conditions, Record):
        return all_rows
    for key in (entry.key for entry in where):
        at = source.find_column(key, context.report)
        words = to_texts(conditions[key])
        if at is None or not words:
            return all_rows
        matches: set[int] = set()
        for word in words:
            rows_with_word = source.find_rows(at, word)
            if not rows_with_word:
                values = source.list_values(at)
                message = f"'{source.table.file}' has no row where {key} is '{word}'"
                notes = list_choices(f"'{key}' has", values)
                near = did_you_mean(word, values)
                context.report.error("empty-table", message, word.span, help=near, notes=notes)
                return all_rows
            matches |= set(rows_with_word)
        rows = [row for row in rows if row in matches]
    if not rows:
        message = f"'{source.table.file}' has no row that matches all of 'where'"
        context.report.error("empty-table", message, where.span)
    return rows or all_rows


def _sort_rows(rows: list[int], at: int, source: Source, *, descending: bool) -> list[int]:
    """Returns the rows sorted by value, or by text as the audience reads it; rows without a value come last."""

    def key(row: int) -> tuple[int, object]:
        value = source.table.rows[row][at]
        if isinstance(value, int | Decimal | date):
            return 0, value
        return 1, build_sort_key(source.get_text(row, at), source.formats.locale)

    filled = [row for row in rows if source.table.rows[row][at] is not None]
    empty = [row for row in rows if source.table.rows[row][at] is None]
    return sorted(filled, key=key, reverse=descending) + empty


class _InlineCell(Struct, frozen=True):
    """A cell that is typed in deck.yaml."""

    text: Text
    """Empty for a number, which its column writes in its format."""
    value: int | Decimal | None = None
    is_number: bool = False
    """True for a number, and for a text that looks like one."""


def read_inline_columns(mapping: node.Mapping, fields: Record, context: DeckContext) -> tuple[TableColumn, ...]:
    """Returns the columns of a table with `rows:`; fails with `ragged-row`."""
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
        raise ReportedError
    return tuple(_read_typed_column(record, [row[at] for row in rows], context) for at, record in enumerate(records))


def _read_typed_column(record: Record, cells: list[_InlineCell], context: DeckContext) -> TableColumn:
    filled = [cell for cell in cells if cell.text or cell.value is not None]
    is_numeric = bool(filled) and all(cell.is_number for cell in filled)
    values = tuple(cell.value for cell in cells)
    default = "percent" if any("%" in cell.text for cell in filled) else "number"
    default = "plain" if are_years(select_numbers(values)) else default
    kind = "number" if is_numeric or any(cell.value is not None for cell in cells) else "text"
    name, digits = read_format(record, kind, default, values, context)
    if record["format"] is not None:  # also numbers that expressions have written in their own format
        cells = [cell if cell.value is None else replace(cell, text=cell.text.like("")) for cell in cells]
    heading = to_text(record["title"])
    return TableColumn(
        name=heading,
        heading=heading,
        values=values,
        texts=tuple(cell.text for cell in cells),
        is_numeric=is_numeric,
        settings=record,
        format=name,
        digits=digits,
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
