"""Tables: an author's `table:` with its cells, from the data or written beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckwright.evaluate.alt_texts import describe_table
from deckwright.evaluate.fields import highlighted
from deckwright.evaluate.tables.columns import NO_VALUE
from deckwright.evaluate.tables.rows import data_columns
from deckwright.evaluate.tables.total_row import total_row
from deckwright.evaluate.tables.written import INLINE, inline_columns
from deckwright.kinds.contracts.charts_and_tables import TableType
from deckwright.kinds.contracts.fields import check_fields
from deckwright.model import node
from deckwright.model.deck import Table
from deckwright.model.source import Text
from deckwright.texts.marks import plain

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
        missing = any(NO_VALUE in texts for texts in shown)
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
