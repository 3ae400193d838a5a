"""Numbers, dates and lists as CLDR has them: everything that Babel is asked for."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from decimal import Decimal, localcontext
from functools import cached_property
from typing import TYPE_CHECKING

from deckwright.languages.date_codes import Grain, day_code, day_text
from deckwright.languages.format_table import EXACT, Kind
from deckwright.languages.plurals import plural_categories, plural_category

if TYPE_CHECKING:
    from babel import Locale
    from babel.numbers import NumberPattern

_SKELETONS = {"month": "yMMMM", "day": "MMMMd", "year": "y"}
_NUMBER_PART = re.compile(r"[#0][#0,.]*")


class Cldr:
    """Writes numbers, dates and lists as CLDR has them for one language, through Babel."""

    def __init__(self, tag: str) -> None:
        """`tag` is a BCP 47 tag that Babel knows."""
        self.tag = tag
        self._patterns: dict[tuple[Kind, int, str], NumberPattern] = {}

    @cached_property
    def _locale(self) -> Locale:
        from babel import Locale  # takes as long to import as a short deck takes to evaluate

        return Locale.parse(self.tag, sep="-")

    def of(self, tag: str) -> Cldr:
        """The same for another language."""
        return Cldr(tag)

    def number(self, number: Decimal, kind: Kind, digits: int, grouped: bool, currency: str) -> str:
        """`number` with so many decimals, in the pattern of its kind."""
        with localcontext(EXACT):
            text: str = self._number_pattern(kind, digits, currency).apply(
                number, self._locale, currency=currency or None, currency_digits=False, group_separator=grouped
            )
        return text

    def _number_pattern(self, kind: Kind, digits: int, currency: str) -> NumberPattern:
        key = (kind, digits, currency)
        if key not in self._patterns:
            from babel.numbers import parse_pattern

            fraction = "." + "0" * digits if digits else ""
            shape = _NUMBER_PART.sub(lambda part: part[0].partition(".")[0] + fraction, self._pattern(kind, currency))
            self._patterns[key] = parse_pattern(shape)
        return self._patterns[key]

    def compact(self, number: Decimal, digits: int) -> str | None:
        from babel import numbers

        shapes = self._locale.compact_decimal_formats["short"]["other"]
        for magnitude in sorted((int(one) for one in shapes), reverse=True):
            zeros = numbers.parse_pattern(shapes[str(magnitude)]).pattern.count("0")
            if abs(number) >= magnitude and str(shapes[str(magnitude)].pattern) != "0":
                unit = magnitude // 10 ** (zeros - 1)
                # Babel would round half to even; and 999,999 is a million when it is rounded, not a thousand thousands.
                rounded = (number / unit).quantize(Decimal(1).scaleb(-digits), context=EXACT) * unit
                text = numbers.format_compact_decimal(rounded, locale=self._locale, fraction_digits=digits)
                return text.replace(" ", "\N{NO-BREAK SPACE}")
        return None

    def day(self, day: datetime.date, form: str) -> str:
        from babel import dates

        if form in _SKELETONS:
            return dates.format_skeleton(_SKELETONS[form], day, locale=self._locale)
        return dates.format_date(day, form, locale=self._locale)

    def axis_day(self, day: datetime.date, grain: Grain) -> str:
        return day_text(self.tag, day, grain)

    def axis_code(self, grain: Grain) -> str:
        return day_code(self.tag, grain)

    def group_mark(self) -> str:
        from babel.numbers import get_group_symbol

        return get_group_symbol(self._locale)

    def plural_category(self, number: int | Decimal) -> str:
        return plural_category(self.tag, number)

    def plural_categories(self) -> tuple[str, ...]:
        return plural_categories(self.tag)

    def list(self, items: Sequence[str]) -> str:
        from babel.lists import format_list

        return format_list(items, locale=self._locale)

    def around(self, kind: Kind, currency: str) -> tuple[str, str]:
        before, after = _around(self._pattern(kind, currency))
        return self._literal(before, currency), self._literal(after, currency)

    def _pattern(self, kind: Kind, currency: str) -> str:
        """CLDR's pattern. In a currency's, a space stands where letters (`DKK`, not `£`) would touch the digits."""
        if kind == "number":
            return str(self._locale.decimal_formats[None].pattern)
        if kind == "percent":
            return str(self._locale.percent_formats[None].pattern)
        pattern = str(self._locale.currency_formats["standard"].pattern)
        if self._symbol(currency)[-1:].isalpha():
            pattern = re.sub("¤(?=[#0])", "¤\N{NO-BREAK SPACE}", pattern)
        return pattern

    def _symbol(self, currency: str) -> str:
        from babel.numbers import get_currency_symbol

        return get_currency_symbol(currency, self._locale)

    def _literal(self, text: str, currency: str) -> str:
        """Characters of a pattern as a number format writes them, without marks of direction."""
        parts = []
        for character in text:
            if character == "¤":
                parts.append(f'"{self._symbol(currency)}"')
            elif character == "%":
                parts.append(character)
            elif character not in "'\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}":
                parts.append("\\" + character)
        return "".join(parts)


def _around(pattern: str) -> tuple[str, str]:
    """What stands before and after the digits in a CLDR pattern for positive numbers."""
    positive = pattern.split(";")[0]
    match = _NUMBER_PART.search(positive)
    return (positive[: match.start()], positive[match.end() :]) if match else ("", positive)
