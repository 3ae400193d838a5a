"""Dates as people write them: 2019-02-01, 1.2.2019, 01/02/2019."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from deckwright.model.data_table import EitherDay, Mistake, RawCell
from deckwright.model.source import Text

Order = Literal["day-first", "month-first"]

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[T ](.+))?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_MIDNIGHT = re.compile(r"00:00(?::00(?:\.0+)?)?(?:Z|[-+]00:?00)?")


def read_date(word: str) -> tuple[date | None, EitherDay | None, Mistake | None]:
    """The day that `word` is, the two that it can be, or why it is none; none of them for what is no date.

    With points the day stands first, as wherever dates are written with them; with `/` and `-` either may.
    A day with a time is a text, unless the time is midnight, which is how databases write a mere day.
    """
    if found := _YEAR_FIRST.fullmatch(word):
        if found[5] and not _MIDNIGHT.fullmatch(found[5]):
            return None, None, None
        day = _day(found[1], found[3], found[4])
        return day, None, None if day else _impossible(word)
    if found := _YEAR_LAST.fullmatch(word):
        first, second = _day(found[4], found[3], found[1]), _day(found[4], found[1], found[3])
        if found[2] == "." or (first is None and second is None) or first == second:
            return first, None, None if first else _impossible(word)
        return None, EitherDay(first, second), None
    return None, None, None


def settle_dates(cells: Sequence[RawCell], order: Order | None) -> list[RawCell]:
    """The `cells` of a column of dates, in which one that can only be read one way explains the others.

    `order` is what the author has said; else a column that shows no order has mistakes: `ambiguous-date`.
    """
    unclear = [cell for cell in cells if cell.either]
    if not unclear:
        return list(cells)
    shown = [(cell, _order(cell.either)) for cell in unclear if cell.either]
    proofs = {found: cell for cell, found in reversed(shown) if found}
    if order is None and len(proofs) == 1:
        (order,) = proofs
    return [_settled(cell, order, proofs) if cell.either else cell for cell in cells]


def text_of_moment(moment: datetime) -> str:
    """A day and a time, which is a text: `2019-02-01 14:30`."""
    return moment.isoformat(" ", "minutes" if not moment.second else "seconds")


def _settled(cell: RawCell, order: Order | None, proofs: dict[Order, RawCell]) -> RawCell:
    assert cell.either
    if order is None:
        mistake = _asked(cell, cell.either, proofs)
        return RawCell(None, "date", cell.written, cell.span, mistake)
    day = cell.either.day_first if order == "day-first" else cell.either.month_first
    if day is None:
        return RawCell(Text(cell.written, cell.span), "date", cell.written, cell.span, _impossible(cell.written, order))
    return RawCell(day, "date", cell.written, cell.span)


def _order(either: EitherDay) -> Order | None:
    if either.month_first is None:
        return "day-first"
    return "month-first" if either.day_first is None else None


def _asked(cell: RawCell, either: EitherDay, proofs: dict[Order, RawCell]) -> Mistake:
    choice = "write 'dates: day-first' or 'dates: month-first' at its table in deck.yaml"
    found = _order(either)
    if found:
        other = proofs["month-first" if found == "day-first" else "day-first"]
        words = ("day", "month") if found == "day-first" else ("month", "day")
        message = f"'{cell.written}' has the {words[0]} first, but '{other.written}' at {other.span} the {words[1]}"
        return Mistake("ambiguous-date", message, "write them all as year-month-day: 2019-02-01")
    return Mistake("ambiguous-date", f"'{cell.written}' can be {either.day_first} or {either.month_first}", choice)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _impossible(word: str, order: Order | None = None) -> Mistake:
    said = f", for deck.yaml says 'dates: {order}'" if order else ""
    return Mistake("impossible-date", f"there is no day '{word}'{said}")
