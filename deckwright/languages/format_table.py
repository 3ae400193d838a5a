"""The table of number formats, as `format:` in deck.yaml names them, and how many decimals they show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

from msgspec import Struct

Kind = Literal["number", "percent", "currency", "date", "text"]


class Format(Struct, frozen=True):
    """A named way to show a value, as `format:` in deck.yaml names it."""

    name: str
    kind: Kind
    digits: int | None = None
    """Decimals; None shows those the value has, up to `MOST_DIGITS`."""
    grouped: bool = True
    """With a mark between the thousands."""


# fmt: off
_ROWS = (
    Format("number", "number"),
    Format("integer", "number", 0),
    Format("decimal", "number", 1),
    Format("plain", "number", grouped=False),    # years and numbers of things
    Format("percent", "percent"),
    Format("date", "date"),                      # and its parts: October 2019, 7 October, 2019
    Format("month", "date"),
    Format("day", "date"),
    Format("year", "date"),
    Format("text", "text"),
)
# fmt: on
FORMATS: Mapping[str, Format] = {row.name: row for row in _ROWS}
"""Name in deck.yaml → format. An ISO 4217 code (`DKK`) is a format too, see `find_format`."""

MOST_DIGITS: Mapping[Kind, int] = {"number": 3, "percent": 1, "currency": 2, "date": 0, "text": 0}
"""Decimals shown unless told otherwise, however many a calculation has left."""

EXACT = Context(prec=100, rounding=ROUND_HALF_UP)  # Babel rounds as the context says; its default is half even
_CURRENCY_CODE = re.compile(r"[A-Z]{3}")


def find_format(name: str) -> Format | None:
    """The format called `name`: a row of `FORMATS`, or an ISO 4217 currency code."""
    if name in FORMATS or not _CURRENCY_CODE.fullmatch(name):
        return FORMATS.get(name)
    return Format(name, "currency")


def shown_digits(values: Iterable[Decimal | int], kind: Kind) -> int:
    """How many decimals `values` need when they are to look alike: those they have, up to `MOST_DIGITS`. Amounts of
    money have all of them or none."""
    shift = 2 if kind == "percent" else 0
    most = max(0, max(map(decimals, values), default=0) - shift)
    return min(MOST_DIGITS[kind], most) if kind != "currency" or not most else MOST_DIGITS[kind]


def decimals(value: Decimal | int) -> int:
    """How many decimals a number has, without zeros at its end."""
    if isinstance(value, int):
        return 0
    exponent = value.normalize(EXACT).as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
