"""Arithmetic of expressions: exact where that is possible, never with floats, and never endless."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Mapping
from decimal import Decimal

ARITHMETIC = decimal.Context(prec=50)
LARGEST = Decimal("1e40")


def is_number(value: object) -> bool:
    return isinstance(value, int | Decimal)


def calculate(sign: str, left: int | Decimal, right: int | Decimal) -> int | Decimal:
    """Counts exactly where that is possible and with 50 digits where it is not; never with floats."""
    calculations: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
        "+": ARITHMETIC.add,
        "-": ARITHMETIC.subtract,
        "*": ARITHMETIC.multiply,
        "/": ARITHMETIC.divide,
        "//": _floor,
        "%": lambda a, b: ARITHMETIC.subtract(a, ARITHMETIC.multiply(b, _floor(a, b))),
        "**": ARITHMETIC.power,
    }
    result = calculations[sign](Decimal(left), Decimal(right))
    if not result.is_finite() or abs(result) > LARGEST:
        raise OverflowError
    whole = isinstance(left, int) and isinstance(right, int) and result == result.to_integral_value()
    return int(result) if whole else result


def _floor(left: Decimal, right: Decimal) -> Decimal:
    return ARITHMETIC.divide(left, right).to_integral_value(decimal.ROUND_FLOOR)
