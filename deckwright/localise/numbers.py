"""Finds numbers in texts and reads them with the decimal and grouping marks of the language."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct

from deckwright.languages.language import get_number_marks
from deckwright.texts.expressions import PLACEHOLDER

_ADDRESS = re.compile(r"\]\([^)\s]*\)|\S+@\S+|[a-z]+://\S+|www\.\S+", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,:'’٫٬\u00a0\u202f]\d+)*")
_SPACES = "\u00a0\u202f"


class WrittenNumber(Struct, frozen=True):
    """A number in a text."""

    written: str
    value: Decimal | None
    """Read with the marks of its language; None if it is no number there, such as 7.10.2019."""
    parts: tuple[int, ...]
    """The whole numbers between the marks."""
    start: int = 0
    """Its position in the text."""


def find_numbers(text: str, tag: str) -> list[WrittenNumber]:
    """Returns the numbers in `text` of the language `tag`, without those in expressions and addresses."""
    words = _ADDRESS.sub(_blank_out, PLACEHOLDER.sub(_blank_out, text))
    return [_read_number(match[0], match.start(), tag) for match in _NUMBER.finditer(words)]


def _blank_out(part: re.Match[str]) -> str:
    return " " * len(part[0])


def _read_number(written: str, start: int, tag: str) -> WrittenNumber:
    parts = tuple(int(part) for part in re.findall(r"\d+", written))
    if len(parts) == 1:
        return WrittenNumber(written, Decimal(parts[0]), parts, start)
    point, between = get_number_marks(tag)
    groups = _SPACES if between in _SPACES else "'’" if between in "'’" else re.escape(between)
    if not re.fullmatch(rf"(\d{{1,3}}([{groups}]\d{{2,3}})*[{groups}]\d{{3}}|\d+)({re.escape(point)}\d+)?", written):
        return WrittenNumber(written, None, parts, start)
    whole, _, fraction = written.partition(point)
    digits = "".join(str(int(c)) for c in whole if c.isdigit())
    return WrittenNumber(written, Decimal(f"{digits}.{''.join(str(int(c)) for c in fraction)}"), parts, start)
