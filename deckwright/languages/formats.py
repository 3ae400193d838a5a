"""Formats: how numbers, dates, lists and quotations are written in a language; numbers are rounded half up."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal, localcontext
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from deckwright.diagnostics import Report, did_you_mean
from deckwright.languages.answers import answers_in
from deckwright.languages.date_codes import Grain, day_code, day_text, lcid
from deckwright.languages.format_table import EXACT, FORMATS, Kind, decimals, find_format, shown_digits
from deckwright.languages.plurals import plural_categories, plural_category
from deckwright.languages.table import FALLBACK, known_languages, language
from deckwright.source import Text, span_of

if TYPE_CHECKING:
    from babel import Locale

DATE_FORMS = ("long", "medium", "short", "full", "month", "day", "year")
"""7 October 2019 · 7 Oct 2019 · 07/10/2019 · Monday 7 October 2019 · October 2019 · 7 October · 2019."""

_SKELETONS = {"month": "yMMMM", "day": "MMMMd", "year": "y"}
_NUMBER_PART = re.compile(r"[#0][#0,.]*")
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


class Cldr:
    """What CLDR says of a language: all that Babel is asked."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self._written: dict[tuple[object, ...], str] = {}
        """Numbers that have been written: in a deck of figures the same ones stand in labels, tables and texts."""

    @cached_property
    def _locale(self) -> Locale:
        from babel import Locale  # takes as long to import as a short deck to evaluate

        return Locale.parse(self.tag, sep="-")

    def ask(self, what: str, *about: object) -> Any:
        """The answer to a question, one of the methods below, from an earlier build if it was asked there."""
        return answers_in(self.tag).to((what, *map(str, about)), lambda: getattr(self, f"_{what}")(*about))

    def knows(self, what: str, *about: object) -> bool:
        return (what, *map(str, about)) in answers_in(self.tag)

    def number(self, number: Decimal, kind: Kind, digits: int, grouped: bool, currency: str) -> str:
        key = (number, kind, digits, grouped, currency)
        if key not in self._written:
            self._written[key] = self.ask("number", *key)
        return self._written[key]

    def compact(self, number: Decimal, digits: int) -> str | None:
        """None for a number that is too small to be shortened."""
        answer: str | None = self.ask("compact", number, digits)
        return answer

    def day(self, day: datetime.date, form: str) -> str:
        return str(self.ask("day", day, form))

    def axis_day(self, day: datetime.date, grain: Grain) -> str:
        return str(self.ask("axis_day", day, grain))

    def axis_code(self, grain: Grain) -> str:
        return str(self.ask("axis_code", grain))

    def group_mark(self) -> str:
        """What stands between thousands."""
        return str(self.ask("group_mark"))

    def plural_category(self, number: int | Decimal) -> str:
        return str(self.ask("plural_category", number))

    def plural_categories(self) -> tuple[str, ...]:
        return tuple(self.ask("plural_categories"))

    def list(self, items: Sequence[str]) -> str:
        return str(self.ask("list", *items))

    def around(self, kind: Kind, currency: str) -> tuple[str, str]:
        """What stands before and after the digits, as a number format writes it."""
        before, after = self.ask("around", kind, currency)
        return before, after

    def of(self, tag: str) -> Cldr:
        """What CLDR says of the language `tag`."""
        return type(self)(tag)

    def _number(self, number: Decimal, kind: Kind, digits: int, grouped: bool, currency: str) -> str:
        from babel import numbers

        fraction = "." + "0" * digits if digits else ""
        shape = _NUMBER_PART.sub(lambda part: part[0].partition(".")[0] + fraction, self._pattern(kind, currency))
        with localcontext(EXACT):
            text: str = numbers.parse_pattern(shape).apply(
                number, self._locale, currency=currency or None, currency_digits=False, group_separator=grouped
            )
        return text

    def _compact(self, number: Decimal, digits: int) -> str | None:
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

    def _day(self, day: datetime.date, form: str) -> str:
        from babel import dates

        if form in _SKELETONS:
            return dates.format_skeleton(_SKELETONS[form], day, locale=self._locale)
        return dates.format_date(day, form, locale=self._locale)

    def _axis_day(self, day: datetime.date, grain: Grain) -> str:
        return day_text(self.tag, day, grain)

    def _axis_code(self, grain: Grain) -> str:
        return day_code(self.tag, grain)

    def _group_mark(self) -> str:
        from babel.numbers import get_group_symbol

        return get_group_symbol(self._locale)

    def _plural_category(self, number: int | Decimal) -> str:
        return plural_category(self.tag, number)

    def _plural_categories(self) -> tuple[str, ...]:
        return plural_categories(self.tag)

    def _list(self, *items: str) -> str:
        from babel.lists import format_list

        return format_list(items, locale=self._locale)

    def _around(self, kind: Kind, currency: str) -> tuple[str, str]:
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


class Formats:
    """The formats of one language. `locale` is a BCP 47 tag that `known_locale` accepts."""

    def __init__(self, locale: str, cldr: Cldr | None = None, *, tight: bool = False) -> None:
        """`tight`: no space before a percent sign, whatever the language has there."""
        self.locale = locale
        self.tight = tight
        self.language = language(locale)
        self.cldr = cldr or Cldr(self.language.formats)

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
        how = find_format(name)
        if value is None:
            return ""
        if how is None:
            if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
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
        mark = "\\" + self.cldr.group_mark()
        if code != "#,##0" or mark == "\\,":
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
    if isinstance(value, bool) or not isinstance(value, Decimal | int | float):
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


def _around(pattern: str) -> tuple[str, str]:
    """What stands before and after the digits in a CLDR pattern for positive numbers."""
    positive = pattern.split(";")[0]
    match = _NUMBER_PART.search(positive)
    return (positive[: match.start()], positive[match.end() :]) if match else ("", positive)


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
