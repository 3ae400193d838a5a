"""Numbers in texts, read with the marks of their language."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct

from deckwright.languages.formats import number_marks
from deckwright.texts.expressions import PLACEHOLDER

_ADDRESS = re.compile(r"\]\([^)\s]*\)|\S+@\S+|[a-z]+://\S+|www\.\S+", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,:'’٫٬\u00a0\u202f]\d+)*")
_SPACES = "\u00a0\u202f"


class Number(Struct, frozen=True):
    """A number as somebody wrote it."""

    written: str
    value: Decimal | None
    """Read with the marks of its language; None for what is no number in it: 7.10.2019."""
    parts: tuple[int, ...]
    """What stands between the marks."""
    start: int = 0
    """Where it stands in its text."""


def numbers_of(text: str, tag: str) -> list[Number]:
    """The numbers in `text`, which is in the language `tag`; those in expressions and addresses do not count."""
    words = _ADDRESS.sub(_blank, PLACEHOLDER.sub(_blank, text))
    return [_number(match[0], match.start(), tag) for match in _NUMBER.finditer(words)]


def _blank(part: re.Match[str]) -> str:
    return " " * len(part[0])


def _number(written: str, start: int, tag: str) -> Number:
    parts = tuple(int(part) for part in re.findall(r"\d+", written))
    if len(parts) == 1:
        return Number(written, Decimal(parts[0]), parts, start)
    point, between = number_marks(tag)
    groups = _SPACES if between in _SPACES else "'’" if between in "'’" else re.escape(between)
    if not re.fullmatch(rf"(\d{{1,3}}([{groups}]\d{{2,3}})*[{groups}]\d{{3}}|\d+)({re.escape(point)}\d+)?", written):
        return Number(written, None, parts, start)
    whole, _, fraction = written.partition(point)
    digits = "".join(str(int(c)) for c in whole if c.isdigit())
    return Number(written, Decimal(f"{digits}.{''.join(str(int(c)) for c in fraction)}"), parts, start)
