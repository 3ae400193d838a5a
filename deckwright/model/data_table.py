"""Data tables: values as a data file holds them, in which every cell knows its place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from msgspec import Struct

from deckwright.model.source import Span, Text

Cell = Text | Decimal | int | date | None
"""What a cell holds; None where there is nothing. A percentage is a fraction: `18 %` is 0.18."""

CellKind = Literal["text", "number", "percent", "date"]


class DataTable(Struct, frozen=True):
    """The rows of one data file, the same for every language."""

    name: str
    """Its name under `data:` in deck.yaml."""
    file: str
    """For diagnostics: `assets/data/growth.csv`; `data.growth` for what a query makes of other tables."""
    columns: tuple[Text, ...]
    kinds: tuple[CellKind, ...]
    """One for each column."""
    rows: tuple[tuple[Cell, ...], ...]
    """As wide as `columns`."""
    spans: tuple[tuple[Span, ...], ...]
    """The place of each cell, as `rows`."""
    digest: str
    """SHA-256 of the file's bytes, in hexadecimal; of a query, of its words and of the tables it reads."""

    def column(self, name: str) -> int | None:
        """The position of the column called `name`."""
        return next((position for position, column in enumerate(self.columns) if column == name), None)

    def values(self, column: int) -> tuple[int | Decimal, ...]:
        """The numbers in a column."""
        return tuple(row[column] for row in self.rows if isinstance(row[column], int | Decimal))  # type: ignore[misc]


class Mistake(NamedTuple):
    """Why a cell is not what it looks like: a diagnostic without its place."""

    code: str
    message: str
    help: str | None = None


class EitherDay(NamedTuple):
    """A date such as 01/02/2019: which day it is when the day stands first, and when the month does; None for none."""

    day_first: date | None
    month_first: date | None


class RawCell(Struct, frozen=True):
    """A cell as a reader finds it, before its column's kind is known."""

    value: Cell
    kind: CellKind | None
    """What it looks like; None for nothing, or for a sign that says so: `-`, `n/a`."""
    written: str
    """For diagnostics and for columns that hold texts after all."""
    span: Span
    mistake: Mistake | None = None
    either: EitherDay | None = None
    """Of a date that only its column can explain."""


class RawTable(Struct, frozen=True):
    columns: tuple[Text, ...]
    rows: tuple[tuple[RawCell, ...], ...]
