"""The field types of one value: text, word, number, yes/no, date, one of several words, another slide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from deckwright.kinds.contracts.base import (
    EXPRESSION,
    Context,
    ScalarType,
    Schema,
    Wording,
    describe_value,
    report_wrong_type,
)
from deckwright.kinds.contracts.fields import build_fields_schema
from deckwright.kinds.contracts.plurals import TEXT_SCHEMA, build_plural_fields, check_plural, get_forms, is_plural
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.node import Node, Scalar
from deckwright.model.source import Text

_DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
_MAX_LISTED = 12
_PLAIN: Schema = {"type": ["string", "number"]}


class TextType(ScalarType, frozen=True):
    """A translatable text with inline marks, or one that counts."""

    allows_plural: bool = True
    """Whether it may be `{count: …, one: …, other: …}`."""

    noun = "a text"

    def check(self, node: Node, name: str, context: Context) -> object:
        if self.allows_plural and is_plural(node):
            return check_plural(node, name, PLURAL_FIELDS, context)
        return ScalarType.check(self, node, name, context)

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> Text | None:
        text = context.evaluate_text(scalar) if (scalar := read_as_text(scalar, context)).value is not None else None
        return text.like(text.strip()) if text is not None and text != text.strip() else text

    def build_schema(self) -> Schema:
        return TEXT_SCHEMA if self.allows_plural else _PLAIN

    def describe(self) -> str:
        return "text"

    def find_texts(self, node: Node, path: str) -> Iterator[tuple[str, Wording]]:
        if (isinstance(node, Scalar) and isinstance(node.value, Text) and node.value.strip()) or (
            self.allows_plural and is_plural(node) and "other" in get_forms(node)
        ):
            yield path, node


class WordType(ScalarType, frozen=True):
    """A name, a path or a code, the same in every language."""

    noun: str = "a word"

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> Text | None:
        scalar = read_as_text(scalar, context)
        return context.evaluate_text(scalar) if scalar.value is not None else None

    def build_schema(self) -> Schema:
        return {"type": ["string", "number"]}

    def describe(self) -> str:
        return self.noun.removeprefix("a ").removeprefix("an ")


class ExpressionType(ScalarType, frozen=True):
    """An expression that gives a value. It is worked out by whoever wants the value, and reported there."""

    noun = "a number, or an expression that gives one"

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> Scalar:
        return scalar

    def build_schema(self) -> Schema:
        return {"anyOf": [{"type": "number"}, EXPRESSION]}

    def describe(self) -> str:
        return "expression"


class NumberType(ScalarType, frozen=True):
    noun = "a number"

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> int | Decimal | None:
        value = context.evaluate(scalar)
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return value
        if value is not None:
            comma = _DECIMAL_COMMA.fullmatch(scalar.raw)
            advice = f"write it with a point: {scalar.raw.replace(',', '.')}" if comma else None
            _report_wrong_value(scalar, value, name, self.noun, context, advice)
        return None

    def build_schema(self) -> Schema:
        return {"anyOf": [{"type": "number"}, EXPRESSION]}

    def describe(self) -> str:
        return "number"


class YesNoType(ScalarType, frozen=True):
    noun = "yes or no"

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> bool | None:
        value = context.evaluate(scalar)
        if isinstance(value, bool):
            return value
        if value is not None:
            _report_wrong_value(scalar, value, name, self.noun, context)
        return None

    def build_schema(self) -> Schema:
        # To an editor, which reads YAML 1.2, `yes` is a text.
        words = {"type": "string", "pattern": "^([Yy]es|YES|[Nn]o|NO)$"}
        return {"anyOf": [{"type": "boolean"}, words, EXPRESSION]}

    def describe(self) -> str:
        return "yes/no"


class DateType(ScalarType, frozen=True):
    noun = "a date"

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> date | None:
        value = context.evaluate(scalar)
        if isinstance(value, date):
            return value
        if value is not None:
            _report_wrong_value(scalar, value, name, self.noun, context, "write year-month-day, as in 2019-10-07")
        return None

    def build_schema(self) -> Schema:
        return {"anyOf": [{"type": "string", "format": "date"}, EXPRESSION]}

    def describe(self) -> str:
        return "date"


class ChoiceType(ScalarType, frozen=True):
    choices: tuple[str, ...]
    code: str = "unknown-choice"
    choice_noun: str = ""
    """What a choice is, where there is a word for it: "chart kind"."""

    @property
    def noun(self) -> str:
        return f"one of {', '.join(self.choices)}"

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> str | None:
        value = context.evaluate(scalar)
        if value is None:
            return None
        word = str(value) if isinstance(value, str) else scalar.raw
        if word in self.choices:
            return word
        help_ = did_you_mean(word, self.choices)
        context.report.error(
            self.code,
            f"there is no {self.choice_noun} '{word}'" if self.choice_noun else f"{name} cannot be '{word}'",
            scalar.span,
            help=help_,
            notes=() if help_ and len(self.choices) > _MAX_LISTED else (f"it is {self.noun}",),
        )
        return None

    def build_schema(self) -> Schema:
        return {"anyOf": [{"enum": list(self.choices)}, EXPRESSION]}

    def describe(self) -> str:
        return self.noun


class SlideType(ScalarType, frozen=True):
    """The id of a slide of the same deck."""

    noun = "the id of a slide"

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> Text | None:
        scalar = read_as_text(scalar, context)
        wanted = context.evaluate_text(scalar) if scalar.value is not None else None
        if wanted is None or wanted in context.slide_ids:
            if wanted is not None:
                context.record_thumbnail(wanted)
            return wanted
        ids = tuple(context.slide_ids)
        context.report.error(
            "unknown-slide",
            f"there is no slide with the id '{wanted}'",
            scalar.span,
            help=did_you_mean(wanted, ids),
            notes=(f"the slides are {', '.join(ids)}",) if 0 < len(ids) <= _MAX_LISTED else (),
        )
        return None

    def build_schema(self) -> Schema:
        return {"type": "string"}

    def describe(self) -> str:
        return "slide"


PLURAL_FIELDS = build_plural_fields(NumberType(), TextType(allows_plural=False))
TEXT_OR_PLURAL: Schema = {"anyOf": [_PLAIN, build_fields_schema(PLURAL_FIELDS)]}
"""The definition of `TEXT_SCHEMA`."""


def read_as_text(scalar: Scalar, context: Context) -> Scalar:
    """`scalar` with what was written as its value: 2018 and 1.10 are texts here, while a bare `no` is a trap."""
    if isinstance(scalar.value, Text):
        return scalar
    if isinstance(scalar.value, bool):
        context.report.error(
            "yaml-trap",
            f"'{scalar.raw}' without quotation marks means {'true' if scalar.value else 'false'}",
            scalar.span,
            help=f'write "{scalar.raw}"',
        )
        return Scalar(None, scalar.span, scalar.raw)
    return Scalar(Text(scalar.raw, scalar.span), scalar.span, scalar.raw)


def _report_wrong_value(
    scalar: Scalar, value: object, name: str, wanted: str, context: Context, advice: str | None = None
) -> None:
    """`value` is what `scalar` says or, when it is an expression, gives."""
    if value is scalar.value or value == scalar.value:
        report_wrong_type(scalar, name, wanted, context.report, advice=advice)
    else:
        message = f"{name} must be {wanted}, and '{scalar.raw}' gives {describe_value(value)}"
        context.report.error("wrong-type", message, scalar.span, help=advice)
