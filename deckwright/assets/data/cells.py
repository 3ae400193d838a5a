"""Cells of data files: what a written word or a typed value means."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from deckwright.assets.data.dates import read_date, text_of_moment
from deckwright.assets.data.numbers import Mark, read_number
from deckwright.model.data_table import CellKind, Mistake, RawCell
from deckwright.model.source import Span, Text

NOTHING = frozenset(
    {"", "-", "\N{EN DASH}", "\N{EM DASH}", "..", "\N{HORIZONTAL ELLIPSIS}", "n/a", "n.a.", "na", "#n/a", "null", "nan"}
)
"""What says that there is no value, in small letters. In a column of texts it is a text."""

_PERCENT = re.compile(r"(.*?)[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]*%")
_MOST_DIGITS = 60
_DIGITS = 15
"""What a binary number holds for certain; spreadsheets show no more."""


def read_cell(written: str, span: Span, mark: Mark | None = ".") -> RawCell:
    """The cell that somebody wrote as `written`, in a file whose decimal mark is `mark`; None where nobody knows it."""
    word = written.strip()
    if len(word) <= 4 and word.lower() in NOTHING:
        return RawCell(None, None, word, span)
    last = word[-1]
    if not (last.isdigit() or last in "%Z"):
        return RawCell(Text(word, span), "text", word, span)
    day, either, mistake = read_date(word)
    if day or either or mistake:
        return RawCell(day or Text(word, span), "date", word, span, mistake, either)
    percent = _PERCENT.fullmatch(word)
    number, mistake = read_number(percent[1] if percent else word, mark)
    kind: CellKind = "percent" if percent else "number"
    if number is None:
        return RawCell(Text(word, span), kind if mistake else "text", word, span, mistake)
    return RawCell(Decimal(number).scaleb(-2) if percent else number, kind, word, span)


def typed_cell(value: object, span: Span, percent: bool = False) -> RawCell:
    """The cell of a file that knows its values' types. Of texts only percentages and dates are understood, for a number
    that is kept as a text is a code. `percent`: a number is shown as a percentage."""
    match value:
        case None:
            return RawCell(None, None, "", span)
        case str():
            cell = read_cell(value.replace("\r\n", "\n"), span)
            return _text(cell.written, span) if cell.kind == "number" else cell
        case bool():
            return _text("true" if value else "false", span)
        case int() | Decimal() | float():
            return _number(value, span, percent)
        case datetime() if value.time() == time.min:
            return RawCell(value.date(), "date", value.date().isoformat(), span)
        case datetime():
            return _text(text_of_moment(value), span)
        case date():
            return RawCell(value, "date", value.isoformat(), span)
        case time():
            return _text(value.isoformat("minutes" if not value.second else "seconds"), span)
        case timedelta():
            return _text(str(value), span)
        case bytes() | bytearray() | memoryview() | list() | tuple() | dict() | set():
            return RawCell(
                None, "text", "", span, Mistake("unreadable-cell", "a cell must be a text, a number or a date")
            )
    return _text(str(value), span)


def _text(word: str, span: Span) -> RawCell:
    return RawCell(Text(word, span), "text", word, span)


def _number(value: int | Decimal | float, span: Span, percent: bool) -> RawCell:
    if not math.isfinite(value):
        return RawCell(None, None, "", span) if math.isnan(value) else _text(str(value), span)
    number: int | Decimal = Decimal(f"{value:.{_DIGITS}g}") if isinstance(value, float) else value
    if abs(Decimal(number).adjusted()) > _MOST_DIGITS:
        word = f"{number:.3e}"
        return RawCell(None, "number", word, span, Mistake("unreadable-number", f"'{word}' is too large or too small"))
    if isinstance(number, Decimal) and number == number.to_integral_value():
        number = int(number)
    written = (
        f"{Decimal(number).scaleb(2).normalize():f} %"
        if percent
        else f"{number:f}"
        if isinstance(number, Decimal)
        else str(number)
    )
    return RawCell(Decimal(number) if percent else number, "percent" if percent else "number", written, span)
