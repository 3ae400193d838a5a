"""The columns of a table: their values, and the format that all values share; read from the data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

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
from deckwright.evaluate.fact_entries import MAX_DIGITS
from deckwright.evaluate.sources import Source, ValueFormat, check_format, find_digits, list_choices
from deckwright.languages.number_formats import FORMATS, find_format
from deckwright.languages.scripts import build_sort_key
from deckwright.model import node
from deckwright.model.data_table import Cell
from deckwright.model.deck import ColumnHeading, Record
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.lengths import Length
from deckwright.model.source import Text, make_text
from deckwright.texts.marks import escape_marks

NO_VALUE = "\N{EN DASH}"
"""The text of an empty cell in a column of numbers."""
_HYPHEN, _MINUS = "-", "\N{MINUS SIGN}"


class TableColumn(Struct, frozen=True):
    """A column of a table, with a value and a text for each row."""

    name: Text
    """The name in the data, or the heading of a typed column."""
    heading: Text
    values: tuple[Cell, ...]
    """None for an empty cell, and for words in a column of numbers."""
    texts: tuple[Text, ...]
    """The texts of words, labels and facts; an empty text with a place for values that `format` writes."""
    is_numeric: bool
    """True for numbers, percentages and amounts of money, which are aligned right and not broken over lines."""
    settings: Record
    """The checked fields of the column in deck.yaml, such as `align`; empty if it has no entry of its own."""
    format: str = "text"
    digits: int | None = None
    codes: tuple[str, ...] = ()
    """The names of the rows in `highlight`; if empty, these are their texts."""

    @property
    def numbers(self) -> tuple[int | Decimal, ...]:
        return select_numbers(self.values)

    def write_cells(self, context: DeckContext) -> tuple[Text, ...]:
        """Returns the cells as the audience reads them."""
        return tuple(
            text
            if text or (value is None and not self.is_numeric)
            else make_text(self.write(value, context), text.span, context.formats.locale)
            for value, text in zip(self.values, self.texts, strict=True)
        )

    def write(self, value: Cell, context: DeckContext) -> str:
        """Returns a value in the format of the column, with a minus sign where the language has a hyphen."""
        if value is None:
            return NO_VALUE
        text = context.formats.format_value(value, self.format, self.digits)
        return text.replace(_HYPHEN, _MINUS) if self.is_numeric else text

    def describe(self) -> ColumnHeading:
        """Returns its heading; columns of numbers are aligned right unless the author says otherwise."""
        align, width = self.settings.get("align"), self.settings.get("width")
        default = "right" if self.is_numeric else "left"
        return ColumnHeading(
            self.heading,
            align if isinstance(align, str) else default,
            width if isinstance(width, Length) else None,
            self.is_numeric,
        )


def select_numbers(values: Iterable[Cell]) -> tuple[int | Decimal, ...]:
    return tuple([value for value in values if isinstance(value, NUMBERS)])


def read_format(
    settings: Record, kind: str, default: str, values: tuple[Cell, ...], context: DeckContext
) -> ValueFormat:
    """Returns the format and decimals that the author names, else the default.

    Reports `unknown-format`, `unfit-format`, and `out-of-range` for decimals.
    """
    name, digits = settings.get("format"), settings.get("digits")
    format_ = find_format(default) or FORMATS["text"]
    if isinstance(name, Text):
        format_ = check_format(name, kind, context.report) or format_
    if isinstance(digits, int) and 0 <= digits <= MAX_DIGITS:
        return format_.name, digits
    if digits is not None:
        message = f"'digits' must be a whole number from 0 to {MAX_DIGITS}"
        context.report.error("out-of-range", message, settings.span)
    return format_.name, find_digits(format_, select_numbers(values))


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
