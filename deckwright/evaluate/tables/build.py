"""Builds tables: from an author's `table:` to its cells, total row and alternative text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, localcontext

from deckwright.evaluate.alt_texts import describe_table
from deckwright.evaluate.context import DeckContext
from deckwright.evaluate.fields import find_names, find_span
from deckwright.evaluate.tables.columns import NO_VALUE, TableColumn
from deckwright.evaluate.tables.read_columns import INLINE_FIELDS, read_data_columns, read_inline_columns
from deckwright.kinds.contracts.fields import check_fields
from deckwright.kinds.contracts.visuals import TableType
from deckwright.languages.number_formats import EXACT
from deckwright.model import node
from deckwright.model.data_table import Cell
from deckwright.model.deck import Record, Table
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.source import Text
from deckwright.texts.marks import strip_marks


def build_table(mapping: node.Mapping, context: DeckContext) -> Table | None:
    """Returns the table that `mapping` describes, with its alternative text; None after reporting an error."""
    from_data = mapping.get("data") is not None
    contract = TableType().get_fields(mapping) if from_data else INLINE_FIELDS
    fields = check_fields(mapping, contract, context, owner="the table", at=mapping.span)
    columns = (
        read_data_columns(mapping, fields, context) if from_data else read_inline_columns(mapping, fields, context)
    )
    if columns is None:
        return None
    cells = [column.write_cells(context) for column in columns]
    total = _build_total_row(mapping, fields, columns, context)
    highlight = find_names(fields["highlight"], context, columns[0].codes or cells[0])
    if total is None or highlight is None:
        return None
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


_Numbers = Sequence[int | Decimal]


def _average(values: _Numbers) -> Decimal:
    with localcontext(EXACT):
        return Decimal(sum(values)) / len(values)


def _sum(values: _Numbers) -> Decimal:
    with localcontext(EXACT):
        return Decimal(sum(values))


_FUNCTIONS: Mapping[str, Callable[[_Numbers], int | Decimal]] = {
    "sum": _sum,
    "average": _average,
    "minimum": min,
    "maximum": max,
    "count": len,
}


def _build_total_row(
    mapping: node.Mapping, fields: Record, columns: Sequence[TableColumn], context: DeckContext
) -> tuple[Text, ...] | None:
    """Returns the cells of the total row, () without `total:`; None after reporting an error.

    Reports `unknown-column`, `not-numbers`, and `total-in-first-column`, which has the label of the row.
    """
    total = fields["total"]
    if total is None or total is False:
        return ()
    record = total if isinstance(total, Record) else None
    functions = _choose_functions(mapping, record, columns, context)
    if functions is None:
        return None
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
    result: Cell = _FUNCTIONS[function](values) if values else None
    return column.write(result, context)


def _choose_functions(
    mapping: node.Mapping, record: Record | None, columns: Sequence[TableColumn], context: DeckContext
) -> dict[int, str] | None:
    """Returns position of a column → function: those that the author names, else sums; None after an error."""
    functions = _read_functions(mapping, record, columns, context)
    if functions is None:
        return None
    if not functions:
        functions = _choose_sums(columns)
        if not functions:
            message = "the table has no column of numbers to add up, apart from its first column"
            context.report.error("not-numbers", message, find_span(mapping, "total"))
            return None
    for at in functions:
        if at == 0:
            message = f"the first column, '{columns[0].name}', has the label of the total row"
            advice = "put a column of words first"
            context.report.error("total-in-first-column", message, find_span(mapping, "total"), help=advice)
            return None
        if not columns[at].is_numeric or not columns[at].numbers:
            message = f"the column '{columns[at].name}' has no numbers for the total row"
            context.report.error("not-numbers", message, columns[at].name.span)
            return None
    return functions


def _read_functions(
    mapping: node.Mapping, record: Record | None, columns: Sequence[TableColumn], context: DeckContext
) -> dict[int, str] | None:
    """Returns the functions that the columns, or `columns:` below `total:`, name; None after an error."""
    functions = {at: column.total for at, column in enumerate(columns) if column.total}
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
            context.report.error("unknown-column", message, key.span, help=near, notes=notes)
            return None
        function = checked[key]
        if not isinstance(function, str):
            return None
        functions[positions[key]] = function
    return functions


def _choose_sums(columns: Sequence[TableColumn]) -> dict[int, str]:
    """Returns "sum" for each column of amounts after the first. Percentages and years do not add up."""
    return {
        at: "sum"
        for at, column in enumerate(columns)
        if at and column.is_numeric and column.numbers and column.format not in ("percent", "plain")
    }
