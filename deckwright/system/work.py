"""Counts work, so that nothing that a talk holds goes on for ever.

Work is counted in steps and never in seconds: the same talk is built or refused on every machine, busy or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct

from deckwright.system.limits import MEASURED, ROUNDS, STEPS

_CHARACTERS = 32
"""Characters of a text that a filter, a comparison or a method handles in the time of one operation."""

T = TypeVar("T")


class Share(Struct, frozen=True):
    """Which slides of a deck are made: one of several parts, or those of some ids."""

    number: int = 0
    count: int = 1
    only: frozenset[str] | None = None

    def of(self, ids: Sequence[str]) -> frozenset[str]:
        """Those of the slides `ids`, all there are in their order, that belong to it; of a part they follow each
        other."""
        if self.only is not None:
            return self.only.intersection(ids)
        begin, end = (len(ids) * number // self.count for number in (self.number, self.number + 1))
        return frozenset(ids[begin:end])


WHOLE = Share()


class TooMuchWorkError(Exception):
    """A limit is reached; the message says which."""


class Work:
    """Counts what the expressions or the slide templates of a deck do in one language."""

    def __init__(self, share: Share = WHOLE) -> None:
        """The rounds of a deck are divided between its parts."""
        self.rounds = ROUNDS // share.count
        self.steps = STEPS

    def begin(self) -> None:
        """Starts the count of steps of the next text, or of the next slide."""
        self.steps = STEPS

    def round(self, steps: int = 1) -> None:
        """Counts a round of a loop, or a call, whose body takes so many steps."""
        self.rounds -= 1
        if self.rounds < 0:
            raise TooMuchWorkError(f"the deck's loops exceed {ROUNDS:,} rounds")
        self.step(steps)

    def step(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise TooMuchWorkError(f"this takes more than {STEPS:,} steps")

    def counted(self, values: Iterable[T], steps: int = 1) -> Iterator[T]:
        """`values`, each a round of a loop whose body takes so many steps."""
        for value in values:
            self.round(steps)
            yield value

    def handle(self, value: T) -> T:
        """`value`, counted by its size: a text by its characters, a list by its entries."""
        if isinstance(value, str):
            self.step(1 + len(value) // _CHARACTERS)
        elif isinstance(value, list | tuple | dict):
            self.step(1 + len(value))
        else:
            self.step(1)
        return value


class Measuring:
    """Counts what is measured for one slide, in characters."""

    def __init__(self) -> None:
        self.left = MEASURED

    def count(self, characters: int) -> None:
        self.left -= characters
        if self.left < 0:
            raise TooMuchWorkError(f"measuring takes more than {MEASURED:,} characters")
