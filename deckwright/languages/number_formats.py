"""The number formats that `format:` in deck.yaml names, and how many decimals they show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

from msgspec import Struct

FormatKind = Literal["number", "percent", "currency", "date", "text"]


class NumberFormat(Struct, frozen=True):
    """A named way to show a value."""

    name: str
    kind: FormatKind
    digits: int | None = None
    """Decimals; None shows those the value has, up to `MAX_DIGITS`."""
    grouped: bool = True
    """With a mark between the thousands."""


# fmt: off
_ROWS = (
    NumberFormat("number", "number"),
    NumberFormat("integer", "number", 0),
    NumberFormat("decimal", "number", 1),
    NumberFormat("plain", "number", grouped=False),    # years and identifiers
    NumberFormat("percent", "percent"),
    NumberFormat("date", "date"),
    NumberFormat("month", "date"),                     # October 2019
    NumberFormat("day", "date"),                       # 7 October
    NumberFormat("year", "date"),
    NumberFormat("text", "text"),
)
# fmt: on
FORMATS: Mapping[str, NumberFormat] = {row.name: row for row in _ROWS}
"""Name in deck.yaml → format. An ISO 4217 code (`DKK`) is a format too, see `find_format`."""

MAX_DIGITS: Mapping[FormatKind, int] = {"number": 3, "percent": 1, "currency": 2, "date": 0, "text": 0}
"""Decimals shown by default, even if a calculation has more."""

EXACT = Context(prec=100, rounding=ROUND_HALF_UP)  # Babel takes rounding from the context; its default is half even
_CURRENCY_CODE = re.compile(r"[A-Z]{3}")


def find_format(name: str) -> NumberFormat | None:
    """Returns the format called `name`: a row of `FORMATS`, or a currency by its ISO 4217 code."""
    if name in FORMATS or not _CURRENCY_CODE.fullmatch(name):
        return FORMATS.get(name)
    return NumberFormat(name, "currency")


def choose_digits(values: Iterable[Decimal | int], kind: FormatKind) -> int:
    """Returns the decimals to show `values` with, up to `MAX_DIGITS`; money has all its decimals or none."""
    shift = 2 if kind == "percent" else 0
    longest = max(0, max(map(count_decimals, values), default=0) - shift)
    return min(MAX_DIGITS[kind], longest) if kind != "currency" or not longest else MAX_DIGITS[kind]


def count_decimals(value: Decimal | int) -> int:
    """Returns the number of decimals, trailing zeros not counted."""
    if isinstance(value, int):
        return 0
    exponent = value.normalize(EXACT).as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
