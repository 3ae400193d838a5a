"""The total row of a table: sums and the like of the rows that are shown, worked out exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from deckwright.evaluate.fields import span_at
from deckwright.evaluate.tables.columns import TableColumn
from deckwright.languages.format_table import EXACT
from deckwright.model import node
from deckwright.model.data_table import Cell
from deckwright.model.deck import Record
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.source import Text

if TYPE_CHECKING:
    from deckwright.evaluate.context import DeckContext

Numbers = Sequence[int | Decimal]


def _average(values: Numbers) -> Decimal:
    with localcontext(EXACT):
        return Decimal(sum(values)) / len(values)


def _sum(values: Numbers) -> Decimal:
    with localcontext(EXACT):
        return Decimal(sum(values))


FUNCTIONS: Mapping[str, Callable[[Numbers], int | Decimal]] = {
    "sum": _sum,
    "average": _average,
    "minimum": min,
    "maximum": max,
    "count": len,
}


def total_row(
    mapping: node.Mapping, fields: Record, columns: Sequence[TableColumn], context: DeckContext
) -> tuple[Text, ...] | None:
    """The cells of the total row; none of them without `total:`. None after a report.

    Reported: `unknown-column`, `not-numbers`, and `total-in-first-column`, where the row's label stands.
    """
    wanted = fields["total"]
    if wanted is None or wanted is False:
        return ()
    said = wanted if isinstance(wanted, Record) else None
    functions = _functions(mapping, said, columns, context)
    if functions is None:
        return None
    span = span_at(mapping, "total")
    label = said["label"] if said is not None else None
    if not isinstance(label, Text):
        label = Text(context.formats.word("total"), span, context.formats.locale)
    cells = []
    for at, column in enumerate(columns[1:], 1):
        shown = _shown(column, functions[at], context) if at in functions else ""
        cells.append(Text(shown, span, context.formats.locale))
    return (label, *cells)


def _shown(column: TableColumn, function: str, context: DeckContext) -> str:
    values = column.numbers
    if function == "count":
        return context.formats.show(len(values), "integer")
    result: Cell = FUNCTIONS[function](values) if values else None
    return column.show(result, context)


def _functions(
    mapping: node.Mapping, said: Record | None, columns: Sequence[TableColumn], context: DeckContext
) -> dict[int, str] | None:
    """What is to stand in which column: all that can be added, unless the author names some."""
    named = _named(mapping, said, columns, context)
    if named is None:
        return None
    if not named:
        named = {at: "sum" for at, column in enumerate(columns) if at and _adds_up(column)}
        if not named:
            message = "there is no column of numbers to add up below the label of the total row"
            context.report.error("not-numbers", message, span_at(mapping, "total"))
            return None
    for at in named:
        if at == 0:
            message = f"the label of the total row stands in the first column, '{columns[0].name}'"
            advice = "put a column of words first"
            context.report.error("total-in-first-column", message, span_at(mapping, "total"), help=advice)
            return None
        if not columns[at].is_numeric or not columns[at].numbers:
            message = f"the column '{columns[at].name}' does not hold numbers, and a total is made of them"
            context.report.error("not-numbers", message, columns[at].name.span)
            return None
    return named


def _named(
    mapping: node.Mapping, said: Record | None, columns: Sequence[TableColumn], context: DeckContext
) -> dict[int, str] | None:
    own = {at: column.total for at, column in enumerate(columns) if column.total}
    of_columns = said["columns"] if said is not None and "columns" in said else None
    if not isinstance(of_columns, Record):
        sums = {at: "sum" for at, column in enumerate(columns) if at and _adds_up(column)} if own else {}
        return sums | own
    total = mapping.get("total")
    given = total.get("columns") if isinstance(total, node.Mapping) else None
    positions = {str(column.name): at for at, column in enumerate(columns)}
    for key in (entry.key for entry in given) if isinstance(given, node.Mapping) else ():
        if key not in positions:
            notes = [f"its columns are {', '.join(positions)}"]
            message, near = f"the table shows no column '{key}'", did_you_mean(key, positions)
            context.report.error("unknown-column", message, key.span, help=near, notes=notes)
            return None
        function = of_columns[key]
        if not isinstance(function, str):
            return None
        own[positions[key]] = function
    return own


def _adds_up(column: TableColumn) -> bool:
    """Amounts do; percentages and years do not."""
    return column.is_numeric and bool(column.numbers) and column.format not in ("percent", "plain")
