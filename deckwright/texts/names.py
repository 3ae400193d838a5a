"""Names: what an expression can reach, how it is looked up, and what is said when it is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Final, Literal, ParamSpec, TypeVar

from deckwright.model.diagnostics import did_you_mean
from deckwright.system.limits import TEXT_CHARACTERS
from deckwright.texts.facts import Fact, unwrap_fact

_MAX_LISTED = 8


class Failed(Enum):
    """What stands for a value whose fault has been reported; None is a value."""

    FAILED = "failed"


FAILED: Final = Failed.FAILED


class ExpressionError(Exception):
    """A fault in an expression. `about` is the word in it that is at fault, if one is."""

    def __init__(
        self,
        code: str,
        message: str,
        about: str = "",
        help: str | None = None,
        notes: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.about, self.help, self.notes = code, message, about, help, notes


class LazyNames(Mapping[str, object]):
    """Names whose values are worked out when they are first asked for, so that they may use each other in any order."""

    def __init__(
        self, names: Mapping[str, Callable[[], object]], uses: Uses | None = None, kind: UseKind | None = None
    ) -> None:
        """`uses` learns what is asked for: names of a `kind` themselves, and what any of them was worked out with."""
        self._names = names
        self._uses, self._kind = uses or Uses(), kind
        self._known: dict[str, object] = {}
        self._used: dict[str, frozenset[Use]] = {}
        self._asked: list[str] = []

    def __getitem__(self, name: str) -> object:
        if name in self._known:
            self._uses.record_all(self._used[name])
            return self._known[name]
        work_out = self._names[name]
        if name in self._asked:
            raise CircleError((*self._asked[self._asked.index(name) :], name))
        self._asked.append(name)
        if self._kind is not None:
            self._uses.record(self._kind, name)
        try:
            value, used = self._uses.track(work_out)
        finally:
            self._asked.pop()
        self._known[name] = value
        self._used[name] = used | {(self._kind, name)} if self._kind is not None else used
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class ReportedError(Exception):
    """A name is asked for whose own fault has been reported: nothing more is to be said."""


class CircleError(Exception):
    """A name that needs itself; the names on the way round."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(" → ".join(names))
        self.names = names


def look_up(value: object, name: str) -> object:
    """What `value.name` is in an expression. Raises KeyError. Python's own attributes and methods do not count."""
    if isinstance(value, Mapping):
        part = value[name]
        if part is FAILED:
            raise ReportedError(name)
        return part
    if isinstance(value, Fact) and name == "value":
        return value.value
    value = unwrap_fact(value)
    if isinstance(value, date) and name in ("year", "month", "day"):
        return getattr(value, name)
    raise KeyError(name)


def build_name_error(owner: str, value: object, name: str) -> ExpressionError:
    """The fault that `value`, called `owner` in the expression, has no `name`. Without owner the name stands alone."""
    known = value if isinstance(value, Mapping) else {}
    message = f"'{owner}' has no '{name}'" if owner else f"there is nothing called '{name}'"
    return ExpressionError(
        "undefined-name", message, name, did_you_mean(name, known), list_known_names(owner or "there", known)
    )


def build_length_error() -> ExpressionError:
    """The fault of making a text longer than any may be."""
    return ExpressionError("too-long", f"the text becomes longer than {TEXT_CHARACTERS:,} characters")


def list_known_names(owner: str, known: Mapping[str, object]) -> tuple[str, ...]:
    """The note that lists the names `known` to `owner`, unless they are many."""
    if not known or len(known) > _MAX_LISTED:
        return ()
    return (f"{'there is' if owner == 'there' else f'{owner} has'} {', '.join(known)}",)


UseKind = Literal["fact", "data", "drawn", "slide"]
"""A fact by name, a table by name, a table that a chart or table of the slide draws, another slide shown in small."""
Use = tuple[UseKind, str]

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Uses:
    """What has been asked for so far. `of` sees what a part of the work asks for."""

    def __init__(self) -> None:
        self._asked: set[Use] = set()

    def record(self, kind: UseKind, name: str) -> None:
        self._asked.add((kind, name))

    def record_all(self, uses: Iterable[Use]) -> None:
        self._asked.update(uses)

    def track(self, work: Callable[_P, _R], *given: _P.args, **named: _P.kwargs) -> tuple[_R, frozenset[Use]]:
        """What `work` makes of what is `given`, and all it asked for; whoever wanted it has asked for that too."""
        outer, self._asked = self._asked, set()
        try:
            value = work(*given, **named)
            used = frozenset(self._asked)
        finally:
            outer |= self._asked
            self._asked = outer
        return value, used


def select_names(kind: UseKind, uses: Iterable[Use]) -> tuple[str, ...]:
    """The names among `uses` that are of this kind, sorted."""
    return tuple(sorted([name for of, name in uses if of == kind]))
