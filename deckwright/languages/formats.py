"""Formats: how numbers, dates, lists and quotations are written in a language; numbers are rounded half up."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable
from decimal import Decimal
from functools import cache

from deckwright.languages.cldr import Cldr
from deckwright.languages.date_codes import Grain, lcid
from deckwright.languages.format_table import FORMATS, Kind, decimals, find_format, shown_digits
from deckwright.languages.table import FALLBACK, known_languages, language
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import Text, span_of

DATE_FORMS = ("long", "medium", "short", "full", "month", "day", "year")
"""7 October 2019 · 7 Oct 2019 · 07/10/2019 · Monday 7 October 2019 · October 2019 · 7 October · 2019."""

_NUMBERS = (Decimal, int, float)
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


class UnfitError(ValueError):
    """A value that cannot be shown the way somebody asked; says why in the author's words."""


def not_a(kind: str, value: object) -> UnfitError:
    """The fault that `value` is not a number, say."""
    word = str(value)  # of a name that an expression does not know, this raises what is to be said of it
    named = isinstance(value, str | int | Decimal | float | datetime.date)
    return UnfitError(f"'{word}' is not a {kind}" if named else f"this is not a {kind}")


def known_locale(tag: str) -> bool:
    """Whether `tag` is well-formed BCP 47 and CLDR (or languages.yaml) knows it."""
    return tag in known_languages() or _usual_tag(tag) == tag


def check_locale(tag: Text, report: Report) -> bool:
    """Report `unknown-locale` at `tag` unless it names a language that texts can be formatted in."""
    if known_locale(tag):
        return True
    written = tag.replace("_", "-")
    near = _usual_tag(written) or _tag_of(written)
    report.error(
        "unknown-locale",
        f"there is no language '{tag}'",
        span_of(tag),
        help=f"did you mean '{near}'?" if near else did_you_mean(written, known_languages()),
        notes=["a language is written as a BCP 47 tag: da, en-GB, pt-BR"],
    )
    return False


@cache
def number_marks(tag: str) -> tuple[str, str]:
    """What stands before decimals and between thousands in the language `tag`: `,` and `.` in Danish."""
    from babel import Locale, numbers

    locale = Locale.parse(language(tag).formats, sep="-")
    return numbers.get_decimal_symbol(locale), numbers.get_group_symbol(locale)


class Formats:
    """The formats of one language. `locale` is a BCP 47 tag that `known_locale` accepts."""

    def __init__(self, locale: str, cldr: Cldr | None = None, *, tight: bool = False) -> None:
        """`tight`: no space before a percent sign, whatever the language has there."""
        self.locale = locale
        self.tight = tight
        self.language = language(locale)
        self.cldr = cldr or Cldr(self.language.formats)
        self._shown: dict[tuple[int | Decimal, str, int | None], str] = {}
        """Numbers that have been written: in a deck of numbers the same ones stand in labels, tables and texts."""

    @property
    def identity(self) -> str:
        """The same for formats that write everything alike."""
        return f"{self.locale} {self.cldr.tag} {self.tight}"

    def word(self, key: str) -> str:
        """What Deckwright itself says in this language: `word("agenda")`. See languages.yaml for the keys."""
        return self.language.words[key]

    def number(self, value: object, digits: int | None = None, *, grouped: bool = True) -> str:
        """`1.700,5` in Danish. `digits` are the decimals; without, those the value has, up to three."""
        return self._written(value, "number", digits, grouped=grouped)

    def percent(self, value: object, digits: int | None = None) -> str:
        """A fraction as a percentage: 0.18 is `18 %` in Danish, with a no-break space, and `18%` in English."""
        text = self._written(value, "percent", digits)
        return "".join(text.split()) if self.tight else text

    def compact(self, value: object, digits: int = 1) -> str:
        """A large number in short: `1,7 mio.` in Danish, `1.7M` in English. A small one is written out."""
        _check_digits(digits)
        number = _number(value)
        return self.cldr.compact(number, digits) or self.number(number, min(digits, decimals(number)))

    def unit(self, value: object, unit: str, digits: int | None = None) -> str:
        """A number and what it counts, on one line: `1.700 km`."""
        return f"{self.number(value, digits)}\N{NO-BREAK SPACE}{unit}"

    def currency(self, value: object, code: str, digits: int | None = None) -> str:
        """An amount in the currency with this ISO 4217 code: `1.700 kr.`. Decimals only where the value has any."""
        if digits is None:
            digits = 2 if decimals(_number(value)) else 0
        return self._written(value, "currency", digits, currency=code)

    def date(self, value: object, form: str = "long") -> str:
        """A day, in one of the `DATE_FORMS`: `7. oktober 2019`."""
        if not isinstance(value, datetime.date):
            raise not_a("date", value)
        if form not in DATE_FORMS:
            raise UnfitError(f"there is no form of dates '{form}'; there are {', '.join(DATE_FORMS)}")
        return self.cldr.day(value, form)

    def list(self, items: Iterable[object]) -> str:
        """`a, b og c`."""
        return self.cldr.list([str(item) for item in items])

    def plural_category(self, number: int | Decimal, lang: str = "") -> str:
        """How `lang`, or this language, counts `number`: `one`, `few`, `other`."""
        return self._counting(lang).plural_category(number)

    def plural_categories(self, lang: str = "") -> Collection[str]:
        """The forms that a counted text needs in `lang`, or in this language."""
        return self._counting(lang).plural_categories()

    def quoted(self, text: str) -> str:
        """`text` in the language's quotation marks. A `Text` keeps its place.

        A quotation within it, typed in "straight" marks or in the language's own, gets the inner ones.
        """
        before, after = self.language.quotes
        inner_before, inner_after = self.language.inner
        inner = _quotations(before.strip(), after.strip()).sub(
            lambda match: f"{inner_before}{match[1] or match[2]}{inner_after}", text
        )
        quotation = f"{before}{inner}{after}"
        return text.like(quotation) if isinstance(text, Text) else quotation

    def show(self, value: object, name: str = "", digits: int | None = None) -> str:
        """`value` in the format called `name`; without a name as its own kind is written in the language.

        A number without a format is not grouped, for it may be a year.
        """
        # True is 1, and 1.50 is 1.5, but they are not written alike.
        if (type(value) is not int and type(value) is not Decimal) or name == "text":
            return self._show(value, name, digits)
        key = (value, name, digits)
        if key not in self._shown:
            self._shown[key] = self._show(value, name, digits)
        return self._shown[key]

    def _show(self, value: object, name: str, digits: int | None) -> str:
        how = find_format(name)
        if value is None:
            return ""
        if how is None:
            if isinstance(value, _NUMBERS) and not isinstance(value, bool):
                return self.number(value, digits, grouped=False)
            return self.date(value) if isinstance(value, datetime.date) else str(value)
        digits = how.digits if digits is None else digits
        match how.kind:
            case "number":
                return self.number(value, digits, grouped=how.grouped)
            case "percent":
                return self.percent(value, digits)
            case "currency":
                return self.currency(value, how.name, digits)
            case "date":
                return self.date(value, how.name if how.name in DATE_FORMS else "long")
            case "text":
                return str(value)

    def chart_code(self, name: str, digits: int | None = None) -> str:
        r"""The number format as a chart and its workbook store it (ECMA-376 part 1, 18.8.31; en-US form).

        Percent is `0\ %` in Danish (the space, a no-break one, is escaped) and `0%` in English. The marks of
        decimals and thousands are the viewer's: Office writes them as its own system does.
        """
        how = find_format(name) or FORMATS["number"]
        digits = how.digits if digits is None else digits
        if how.kind == "text":
            return "@"
        if how.kind == "date":
            return "yyyy-mm-dd"
        if digits is None and how.kind == "number":
            return "General"
        number = ("#,##0" if how.grouped and how.kind != "percent" else "0") + ("." + "0" * digits if digits else "")
        before, after = ("", "") if how.kind == "number" else self.cldr.around(how.kind, how.name)
        if how.kind == "percent" and self.tight:
            before, after = (re.sub(r"\\\s", "", part) for part in (before, after))
        return before + number + after

    def _counting(self, lang: str) -> Cldr:
        return self.cldr if lang in ("", self.locale) else self.cldr.of(language(lang).formats)

    def axis_day(self, day: datetime.date, grain: Grain) -> str:
        """A day among others on an axis, as short as their distance allows: `Mar 2024`."""
        return self.cldr.axis_day(day, grain)

    def axis_date_code(self, grain: Grain) -> str:
        """The number format of such days: `[$-406]mmm\\ yyyy`."""
        return lcid(self.language.office) + self.cldr.axis_code(grain)

    def axis_number_code(self, code: str) -> str:
        """`code` of the numbers on an axis, with the language's own mark between thousands as far as codes can say it.

        Office writes the mark of a code as the viewer's own system does; but what a code says literally stays.
        """
        if code != "#,##0" or (mark := "\\" + self.cldr.group_mark()) == "\\,":
            return code
        return f"[>=1000000]0{mark}000{mark}000;[>=1000]0{mark}000;0"

    def _written(
        self, value: object, kind: Kind, digits: int | None, *, grouped: bool = True, currency: str = ""
    ) -> str:
        number = _number(value)
        if digits is None:
            digits = shown_digits([number], kind)
        _check_digits(digits)
        return self.cldr.number(number, kind, digits, grouped, currency)


def _check_digits(digits: int) -> None:
    if not 0 <= digits <= 20:
        raise UnfitError(f"{digits} decimals cannot be shown; there may be 0 to 20")


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, _NUMBERS):
        raise not_a("number", value)
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > 40:
        raise UnfitError("the number is too large or too small to be written out")
    return number


@cache
def _quotations(before: str, after: str) -> re.Pattern[str]:
    """What finds quotations in a text. A mark that is an apostrophe too, or opens as it closes, is none in a word."""
    starts, ends = (r"(?<!\w)", r"(?!\w)") if before == after or after == "’" else ("", "")
    return re.compile(rf'"([^"\n]+)"|{starts}{re.escape(before)}\s?(\S[^\n]*?)\s?{re.escape(after)}{ends}')


def _tag_of(name: str) -> str | None:
    """The tag of the language that calls itself `name`, or is called so in English: da for dansk and Danish."""
    own = next((tag for tag in known_languages() if language(tag).name.lower() == name.lower()), None)
    if own:
        return own
    from babel import Locale

    names = Locale(FALLBACK).languages
    return next((tag.replace("_", "-") for tag, called in names.items() if called.lower() == name.lower()), None)


def _usual_tag(tag: str) -> str | None:
    """The tag of the language that CLDR finds under `tag`: `en-GB` for `en-UK`; None when there is none."""
    parts = [part.upper() if len(part) == 2 else part.title() for part in tag.split("-")]
    usual = "-".join([parts[0].lower(), *parts[1:]])
    if not _TAG.fullmatch(usual):
        return None
    from babel import Locale, UnknownLocaleError

    try:
        found = Locale.parse(usual, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    # CLDR adds the script (zh-CN is zh_Hans_CN), and knows old and mistaken names for languages and countries.
    return usual if set(usual.split("-")) <= set(str(found).split("_")) else str(found).replace("_", "-")
