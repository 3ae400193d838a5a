"""Data tables: the values of a data file, with the place of every cell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from msgspec import Struct

from deckwright.model.source import Span, Text

Cell = Text | Decimal | int | date | None
"""The value of a cell; None for an empty one. A percentage is a fraction: `18 %` is 0.18."""

CellKind = Literal["text", "number", "percent", "date"]


class DataTable(Struct, frozen=True):
    """The rows of one data file, the same for every language."""

    name: str
    """Its name under `data:` in deck.yaml."""
    file: str
    """Its name in diagnostics: `assets/data/growth.csv`, or `data.growth` for a query over other tables."""
    columns: tuple[Text, ...]
    kinds: tuple[CellKind, ...]
    """One for each column."""
    rows: tuple[tuple[Cell, ...], ...]
    """As wide as `columns`."""
    spans: tuple[tuple[Span, ...], ...]
    """The place of each cell, as `rows`."""
    digest: str
    """SHA-256 in hexadecimal: of the file's bytes, or of a query and the tables it reads."""

    def column(self, name: str) -> int | None:
        """Returns the position of the column called `name`, or None."""
        return next((position for position, column in enumerate(self.columns) if column == name), None)

    def values(self, column: int) -> tuple[int | Decimal, ...]:
        """Returns the numbers in a column."""
        return tuple(row[column] for row in self.rows if isinstance(row[column], int | Decimal))  # type: ignore[misc]


class Mistake(NamedTuple):
    """The reason why a cell cannot be read as what it looks like: a diagnostic without its place."""

    code: str
    message: str
    help: str | None = None


class AmbiguousDate(NamedTuple):
    """The two readings of a date such as 01/02/2019; None for one that is no date."""

    day_first: date | None
    month_first: date | None


class RawCell(Struct, frozen=True):
    """A cell as a reader returns it, before the kind of its column is known."""

    value: Cell
    kind: CellKind | None
    """The kind it looks like; None for an empty cell, or a sign for one: `-`, `n/a`."""
    written: str
    """The characters in the file, for diagnostics and for columns that turn out to hold texts."""
    span: Span
    mistake: Mistake | None = None
    either: AmbiguousDate | None = None
    """Both readings of a date; the column decides which one holds."""


class RawTable(Struct, frozen=True):
    """The rows of a data file as a reader returns them."""

    columns: tuple[Text, ...]
    rows: tuple[tuple[RawCell, ...], ...]
