"""Work: how much of it may still be done, so that nothing that a talk holds goes on for ever."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import TypeVar

from msgspec import Struct

from deckwright.system.limits import ROUNDS, SECONDS

_LOOKED_AT = 64
"""Steps from one look at the clock to the next."""

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
    """What the expressions of a deck, its slide templates or its pages share in one language.

    The time is the processor's: a machine that is busy with something else makes nothing too much. But asking for it
    takes the system 0.1 ms, so nobody does before as much has gone by on the wall.
    """

    def __init__(self, share: Share = WHOLE) -> None:
        """The rounds of a deck are divided between its parts."""
        self.left = ROUNDS // share.count
        self.until = inf
        self.processor_until: float | None = None

    def begin(self) -> None:
        """The time of the next text, or of the next slide, runs from now."""
        self.until = time.perf_counter() + SECONDS
        self.processor_until = None

    def step(self) -> None:
        """One round of a loop, or call."""
        self.left -= 1
        if self.left < 0:
            raise TooMuchWorkError(f"the deck's loops exceed {ROUNDS:,} steps")
        if self.left % _LOOKED_AT == 0:
            self.look()

    def look(self) -> None:
        """TooMuchWorkError when the time is over."""
        if time.perf_counter() < self.until:
            return
        now = time.process_time()
        if self.processor_until is None:
            self.processor_until = now + SECONDS / 2
        elif now > self.processor_until:
            raise TooMuchWorkError(f"this takes longer than {SECONDS} seconds")

    def counted(self, values: Iterable[T]) -> Iterator[T]:
        for value in values:
            self.step()
            yield value
