"""Formats: how numbers, dates, lists and quotations are written in a language; numbers are rounded half up."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from deckwright.diagnostics import Report, did_you_mean
from deckwright.languages import known_languages, language
from deckwright.source import Text, span_of

if TYPE_CHECKING:
    from babel import Locale

Kind = Literal["number", "percent", "currency", "date", "text"]


@dataclass(frozen=True, slots=True)
class Format:
    """A named way to show a value, as `format:` in deck.yaml names it."""

    name: str
    kind: Kind
    digits: int | None = None
    """Decimals; None shows those the value has, up to `MOST_DIGITS`."""
    grouped: bool = True
    """With a mark between the thousands."""


# fmt: off
_ROWS = (
    Format("number", "number"),
    Format("integer", "number", 0),
    Format("decimal", "number", 1),
    Format("plain", "number", grouped=False),    # years and numbers of things
    Format("percent", "percent"),
    Format("date", "date"),
    Format("text", "text"),
)
# fmt: on
FORMATS: Mapping[str, Format] = {row.name: row for row in _ROWS}
"""Name in deck.yaml → format. An ISO 4217 code (`DKK`) is a format too, see `find_format`."""

MOST_DIGITS: Mapping[Kind, int] = {"number": 3, "percent": 1, "currency": 2, "date": 0, "text": 0}
"""Decimals shown unless told otherwise, however many a calculation has left."""

DATE_FORMS = ("long", "medium", "short", "full", "month", "day", "year")
"""7 October 2019 · 7 Oct 2019 · 07/10/2019 · Monday 7 October 2019 · October 2019 · 7 October · 2019."""

_SKELETONS = {"month": "yMMMM", "day": "MMMMd", "year": "y"}
_NUMBER_PART = re.compile(r"[#0][#0,.]*")
_CURRENCY_CODE = re.compile(r"[A-Z]{3}")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_EXACT = Context(prec=100, rounding=ROUND_HALF_UP)  # Babel rounds as the context says; its default is half even


class UnfitError(ValueError):
    """A value that cannot be shown the way somebody asked; says why in the author's words."""


def not_a(kind: str, value: object) -> UnfitError:
    """The fault that `value` is not a number, say."""
    word = str(value)  # of a name that an expression does not know, this raises what is to be said of it
    named = isinstance(value, str | int | Decimal | float | datetime.date)
    return UnfitError(f"'{word}' is not a {kind}" if named else f"this is not a {kind}")


def find_format(name: str) -> Format | None:
    """The format called `name`: a row of `FORMATS`, or an ISO 4217 currency code."""
    if _CURRENCY_CODE.fullmatch(name):
        return Format(name, "currency")
    return FORMATS.get(name)


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


def shown_digits(values: Iterable[Decimal | int], kind: Kind) -> int:
    """How many decimals `values` need when they are to look alike: those they have, up to `MOST_DIGITS`."""
    shift = 2 if kind == "percent" else 0
    return min(MOST_DIGITS[kind], max((max(0, _decimals(value) - shift) for value in values), default=0))


class Formats:
    """The formats of one language. `locale` is a BCP 47 tag that `known_locale` accepts."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self.language = language(locale)

    def word(self, key: str) -> str:
        """What Deckwright itself says in this language: `word("agenda")`. See languages.yaml for the keys."""
        return self.language.words[key]

    def number(self, value: object, digits: int | None = None, *, grouped: bool = True) -> str:
        """`1.700,5` in Danish. `digits` are the decimals; without, those the value has, up to three."""
        return self._decimal(value, "number", self._locale.decimal_formats[None].pattern, digits, grouped=grouped)

    def percent(self, value: object, digits: int | None = None) -> str:
        """A fraction as a percentage: 0.18 is `18 %` in Danish, with a no-break space, and `18%` in English."""
        return self._decimal(value, "percent", self._locale.percent_formats[None].pattern, digits)

    def currency(self, value: object, code: str, digits: int | None = None) -> str:
        """An amount in the currency with this ISO 4217 code: `1.700 kr.`. Decimals only where the value has any."""
        pattern = self._currency_pattern(code)
        if digits is None:
            digits = 2 if _decimals(_number(value)) else 0
        return self._decimal(value, "currency", pattern, digits, currency=code)

    def date(self, value: object, form: str = "long") -> str:
        """A day, in one of the `DATE_FORMS`: `7. oktober 2019`."""
        if not isinstance(value, datetime.date):
            raise not_a("date", value)
        if form not in DATE_FORMS:
            raise UnfitError(f"there is no form of dates '{form}'; there are {', '.join(DATE_FORMS)}")
        from babel import dates

        if form in _SKELETONS:
            return dates.format_skeleton(_SKELETONS[form], value, locale=self._locale)
        return dates.format_date(value, form, locale=self._locale)

    def list(self, items: Iterable[object]) -> str:
        """`a, b og c`."""
        from babel.lists import format_list

        return format_list([str(item) for item in items], locale=self._locale)

    def quoted(self, text: str) -> str:
        """`text` in the language's quotation marks. A `Text` keeps its place."""
        before, after = self.language.quotes
        quotation = f"{before}{text}{after}"
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
                return self.date(value)
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
        patterns: Mapping[Kind, str] = {
            "percent": self._locale.percent_formats[None].pattern,
            "currency": self._currency_pattern(how.name) if how.kind == "currency" else "",
        }
        before, after = _around(patterns.get(how.kind, "#"))
        return self._literal(before, how.name) + number + self._literal(after, how.name)

    @cached_property
    def _locale(self) -> Locale:
        from babel import Locale

        return Locale.parse(self.language.formats, sep="-")

    def _decimal(
        self, value: object, kind: Kind, pattern: str, digits: int | None, *, grouped: bool = True, currency: str = ""
    ) -> str:
        from babel import numbers

        number = _number(value)
        if digits is None:
            digits = shown_digits([number], kind)
        if not 0 <= digits <= 20:
            raise UnfitError(f"{digits} decimals cannot be shown; there may be 0 to 20")
        fraction = "." + "0" * digits if digits else ""
        shape = _NUMBER_PART.sub(lambda part: part[0].partition(".")[0] + fraction, pattern)
        with localcontext(_EXACT):
            text: str = numbers.parse_pattern(shape).apply(
                number, self._locale, currency=currency or None, currency_digits=False, group_separator=grouped
            )
        return text

    def _currency_pattern(self, code: str) -> str:
        """CLDR's pattern, with a space where letters (`DKK`, not `£`) would touch the digits."""
        from babel.numbers import get_currency_symbol

        pattern: str = self._locale.currency_formats["standard"].pattern
        symbol = get_currency_symbol(code, self._locale)
        if symbol[-1:].isalpha():
            pattern = re.sub("¤(?=[#0])", "¤\N{NO-BREAK SPACE}", pattern)
        return pattern

    def _literal(self, text: str, currency: str) -> str:
        """Characters of a CLDR pattern as a number format writes them, without marks of direction."""
        from babel.numbers import get_currency_symbol

        parts = []
        for character in text:
            if character == "¤":
                parts.append(f'"{get_currency_symbol(currency, self._locale)}"')
            elif character == "%":
                parts.append(character)
            elif character not in "'\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}":
                parts.append("\\" + character)
        return "".join(parts)


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int | float):
        raise not_a("number", value)
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > 40:
        raise UnfitError("the number is too large or too small to be written out")
    return number


def _decimals(value: Decimal | int) -> int:
    """How many decimals a number has, without zeros at its end."""
    if isinstance(value, int):
        return 0
    exponent = value.normalize(_EXACT).as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _around(pattern: str) -> tuple[str, str]:
    """What stands before and after the digits in a CLDR pattern for positive numbers."""
    positive = pattern.split(";")[0]
    match = _NUMBER_PART.search(positive)
    return (positive[: match.start()], positive[match.end() :]) if match else ("", positive)


def _tag_of(name: str) -> str | None:
    """The tag of the language that calls itself `name`: da for dansk."""
    return next((tag for tag in known_languages() if language(tag).name.lower() == name.lower()), None)


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
