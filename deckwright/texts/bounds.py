"""Bounds for what Jinja does: rounds of loops are counted, and texts that would become too long are never made."""

from __future__ import annotations

import decimal
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import wraps
from typing import Any

from jinja2 import Environment, nodes, pass_context, pass_eval_context
from jinja2.filters import FILTERS
from jinja2.runtime import LoopContext

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
STEPS = "steps of a macro"
SIZE = "size of a value"
"""Names of filters that cannot be written in a template."""
_LOOPS = (nodes.For, nodes.Macro, nodes.CallBlock)
_WIDTH = re.compile(r"[0-9]{4,}|\*")


def count_work(tree: nodes.Template, environment: Environment) -> nodes.Template:
    """`tree` with its loops and macros counted: each round by the operations in its body, and by the size of what it
    compares and joins."""

    def filtered(value: nodes.Node, name: str, *arguments: nodes.Expr) -> nodes.Filter:
        at = value.lineno
        return nodes.Filter(value, name, list(arguments), [], None, None, lineno=at, environment=environment)

    loops: list[nodes.For | nodes.Macro | nodes.CallBlock]
    loops = [*tree.find_all(nodes.For), *tree.find_all(nodes.Macro), *tree.find_all(nodes.CallBlock)]
    steps = [_count_steps(loop) for loop in loops]
    for compared in {compared for loop in loops for compared in loop.find_all(nodes.Compare)}:
        compared.expr = filtered(compared.expr, SIZE)
        for operand in compared.ops:
            operand.expr = filtered(operand.expr, SIZE)
    for joined in {joined for loop in loops for joined in loop.find_all(nodes.Concat)}:
        joined.nodes = [filtered(part, SIZE) for part in joined.nodes]
    for loop, count in zip(loops, steps, strict=True):
        number = nodes.Const(count, lineno=loop.lineno)
        if isinstance(loop, nodes.For):
            loop.iter = filtered(loop.iter, LOOP, number)
        else:
            loop.body.insert(0, nodes.ExprStmt(filtered(number, STEPS), lineno=loop.lineno))
    return tree


def _count_steps(loop: nodes.Node) -> int:
    """The operations of one round, without those of loops in it, which count theirs."""
    own = 1
    for child in loop.iter_child_nodes(exclude=("iter", "target", "args", "defaults")):
        own += 1 if isinstance(child, _LOOPS) else _count_steps(child)
    return own


def build_counters(work: Work) -> dict[str, Any]:
    """The filters that `count_work` writes into a template."""

    @pass_context  # or Jinja would work it out once, as it compiles
    def steps(_context: Any, count: int) -> None:
        work.count_steps(count)

    return {LOOP: work.count_rounds, STEPS: steps, SIZE: work.count_value}


def count_calls(functions: Mapping[str, Any], work: Work) -> dict[str, Any]:
    """Filters or tests, each call counted by the size of what it is given."""
    return {name: _count_call(function, work) for name, function in functions.items()}


def _count_call(function: Callable[..., Any], work: Work) -> Callable[..., Any]:
    @wraps(function)
    def counted(*given: Any, **named: Any) -> Any:
        return function(*[_count_items(work.count_value(value), work) for value in given], **named)

    return counted


def _count_items(value: Any, work: Work) -> Any:
    """A value that is made as it is read, such as what `map` gives, with each of its entries counted."""
    if isinstance(value, Iterator) and not isinstance(value, LoopContext):
        return (work.count_value(one) for one in value)
    return value


class TooLongError(ValueError):
    """A text would become longer than any may be."""

    def __init__(self) -> None:
        super().__init__(f"the text becomes longer than {TEXT_CHARACTERS:,} characters")


def check_repetition(sign: str, left: Any, right: Any) -> None:
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


BOUNDED_FILTERS: dict[str, Callable[..., Any]] = {
    "replace": pass_eval_context(_replace),
    "join": pass_eval_context(_join),
}
"""In the place of Jinja's own filters of these names; the same, within bounds."""
