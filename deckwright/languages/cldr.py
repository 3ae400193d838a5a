"""Writes numbers, dates and lists as CLDR, the locale data of Unicode, has them; all calls of Babel for it are here."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from decimal import Decimal, localcontext
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal

from deckwright.languages.number_formats import EXACT, FormatKind

if TYPE_CHECKING:
    from babel import Locale
    from babel.numbers import NumberPattern

Grain = Literal["y", "yMMM", "MMMd", "yMMMd"]
"""The parts of a date that an axis shows, as a skeleton of CLDR."""

_SKELETONS = {"month": "yMMMM", "day": "MMMMd", "year": "y"}
_NUMBER_PART = re.compile(r"[#0][#0,.]*")
_DATE_TOKEN = re.compile(r"'([^']*)'|([yMLd])\2*|(.)", re.DOTALL)
_DIRECTION_MARKS = "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}"
_MAX_DAYS = 60
"""With more dates than this over more than a year, an axis shows months instead of days."""


class Cldr:
    """Writes numbers, dates and lists in one language."""

    def __init__(self, tag: str) -> None:
        """`tag` is a BCP 47 tag that Babel knows."""
        self.tag = tag
        self._patterns: dict[tuple[FormatKind, int, str], NumberPattern] = {}

    @cached_property
    def _locale(self) -> Locale:
        from babel import Locale  # late: importing Babel takes as long as evaluating a short deck

        return Locale.parse(self.tag, sep="-")

    def format_number(self, number: Decimal, kind: FormatKind, digits: int, grouped: bool, currency: str) -> str:
        """Writes `number` with `digits` decimals in the language's pattern for `kind`."""
        with localcontext(EXACT):
            text: str = self._get_number_pattern(kind, digits, currency).apply(
                number, self._locale, currency=currency or None, currency_digits=False, group_separator=grouped
            )
        return text

    def _get_number_pattern(self, kind: FormatKind, digits: int, currency: str) -> NumberPattern:
        key = (kind, digits, currency)
        if key not in self._patterns:
            from babel.numbers import parse_pattern

            fraction = "." + "0" * digits if digits else ""
            pattern = _NUMBER_PART.sub(
                lambda part: part[0].partition(".")[0] + fraction, self._get_pattern(kind, currency)
            )
            self._patterns[key] = parse_pattern(pattern)
        return self._patterns[key]

    def format_compact(self, number: Decimal, digits: int) -> str | None:
        """Writes a large number in short (`1.7M`); returns None if it is too small for that."""
        from babel import numbers

        patterns = self._locale.compact_decimal_formats["short"]["other"]
        for magnitude in sorted((int(key) for key in patterns), reverse=True):
            zeros = numbers.parse_pattern(patterns[str(magnitude)]).pattern.count("0")
            if abs(number) >= magnitude and str(patterns[str(magnitude)].pattern) != "0":
                unit = magnitude // 10 ** (zeros - 1)
                # Rounded here, because Babel rounds half to even, and would write 999,999 as 1000K instead of 1M.
                rounded = (number / unit).quantize(Decimal(1).scaleb(-digits), context=EXACT) * unit
                text = numbers.format_compact_decimal(rounded, locale=self._locale, fraction_digits=digits)
                return text.replace(" ", "\N{NO-BREAK SPACE}")
        return None

    def format_date(self, date: datetime.date, form: str) -> str:
        """Writes a date in one of the `DATE_FORMS`."""
        from babel import dates

        if form in _SKELETONS:
            return dates.format_skeleton(_SKELETONS[form], date, locale=self._locale)
        return dates.format_date(date, form, locale=self._locale)

    def format_list(self, items: Sequence[str]) -> str:
        """Joins `items` as the language does: `a, b og c`."""
        from babel.lists import format_list

        return format_list(items, locale=self._locale)

    def build_axis_date_code(self, grain: Grain) -> str:
        r"""Returns the number format (ECMA-376 part 1, 18.8.31) of axis dates, without the language: `mmm\ yyyy`."""
        skeletons = self._locale.datetime_skeletons
        pattern = str(skeletons[grain].pattern) if grain in skeletons else grain
        return "".join(map(_convert_token, _DATE_TOKEN.finditer(pattern)))

    def get_affixes(self, kind: FormatKind, currency: str) -> tuple[str, str]:
        """Returns the text before and after the digits in a number format (ECMA-376): `"", "\\ %"` for Danish."""
        positive = self._get_pattern(kind, currency).split(";")[0]
        match = _NUMBER_PART.search(positive)
        before, after = (positive[: match.start()], positive[match.end() :]) if match else ("", positive)
        return self._escape(before, currency), self._escape(after, currency)

    def _get_pattern(self, kind: FormatKind, currency: str) -> str:
        """Returns CLDR's pattern, with a space between digits and a currency that begins with a letter (`DKK`)."""
        if kind == "number":
            return str(self._locale.decimal_formats[None].pattern)
        if kind == "percent":
            return str(self._locale.percent_formats[None].pattern)
        pattern = str(self._locale.currency_formats["standard"].pattern)
        if self._get_symbol(currency)[-1:].isalpha():
            pattern = re.sub("¤(?=[#0])", "¤\N{NO-BREAK SPACE}", pattern)
        return pattern

    def _get_symbol(self, currency: str) -> str:
        from babel.numbers import get_currency_symbol

        return get_currency_symbol(currency, self._locale)

    def _escape(self, text: str, currency: str) -> str:
        """Turns characters of a CLDR pattern into those of a number format, without marks of direction."""
        parts = []
        for character in text:
            if character == "¤":
                parts.append(f'"{self._get_symbol(currency)}"')
            elif character == "%":
                parts.append(character)
            elif character not in "'" + _DIRECTION_MARKS:
                parts.append("\\" + character)
        return "".join(parts)


def choose_grain(dates: Sequence[datetime.date]) -> Grain:
    """Returns the parts by which the dates of an axis can be told apart, as few as possible."""
    if all(date.day == 1 for date in dates):
        return "y" if all(date.month == 1 for date in dates) and len(dates) > 1 else "yMMM"
    first, last = min(dates), max(dates)
    if len(dates) > _MAX_DAYS and (last - first).days > 366:
        return "yMMM"
    return "MMMd" if first.year == last.year else "yMMMd"


@cache
def format_axis_date(tag: str, date: datetime.date, grain: Grain) -> str:
    """Writes a date in the language of the CLDR locale `tag`: `Mar 2024`."""
    from babel import Locale
    from babel.dates import format_skeleton

    return str(format_skeleton(grain, date, locale=Locale.parse(tag, sep="-")))


def _convert_token(token: re.Match[str]) -> str:
    quoted, letter, other = token[1], token[2], token[3]
    if letter == "y":
        return "yyyy"
    if letter in ("M", "L"):
        return "m" * min(4, len(token[0]))
    if letter == "d":
        return "d" * min(2, len(token[0]))
    literal = quoted if quoted is not None else other
    return "".join("\\" + character for character in literal if character not in _DIRECTION_MARKS)


@cache
def build_language_prefix(office_tag: str) -> str:
    """Returns the start of a number format that fixes the language of its month names (MS-LCID): `[$-406]`."""
    from locale import windows_locale

    name = office_tag.replace("-", "_")
    number = next((code for code, known in windows_locale.items() if known == name), None)
    return f"[$-{number:X}]" if number else ""
