"""Values in expressions: facts from the data, and exact arithmetic."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct

from deckwright.model.data_table import Cell
from deckwright.model.source import Span

ARITHMETIC = decimal.Context(prec=50)
MAX_NUMBER = Decimal("1e40")


class Fact(Struct, frozen=True, eq=False):
    """A cell of the data in an expression: formatted for the language when printed, its value in calculations."""

    value: Cell
    show: Callable[[], str]
    span: Span | None = None
    """Its place in the data file."""
    format: str = ""
    """The name of its number format; this and `digits` are the arguments of `Formats.format_value`."""
    digits: int | None = None

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
    """Returns the value of a fact, and anything else unchanged, but a float as a Decimal."""
    if isinstance(value, Fact):
        value = value.value
    return Decimal(repr(value)) if isinstance(value, float) else value


def _compare(left: object, right: object) -> int:
    """Returns −1, 0 or 1. Raises TypeError for values of different types."""
    for kind in (Decimal | int, date, str):
        if isinstance(left, kind) and isinstance(right, kind):
            return (left > right) - (left < right)  # type: ignore[operator]
    raise TypeError("these cannot be compared")


def is_number(value: object) -> bool:
    return isinstance(value, int | Decimal)


def calculate(sign: str, left: int | Decimal, right: int | Decimal) -> int | Decimal:
    """Calculates with 50 digits and never with floats; whole numbers stay whole numbers if they can.

    Raises OverflowError for a result larger than `MAX_NUMBER`.
    """
    calculations: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
        "+": ARITHMETIC.add,
        "-": ARITHMETIC.subtract,
        "*": ARITHMETIC.multiply,
        "/": ARITHMETIC.divide,
        "//": _divide_down,
        "%": lambda a, b: ARITHMETIC.subtract(a, ARITHMETIC.multiply(b, _divide_down(a, b))),
        "**": ARITHMETIC.power,
    }
    result = calculations[sign](Decimal(left), Decimal(right))
    if not result.is_finite() or abs(result) > MAX_NUMBER:
        raise OverflowError
    is_whole = isinstance(left, int) and isinstance(right, int) and result == result.to_integral_value()
    return int(result) if is_whole else result


def _divide_down(left: Decimal, right: Decimal) -> Decimal:
    return ARITHMETIC.divide(left, right).to_integral_value(decimal.ROUND_FLOOR)
