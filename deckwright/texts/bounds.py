"""Bounds for Jinja: counts rounds of loops, and refuses a text that would become too long before it is built."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any

from jinja2 import Environment, nodes, pass_context, pass_eval_context
from jinja2.filters import FILTERS
from jinja2.runtime import LoopContext

from deckwright.system.limits import TEXT_CHARACTERS
from deckwright.system.work import Work
from deckwright.texts.values import TooLongError

_ROUND = "round of a loop"
_STEPS = "steps of a macro"
_SIZE = "size of a value"
"""Names of filters. With spaces, so that a template cannot call them."""
_LOOPS = (nodes.For, nodes.Macro, nodes.CallBlock)
_WIDTH = re.compile(r"[0-9]{4,}|\*")


def count_work(tree: nodes.Template, environment: Environment) -> nodes.Template:
    """Adds counters to the loops and macros of `tree`.

    Each round costs the operations in its body, and the size of the values that it compares and joins.
    """

    def add_filter(value: nodes.Node, name: str, *arguments: nodes.Expr) -> nodes.Filter:
        line = value.lineno
        return nodes.Filter(value, name, list(arguments), [], None, None, lineno=line, environment=environment)

    loops: list[nodes.For | nodes.Macro | nodes.CallBlock]
    loops = [*tree.find_all(nodes.For), *tree.find_all(nodes.Macro), *tree.find_all(nodes.CallBlock)]
    steps = [_count_steps(loop) for loop in loops]
    for comparison in {comparison for loop in loops for comparison in loop.find_all(nodes.Compare)}:
        comparison.expr = add_filter(comparison.expr, _SIZE)
        for operand in comparison.ops:
            operand.expr = add_filter(operand.expr, _SIZE)
    for concatenation in {concatenation for loop in loops for concatenation in loop.find_all(nodes.Concat)}:
        concatenation.nodes = [add_filter(part, _SIZE) for part in concatenation.nodes]
    for loop, count in zip(loops, steps, strict=True):
        number = nodes.Const(count, lineno=loop.lineno)
        if isinstance(loop, nodes.For):
            loop.iter = add_filter(loop.iter, _ROUND, number)
        else:
            loop.body.insert(0, nodes.ExprStmt(add_filter(number, _STEPS), lineno=loop.lineno))
    return tree


def _count_steps(loop: nodes.Node) -> int:
    """Returns the operations of one round; an inner loop counts as one, because it counts its own."""
    steps = 1
    for child in loop.iter_child_nodes(exclude=("iter", "target", "args", "defaults")):
        steps += 1 if isinstance(child, _LOOPS) else _count_steps(child)
    return steps


def build_counters(work: Work) -> dict[str, Any]:
    """Returns the filters that `count_work` adds to a template."""

    @pass_context  # without it, Jinja would call this once, when it compiles the template
    def count_steps(_context: Any, count: int) -> None:
        work.count_steps(count)

    return {_ROUND: work.count_rounds, _STEPS: count_steps, _SIZE: work.count_value}


def count_calls(functions: Mapping[str, Any], work: Work) -> dict[str, Any]:
    """Returns filters or tests of which each call costs the size of its arguments."""
    return {name: _count_call(function, work) for name, function in functions.items()}


def _count_call(function: Callable[..., Any], work: Work) -> Callable[..., Any]:
    @wraps(function)
    def call(*arguments: Any, **options: Any) -> Any:
        return function(*[_count_items(work.count_value(value), work) for value in arguments], **options)

    return call


def _count_items(value: Any, work: Work) -> Any:
    """Returns `value`; if it is an iterator, such as `map` returns, with each of its items counted."""
    if isinstance(value, Iterator) and not isinstance(value, LoopContext):
        return (work.count_value(item) for item in value)
    return value


def check_repetition(sign: str, left: Any, right: Any) -> None:
    """Raises TooLongError if `left * right` repeats a text or list too often, or `left % right` pads one too wide."""
    if sign == "*":
        for count, value in ((left, right), (right, left)):
            is_repetition = isinstance(value, str | list | tuple) and isinstance(count, int)
            if is_repetition and count * len(value) > TEXT_CHARACTERS:
                raise TooLongError
    elif sign == "%" and isinstance(left, str) and _WIDTH.search(left):
        raise TooLongError


@pass_eval_context
def _replace(context: Any, text: Any, old: Any, new: Any, count: int | None = None) -> Any:
    times = str(text).count(str(old)) if count is None else min(count, str(text).count(str(old)))
    if len(str(text)) + times * max(0, len(str(new)) - len(str(old))) > TEXT_CHARACTERS:
        raise TooLongError
    return FILTERS["replace"](context, text, old, new, count)


@pass_eval_context
def _join(context: Any, values: Iterable[Any], d: str = "", attribute: Any = None) -> Any:
    parts = list(values)
    if len(str(d)) * len(parts) + sum(len(part) for part in parts if isinstance(part, str)) > TEXT_CHARACTERS:
        raise TooLongError
    return FILTERS["join"](context, parts, d, attribute)


BOUNDED_FILTERS: dict[str, Callable[..., Any]] = {"replace": _replace, "join": _join}
"""Jinja's filters of these names, with a bound on the length of their result."""
