"""A first look at a deck: formats that write nothing out yet, for a deck with errors never needs CLDR."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from deckwright.languages.date_codes import Grain
from deckwright.languages.format_table import Kind
from deckwright.languages.formats import Cldr, Formats


class FirstLook(Formats):
    """Refuses what `Formats` refuses, and writes everything else down somehow. `used` says whether it has."""

    def __init__(self, formats: Formats) -> None:
        self._unwritten = _Unwritten(formats.language.formats)
        super().__init__(formats.locale, self._unwritten)

    @property
    def used(self) -> bool:
        return self._unwritten.used


class _Unwritten(Cldr):
    used = False

    def number(self, number: Decimal, kind: Kind, digits: int, grouped: bool, currency: str) -> str:
        self.used = True
        return str(number)

    def compact(self, number: Decimal, digits: int) -> str:
        self.used = True
        return str(number)

    def day(self, day: datetime.date, form: str) -> str:
        self.used = True
        return str(day)

    def list(self, items: Sequence[str]) -> str:
        self.used = True
        return ", ".join(items)

    def axis_day(self, day: datetime.date, grain: Grain) -> str:
        self.used = True
        return str(day)

    def axis_code(self, grain: Grain) -> str:
        self.used = True
        return ""

    def group_mark(self) -> str:
        self.used = True
        return ","

    def of(self, tag: str) -> Cldr:
        return self

    def plural_category(self, number: int | Decimal) -> str:
        self.used = True
        return "other"

    def plural_categories(self) -> tuple[str, ...]:
        return ("other",)

    def around(self, kind: Kind, currency: str) -> tuple[str, str]:
        self.used = True
        return "", ""
