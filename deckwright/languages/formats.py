"""Formats: how numbers, dates, lists and quotations are written in a language; numbers are rounded half up."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable
from decimal import Decimal
from functools import cache

from deckwright.languages.cldr import Cldr, Grain, build_language_prefix, format_axis_date
from deckwright.languages.language import get_language, get_number_marks
from deckwright.languages.number_formats import FORMATS, FormatKind, choose_digits, count_decimals, find_format
from deckwright.languages.plurals import get_plural_category, list_plural_categories
from deckwright.model.source import Text

DATE_FORMS = ("long", "medium", "short", "full", "month", "day", "year")
"""7 October 2019 · 7 Oct 2019 · 07/10/2019 · Monday 7 October 2019 · October 2019 · 7 October · 2019."""

_NUMBERS = (Decimal, int, float)
_MAX_DIGITS = 20


class FormatError(ValueError):
    """A value that a format cannot show; the message says why, in the author's words."""


def build_type_error(kind: str, value: object) -> FormatError:
    """Returns the error that `value` is not a `kind` ("number", "date")."""
    word = str(value)  # raises the better error for a name that an expression does not know
    is_printable = isinstance(value, str | int | Decimal | float | datetime.date)
    return FormatError(f"'{word}' is not a {kind}" if is_printable else f"this is not a {kind}")


class Formats:
    """The formats of one language. `locale` is a BCP 47 tag that `is_known_locale` accepts."""

    def __init__(self, locale: str, cldr: Cldr | None = None, *, tight: bool = False) -> None:
        """`tight`: a percent sign follows its number without a space, in every language."""
        self.locale = locale
        self.tight = tight
        self.language = get_language(locale)
        self.cldr = cldr or Cldr(self.language.cldr_tag)
        self._formatted: dict[tuple[int | Decimal, str, int | None], str] = {}
        """Results of `format_value`: labels, tables and texts of a deck repeat the same numbers."""

    @property
    def identity(self) -> str:
        """A string that is equal for formats that write everything alike."""
        return f"{self.locale} {self.cldr.tag} {self.tight}"

    def get_word(self, key: str) -> str:
        """Returns one of Deckwright's own words: `get_word("agenda")`. See languages.yaml for the keys."""
        return self.language.words[key]

    def format_number(self, value: object, digits: int | None = None, grouped: bool = True) -> str:
        """Writes a number: `1.700,5` in Danish. Without `digits`, up to three of its decimals are shown."""
        return self._format(value, "number", digits, grouped=grouped)

    def format_percent(self, value: object, digits: int | None = None) -> str:
        """Writes a fraction as a percentage: 0.18 is `18 %` in Danish, with a no-break space, and `18%` in English."""
        text = self._format(value, "percent", digits)
        return "".join(text.split()) if self.tight else text

    def format_compact(self, value: object, digits: int = 1) -> str:
        """Writes a large number in short: `1,7 mio.` in Danish, `1.7M` in English. A small one is written in full."""
        _check_digits(digits)
        number = _read_number(value)
        return self.cldr.format_compact(number, digits) or self.format_number(
            number, min(digits, count_decimals(number))
        )

    def format_unit(self, value: object, unit: str, digits: int | None = None) -> str:
        """Writes a number and its unit, with a no-break space between them: `1.700 km`."""
        return f"{self.format_number(value, digits)}\N{NO-BREAK SPACE}{unit}"

    def format_currency(self, value: object, code: str, digits: int | None = None) -> str:
        """Writes an amount of the currency with this ISO 4217 code: `1.700 kr.`; decimals only if it has any."""
        if digits is None:
            digits = 2 if count_decimals(_read_number(value)) else 0
        return self._format(value, "currency", digits, currency=code)

    def format_date(self, value: object, form: str = "long") -> str:
        """Writes a date in one of the `DATE_FORMS`: `7. oktober 2019`."""
        if not isinstance(value, datetime.date):
            raise build_type_error("date", value)
        if form not in DATE_FORMS:
            raise FormatError(f"unknown form of a date '{form}': use {', '.join(DATE_FORMS)}")
        return self.cldr.format_date(value, form)

    def format_list(self, items: Iterable[object]) -> str:
        """Joins items: `a, b og c`."""
        return self.cldr.format_list([str(item) for item in items])

    def get_plural_category(self, number: int | Decimal, lang: str = "") -> str:
        """Returns the plural category of `number` in `lang`, or in this language: `one`, `few`, `other`."""
        return get_plural_category(self._get_cldr_tag(lang), number)

    def list_plural_categories(self, lang: str = "") -> Collection[str]:
        """Returns the categories that `lang`, or this language, has."""
        return list_plural_categories(self._get_cldr_tag(lang))

    def _get_cldr_tag(self, lang: str) -> str:
        return self.cldr.tag if lang in ("", self.locale) else get_language(lang).cldr_tag

    def quote(self, text: str) -> str:
        """Puts `text` in the language's quotation marks. A `Text` keeps its place.

        A quotation within it, typed in "straight" marks or in the language's own, gets the inner marks.
        """
        before, after = self.language.quotes
        inner_before, inner_after = self.language.inner_quotes
        inner = _compile_quotations(before.strip(), after.strip()).sub(
            lambda match: f"{inner_before}{match[1] or match[2]}{inner_after}", text
        )
        quotation = f"{before}{inner}{after}"
        return text.like(quotation) if isinstance(text, Text) else quotation

    def format_value(self, value: object, name: str = "", digits: int | None = None) -> str:
        """Writes `value` in the format called `name`, or without a name as its type is written in the language.

        A number without a format has no marks between thousands, because it may be a year.
        """
        # Only int and Decimal are remembered: True equals 1 as a key, but is written differently.
        if (type(value) is not int and type(value) is not Decimal) or name == "text":
            return self._format_value(value, name, digits)
        key = (value, name, digits)
        if key not in self._formatted:
            self._formatted[key] = self._format_value(value, name, digits)
        return self._formatted[key]

    def _format_value(self, value: object, name: str, digits: int | None) -> str:
        number_format = find_format(name)
        if value is None:
            return ""
        if number_format is None:
            if isinstance(value, _NUMBERS) and not isinstance(value, bool):
                return self.format_number(value, digits, grouped=False)
            return self.format_date(value) if isinstance(value, datetime.date) else str(value)
        digits = number_format.digits if digits is None else digits
        match number_format.kind:
            case "number":
                return self.format_number(value, digits, grouped=number_format.grouped)
            case "percent":
                return self.format_percent(value, digits)
            case "currency":
                return self.format_currency(value, number_format.name, digits)
            case "date":
                return self.format_date(value, number_format.name if number_format.name in DATE_FORMS else "long")
            case "text":
                return str(value)

    def build_number_code(self, name: str, digits: int | None = None) -> str:
        r"""Returns the number format of a chart and its workbook (ECMA-376 part 1, 18.8.31; en-US form).

        Percent is `0\ %` in Danish (the space, a no-break one, is escaped) and `0%` in English. For decimals and
        thousands Office shows the marks of the system it runs on.
        """
        number_format = find_format(name) or FORMATS["number"]
        kind = number_format.kind
        digits = number_format.digits if digits is None else digits
        if kind == "text":
            return "@"
        if kind == "date":
            return "yyyy-mm-dd"
        if digits is None and kind == "number":
            return "General"
        whole = "#,##0" if number_format.grouped and kind != "percent" else "0"
        before, after = ("", "") if kind == "number" else self.cldr.get_affixes(kind, number_format.name)
        if kind == "percent" and self.tight:
            before, after = (re.sub(r"\\\s", "", part) for part in (before, after))
        return before + whole + ("." + "0" * digits if digits else "") + after

    def format_axis_date(self, date: datetime.date, grain: Grain) -> str:
        """Writes a date on an axis, with the parts that tell it from the others: `Mar 2024`."""
        return format_axis_date(self.cldr.tag, date if "d" in grain else date.replace(day=1), grain)

    def build_axis_date_code(self, grain: Grain) -> str:
        """Returns the number format of such dates: `[$-406]mmm\\ yyyy`."""
        return build_language_prefix(self.language.office_tag) + self.cldr.build_axis_date_code(grain)

    def build_axis_number_code(self, code: str) -> str:
        """Returns `code` with the language's own mark between thousands written out, if a number format can say it.

        Office would replace the comma in `#,##0` by the mark of its system, but keeps escaped characters.
        """
        if code != "#,##0" or (mark := "\\" + get_number_marks(self.cldr.tag)[1]) == "\\,":
            return code
        return f"[>=1000000]0{mark}000{mark}000;[>=1000]0{mark}000;0"

    def _format(
        self, value: object, kind: FormatKind, digits: int | None, *, grouped: bool = True, currency: str = ""
    ) -> str:
        number = _read_number(value)
        if digits is None:
            digits = choose_digits([number], kind)
        _check_digits(digits)
        return self.cldr.format_number(number, kind, digits, grouped, currency)


def _check_digits(digits: int) -> None:
    if not 0 <= digits <= _MAX_DIGITS:
        raise FormatError(f"{digits} decimals cannot be shown: use 0 to {_MAX_DIGITS}")


def _read_number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, _NUMBERS):
        raise build_type_error("number", value)
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > 40:
        raise FormatError("the number is too large or too small to be written in full")
    return number


@cache
def _compile_quotations(before: str, after: str) -> re.Pattern[str]:
    """Returns the pattern of a quotation in straight marks or in these; within a word a mark may be an apostrophe."""
    starts, ends = (r"(?<!\w)", r"(?!\w)") if before == after or after == "’" else ("", "")
    return re.compile(rf'"([^"\n]+)"|{starts}{re.escape(before)}\s?(\S[^\n]*?)\s?{re.escape(after)}{ends}')
