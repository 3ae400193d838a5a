"""Values in expressions: names and how they are looked up, facts from the data, and exact arithmetic."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final, Literal, ParamSpec, TypeVar

from msgspec import Struct

from deckwright.model.data_table import Cell
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.source import Span
from deckwright.system.limits import TEXT_CHARACTERS

UseKind = Literal["fact", "data", "drawn", "slide"]
"""A fact, a table under `data:`, a table that a chart or table of the slide shows, a slide shown as a thumbnail."""
Use = tuple[UseKind, str]
"""A name that is used, and its kind."""

_P = ParamSpec("_P")
_R = TypeVar("_R")
_MAX_LISTED = 8

TYPES_MESSAGE = "this does not work with values of these types"
ARITHMETIC = decimal.Context(prec=50)
MAX_NUMBER = Decimal("1e40")


class Failed(Enum):
    """Takes the place of a value whose error has been reported, because None is a value."""

    FAILED = "failed"


FAILED: Final = Failed.FAILED


class ExpressionError(Exception):
    """An error in an expression. `about` is the word in it that is wrong, or empty."""

    def __init__(
        self, code: str, message: str, about: str = "", help: str | None = None, notes: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.about, self.help, self.notes = code, message, about, help, notes


class TooLongError(ExpressionError, ValueError):
    """A text would become longer than `TEXT_CHARACTERS`."""

    def __init__(self) -> None:
        super().__init__("too-long", f"the text becomes longer than {TEXT_CHARACTERS:,} characters")


class FailedNameError(Exception):
    """A name is used whose own error has been reported already."""


class CircleError(Exception):
    """A name that needs itself; `names` are the names on the way round."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(" → ".join(names))
        self.names = names


class LazyNames(Mapping[str, object]):
    """Names whose values are evaluated when first used, so that they may use each other in any order."""

    def __init__(
        self, names: Mapping[str, Callable[[], object]], uses: Uses | None = None, kind: UseKind | None = None
    ) -> None:
        """`uses` records the names of a `kind` when they are used, and all that their values were evaluated from."""
        self._names = names
        self._uses, self._kind = uses or Uses(), kind
        self._values: dict[str, object] = {}
        self._used: dict[str, frozenset[Use]] = {}
        self._evaluating: list[str] = []

    def __getitem__(self, name: str) -> object:
        if name in self._values:
            self._uses.record_all(self._used[name])
            return self._values[name]
        evaluate = self._names[name]
        if name in self._evaluating:
            raise CircleError((*self._evaluating[self._evaluating.index(name) :], name))
        self._evaluating.append(name)
        if self._kind is not None:
            self._uses.record(self._kind, name)
        try:
            value, used = self._uses.track(evaluate)
        finally:
            self._evaluating.pop()
        self._values[name] = value
        self._used[name] = used | {(self._kind, name)} if self._kind is not None else used
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Uses:
    """Records which facts, tables and slides are used."""

    def __init__(self) -> None:
        self._used: set[Use] = set()

    def record(self, kind: UseKind, name: str) -> None:
        self._used.add((kind, name))

    def record_all(self, uses: Iterable[Use]) -> None:
        self._used.update(uses)

    def track(self, work: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> tuple[_R, frozenset[Use]]:
        """Returns the result of `work` and what it used. An outer call of `track` sees these uses too."""
        outer, self._used = self._used, set()
        try:
            value = work(*args, **kwargs)
            used = frozenset(self._used)
        finally:
            outer |= self._used
            self._used = outer
        return value, used


def select_names(kind: UseKind, uses: Iterable[Use]) -> tuple[str, ...]:
    """Returns the names of this kind among `uses`, sorted."""
    return tuple(sorted([name for use_kind, name in uses if use_kind == kind]))


def look_up(value: object, name: str) -> object:
    """Returns `value.name` of an expression; Python's own attributes and methods do not count. Raises KeyError."""
    if isinstance(value, Mapping):
        part = value[name]
        if part is FAILED:
            raise FailedNameError(name)
        return part
    if isinstance(value, Fact) and name == "value":
        return value.value
    value = unwrap_fact(value)
    if isinstance(value, date) and name in ("year", "month", "day"):
        return getattr(value, name)
    raise KeyError(name)


def build_name_error(owner: str, value: object, name: str) -> ExpressionError:
    """Returns the error that `value`, written `owner` in the expression, has no `name`; at the top, owner is empty."""
    known = value if isinstance(value, Mapping) else {}
    message = f"'{owner}' has no '{name}'" if owner else f"unknown name '{name}'"
    return ExpressionError("undefined-name", message, name, did_you_mean(name, known), list_known_names(owner, known))


def list_known_names(owner: str, known: Mapping[str, object]) -> tuple[str, ...]:
    """Returns the note that lists the names `known` to `owner`, unless they are many."""
    if not known or len(known) > _MAX_LISTED:
        return ()
    return (f"{f'{owner} has' if owner else 'the names are'} {', '.join(known)}",)


class Fact(Struct, frozen=True, eq=False):
    """A cell of the data in an expression: formatted for the language when printed, its value in calculations."""

    value: Cell
    show: Callable[[], str]
    span: Span | None = None
    """Its place in the data file."""
    format: str = ""
    """The name of its number format; this and `digits` are the arguments of `Formats.format_value`."""
    digits: int | None = None

    def __str__(self) -> str:
        return self.show()

    def __eq__(self, other: object) -> bool:
        return self.value == unwrap_fact(other)

    def __hash__(self) -> int:
        return hash(self.value)

    def __lt__(self, other: object) -> bool:
        return _compare(self.value, unwrap_fact(other)) < 0

    def __le__(self, other: object) -> bool:
        return _compare(self.value, unwrap_fact(other)) <= 0

    def __gt__(self, other: object) -> bool:
        return _compare(self.value, unwrap_fact(other)) > 0

    def __ge__(self, other: object) -> bool:
        return _compare(self.value, unwrap_fact(other)) >= 0

    def __bool__(self) -> bool:
        return bool(self.value)


def unwrap_fact(value: object) -> object:
    """Returns the value of a fact, and anything else unchanged, but a float as a Decimal."""
    if isinstance(value, Fact):
        value = value.value
    return Decimal(repr(value)) if isinstance(value, float) else value


def _compare(left: object, right: object) -> int:
    """Returns −1, 0 or 1. Raises TypeError for values of different types."""
    for kind in (Decimal | int, date, str):
        if isinstance(left, kind) and isinstance(right, kind):
            return (left > right) - (left < right)  # type: ignore[operator]
    raise TypeError("these cannot be compared")


def is_number(value: object) -> bool:
    return isinstance(value, int | Decimal)


def calculate(sign: str, left: int | Decimal, right: int | Decimal) -> int | Decimal:
    """Calculates with 50 digits and never with floats; whole numbers stay whole numbers if they can.

    Raises OverflowError for a result larger than `MAX_NUMBER`.
    """
    calculations: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
        "+": ARITHMETIC.add,
        "-": ARITHMETIC.subtract,
        "*": ARITHMETIC.multiply,
        "/": ARITHMETIC.divide,
        "//": _divide_down,
        "%": lambda a, b: ARITHMETIC.subtract(a, ARITHMETIC.multiply(b, _divide_down(a, b))),
        "**": ARITHMETIC.power,
    }
    result = calculations[sign](Decimal(left), Decimal(right))
    if not result.is_finite() or abs(result) > MAX_NUMBER:
        raise OverflowError
    is_whole = isinstance(left, int) and isinstance(right, int) and result == result.to_integral_value()
    return int(result) if is_whole else result


def _divide_down(left: Decimal, right: Decimal) -> Decimal:
    return ARITHMETIC.divide(left, right).to_integral_value(decimal.ROUND_FLOOR)
