"""Expressions: evaluates `{{ … }}` and `{% … %}` in the scalars of deck.yaml."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from deckwright.languages.formats import FormatError, Formats
from deckwright.model.diagnostics import Report
from deckwright.model.node import Scalar
from deckwright.model.source import Span, Text
from deckwright.system.limits import SOURCE_CHARACTERS, SOURCES, TEXT_CHARACTERS, TEXTS_CHARACTERS
from deckwright.system.work import WHOLE, Share
from deckwright.texts.filters import build_filters
from deckwright.texts.values import (
    FAILED,
    TYPES_MESSAGE,
    CircleError,
    ExpressionError,
    Fact,
    Failed,
    FailedNameError,
    TooLongError,
    build_name_error,
    list_known_names,
    look_up,
    unwrap_fact,
)

if TYPE_CHECKING:
    from deckwright.texts.sandbox import Sandbox

_INSIDE = f".{{0,{SOURCE_CHARACTERS}}}?"
EXPRESSION_PATTERN = re.compile(rf"\{{\{{{_INSIDE}\}}\}}|\{{%{_INSIDE}%\}}|\{{#{_INSIDE}#\}}", re.DOTALL)
"""An expression, a statement or a comment: the parts of a text that are not the author's wording."""

_FILTER = r"\|\s*([a-z_]+)\s*(?:\(\s*(-?[0-9]+|\"[^\"\\{}]*\"|'[^'\\{}]*')\s*\)\s*)?"
_ONE_FILTER = re.compile(_FILTER)
_SIMPLE = re.compile(rf"\{{\{{\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*((?:{_FILTER})*)\}}\}}")
"""A name, and perhaps filters with one plain argument each. Most expressions are like this, and are evaluated without
Jinja, which takes longer to import than such a deck takes to evaluate. The result is the same."""
_SINGLE_BRACES = re.compile(r"\{(\s*([A-Za-z_]\w*)\.\w[^{}]*)\}")
_ONLY_EXPRESSION = re.compile(r"\s*\{\{((?:(?!\{\{|\}\}|\{%|\{#).)*)\}\}\s*", re.DOTALL)


class Expressions:
    """The expressions of one deck in one language."""

    def __init__(self, formats: Formats, report: Report, share: Share = WHOLE) -> None:
        self.formats = formats
        self.report = report
        self._share = share
        self._characters_left = TEXTS_CHARACTERS // share.count
        self._is_exhausted = False
        """A limit of the whole deck is reached; later expressions would only repeat the error."""

    def evaluate(self, scalar: Scalar, names: Mapping[str, object]) -> object:
        """Returns the value of `scalar`, whose expressions may use `names`; FAILED after reporting an error.

        A scalar without braces is its own value. One that is a single `{{ … }}` keeps the type of its result: a
        number, a date, a `Fact`, a `Text` with the place of its wording. Anything else becomes a `Text` at
        the scalar's place. Results are never evaluated again.
        """
        text = scalar.value
        if not isinstance(text, Text) or "{" not in text:
            return text
        return self._report_errors(scalar, lambda: self._evaluate_braces(text, names))

    def evaluate_text(self, scalar: Scalar, names: Mapping[str, object]) -> Text | Failed:
        """Returns the text of `scalar`, whose value is a `Text`; FAILED after reporting an error."""
        value = self.evaluate(scalar, names)
        if value is FAILED or isinstance(value, Text):
            return value
        text = self._report_errors(scalar, lambda: self.format_value(value))
        return FAILED if text is FAILED else Text(str(text), scalar.span)

    def evaluate_condition(self, scalar: Scalar, names: Mapping[str, object]) -> bool | Failed:
        """Returns True if the expression `scalar`, with or without braces, is true; FAILED after reporting an error."""
        if not isinstance(scalar.value, Text):
            return bool(scalar.value)
        value = self.evaluate_source(scalar, str(scalar.value), names)
        return value if value is FAILED else bool(value)

    def evaluate_source(self, scalar: Scalar, source: str, names: Mapping[str, object]) -> object:
        """Returns the value of `source`, an expression in `scalar` with or without braces; FAILED after an error."""
        whole = _ONLY_EXPRESSION.fullmatch(source)
        source = whole[1] if whole else source
        return self._report_errors(scalar, lambda: self._sandbox.evaluate(source, names))

    def _evaluate_braces(self, text: Text, names: Mapping[str, object]) -> object:
        _check_sources(text)
        if not EXPRESSION_PATTERN.search(text):
            _check_half_expression(text, names)
            return text
        simple = [part for part in _SIMPLE.finditer(text) if self._has_filters(part[2])]
        if simple and simple[0][0] == text.strip():
            value = self._evaluate_simple(simple[0], names)
        elif whole := _ONLY_EXPRESSION.fullmatch(text):
            value = self._sandbox.evaluate(whole[1], names)
        elif len(simple) == len(EXPRESSION_PATTERN.findall(text)):
            value = _SIMPLE.sub(lambda part: self.format_value(self._evaluate_simple(part, names)), text)
        else:
            value = self._sandbox.render(str(text), names)
        if not isinstance(value, str):
            return Decimal(repr(value)) if isinstance(value, float) else value
        if len(value) > TEXT_CHARACTERS:
            raise TooLongError
        self._characters_left -= len(value)
        if self._characters_left < 0:
            message = f"the texts of the deck's expressions exceed {TEXTS_CHARACTERS:,} characters"
            raise ExpressionError("too-much-work", message)
        return value if isinstance(value, Text) else text.like(value)

    def format_value(self, value: object) -> str:
        """Writes `value` as part of a text."""
        if isinstance(value, bool):
            return self.formats.language.words["yes" if value else "no"]
        if isinstance(value, int | Decimal | float):
            return self.formats.format_value(unwrap_fact(value), "number")
        if value is None or isinstance(value, str | Fact | date):
            return self.formats.format_value(value)
        if isinstance(value, Mapping):
            message = "this is a group of values: name one of them"
            raise ExpressionError("expression-failed", message, notes=list_known_names("it", value))
        return self._sandbox.stringify(value)

    def _has_filters(self, filters: str) -> bool:
        return all(name in self._filters for name, _ in _ONE_FILTER.findall(filters))

    def _evaluate_simple(self, part: re.Match[str], names: Mapping[str, object]) -> object:
        value: object = names
        owner = ""
        for name in part[1].split("."):
            try:
                value = look_up(value, name)
            except KeyError:
                raise build_name_error(owner, value, name) from None
            owner = f"{owner}.{name}" if owner else name
        for name, argument in _ONE_FILTER.findall(part[2]):
            is_number = argument[:1] not in ("'", '"')
            arguments = [int(argument) if is_number else argument[1:-1]] if argument else []
            value = self._filters[name](value, *arguments)
        return value

    @cached_property
    def _filters(self) -> Mapping[str, Callable[..., object]]:
        return build_filters(self.formats)

    @cached_property
    def _sandbox(self) -> Sandbox:
        from deckwright.texts.sandbox import Sandbox  # late: importing Jinja takes 0.1 s

        return Sandbox(self.formats, self.format_value, self._share)

    def _report_errors(self, scalar: Scalar, evaluate: Callable[[], object]) -> object:
        """Returns the result of `evaluate`; FAILED after reporting an error in `scalar`."""
        if self._is_exhausted:
            return FAILED
        try:
            return evaluate()
        except FailedNameError:
            pass
        except ExpressionError as error:
            self._is_exhausted = error.code == "too-much-work"
            span = _locate(scalar, error.about)
            self.report.error(error.code, error.message, span, help=error.help, notes=error.notes)
        except CircleError as error:
            message = f"'{error.names[0]}' depends on itself: {error}"
            self.report.error("circular-text", message, _locate(scalar, error.names[0]))
        except FormatError as error:
            self.report.error("expression-failed", str(error), scalar.span)
        except (TypeError, ValueError, LookupError, ArithmeticError):
            self.report.error("expression-failed", TYPES_MESSAGE, scalar.span)
        return FAILED


def _check_sources(text: str) -> None:
    """Raises ExpressionError for too many expressions in a text, or too long ones."""
    starts = text.count("{{") + text.count("{%") + text.count("{#")
    if starts > SOURCES:
        raise ExpressionError("expression-syntax", f"a text may have at most {SOURCES:,} expressions", "{{")
    for opening, closing in (("{{", "}}"), ("{%", "%}"), ("{#", "#}")) if len(text) > SOURCE_CHARACTERS else ():
        start = text.find(opening)
        while start >= 0 and (end := text.find(closing, start)) >= 0:
            if end - start - len(opening) > SOURCE_CHARACTERS:
                message = f"an expression may have at most {SOURCE_CHARACTERS:,} characters"
                raise ExpressionError("expression-syntax", message, opening)
            start = text.find(opening, end)


def _check_half_expression(text: str, names: Mapping[str, object]) -> None:
    """Raises ExpressionError for a text with braces that are probably meant as an expression, but are not one."""
    if "{{" in text:
        advice = "close it with '}}', or write {{ '{{' }} for the braces themselves"
        raise ExpressionError("expression-syntax", "this '{{' has no '}}'", "{{", advice)
    if (match := _SINGLE_BRACES.search(text)) and match[2] in names:
        advice = f"write {{{{ {match[1].strip()} }}}}"
        raise ExpressionError("expression-syntax", "an expression needs two braces on each side", match[2], advice)


def _locate(scalar: Scalar, about: str) -> Span:
    """Returns the place of the word `about` in an expression of `scalar`, or if it is not found, of the scalar."""
    span, raw = scalar.span, scalar.raw
    whole_word = re.compile(rf"(?<!\w){re.escape(about)}(?!\w)")
    parts = list(EXPRESSION_PATTERN.finditer(raw)) or list(re.finditer(".+", raw, re.DOTALL))
    at = next((match.start() for part in parts if (match := whole_word.search(raw, *part.span()))), -1)
    if at < 0 or not about:
        return span
    first_line = raw.partition("\n")[0]
    line = raw.count("\n", 0, at)
    if line == 0:
        at += span.length > len(first_line)  # after a quotation mark
        return Span(span.file, span.line, span.column + at, len(about)) if at + len(about) <= span.length else span
    if raw == scalar.value:  # a block scalar, which has lost indentation and line breaks
        return span
    return Span(span.file, span.line + line, at - raw.rfind("\n", 0, at), len(about))
