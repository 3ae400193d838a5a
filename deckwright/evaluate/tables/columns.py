"""A column of a table: its values, and how all of them are shown alike."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.evaluate.fields import NUMBERS
from deckwright.evaluate.sources import check_format, digits_of
from deckwright.kinds.contracts.base import Context
from deckwright.languages.format_table import FORMATS, find_format
from deckwright.model.data_table import Cell
from deckwright.model.deck import Column, Record
from deckwright.model.lengths import Length
from deckwright.model.source import Text, placed

if TYPE_CHECKING:
    from deckwright.evaluate.context import DeckContext

NO_VALUE = "\N{EN DASH}"
"""Shown in empty cells of a column of numbers."""
_MOST_DIGITS = 20
_HYPHEN, _MINUS = "-", "\N{MINUS SIGN}"


class TableColumn(Struct, frozen=True):
    """What is shown of a column, row for row."""

    name: Text
    """What the author calls it, in deck.yaml or the data."""
    heading: Text
    values: tuple[Cell, ...]
    """None where there is nothing, or words in a column of numbers."""
    texts: tuple[Text, ...]
    """The cells as texts: those of words, of labels and of facts, which bring their own; else empty, with a place."""
    is_numeric: bool
    """Numbers, percentages and amounts: they stand at the right, and are not broken."""
    format: str = "text"
    """Name of the format that the numbers and dates are shown in."""
    digits: int | None = None
    align: str = "left"
    width: Length | None = None
    codes: tuple[str, ...] = ()
    """What `highlight` calls the rows, if this is the first column and that is not what it shows."""
    total: str | None = None
    """What its own fields say is to stand in the total row."""

    @property
    def numbers(self) -> tuple[int | Decimal, ...]:
        return numbers(self.values)

    def shown(self, context: DeckContext) -> tuple[Text, ...]:
        """The cells as the audience reads them."""
        return tuple(self._cell(value, text, context) for value, text in zip(self.values, self.texts, strict=True))

    def show(self, value: Cell, context: DeckContext) -> str:
        """A value as this column shows it: with a minus sign, where the language writes a hyphen for it."""
        if value is None:
            return NO_VALUE
        text = context.formats.show(value, self.format, self.digits)
        return text.replace(_HYPHEN, _MINUS) if self.is_numeric else text

    def described(self) -> Column:
        return Column(self.heading, self.align, self.width, self.is_numeric)

    def _cell(self, value: Cell, text: Text, context: DeckContext) -> Text:
        if text or (value is None and not self.is_numeric):
            return text
        return placed(self.show(value, context), text.span, context.formats.locale)


def align_of(record: Record | None, is_numeric: bool) -> str:
    """Where the author wants the cells; else numbers right and words left."""
    align = record["align"] if record is not None else None
    return align if isinstance(align, str) else ("right" if is_numeric else "left")


def width_of(record: Record | None) -> Length | None:
    width = record["width"] if record is not None else None
    return width if isinstance(width, Length) else None


def numbers(values: Iterable[Cell]) -> tuple[int | Decimal, ...]:
    return tuple([value for value in values if isinstance(value, NUMBERS)])


def look_of(
    record: Record | None, kind: str, usual: str, values: tuple[Cell, ...], context: Context
) -> tuple[str, int | None] | None:
    """Format and decimals that the author asks for, or else the `usual` ones. None after a report.

    Reported: `unknown-format`, `unfit-format`, and `out-of-range` for decimals.
    """
    name = record["format"] if record is not None else None
    how = find_format(usual) or FORMATS["text"]
    if isinstance(name, Text):
        found = check_format(name, kind, context.report)
        if found is None:
            return None
        how = found
    digits = record["digits"] if record is not None else None
    if digits is None:
        return how.name, digits_of(how, numbers(values))
    if not isinstance(digits, int) or not 0 <= digits <= _MOST_DIGITS:
        message = f"'digits' is a whole number from 0 to {_MOST_DIGITS}"
        context.report.error("out-of-range", message, record.span if record is not None else None)
        return None
    return how.name, digits
