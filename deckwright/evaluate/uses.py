"""Uses: which facts and tables are asked for while something is worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, ParamSpec, TypeVar

Kind = Literal["fact", "data", "drawn", "slide"]
"""A fact by name, a table by name, a table that a chart or table of the slide draws, another slide shown in small."""
Use = tuple[Kind, str]

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Uses:
    """What has been asked for so far. `of` sees what a part of the work asks for."""

    def __init__(self) -> None:
        self._asked: set[Use] = set()

    def note(self, kind: Kind, name: str) -> None:
        self._asked.add((kind, name))

    def add(self, uses: Iterable[Use]) -> None:
        self._asked.update(uses)

    def of(self, work: Callable[_P, _R], *given: _P.args, **named: _P.kwargs) -> tuple[_R, frozenset[Use]]:
        """What `work` makes of what is `given`, and all it asked for; whoever wanted it has asked for that too."""
        outer, self._asked = self._asked, set()
        try:
            value = work(*given, **named)
            used = frozenset(self._asked)
        finally:
            outer |= self._asked
            self._asked = outer
        return value, used


def names_of(kind: Kind, uses: Iterable[Use]) -> tuple[str, ...]:
    """The names among `uses` that are of this kind, sorted."""
    return tuple(sorted([name for of, name in uses if of == kind]))
