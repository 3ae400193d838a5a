"""The entries of `facts:`: a value found in a table, or calculated from others, with the way it is shown."""

from __future__ import annotations

import datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.evaluate.sources import check_format, digits_of
from deckwright.kinds.contracts.base import kind_of_value
from deckwright.kinds.contracts.scalars import as_text
from deckwright.model import node
from deckwright.model.data_table import CellKind
from deckwright.model.node import Node, Scalar
from deckwright.model.source import Span, Text
from deckwright.texts.facts import Fact, bare
from deckwright.texts.names import FAILED

if TYPE_CHECKING:
    from deckwright.evaluate.context import DeckContext

_MOST_LISTED = 12
_MOST_DIGITS = 20


class _FactValue(Struct, frozen=True):
    """A value, and how it is shown when the entry does not say."""

    value: Text | int | Decimal | datetime.date
    kind: CellKind
    format: str
    digits: int | None
    alike: tuple[int | Decimal, ...]
    """The numbers that are shown with as many decimals as this one."""
    span: Span | None = None
    shown: Fact | None = None
    """The fact it is, where it is one already."""


def fact_of(name: str, entry: Node, context: DeckContext) -> object:
    """The fact that an entry of `facts:` names; FAILED where there is none, which is reported."""
    if not isinstance(entry, node.Mapping):
        return FAILED
    read = _found(name, entry, context) if entry.get("value") is None else _worked_out(name, entry, context)
    if read is None:
        return FAILED
    how, digits = read.format, read.digits
    if (wanted := _word(entry.get("format"), context)) is not None:
        found = check_format(wanted, read.kind, context.report)
        if found is None:
            return FAILED
        how, digits = wanted, digits_of(found, read.alike)
    elif read.shown is not None and entry.get("digits") is None:
        return read.shown
    digits = _digits(entry.get("digits"), digits, context)
    value = read.value
    return Fact(value, cache(lambda: context.formats.show(value, how, digits)), read.span, how, digits)


def _found(name: str, entry: node.Mapping, context: DeckContext) -> _FactValue | None:
    """The value in a table that `data`, `where` and `field` name."""
    field = _word(entry.get("field"), context)
    source = context.source(_word(entry.get("data"), context))
    column = source.find(field, context.report) if source is not None and field is not None else None
    row = _row(name, entry, context)
    if source is None or field is None or column is None or row is None:
        return None
    value, place = source.table.rows[row][column], source.table.spans[row][column]
    if value is None:
        notes = [f"the cell is at {place.file}:{place.line}:{place.column}"]
        context.report.error("empty-cell", f"fact '{name}' points to an empty cell", field.span, notes=notes)
        return None
    how, digits = source.format(column)
    shown = source.fact(row, column) if isinstance(value, Text) else None
    kind, alike = source.table.kinds[column], source.table.values(column)
    return _FactValue(value, kind, how, digits, alike, place, shown)


def _worked_out(name: str, entry: node.Mapping, context: DeckContext) -> _FactValue | None:
    """The value that the expression in `value` gives: shown as what it names, or else as a number."""
    written = entry.get("value")
    if not isinstance(written, Scalar) or written.value is None:
        return None  # which is reported
    given = context.expressions.value(written, context.names)
    value = bare(given)
    if given is FAILED:
        return None
    if value is None:
        message = f"fact '{name}' has no value: '{written.raw}' gives nothing"
        context.report.error("empty-cell", message, written.span)
        return None
    if isinstance(value, bool) or not isinstance(value, Text | int | Decimal | datetime.date):
        message = f"fact '{name}' must be one value, and '{written.raw}' gives {kind_of_value(value)}"
        advice = 'count them: {{ data.name | sum("column") }}' if isinstance(value, list | tuple) else None
        context.report.error("wrong-type", message, written.span, help=advice)
        return None
    shown = given if isinstance(given, Fact) else None
    if isinstance(value, Text):
        return _FactValue(value, "text", "text", None, (), _place(shown), shown)
    if isinstance(value, datetime.date):
        return _FactValue(value, "date", "date", None, (), _place(shown), shown)
    how = (shown.format if shown else "") or "number"
    digits = shown.digits if shown else None
    return _FactValue(value, "number", how, digits, (value,), _place(shown), shown)


def _place(fact: Fact | None) -> Span | None:
    return fact.span if fact else None


def _row(name: str, entry: node.Mapping, context: DeckContext) -> int | None:
    """The one row that `where` describes. Reported there: `fact-not-found`, `fact-ambiguous`."""
    where = entry.get("where")
    data = _word(entry.get("data"), context)
    source = context.sources.get(data) if data is not None else None
    if source is None or not isinstance(where, node.Mapping):
        return None
    rows = set(range(len(source.table.rows)))
    for condition in where:
        word = _word(condition.value, context)
        column = source.find(condition.key, context.report)
        if word is None or column is None:
            return None
        rows &= set(source.rows_with(column, word))
        if not rows:
            held = dict.fromkeys(str(row[column]) for row in source.table.rows if row[column] is not None)
            notes = [f"'{condition.key}' has {', '.join(held)}"] if len(held) <= _MOST_LISTED else []
            message = f"'{source.table.file}' has no row where {_said_where(where)}"
            context.report.error("fact-not-found", message, word.span, notes=notes)
            return None
    if len(rows) > 1:
        lines = ", ".join(str(source.table.spans[row][0].line) for row in sorted(rows)[:_MOST_LISTED])
        message = f"fact '{name}' must be one value, but {len(rows)} rows have {_said_where(where)}"
        help_ = "name one more column under 'where:'"
        notes = [f"lines {lines} of {source.table.file}"]
        context.report.error("fact-ambiguous", message, where.span, help=help_, notes=notes)
        return None
    return rows.pop() if rows else None


def _said_where(where: node.Mapping) -> str:
    return " and ".join(f"{c.key} is '{c.value.raw if isinstance(c.value, Scalar) else ''}'" for c in where)


def _digits(value: Node | None, usual: int | None, context: DeckContext) -> int | None:
    if not isinstance(value, Scalar):
        return usual
    digits = context.value(value)
    if isinstance(digits, int) and not isinstance(digits, bool) and 0 <= digits <= _MOST_DIGITS:
        return digits
    if isinstance(digits, int | Decimal) and not isinstance(digits, bool):
        message = f"'digits' is a whole number from 0 to {_MOST_DIGITS}"
        context.report.error("out-of-range", message, value.span)
    return usual


def _word(value: Node | None, context: DeckContext) -> Text | None:
    if not isinstance(value, Scalar) or value.value in (None, "") or isinstance(value.value, bool):
        return None
    return context.text(as_text(value, context))
