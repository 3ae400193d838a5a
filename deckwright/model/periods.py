"""Periods (a day, month or year that data describe) and the age that data may reach."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Literal

from msgspec import Struct

_PERIOD = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_AGE = re.compile(r"([1-9][0-9]{0,3}) *(day|week|month|year)s?")


class Period(Struct, frozen=True):
    """The period in `as_of:`: 2018, 2018-03 or 2018-03-31."""

    written: str
    last: date
    """Its last day; the age of the data counts from it."""
    form: Literal["year", "month", "long"]
    """The form of `Formats.date` in which it is shown."""


class Age(Struct, frozen=True):
    """The age in `max_age:`: 90 days, 6 months, 1 year."""

    number: int
    unit: str
    """day, week, month or year."""

    def after(self, day: date) -> date:
        """Returns the last day on which data of `day` are not too old."""
        if self.unit in ("day", "week"):
            days = self.number * (7 if self.unit == "week" else 1)
            return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))
        months = day.year * 12 + day.month - 1 + self.number * (12 if self.unit == "year" else 1)
        year, month = months // 12, months % 12 + 1
        if year > date.max.year:
            return date.max
        return date(year, month, min(day.day, monthrange(year, month)[1]))

    def __str__(self) -> str:
        return f"{self.number} {self.unit}{'s' * (self.number > 1)}"


def read_period(written: str) -> Period | None:
    """Reads 2018, 2018-03 or 2018-03-31; returns None for anything else."""
    match = _PERIOD.fullmatch(written.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        last = date(year, month or 12, day or (monthrange(year, month)[1] if month else 31))
    except (ValueError, IndexError):  # no such month or day; the calendar module has an error of its own
        return None
    return Period(written.strip(), last, "long" if day else "month" if month else "year")


def read_age(written: str) -> Age | None:
    """Reads `90 days` and the like; returns None for anything else."""
    match = _AGE.fullmatch(written.strip().lower())
    return Age(int(match[1]), match[2]) if match else None
