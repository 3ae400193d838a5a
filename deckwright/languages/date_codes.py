"""Days on an axis: as short as their distance allows, as the language writes them, and as a number format says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Literal

Grain = Literal["y", "yMMM", "MMMd", "yMMMd"]
"""What tells the days of a row apart, as a skeleton of CLDR."""

_MOST_DAYS = 60
"""Over more days than these, a day of the month says little."""
_TOKEN = re.compile(r"'([^']*)'|([yMLd])\2*|(.)", re.DOTALL)


def grain_of(days: Sequence[date]) -> Grain:
    if all(day.day == 1 for day in days):
        return "y" if all(day.month == 1 for day in days) and len(days) > 1 else "yMMM"
    first, last = min(days), max(days)
    if len(days) > _MOST_DAYS and (last - first).days > 366:
        return "yMMM"
    return "MMMd" if first.year == last.year else "yMMMd"


def day_text(tag: str, day: date, grain: Grain) -> str:
    """A day in the language of the CLDR locale `tag`: `Mar 2024`."""
    return _text(tag, day if "d" in grain else day.replace(day=1), grain)


@cache
def _text(tag: str, day: date, grain: Grain) -> str:
    from babel import Locale
    from babel.dates import format_skeleton

    return str(format_skeleton(grain, day, locale=Locale.parse(tag, sep="-")))


@cache
def day_code(tag: str, grain: Grain) -> str:
    r"""The number format (ECMA-376 part 1, 18.8.31) of such days, without the language: `mmm\ yyyy`."""
    from babel import Locale

    skeletons = Locale.parse(tag, sep="-").datetime_skeletons
    pattern = str(skeletons[grain].pattern) if grain in skeletons else grain
    return "".join(map(_code, _TOKEN.finditer(pattern)))


@cache
def lcid(office: str) -> str:
    """What begins a number format that names months in this language (MS-LCID), whatever the viewer's own is."""
    from locale import windows_locale

    wanted = office.replace("-", "_")
    number = next((code for code, name in windows_locale.items() if name == wanted), None)
    return f"[$-{number:X}]" if number else ""


def _code(token: re.Match[str]) -> str:
    quoted, letter, other = token[1], token[2], token[3]
    if letter == "y":
        return "yyyy"
    if letter in ("M", "L"):
        return "m" * min(4, len(token[0]))
    if letter == "d":
        return "d" * min(2, len(token[0]))
    literal = quoted if quoted is not None else other
    return "".join("\\" + character for character in literal if character not in "\u200e\u200f\u061c")
