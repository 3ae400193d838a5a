"""A first look at a deck: formats that ask nothing of CLDR but what it has said before. Errors are found without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from deckwright.languages.cldr import Cldr
from deckwright.languages.formats import Formats

_GUESSES: Mapping[str, Callable[..., Any]] = {
    "number": lambda number, *_: str(number),
    "compact": lambda number, *_: str(number),
    "day": lambda day, _: str(day),
    "axis_day": lambda day, _: str(day),
    "axis_code": lambda _: "",
    "group_mark": lambda: ",",
    "plural_category": lambda _: "other",
    "plural_categories": lambda: ("other",),
    "list": lambda *items: ", ".join(items),
    "around": lambda *_: ("", ""),
}
"""What is asked of a language → something of that kind."""


class FirstLook(Formats):
    """Refuses what `Formats` refuses, and writes somehow what is not known. `guessed` says whether it had to."""

    def __init__(self, formats: Formats) -> None:
        self._unasked = _Unasked(formats.cldr.tag, [])
        super().__init__(formats.locale, self._unasked, tight=formats.tight)

    @property
    def guessed(self) -> bool:
        return bool(self._unasked.guesses)


class _Unasked(Cldr):
    def __init__(self, tag: str, guesses: list[str]) -> None:
        super().__init__(tag)
        self.guesses = guesses

    def ask(self, what: str, *about: object) -> Any:
        if self.knows(what, *about):
            return super().ask(what, *about)
        self.guesses.append(what)
        return _GUESSES[what](*about)

    def of(self, tag: str) -> Cldr:
        return _Unasked(tag, self.guesses)
