"""Builds tables: from an author's `table:` to its cells, total row and alternative text; also reads typed cells."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

from msgspec import Struct
from msgspec.structs import replace

from deckwright.assets.data.cells import read_cell
from deckwright.evaluate.automatic_texts import describe_table
from deckwright.evaluate.context import (
    NUMBERS,
    DeckContext,
    ReportedError,
    find_names,
    find_span,
    list_items,
    to_text,
    to_tuple,
)
from deckwright.evaluate.sources import are_years
from deckwright.evaluate.tables.columns import NO_VALUE, TableColumn, read_data_columns, read_format, select_numbers
from deckwright.kinds.contracts.composites import ListType
from deckwright.kinds.contracts.fields import Context, Field, check_fields
from deckwright.kinds.contracts.scalars import TextType
from deckwright.kinds.contracts.visuals import TableType
from deckwright.languages.number_formats import EXACT
from deckwright.model import node
from deckwright.model.deck import Record, Table
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.node import Node, Scalar
from deckwright.model.source import Text, make_text
from deckwright.texts.marks import strip_marks


def build_table(mapping: node.Mapping, context: DeckContext) -> Table:
    """Returns the table that `mapping` describes, with its alternative text; raises ReportedError after an error."""
    from_data = mapping.get("data") is not None
    contract = TableType().get_fields(mapping) if from_data else _INLINE_FIELDS
    fields = check_fields(mapping, contract, context, owner="the table", at=mapping.span)
    columns = (read_data_columns if from_data else read_inline_columns)(mapping, fields, context)
    cells = [column.write_cells(context) for column in columns]
    total = _build_total_row(mapping, fields, columns, context)
    highlight = find_names(fields["highlight"], context, columns[0].codes or cells[0])
    alt, first_column = fields["alt"], fields["first_column"]
    if isinstance(alt, Text):
        alt = alt.like(strip_marks(alt))
    else:
        missing = any(NO_VALUE in texts for texts in cells)
        description = describe_table([c.heading for c in columns], len(cells[0]), missing, context.formats)
        alt = Text(description, mapping.span, context.formats.locale)
    return Table(
        tuple(column.describe() for column in columns),
        tuple(zip(*cells, strict=True)),
        mapping.span,
        alt,
        highlight[0],
        total=total,
        first_column=first_column if isinstance(first_column, bool) else None,
        split=fields["split"] is not False,
    )


def _build_total_row(
    mapping: node.Mapping, fields: Record, columns: Sequence[TableColumn], context: DeckContext
) -> tuple[Text, ...]:
    """Returns the cells of the total row, () without `total:`.

    Fails with `unknown-column`, `not-numbers`, and `total-in-first-column`, which has the label of the row.
    """
    total = fields["total"]
    if total is None or total is False:
        return ()
    record = total if isinstance(total, Record) else None
    functions = _choose_functions(mapping, record, columns, context)
    span = find_span(mapping, "total")
    label = record["label"] if record is not None else None
    if not isinstance(label, Text):
        label = Text(context.formats.get_word("total"), span, context.formats.locale)
    cells = []
    for at, column in enumerate(columns[1:], 1):
        text = _calculate(column, functions[at], context) if at in functions else ""
        cells.append(Text(text, span, context.formats.locale))
    return (label, *cells)


def _calculate(column: TableColumn, function: str, context: DeckContext) -> str:
    values = column.numbers
    if function == "count":
        return context.formats.format_value(len(values), "integer")
    if function in ("minimum", "maximum"):
        return column.write(min(values) if function == "minimum" else max(values), context)
    with localcontext(EXACT):
        total = Decimal(sum(values))
        result = total / len(values) if function == "average" else total
    return column.write(result, context)


def _choose_functions(
    mapping: node.Mapping, record: Record | None, columns: Sequence[TableColumn], context: DeckContext
) -> dict[int, str]:
    """Returns position of a column → function: those that the author names, else sums."""
    functions = _read_functions(mapping, record, columns, context) or _choose_sums(columns)
    if not functions:
        message = "the table has no column of numbers to add up, apart from its first column"
        context.fail("not-numbers", message, find_span(mapping, "total"))
    for at in functions:
        if at == 0:
            message = f"the first column, '{columns[0].name}', has the label of the total row"
            advice = "put a column of words first"
            context.fail("total-in-first-column", message, find_span(mapping, "total"), help=advice)
        if not columns[at].is_numeric or not columns[at].numbers:
            message = f"the column '{columns[at].name}' has no numbers for the total row"
            context.fail("not-numbers", message, columns[at].name.span)
    return functions


def _read_functions(
    mapping: node.Mapping, record: Record | None, columns: Sequence[TableColumn], context: DeckContext
) -> dict[int, str]:
    """Returns the functions that the columns, or `columns:` below `total:`, name."""
    functions = {at: str(name) for at, column in enumerate(columns) if (name := column.settings.get("total"))}
    checked = record["columns"] if record is not None and "columns" in record else None
    if not isinstance(checked, Record):
        return _choose_sums(columns) | functions if functions else {}
    total = mapping.get("total")
    entries = total.get("columns") if isinstance(total, node.Mapping) else None
    positions = {str(column.name): at for at, column in enumerate(columns)}
    for key in (entry.key for entry in entries) if isinstance(entries, node.Mapping) else ():
        if key not in positions:
            notes = [f"its columns are {', '.join(positions)}"]
            message, near = f"the table shows no column '{key}'", did_you_mean(key, positions)
            context.fail("unknown-column", message, key.span, help=near, notes=notes)
        function = checked[key]
        if not isinstance(function, str):
            raise ReportedError
        functions[positions[key]] = function
    return functions


def _choose_sums(columns: Sequence[TableColumn]) -> dict[int, str]:
    """Returns "sum" for each column of amounts after the first. Percentages and years do not add up."""
    return {
        at: "sum"
        for at, column in enumerate(columns)
        if at and column.is_numeric and column.numbers and column.format not in ("percent", "plain")
    }


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


class _InlineCellType(TextType, frozen=True):
    """The type of a typed cell: a number, or a text that may be empty."""

    noun = "a text or a number"

    def check(self, node: Node, name: str, context: Context) -> object:
        value = node.value if isinstance(node, Scalar) else node
        if value in (None, ""):
            return _InlineCell(Text("", node.span))
        if isinstance(value, NUMBERS) and not isinstance(value, bool):
            return _InlineCell(make_text("", node.span, context.language), value, is_number=True)
        text = TextType.check(self, node, name, context)
        if not isinstance(text, Text):
            return None
        if not isinstance(node, Scalar):
            return _InlineCell(text)
        counted = context.evaluate(node) if text and "{{" in node.raw else None
        if isinstance(counted, NUMBERS) and not isinstance(counted, bool):
            return _InlineCell(text, counted, is_number=True)
        return _InlineCell(text, is_number=read_cell(text, node.span).kind in ("number", "percent"))


_INLINE_FIELDS = tuple(
    Field("rows", ListType(ListType(_InlineCellType()))) if field.name == "rows" else field
    for field in TableType.inline
)
