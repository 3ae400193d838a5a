"""Bounds for what Jinja does: rounds of loops are counted, and texts that would become too long are never made."""

from __future__ import annotations

import decimal
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from jinja2 import Environment, nodes, pass_eval_context
from jinja2.filters import FILTERS

from deckwright.system.limits import TEXT_CHARACTERS
from deckwright.system.work import Work

ARITHMETIC = decimal.Context(prec=50)
LARGEST = Decimal("1e40")


def is_number(value: object) -> bool:
    return isinstance(value, int | Decimal)


def calculate(sign: str, left: int | Decimal, right: int | Decimal) -> int | Decimal:
    """Counts exactly where that is possible and with 50 digits where it is not; never with floats."""
    calculations: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
        "+": ARITHMETIC.add,
        "-": ARITHMETIC.subtract,
        "*": ARITHMETIC.multiply,
        "/": ARITHMETIC.divide,
        "//": _floor,
        "%": lambda a, b: ARITHMETIC.subtract(a, ARITHMETIC.multiply(b, _floor(a, b))),
        "**": ARITHMETIC.power,
    }
    result = calculations[sign](Decimal(left), Decimal(right))
    if not result.is_finite() or abs(result) > LARGEST:
        raise OverflowError
    whole = isinstance(left, int) and isinstance(right, int) and result == result.to_integral_value()
    return int(result) if whole else result


def _floor(left: Decimal, right: Decimal) -> Decimal:
    return ARITHMETIC.divide(left, right).to_integral_value(decimal.ROUND_FLOOR)


LOOP = "round of a loop"
"""The name of a filter that nobody can write."""
_WIDTH = re.compile(r"[0-9]{4,}|\*")


def count_loops(tree: nodes.Template, environment: Environment, work: Work) -> nodes.Template:
    """`tree` with every loop counted by `work`."""
    environment.filters[LOOP] = work.counted
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, LOOP, [], [], None, None, lineno=loop.iter.lineno, environment=environment)
    return tree


class TooLongError(ValueError):
    """A text would become longer than any may be."""

    def __init__(self) -> None:
        super().__init__(f"the text becomes longer than {TEXT_CHARACTERS:,} characters")


def check_repeated(sign: str, left: Any, right: Any) -> None:
    """TooLongError when `left` × `right` repeats a text or list too often, or `left` % `right` pads one too wide."""
    if sign == "*":
        for many, one in ((left, right), (right, left)):
            if isinstance(one, str | list | tuple) and isinstance(many, int) and many * len(one) > TEXT_CHARACTERS:
                raise TooLongError
    elif sign == "%" and isinstance(left, str) and _WIDTH.search(left):
        raise TooLongError


def _replace(context: Any, text: Any, old: Any, new: Any, count: int | None = None) -> Any:
    times = str(text).count(str(old)) if count is None else min(count, str(text).count(str(old)))
    if len(str(text)) + times * max(0, len(str(new)) - len(str(old))) > TEXT_CHARACTERS:
        raise TooLongError
    return FILTERS["replace"](context, text, old, new, count)


def _join(context: Any, values: Iterable[Any], d: str = "", attribute: Any = None) -> Any:
    parts = list(values)
    if len(str(d)) * len(parts) + sum(len(part) for part in parts if isinstance(part, str)) > TEXT_CHARACTERS:
        raise TooLongError
    return FILTERS["join"](context, parts, d, attribute)


BOUNDED: dict[str, Callable[..., Any]] = {"replace": pass_eval_context(_replace), "join": pass_eval_context(_join)}
"""In the place of Jinja's own filters of these names; the same, within bounds."""
