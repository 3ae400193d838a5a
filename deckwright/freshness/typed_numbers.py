"""Finds the numbers in a text that may be values of the talk, and not years, names or page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from deckwright.languages.number_formats import count_decimals
from deckwright.localise.checks import WrittenNumber, find_numbers

PERCENT = "%"

_PERCENT_AFTER = re.compile(
    r"[\s\u00a0\u202f]*(?:[%٪]|(?:pct\.?|per ?cent|percent|prosent\w*|procent|prozent|pour ?cent|por ?ciento|per ?cento"
    r"|por ?cento|процент\w*)(?!\w))(?!-?\s?(?:point|punkt|poeng)|-\w)",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"[\s\u00a0\u202f]*(?:%-?|percentage |procent|prozent|prosent)(?:point|punkt|poeng)", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"(?:\b(?:nr|no|num|s|p|pp|kap|fig|tab|vol)\.|[№#§]|\b(?:nummer|number|side|page))\s*$", re.IGNORECASE
)
_WORD_BEFORE = re.compile(r"[^\s.!?:…]\s+([^\W\d_]+)\s$")
"""A word inside a sentence. With a capital letter it is a name, as in Hospital 300."""
_ORDINAL = re.compile(r"\.\s+[^\W\d_]")
_YEARS = range(1900, 2101)
_MIN_WHOLE_NUMBER = 100
"""Smaller whole numbers, other than percentages, are too often alike by chance."""
_MAX_DAY = 31
_MAX_IN_NAMES = 1000
_FIRST_UNSPACED_SCRIPT = 0x2E80
"""Scripts from this code point on have no spaces between numbers and words."""


class TypedNumber(Struct, frozen=True):
    """A number in a text, such as `18 %`: its value is 18."""

    written: str
    """The number with its percent sign."""
    value: Decimal
    unit: str
    """"%" or ""."""
    digits: int
    """The number of decimals."""
    start: int
    end: int


def find_typed_numbers(text: str, tag: str) -> Iterator[TypedNumber]:
    """Yields the numbers in `text`, which is in the language `tag`, outside of expressions.

    Leaves out years, dates, ordinals and list numbers; numbers joined to a word or another number (`COVID-19`,
    `2001–2018`), or after `no.`, `p.`, `§` or a name (`Hospital 300`); percentage points; and whole numbers below 100
    that are not percentages.
    """
    for number in find_numbers(text, tag):
        start, end = number.start, number.start + len(number.written)
        before, after = text[:start], text[end:]
        percent = _PERCENT_AFTER.match(after)
        if number.value is None or _POINTS.match(after):
            continue
        if percent or before.endswith(("%", "٪")):
            if not _is_joined(before, ""):
                end += percent.end() if percent else 0
                yield TypedNumber(text[start:end], number.value, PERCENT, count_decimals(number.value), start, end)
        elif not _is_joined(before, after) and _is_telling(number, before, after):
            yield TypedNumber(number.written, number.value, "", count_decimals(number.value), start, end)


def _is_joined(before: str, after: str) -> bool:
    """Returns True if the number is part of a word, a range or a code."""
    last, first = before[-1:], after[:1]
    in_word = any(c.isalpha() and ord(c) < _FIRST_UNSPACED_SCRIPT for c in (last, first) if c)
    return in_word or last in tuple("-–—/#§_.:'’") or bool(re.match(r"[-–—/:'’_]\w", after)) if last else in_word


def _is_telling(number: WrittenNumber, before: str, after: str) -> bool:
    """Returns False for years, dates, ordinals, names, and small whole numbers."""
    value = number.value
    assert value is not None
    is_plain = len(number.parts) == 1  # without separators
    if value == value.to_integral_value() and value < _MIN_WHOLE_NUMBER:
        return False
    if is_plain and value in _YEARS:
        return False
    word = _WORD_BEFORE.search(before)
    if _NUMBERED.search(before) or (is_plain and value < _MAX_IN_NAMES and word and word[1][0].isupper()):
        return False
    ordinal = _ORDINAL.match(after)
    return not (ordinal and (value <= _MAX_DAY or ordinal[0][-1].islower()))
