"""Reads dates as people write them: 2019-02-01, 1.2.2019, 01/02/2019."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from deckwright.model.data_table import AmbiguousDate, Mistake, RawCell
from deckwright.model.source import Text

Order = Literal["day-first", "month-first"]

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[T ](.+))?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_MIDNIGHT = re.compile(r"00:00(?::00(?:\.0+)?)?(?:Z|[-+]00:?00)?")


def read_date(word: str) -> tuple[date | None, AmbiguousDate | None, Mistake | None]:
    """Returns the day that `word` is, or the two days that it can be, or why it is none; nothing if it is no date.

    With points the day comes first, as everywhere dates are written with them; with `/` and `-` the month may.
    A day with a time is a text, unless the time is midnight: databases write plain days so.
    """
    if match := _YEAR_FIRST.fullmatch(word):
        if match[5] and not _MIDNIGHT.fullmatch(match[5]):
            return None, None, None
        day = _build_date(match[1], match[3], match[4])
        return day, None, None if day else _describe_impossible(word)
    if match := _YEAR_LAST.fullmatch(word):
        first = _build_date(match[4], match[3], match[1])
        second = _build_date(match[4], match[1], match[3])
        if match[2] == "." or (first is None and second is None) or first == second:
            return first, None, None if first else _describe_impossible(word)
        return None, AmbiguousDate(first, second), None
    return None, None, None


def resolve_dates(cells: Sequence[RawCell], order: Order | None) -> list[RawCell]:
    """Resolves the ambiguous dates of a column: a date that can be read in one way only decides for the others.

    `order` is option `dates` of deck.yaml. Without it, and without such a date, the cells get a mistake:
    `ambiguous-date`.
    """
    implied = [(cell, _find_order(cell.either)) for cell in cells if cell.either]
    examples = {implied_order: cell for cell, implied_order in reversed(implied) if implied_order}
    if order is None and len(examples) == 1:
        (order,) = examples
    return [_resolve_date(cell, cell.either, order, examples) if cell.either else cell for cell in cells]


def format_moment(moment: datetime) -> str:
    """Returns a day and a time as a text: `2019-02-01 14:30`."""
    return moment.isoformat(" ", "minutes" if not moment.second else "seconds")


def _resolve_date(cell: RawCell, either: AmbiguousDate, order: Order | None, examples: dict[Order, RawCell]) -> RawCell:
    if order is None:
        mistake = _describe_ambiguity(cell, either, examples)
        return RawCell(None, "date", cell.written, cell.span, mistake)
    day = either.day_first if order == "day-first" else either.month_first
    if day is None:
        mistake = _describe_impossible(cell.written, order)
        return RawCell(Text(cell.written, cell.span), "date", cell.written, cell.span, mistake)
    return RawCell(day, "date", cell.written, cell.span)


def _find_order(either: AmbiguousDate) -> Order | None:
    """Returns the only order in which the date exists; None when it exists in both."""
    if either.month_first is None:
        return "day-first"
    return "month-first" if either.day_first is None else None


def _describe_ambiguity(cell: RawCell, either: AmbiguousDate, examples: dict[Order, RawCell]) -> Mistake:
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


def _describe_impossible(word: str, order: Order | None = None) -> Mistake:
    reason = f" with 'dates: {order}' in deck.yaml" if order else ""
    return Mistake("impossible-date", f"the date '{word}' does not exist{reason}")
