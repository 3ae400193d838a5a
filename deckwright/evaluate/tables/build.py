"""Builds tables: from an author's `table:` to its cells, total row and alternative text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

from deckwright.evaluate.alt_texts import describe_table
from deckwright.evaluate.context import DeckContext, ReportedError, find_names, find_span
from deckwright.evaluate.tables.columns import NO_VALUE, TableColumn
from deckwright.evaluate.tables.read_columns import INLINE_FIELDS, read_data_columns, read_inline_columns
from deckwright.kinds.contracts.fields import check_fields
from deckwright.kinds.contracts.visuals import TableType
from deckwright.languages.number_formats import EXACT
from deckwright.model import node
from deckwright.model.deck import Record, Table
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.source import Text
from deckwright.texts.marks import strip_marks


def build_table(mapping: node.Mapping, context: DeckContext) -> Table:
    """Returns the table that `mapping` describes, with its alternative text; raises ReportedError after an error."""
    from_data = mapping.get("data") is not None
    contract = TableType().get_fields(mapping) if from_data else INLINE_FIELDS
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
