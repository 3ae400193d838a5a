"""The columns and rows that a table takes from the data: which of them, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from deckwright.evaluate.fields import entries, span_at
from deckwright.evaluate.fields import texts as texts_in
from deckwright.evaluate.sources import Source
from deckwright.evaluate.tables.columns import TableColumn, align_of, look_of, width_of
from deckwright.languages.alphabet import alphabetical
from deckwright.languages.format_table import find_format
from deckwright.model import node
from deckwright.model.deck import Record
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.source import Text
from deckwright.texts.marks import literal

if TYPE_CHECKING:
    from deckwright.evaluate.context import DeckContext

_MOST_LISTED = 12


def data_columns(mapping: node.Mapping, fields: Record, context: DeckContext) -> tuple[TableColumn, ...] | None:
    """The columns of a table with `data:`. Reported: `empty-table`, and what is wrong with names and formats."""
    source = context.source(fields["data"])
    if source is None:
        return None
    rows = _rows(mapping, source, fields, context)
    wanted = [one for one in entries(fields["columns"]) if isinstance(one, Record)]
    if wanted:
        found = [_column(source, one["column"], one, rows, context) for one in wanted]
    else:
        found = [_column(source, name, None, rows, context) for name in source.table.columns]
    columns = tuple(column for column in found if column is not None)
    asked = node_length(mapping.get("columns"))
    if rows is None or len(columns) < max(len(found), asked) or not columns:
        return None
    return columns


def node_length(value: node.Node | None) -> int:
    return len(value.items) if isinstance(value, node.Sequence) else 0


def _column(
    source: Source, name: object, record: Record | None, rows: Sequence[int] | None, context: DeckContext
) -> TableColumn | None:
    at = source.find(name, context.report) if isinstance(name, Text) else None
    if at is None or not isinstance(name, Text):
        return None
    table, rows = source.table, rows or ()
    kind, values = table.kinds[at], tuple(table.rows[row][at] for row in rows)
    usual, _ = source.format(at)
    look = look_of(record, kind, usual, values, context)
    if look is None:
        return None
    how = find_format(look[0])
    is_numeric = kind in ("number", "percent") and how is not None and how.kind != "text"
    title = record["title"] if record is not None else None
    heading = source.heading(at)
    if heading.span == table.columns[at].span:
        heading = heading.like(literal(heading))
    labels = source.labels.get(table.columns[at], {})
    texts = []
    for row, value in zip(rows, values, strict=True):
        span, label = table.spans[row][at], labels.get(str(value)) if labels else None
        if isinstance(label, Text):
            texts.append(label)
        elif isinstance(value, Text):
            texts.append(Text(literal(value), span, source.language))
        else:
            texts.append(Text("", span, context.formats.locale))
    return TableColumn(
        name=name,
        heading=title if isinstance(title, Text) else heading,
        values=values,
        codes=tuple(map(str, values)),
        texts=tuple(texts),
        is_numeric=is_numeric,
        format=look[0],
        digits=look[1],
        align=align_of(record, is_numeric),
        width=width_of(record),
    )


def _rows(mapping: node.Mapping, source: Source, fields: Record, context: DeckContext) -> list[int] | None:
    """The rows to show, in their order."""
    if not source.table.rows:
        context.report.error("empty-table", f"'{source.table.file}' has no rows to show", span_at(mapping, "data"))
        return None
    rows = _where(mapping.get("where"), fields["where"], source, context)
    if rows is None:
        return None
    for by in reversed([one for one in entries(fields["sort"]) if isinstance(one, Record)]):
        at = source.find(by["column"], context.report) if isinstance(by["column"], Text) else None
        if at is None:
            return None
        rows = _sorted(rows, at, source, descending=by["order"] == "descending")
    limit = fields["limit"]
    if limit is None:
        return rows
    if not isinstance(limit, int) or limit < 1:
        message = "'limit' is a whole number from 1 up"
        context.report.error("out-of-range", message, span_at(mapping, "limit"))
        return None
    return rows[:limit]


def _where(given: node.Node | None, wanted: object, source: Source, context: DeckContext) -> list[int] | None:
    rows = list(range(len(source.table.rows)))
    if not isinstance(given, node.Mapping) or not isinstance(wanted, Record):
        return rows if given is None else None
    for key in (entry.key for entry in given):
        at = source.find(key, context.report)
        words = texts_in(wanted[key])
        if at is None or not words:
            return None
        kept: set[int] = set()
        for word in words:
            having = source.rows_with(at, word)
            if not having:
                _report_absent(source, key, at, word, context)
                return None
            kept |= set(having)
        rows = [row for row in rows if row in kept]
    if not rows:
        message = f"'{source.table.file}' has no row with all that 'where' asks for"
        context.report.error("empty-table", message, given.span)
        return None
    return rows


def _report_absent(source: Source, key: Text, at: int, word: Text, context: DeckContext) -> None:
    held = dict.fromkeys(str(row[at]) for row in source.table.rows if row[at] is not None)
    notes = [f"'{key}' has {', '.join(held)}"] if len(held) <= _MOST_LISTED else []
    message = f"'{source.table.file}' has no row where {key} is '{word}'"
    context.report.error("empty-table", message, word.span, help=did_you_mean(word, held), notes=notes)


def _sorted(rows: list[int], at: int, source: Source, *, descending: bool) -> list[int]:
    """By value; words as the audience reads them. Rows without a value stand last."""

    def key(row: int) -> tuple[int, object]:
        value = source.table.rows[row][at]
        if isinstance(value, int | Decimal | date):
            return 0, value
        return 1, alphabetical(source.text(row, at), source.formats.locale)

    known = [row for row in rows if source.table.rows[row][at] is not None]
    empty = [row for row in rows if source.table.rows[row][at] is None]
    return sorted(known, key=key, reverse=descending) + empty
