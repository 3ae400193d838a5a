"""Tables: an author's `table:` with its cells, from the data or written beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckwright import node
from deckwright.contracts.fields import check_fields
from deckwright.contracts.figures import TableType
from deckwright.deck import Table
from deckwright.evaluate.describe import describe_table
from deckwright.evaluate.figures import highlighted
from deckwright.evaluate.inline_tables import INLINE, inline_columns
from deckwright.evaluate.table_columns import NO_FIGURE
from deckwright.evaluate.table_rows import data_columns
from deckwright.evaluate.table_total import total_row
from deckwright.inline import plain
from deckwright.source import Text

if TYPE_CHECKING:
    from deckwright.evaluate.context import DeckContext


def build_table(mapping: node.Mapping, context: DeckContext) -> Table | None:
    """The table that `mapping` describes, with its total row and alternative text; None after a report."""
    from_data = mapping.get("data") is not None
    contract = TableType().fields(mapping) if from_data else INLINE
    fields = check_fields(mapping, contract, context, owner="the table", at=mapping.span)
    columns = data_columns(mapping, fields, context) if from_data else inline_columns(mapping, fields, context)
    if columns is None:
        return None
    shown = [column.shown(context) for column in columns]
    total = total_row(mapping, fields, columns, context)
    highlight = highlighted(fields["highlight"], columns[0].codes or shown[0], context)
    if total is None or highlight is None:
        return None
    alt = fields["alt"]
    if isinstance(alt, Text):
        alt = alt.like(plain(alt))
    else:
        headings = [column.heading for column in columns]
        missing = any(NO_FIGURE in texts for texts in shown)
        said = describe_table(headings, len(shown[0]), missing, context.formats)
        alt = Text(said, mapping.span, context.formats.locale)
    first = fields["first_column"]
    return Table(
        tuple(column.described() for column in columns),
        tuple(zip(*shown, strict=True)),
        mapping.span,
        alt,
        tuple(highlight),
        total=total,
        first_column=first if isinstance(first, bool) else None,
        split=fields["split"] is not False,
    )
