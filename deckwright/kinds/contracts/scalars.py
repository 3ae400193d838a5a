"""The field types of a single value: text, word, number, yes/no, date, one of several words, another slide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import ClassVar

from deckwright.kinds.contracts.fields import (
    EXPRESSION,
    Context,
    ScalarType,
    Schema,
    Wording,
    build_fields_schema,
    describe_value,
    report_wrong_type,
)
from deckwright.kinds.contracts.plural_texts import TEXT_SCHEMA, build_plural_fields, check_plural, get_forms, is_plural
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.node import Node, Scalar
from deckwright.model.source import Text

_DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
_MAX_LISTED = 12
PLAIN_SCHEMA: Schema = {"type": ["string", "number"]}
_NUMBER_SCHEMA: Schema = {"anyOf": [{"type": "number"}, EXPRESSION]}


class TextType(ScalarType, frozen=True):
    """A translatable text with inline marks, which may have plural forms."""

    allows_plural: bool = True
    """It may be `{count: …, one: …, other: …}`."""

    noun = "a text"

    def check(self, node: Node, name: str, context: Context) -> object:
        if self.allows_plural and is_plural(node):
            return check_plural(node, name, PLURAL_FIELDS, context)
        return ScalarType.check(self, node, name, context)

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> Text | None:
        text = context.evaluate_text(scalar) if (scalar := read_as_text(scalar, context)).value is not None else None
        return text.like(text.strip()) if text is not None and text != text.strip() else text

    def build_schema(self) -> Schema:
        return TEXT_SCHEMA if self.allows_plural else PLAIN_SCHEMA

    def find_texts(self, node: Node, path: str) -> Iterator[tuple[str, Wording]]:
        if (isinstance(node, Scalar) and isinstance(node.value, Text) and node.value.strip()) or (
            self.allows_plural and is_plural(node) and "other" in get_forms(node)
        ):
            yield path, node


class WordType(ScalarType, frozen=True):
    """A name, a path or a code, which is never translated."""

    noun: str = "a word"
    schema = PLAIN_SCHEMA

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> Text | None:
        scalar = read_as_text(scalar, context)
        return context.evaluate_text(scalar) if scalar.value is not None else None


class ExpressionType(ScalarType, frozen=True):
    """An expression. Its value is the scalar, which is evaluated later."""

    noun = "a number, or an expression that gives one"
    schema = _NUMBER_SCHEMA
    label = "expression"

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> Scalar:
        return scalar


class NumberType(ScalarType, frozen=True):
    noun = "a number"
    schema = _NUMBER_SCHEMA

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> int | Decimal | None:
        value = context.evaluate(scalar)
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return value
        if value is not None:
            comma = _DECIMAL_COMMA.fullmatch(scalar.raw)
            advice = f"write it with a point: {scalar.raw.replace(',', '.')}" if comma else None
            _report_wrong_value(scalar, value, name, self.noun, context, advice)
        return None


class YesNoType(ScalarType, frozen=True):
    noun = "yes or no"
    label = "yes/no"

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> bool | None:
        value = context.evaluate(scalar)
        if isinstance(value, bool):
            return value
        if value is not None:
            _report_wrong_value(scalar, value, name, self.noun, context)
        return None

    def build_schema(self) -> Schema:
        # Editors read YAML 1.2, in which `yes` is a text.
        words = {"type": "string", "pattern": "^([Yy]es|YES|[Nn]o|NO)$"}
        return {"anyOf": [{"type": "boolean"}, words, EXPRESSION]}


class DateType(ScalarType, frozen=True):
    noun = "a date"
    schema: ClassVar[Schema] = {"anyOf": [{"type": "string", "format": "date"}, EXPRESSION]}

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> date | None:
        value = context.evaluate(scalar)
        if isinstance(value, date):
            return value
        if value is not None:
            _report_wrong_value(scalar, value, name, self.noun, context, "write year-month-day, as in 2019-10-07")
        return None


class ChoiceType(ScalarType, frozen=True):
    choices: tuple[str, ...]
    code: str = "unknown-choice"
    choice_noun: str = ""
    """What the choices are, for messages: "chart kind"."""

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
            f"unknown {self.choice_noun} '{word}'" if self.choice_noun else f"{name} cannot be '{word}'",
            scalar.span,
            help=help_,
            notes=() if help_ and len(self.choices) > _MAX_LISTED else (f"it must be {self.noun}",),
        )
        return None

    def build_schema(self) -> Schema:
        return {"anyOf": [{"enum": list(self.choices)}, EXPRESSION]}


class SlideType(ScalarType, frozen=True):
    """The id of a slide of the same deck."""

    noun = "the id of a slide"
    schema: ClassVar[Schema] = {"type": "string"}
    label = "slide"

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> Text | None:
        scalar = read_as_text(scalar, context)
        slide_id = context.evaluate_text(scalar) if scalar.value is not None else None
        if slide_id is None:
            return None
        if slide_id in context.slide_ids:
            context.record_thumbnail(slide_id)
            return slide_id
        ids = tuple(context.slide_ids)
        context.report.error(
            "unknown-slide",
            f"the deck has no slide with the id '{slide_id}'",
            scalar.span,
            help=did_you_mean(slide_id, ids),
            notes=(f"the slides are {', '.join(ids)}",) if 0 < len(ids) <= _MAX_LISTED else (),
        )
        return None


PLURAL_FIELDS = build_plural_fields(NumberType(), TextType(allows_plural=False))
TEXT_OR_PLURAL: Schema = {"anyOf": [PLAIN_SCHEMA, build_fields_schema(PLURAL_FIELDS)]}
"""The definition that `TEXT_SCHEMA` refers to."""


def read_as_text(scalar: Scalar, context: Context) -> Scalar:
    """Returns `scalar` with its source as value: 2018 and 1.10 become texts. Reports `yaml-trap` for a bare `no`."""
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
    scalar: Scalar, value: object, name: str, expected: str, context: Context, advice: str | None = None
) -> None:
    """Reports `wrong-type` for the `value` of `scalar`, which may be an expression."""
    if value is scalar.value or value == scalar.value:
        report_wrong_type(scalar, name, expected, context.report, advice=advice)
    else:
        message = f"{name} must be {expected}, but '{scalar.raw}' is {describe_value(value)}"
        context.report.error("wrong-type", message, scalar.span, help=advice)
