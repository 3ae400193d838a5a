"""The sandbox: evaluates expressions of deck.yaml with Jinja, which reaches only the names of the deck."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import cache, partial
from math import isinf
from typing import Any, TypeVar

from jinja2 import TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.environment import Template
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.runtime import Context, LoopContext, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing

from deckwright.languages.formats import FormatError, Formats
from deckwright.model.diagnostics import did_you_mean
from deckwright.system.limits import RANGE_NUMBERS, SOURCE_CHARACTERS, TEXT_CHARACTERS
from deckwright.system.work import WHOLE, Share, TooMuchWorkError, Work
from deckwright.texts.bounds import BOUNDED_FILTERS, build_counters, count_calls, count_work
from deckwright.texts.filters import build_filters
from deckwright.texts.values import (
    TYPES_MESSAGE,
    CircleError,
    ExpressionError,
    FailedNameError,
    TooLongError,
    build_name_error,
    calculate,
    is_number,
    look_up,
    unwrap_fact,
)

_R = TypeVar("_R")
_LOOP_ATTRIBUTES = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length"})

# fmt: off
_JINJA_FILTERS = (
    "capitalize", "count", "default", "d", "first", "join", "last", "length", "lower", "map", "reject",
    "rejectattr", "replace", "reverse", "select", "selectattr", "sort", "title", "trim", "unique", "upper",
)
# fmt: on
"""Jinja's own filters that are harmless: they do not pad, format, read or load."""


class Sandbox:
    """Evaluates expressions; `format_value` writes their values as part of a text."""

    def __init__(self, formats: Formats, format_value: Callable[[object], str], share: Share = WHOLE) -> None:
        self._environment = _Environment(undefined=_UnknownName, finalize=format_value, keep_trailing_newline=True)
        self._work = Work(share)
        filters = {name: FILTERS[name] for name in _JINJA_FILTERS} | BOUNDED_FILTERS | build_filters(formats)
        self._filters = frozenset(filters)
        self._environment.filters = count_calls(filters, self._work) | build_counters(self._work)
        self._environment.tests = count_calls(self._environment.tests, self._work)
        self._environment.work = self._work
        self._environment.globals = {"range": _build_range}
        self._compile_expression, self._compile_template = cache(self._compile_source), cache(self._build_template)

    def evaluate(self, source: str, names: Mapping[str, object]) -> object:
        """Returns the value of the expression `source`, of any type. Raises ExpressionError."""

        def evaluate() -> object:
            value = self._compile_expression(source)(**names)
            return str(value) if isinstance(value, Undefined) else value  # str() of an unknown name raises

        return self._translate_errors(evaluate, names)

    def _compile_source(self, source: str) -> Callable[..., object]:
        if len(source) > SOURCE_CHARACTERS:
            message = f"an expression may have at most {SOURCE_CHARACTERS:,} characters"
            raise ExpressionError("expression-syntax", message)
        self._check(self._environment.parse("{{ " + source + " }}"))
        return self._environment.compile_expression(source, undefined_to_none=False)

    def render(self, source: str, names: Mapping[str, object]) -> str:
        """Returns the text `source` with its expressions and statements evaluated. Raises ExpressionError."""

        def render() -> str:
            pieces = []
            length = 0
            for piece in self._compile_template(source).generate(names):
                length += len(piece)
                if length > TEXT_CHARACTERS:
                    raise TooLongError
                pieces.append(piece)
            return "".join(pieces)

        return self._translate_errors(render, names)

    def _build_template(self, source: str) -> Template:
        tree = self._environment.parse(source)
        self._check(tree)
        code = self._environment.compile(count_work(tree, self._environment))
        return Template.from_code(self._environment, code, {"range": _build_range})

    def stringify(self, value: object) -> str:
        """Raises ExpressionError for a value that a text cannot contain: an unknown name or a list."""
        if isinstance(value, Undefined):
            return str(value)
        raise _build_error("a text cannot contain a list", help="use '| list' or '| join'")

    def _check(self, tree: nodes.Template) -> None:
        """Raises ExpressionError for statements that could take all memory, and for unknown filters and tests."""
        for statement in tree.find_all(nodes.Stmt):
            if not isinstance(statement, nodes.For | nodes.If | nodes.Output):
                message = "a deck can use only '{% if %}' and '{% for %}'"
                raise ExpressionError("expression-syntax", message)
        if any(isinstance(const.value, float) and isinf(const.value) for const in tree.find_all(nodes.Const)):
            raise _build_error("the number is too large")
        for loop in tree.find_all(nodes.For):
            if loop.recursive or any(inner.find(nodes.For) for inner in loop.find_all(nodes.For)):
                raise ExpressionError("expression-syntax", "loops can be nested only once")
        for use in tree.find_all(nodes.Filter):
            if use.name not in self._filters:
                notes = (f"filters are {', '.join(sorted(self._filters))}",)
                help_ = did_you_mean(use.name, self._filters)
                raise ExpressionError("unknown-filter", f"unknown filter '{use.name}'", use.name, help_, notes)
        for test in tree.find_all(nodes.Test):
            if test.name not in self._environment.tests:
                help_ = did_you_mean(test.name, self._environment.tests)
                raise ExpressionError("unknown-test", f"unknown test '{test.name}'", test.name, help_)

    def _translate_errors(self, evaluate: Callable[[], _R], names: Mapping[str, object]) -> _R:
        """Returns the result of `evaluate`. Raises its errors as ExpressionError, in the author's words."""
        self._work.start()
        try:
            return evaluate()
        except (ExpressionError, FailedNameError, CircleError, FormatError):
            raise
        except _MissingNameError as error:
            raise _explain_missing(error, names) from None
        except TemplateSyntaxError as error:
            reason = error.message or "it is incomplete"
            for token, symbol in (("end of print statement", "}}"), ("end of statement block", "%}"), ("token ", "")):
                reason = reason.replace(token, symbol)
            message = f"the expression cannot be read: {reason.rstrip('.')}"
            raise ExpressionError("expression-syntax", message) from None
        except TooMuchWorkError as error:
            raise ExpressionError("too-much-work", str(error), help="put the result into a data file") from None
        except (RecursionError, SyntaxError, MemoryError):  # the last two come from Python's compiler
            raise ExpressionError("expression-syntax", "the expression is nested too deeply") from None
        except SecurityError:
            raise _build_error("only range() can be called", help="use a filter: {{ value | filter }}") from None
        except ZeroDivisionError:
            raise _build_error("this divides by zero") from None
        except ArithmeticError:
            raise _build_error("the number becomes too large") from None
        except (TypeError, ValueError, LookupError, TemplateError):
            raise _build_error(TYPES_MESSAGE) from None


class _Environment(SandboxedEnvironment):
    """Jinja with the attributes, calls and arithmetic of deck.yaml, and without those of Python."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})
    intercepted_unops = frozenset({"+", "-"})
    work: Work

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, LoopContext) and attribute in _LOOP_ATTRIBUTES:
            return getattr(obj, attribute)
        if isinstance(obj, Undefined):
            str(obj)  # raises, for it is `obj` that is unknown
        try:
            return look_up(obj, attribute)
        except KeyError:
            return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        if isinstance(argument, int) and isinstance(obj, list | tuple | str) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.undefined(obj=obj, name=str(argument))

    def is_safe_callable(self, obj: Any) -> bool:
        return obj is _build_range

    def call_unop(self, context: Context, operator: str, arg: Any) -> Any:
        return super().call_unop(context, operator, unwrap_fact(arg))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        left, right = unwrap_fact(left), unwrap_fact(right)
        for side in (left, right):
            if isinstance(side, Undefined):
                str(side)
        numbers = is_number(left) and is_number(right)
        if not numbers and operator == "+" and is_number(left) != is_number(right):
            raise _build_error("a number and a text cannot be added", help="write 'a ~ b' to join them")
        if not numbers and operator != "+":
            raise _build_error(f"'{operator}' works with numbers only")
        return (
            calculate(operator, left, right) if numbers else self.work.count_value(left) + self.work.count_value(right)
        )


class _MissingNameError(Exception):
    """An unknown `name` was used: a part of `owner`, or a name at the top if owner is `missing`."""

    def __init__(self, hint: str | None, owner: object, name: str | None, _message: str | None = None) -> None:
        super().__init__(name)
        self.hint, self.owner, self.name = hint, owner, name


class _UnknownName(StrictUndefined):
    """An unknown name or part: it may be tested (`is defined`, `| default`), but not used."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, **_: object) -> None:
        super().__init__(hint, obj, name, partial(_MissingNameError, hint, obj, name))  # type: ignore[arg-type]


def _explain_missing(error: _MissingNameError, names: Mapping[str, object]) -> ExpressionError:
    if error.name is None:
        return _build_error("the list is empty: it has no first or last entry")
    if error.owner is missing:
        return build_name_error("", names, error.name)
    owner = next((name for name, value in names.items() if value is error.owner), "it")
    return build_name_error(owner, error.owner, error.name)


def _build_error(message: str, help: str | None = None) -> ExpressionError:
    return ExpressionError("expression-failed", message, help=help)


def _build_range(*bounds: int) -> range:
    numbers = range(*(operator.index(unwrap_fact(bound)) for bound in bounds))  # type: ignore[arg-type]
    if len(numbers) > RANGE_NUMBERS:
        raise _build_error(f"range() may give at most {RANGE_NUMBERS:,} numbers")
    return numbers
