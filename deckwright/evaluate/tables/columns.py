"""The columns of a table: values, and the format that all values of a column share."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from deckwright.evaluate.context import NUMBERS, DeckContext
from deckwright.evaluate.fact_entries import MAX_DIGITS
from deckwright.evaluate.sources import ValueFormat, check_format, find_digits
from deckwright.languages.number_formats import FORMATS, find_format
from deckwright.model.data_table import Cell
from deckwright.model.deck import ColumnHeading, Record
from deckwright.model.lengths import Length
from deckwright.model.source import Text, make_text

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
