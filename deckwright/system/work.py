"""Counts work, so that no deck can keep a build busy for ever.

Work is counted in steps, never in seconds: the same deck is built or refused on every machine, busy or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct

from deckwright.system.limits import MEASURED, ROUNDS, STEPS

CHARACTERS_A_STEP = 32
"""Characters of a text that a filter, a comparison or a method processes in the time of one operation."""

T = TypeVar("T")


class Share(Struct, frozen=True):
    """A part of the slides of a deck: one of `count` equal parts, or the slides in `only`."""

    number: int = 0
    count: int = 1
    only: frozenset[str] | None = None

    def select(self, ids: Sequence[str]) -> frozenset[str]:
        """Returns the slides of this share out of all slides of the deck; those of a part are consecutive."""
        if self.only is not None:
            return self.only.intersection(ids)
        begin, end = (len(ids) * number // self.count for number in (self.number, self.number + 1))
        return frozenset(ids[begin:end])


WHOLE = Share()


class NeedsWholeError(Exception):
    """Raised when a slide template reads all slides of the deck, and only a share is composed."""


class TooMuchWorkError(Exception):
    """Raised when a limit is reached; the message names it."""


class Work:
    """Counts the work of the expressions, or of the slide templates, of a deck in one language."""

    def __init__(self, share: Share = WHOLE) -> None:
        """A share may use its part of the deck's rounds."""
        self.rounds = ROUNDS // share.count
        self.steps = STEPS

    def start(self) -> None:
        """Starts the count of steps for the next text, or the next slide."""
        self.steps = STEPS

    def count_round(self, steps: int = 1) -> None:
        """Counts one round of a loop, or one call, of so many steps. Raises TooMuchWorkError."""
        self.rounds -= 1
        if self.rounds < 0:
            raise TooMuchWorkError(f"the deck's loops exceed {ROUNDS:,} rounds")
        self.count_steps(steps)

    def count_steps(self, steps: int) -> None:
        """Counts so many operations. Raises TooMuchWorkError."""
        self.steps -= steps
        if self.steps < 0:
            raise TooMuchWorkError(f"this takes more than {STEPS:,} steps")

    def count_rounds(self, values: Iterable[T], steps: int = 1) -> Iterator[T]:
        """Yields `values`, each counted as a round of a loop of so many steps."""
        for value in values:
            self.count_round(steps)
            yield value

    def count_value(self, value: T) -> T:
        """Counts a value by its size, a text by its characters and a list by its entries, and returns it."""
        if isinstance(value, str):
            self.count_steps(1 + len(value) // CHARACTERS_A_STEP)
        elif isinstance(value, list | tuple | dict):
            self.count_steps(1 + len(value))
        else:
            self.count_steps(1)
        return value


class MeasuringBudget:
    """Counts the characters that are measured for one slide."""

    def __init__(self) -> None:
        self.left = MEASURED

    def count(self, characters: int) -> None:
        """Counts so many characters. Raises TooMuchWorkError."""
        self.left -= characters
        if self.left < 0:
            raise TooMuchWorkError(f"measuring takes more than {MEASURED:,} characters")
