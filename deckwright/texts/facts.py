"""Facts: values from the data, each with the one way it is shown wherever it stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from msgspec import Struct

from deckwright.model.data_table import Cell
from deckwright.model.source import Span


class Fact(Struct, frozen=True, eq=False):
    """A cell of the data in an expression: printed it is formatted for the language, counted with it is its value."""

    value: Cell
    show: Callable[[], str]
    span: Span | None = None
    """Its place in the data file."""
    format: str = ""
    digits: int | None = None
    """How it is shown, where `facts:` names it; see `Formats.show`."""

    def __str__(self) -> str:
        return self.show()

    def __eq__(self, other: object) -> bool:
        return self.value == unwrap_fact(other)

    def __hash__(self) -> int:
        return hash(self.value)

    def __lt__(self, other: object) -> bool:
        return _compare(self.value, unwrap_fact(other)) < 0

    def __le__(self, other: object) -> bool:
        return _compare(self.value, unwrap_fact(other)) <= 0

    def __gt__(self, other: object) -> bool:
        return _compare(self.value, unwrap_fact(other)) > 0

    def __ge__(self, other: object) -> bool:
        return _compare(self.value, unwrap_fact(other)) >= 0

    def __bool__(self) -> bool:
        return bool(self.value)


def unwrap_fact(value: object) -> object:
    """The value behind a fact; anything else as it is. A number is a Decimal or int, never a float."""
    if isinstance(value, Fact):
        value = value.value
    return Decimal(repr(value)) if isinstance(value, float) else value


def _compare(left: object, right: object) -> int:
    for kind in (Decimal | int, date, str):
        if isinstance(left, kind) and isinstance(right, kind):
            return (left > right) - (left < right)  # type: ignore[operator]
    raise TypeError("these cannot be compared")
