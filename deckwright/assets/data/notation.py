"""Reads numbers and dates as people write them, and finds the decimal mark of a file and the date order of a column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from deckwright.model.data_table import AmbiguousDate, Mistake, RawCell
from deckwright.model.source import Text

DecimalMark = Literal[",", "."]
DateOrder = Literal["day-first", "month-first"]

# A number has at most 40 digits: longer ones are codes, and slow to calculate with.
_SIGN = r"[-+\N{MINUS SIGN}]?"
_WHOLE = re.compile(rf"{_SIGN}(?:0|[1-9][0-9]{{0,39}})")
_DECIMAL = re.compile(rf"({_SIGN}(?:0|[1-9][0-9]{{0,39}}))([.,])([0-9]{{1,40}})")
_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'\N{RIGHT SINGLE QUOTATION MARK}"
_GROUPED = re.compile(
    rf"({_SIGN}[1-9][0-9]{{0,2}}(?:([.,{_SPACES}])[0-9]{{3}})(?:\2[0-9]{{3}}){{0,12}})(?:([.,])([0-9]{{1,40}}))?"
)
_OTHER_MARK: dict[str, DecimalMark] = {",": ".", ".": ","}
_MARK_NAMES = {",": "comma", ".": "point"}

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[T ](.+))?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_MIDNIGHT = re.compile(r"00:00(?::00(?:\.0+)?)?(?:Z|[-+]00:?00)?")


def read_number(word: str, mark: DecimalMark | None) -> tuple[Decimal | int | None, Mistake | None]:
    """Returns the number that `word` means, or the mistake in it; neither if it does not look like a number.

    A number may have points, commas, spaces or apostrophes between thousands, all the same. `mark` is the decimal mark
    of the file. If it is not known (None), `1.700` is a mistake, because it can mean 1700 or 1.7.
    """
    digits = word.replace("\N{MINUS SIGN}", "-")
    if _WHOLE.fullmatch(word):
        return int(digits), None
    word_mark = find_decimal_mark(word)
    if word_mark is None:
        match = _GROUPED.fullmatch(digits)  # spaces or apostrophes between thousands
        is_grouped = match and match[2] not in _OTHER_MARK and not match[3]
        return (int(digits.replace(match[2], "")) if match and is_grouped else None), None
    if word_mark == "?":
        if mark is None:
            return None, _describe_ambiguous_number(word)
        word_mark = mark
    elif mark is not None and word_mark != mark:
        message = f"'{word}' has the decimal mark '{word_mark}', but in this file it is '{mark}'"
        if word_mark not in word:
            message = f"'{word}' has a '{mark}' between thousands, but in this file it is the decimal mark"
        return None, Mistake("unreadable-number", message, f"write {_to_plain(word, word_mark).replace('.', mark)}")
    plain = _to_plain(digits, word_mark)
    return (Decimal(plain) if "." in plain else int(plain)), None


def _to_plain(word: str, mark: DecimalMark) -> str:
    """Removes the marks between thousands and puts a point before the decimals."""
    return re.sub(rf"[{_SPACES}{_OTHER_MARK[mark]}]", "", word).replace(mark, ".")


def find_decimal_mark(word: str) -> DecimalMark | Literal["?"] | None:
    """Returns the decimal mark that the number `word` implies, with decimals (`12,5`, `1.234,5`) or without
    (`1.234.567`); `?` when its only mark can mean decimals or thousands (`1.700`); None when it implies nothing."""
    if grouped := _GROUPED.fullmatch(word):
        number, separator, mark = grouped[1], grouped[2], grouped[3]
        if mark:
            return None if mark == separator else _as_mark(mark)
        if separator not in _OTHER_MARK:
            return None
        return _OTHER_MARK[separator] if number.count(separator) > 1 else "?"
    decimal = _DECIMAL.fullmatch(word)
    return _as_mark(decimal[2]) if decimal else None


def guess_decimal_mark(words: Iterable[str]) -> DecimalMark | None:
    """Returns the decimal mark that most of `words` imply; None if they imply nothing."""
    counts = Counter(mark for word in words if (mark := find_decimal_mark(word)) in (",", "."))
    return _as_mark(counts.most_common(1)[0][0]) if counts else None


def _as_mark(text: str | None) -> DecimalMark:
    return "," if text == "," else "."


def _describe_ambiguous_number(word: str) -> Mistake:
    mark: DecimalMark = "," if "," in word else "."
    if_thousands, if_decimal = _MARK_NAMES[_OTHER_MARK[mark]], _MARK_NAMES[mark]
    whole = word.replace(mark, "")
    return Mistake(
        "ambiguous-number",
        f"'{word}' can mean {whole}, or {word.replace(mark, '.')} with decimals",
        f"if it means {whole}, write 'decimal: {if_thousands}' for its table in deck.yaml; "
        f"otherwise 'decimal: {if_decimal}'",
    )


def read_date(word: str) -> tuple[date | None, AmbiguousDate | None, Mistake | None]:
    """Returns the day that `word` means, or two days that it can mean, or the mistake in it; nothing if it is a text.

    In dates with points the day always comes first; in dates with `/` and `-` the month may. A day with a time is a
    text, unless the time is midnight, which is how databases write plain days.
    """
    if match := _YEAR_FIRST.fullmatch(word):
        if match[5] and not _MIDNIGHT.fullmatch(match[5]):
            return None, None, None
        day = _build_date(match[1], match[3], match[4])
        return day, None, None if day else _describe_impossible_date(word)
    if match := _YEAR_LAST.fullmatch(word):
        first = _build_date(match[4], match[3], match[1])
        second = _build_date(match[4], match[1], match[3])
        if match[2] == "." or (first is None and second is None) or first == second:
            return first, None, None if first else _describe_impossible_date(word)
        return None, AmbiguousDate(first, second), None
    return None, None, None


def resolve_dates(cells: Sequence[RawCell], order: DateOrder | None) -> list[RawCell]:
    """Resolves the ambiguous dates of a column by a date that can be read in one way only, or by `order`.

    `order` is option `dates` of deck.yaml. Without both, the cells get the mistake `ambiguous-date`.
    """
    implied = [(cell, _find_order(cell.either)) for cell in cells if cell.either]
    examples = {implied_order: cell for cell, implied_order in reversed(implied) if implied_order}
    if order is None and len(examples) == 1:
        (order,) = examples
    return [_resolve_date(cell, cell.either, order, examples) if cell.either else cell for cell in cells]


def _resolve_date(
    cell: RawCell, either: AmbiguousDate, order: DateOrder | None, examples: dict[DateOrder, RawCell]
) -> RawCell:
    if order is None:
        mistake = _describe_ambiguous_date(cell, either, examples)
        return RawCell(None, "date", cell.written, cell.span, mistake)
    day = either.day_first if order == "day-first" else either.month_first
    if day is None:
        mistake = _describe_impossible_date(cell.written, order)
        return RawCell(Text(cell.written, cell.span), "date", cell.written, cell.span, mistake)
    return RawCell(day, "date", cell.written, cell.span)


def _find_order(either: AmbiguousDate) -> DateOrder | None:
    """Returns the only order in which the date exists; None when it exists in both."""
    if either.month_first is None:
        return "day-first"
    return "month-first" if either.day_first is None else None


def _describe_ambiguous_date(cell: RawCell, either: AmbiguousDate, examples: dict[DateOrder, RawCell]) -> Mistake:
    order = _find_order(either)
    if order is None:
        advice = "write 'dates: day-first' or 'dates: month-first' for its table in deck.yaml"
        message = f"'{cell.written}' can mean {either.day_first} or {either.month_first}"
        return Mistake("ambiguous-date", message, advice)
    other = examples["month-first" if order == "day-first" else "day-first"]
    part, other_part = ("day", "month") if order == "day-first" else ("month", "day")
    message = f"'{cell.written}' begins with the {part}, but '{other.written}' at {other.span} with the {other_part}"
    return Mistake("ambiguous-date", message, "write all dates as year-month-day: 2019-02-01")


def _build_date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _describe_impossible_date(word: str, order: DateOrder | None = None) -> Mistake:
    reason = f" with 'dates: {order}' in deck.yaml" if order else ""
    return Mistake("impossible-date", f"'{word}' is not a date in the calendar{reason}")
