"""Typed numbers: the numbers in a text that may be a value of the talk, and not a year, a name or a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from deckwright.languages.format_table import decimals
from deckwright.localise.numbers import Number, numbers_of

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
"""A word that is not the first of its sentence. With a capital it is a name: Hospital 300."""
_ORDINAL = re.compile(r"\.\s+[^\W\d_]")
_YEARS = range(1900, 2101)
_SMALL = 100
"""Whole numbers below this, that are no percentages, are alike by chance too often."""
_LAST_DAY = 31
_LARGEST_IN_NAMES = 1000
_LETTERS_OF_WORDS = 0x2E80
"""From here on scripts stand that put no space between a number and a word."""


class Typed(Struct, frozen=True):
    """A number in a text."""

    written: str
    """With its percent sign, if it has one."""
    value: Decimal
    """18 of `18 %`."""
    unit: str
    """`%`, or nothing."""
    digits: int
    """Decimals that it is written with."""
    start: int
    end: int


def typed_in(text: str, tag: str) -> Iterator[Typed]:
    """The numbers in `text`, which is in the language `tag`; what is in expressions does not count.

    Left out is what is no number, or too rarely one: years, dates, ordinals and list numbers; numbers joined to a word
    or to each other (`COVID-19`, `2001–2018`), or that come after `no.`, `p.`, `§` or a name (`Hospital 300`);
    percentage points; and whole numbers below 100 that are no percentages.
    """
    for number in numbers_of(text, tag):
        start, end = number.start, number.start + len(number.written)
        before, after = text[:start], text[end:]
        percent = _PERCENT_AFTER.match(after)
        if number.value is None or _POINTS.match(after):
            continue
        if percent or before.endswith(("%", "٪")):
            if not _joined(before, ""):
                end += percent.end() if percent else 0
                yield Typed(text[start:end], number.value, PERCENT, _digits(number), start, end)
        elif not _joined(before, after) and _tells(number, before, after):
            yield Typed(number.written, number.value, "", _digits(number), start, end)


def _digits(number: Number) -> int:
    return decimals(number.value) if number.value is not None else 0


def _joined(before: str, after: str) -> bool:
    """Whether a number is part of a word, a range or a code."""
    last, first = before[-1:], after[:1]
    in_word = any(c.isalpha() and ord(c) < _LETTERS_OF_WORDS for c in (last, first) if c)
    return in_word or last in tuple("-–—/#§_.:'’") or bool(re.match(r"[-–—/:'’_]\w", after)) if last else in_word


def _tells(number: Number, before: str, after: str) -> bool:
    value = number.value
    assert value is not None
    whole = len(number.parts) == 1
    if value == value.to_integral_value() and value < _SMALL:
        return False
    if whole and value in _YEARS:
        return False
    named = _WORD_BEFORE.search(before)
    if _NUMBERED.search(before) or (whole and value < _LARGEST_IN_NAMES and named and named[1][0].isupper()):
        return False
    ordinal = _ORDINAL.match(after)
    return not (ordinal and (value <= _LAST_DAY or ordinal[0][-1].islower()))
