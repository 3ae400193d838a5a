"""Reads the entries of `facts:`: each a value from a table or an expression, with its format."""

from __future__ import annotations

import datetime
from decimal import Decimal
from functools import cache
from typing import Literal

from msgspec import Struct

from deckwright.evaluate.context import DeckContext, ReportedError, require
from deckwright.evaluate.sources import Source, check_format, find_digits, list_choices
from deckwright.kinds.contracts.fields import describe_value
from deckwright.kinds.contracts.scalars import evaluate_as_text
from deckwright.model import node
from deckwright.model.data_table import CellKind
from deckwright.model.node import Node, Scalar
from deckwright.model.source import Span, Text
from deckwright.texts.values import FAILED, Fact, unwrap_fact

MAX_DIGITS = 20
"""The most decimals that an author may ask for."""
_MAX_LINES = 12


class _FactValue(Struct, frozen=True):
    """A value with its default format, for an entry without `format` and `digits`."""

    value: Text | int | Decimal | datetime.date
    kind: CellKind
    format: str
    digits: int | None
    column: tuple[int | Decimal, ...]
    """The numbers that share their decimals with this one: those of its column."""
    span: Span | None = None
    fact: Fact | None = None
    """The fact that the expression names, or the labelled cell, whose text is kept."""


def read_fact(name: str, entry: Node, context: DeckContext) -> object:
    """Returns the fact that an entry of `facts:` describes; FAILED after reporting an error."""
    if not isinstance(entry, node.Mapping):
        return FAILED
    try:
        default = _look_up(name, entry, context) if entry.get("value") is None else _calculate(name, entry, context)
    except ReportedError:
        return FAILED
    format_, digits = default.format, default.digits
    if (format_name := _read_word(entry.get("format"), context)) is not None:
        checked = check_format(format_name, default.kind, context.report)
        if checked is None:
            return FAILED
        format_, digits = format_name, find_digits(checked, default.column)
    elif default.fact is not None and entry.get("digits") is None:
        return default.fact
    digits = _read_digits(entry.get("digits"), digits, context)
    write = cache(lambda: context.formats.format_value(default.value, format_, digits))
    return Fact(default.value, write, default.span, format_, digits)


def _look_up(name: str, entry: node.Mapping, context: DeckContext) -> _FactValue:
    """Returns the cell of a table that `data`, `where` and `field` select."""
    field = _read_word(entry.get("field"), context)
    source = require(context.find_source(_read_word(entry.get("data"), context)))
    column = source.find_column(field, context.report) if field is not None else None
    row = _find_row(name, entry, source, context)
    if field is None or column is None:
        raise ReportedError
    value, place = source.table.rows[row][column], source.table.spans[row][column]
    if value is None:
        notes = [f"the cell is at {place.file}:{place.line}:{place.column}"]
        context.fail("empty-cell", f"fact '{name}' points to an empty cell", field.span, notes=notes)
    format_, digits = source.get_format(column)
    fact = source.get_fact(row, column) if isinstance(value, Text) else None
    kind, numbers = source.table.kinds[column], source.table.values(column)
    return _FactValue(value, kind, format_, digits, numbers, place, fact)


def _calculate(name: str, entry: node.Mapping, context: DeckContext) -> _FactValue:
    """Returns the value of the expression in `value`; fails if it is not one value."""
    expression = entry.get("value")
    if not isinstance(expression, Scalar) or expression.value is None:
        raise ReportedError  # when the field is checked
    result = context.expressions.evaluate(expression, context.names)
    value = unwrap_fact(result)
    if result is FAILED:
        raise ReportedError
    if value is None:
        message = f"fact '{name}' has no value: '{expression.raw}' is an empty cell in the data"
        context.fail("empty-cell", message, expression.span)
    if isinstance(value, bool) or not isinstance(value, Text | int | Decimal | datetime.date):
        message = f"fact '{name}' must be one value, but '{expression.raw}' is {describe_value(value)}"
        advice = 'count them: {{ data.name | sum("column") }}' if isinstance(value, list | tuple) else None
        context.fail("wrong-type", message, expression.span, help=advice)
    fact = result if isinstance(result, Fact) else None
    place = fact.span if fact else None
    if isinstance(value, Text | datetime.date):
        kind: Literal["text", "date"] = "text" if isinstance(value, Text) else "date"
        return _FactValue(value, kind, kind, None, (), place, fact)
    format_ = (fact.format if fact else "") or "number"
    return _FactValue(value, "number", format_, fact.digits if fact else None, (value,), place, fact)


def _find_row(name: str, entry: node.Mapping, source: Source, context: DeckContext) -> int:
    """Returns the one row that `where` selects; fails with `fact-not-found` or `fact-ambiguous`."""
    where = entry.get("where")
    if not isinstance(where, node.Mapping):
        raise ReportedError  # when the field is checked
    rows = set(range(len(source.table.rows)))
    for condition in where:
        word = _read_word(condition.value, context)
        column = source.find_column(condition.key, context.report)
        if word is None or column is None:
            raise ReportedError
        rows &= set(source.find_rows(column, word))
        if not rows:
            notes = list_choices(f"'{condition.key}' has", source.list_values(column))
            message = f"'{source.table.file}' has no row where {_describe(where)}"
            context.fail("fact-not-found", message, word.span, notes=notes)
    if len(rows) > 1:
        lines = ", ".join(str(source.table.spans[row][0].line) for row in sorted(rows)[:_MAX_LINES])
        message = f"fact '{name}' must be one value, but {len(rows)} rows have {_describe(where)}"
        help_ = "add another column to 'where:'"
        notes = [f"lines {lines} of {source.table.file}"]
        context.fail("fact-ambiguous", message, where.span, help=help_, notes=notes)
    if not rows:
        raise ReportedError
    return rows.pop()


def _describe(where: node.Mapping) -> str:
    return " and ".join(f"{c.key} is '{c.value.raw if isinstance(c.value, Scalar) else ''}'" for c in where)


def _read_digits(value: Node | None, default: int | None, context: DeckContext) -> int | None:
    if not isinstance(value, Scalar):
        return default
    digits = context.evaluate(value)
    if isinstance(digits, int) and not isinstance(digits, bool) and 0 <= digits <= MAX_DIGITS:
        return digits
    if isinstance(digits, int | Decimal) and not isinstance(digits, bool):
        message = f"'digits' must be a whole number from 0 to {MAX_DIGITS}"
        context.report.error("out-of-range", message, value.span)
    return default


def _read_word(value: Node | None, context: DeckContext) -> Text | None:
    if not isinstance(value, Scalar) or value.value in (None, "") or isinstance(value.value, bool):
        return None
    return evaluate_as_text(value, context)
