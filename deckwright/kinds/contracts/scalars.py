"""The field types of a single value: text, word, number, yes/no, date, one of several words, another slide.

A text may have plural forms: a number, and a wording for each plural category, of which the number chooses one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Dict
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, TypeGuard

from deckwright.kinds.contracts.fields import (
    EXPRESSION,
    Context,
    Field,
    ScalarType,
    Schema,
    Wording,
    build_fields_schema,
    check_fields,
    describe_value,
    report_wrong_type,
)
from deckwright.languages.plurals import CATEGORIES, get_plural_examples
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.node import Entry, Mapping, Node, Scalar
from deckwright.model.source import Text

COUNT_KEY = "count"
FORM_SEPARATOR = "\0"
"""Separates the forms of one text within a string, as in a .mo file (GNU gettext manual, 10.3)."""

TEXT_SCHEMA: Schema = {"$ref": "#/$defs/_text"}
"""A reference to the schema of a text with or without plural forms, which `build_deck_schema` defines once."""

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
            return _check_plural(node, name, context)
        return ScalarType.check(self, node, name, context)

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> Text | None:
        text = evaluate_as_text(scalar, context)
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
        return evaluate_as_text(scalar, context)


class ExpressionType(ScalarType, frozen=True):
    """An expression. Its value is the scalar, which is evaluated later."""

    noun = "a number, or an expression that gives one"
    schema = _NUMBER_SCHEMA
    label = "expression"

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> Scalar:
        return scalar


class ValueType(ScalarType, frozen=True):
    """A value of `python_type`, which may be the result of an expression."""

    python_type: ClassVar[Any]
    advice: ClassVar[str | None] = None

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> Any:
        value = context.evaluate(scalar)
        is_right = isinstance(value, self.python_type) and isinstance(value, bool) is (self.python_type is bool)
        if value is None or is_right:
            return value
        if value == scalar.value:
            report_wrong_type(scalar, name, self.noun, context.report, self.choose_advice(scalar))
        else:
            message = f"{name} must be {self.noun}, but '{scalar.raw}' is {describe_value(value)}"
            context.report.error("wrong-type", message, scalar.span, help=self.choose_advice(scalar))
        return None

    def choose_advice(self, scalar: Scalar) -> str | None:
        return self.advice


class NumberType(ValueType, frozen=True):
    noun = "a number"
    schema = _NUMBER_SCHEMA
    python_type = int | Decimal

    def choose_advice(self, scalar: Scalar) -> str | None:
        has_comma = _DECIMAL_COMMA.fullmatch(scalar.raw)
        return f"write it with a point: {scalar.raw.replace(',', '.')}" if has_comma else None


class YesNoType(ValueType, frozen=True):
    noun = "yes or no"
    label = "yes/no"
    python_type = bool

    def build_schema(self) -> Schema:
        # Editors read YAML 1.2, in which `yes` is a text.
        words = {"type": "string", "pattern": "^([Yy]es|YES|[Nn]o|NO)$"}
        return {"anyOf": [{"type": "boolean"}, words, EXPRESSION]}


class DateType(ValueType, frozen=True):
    noun = "a date"
    schema: ClassVar[Schema] = {"anyOf": [{"type": "string", "format": "date"}, EXPRESSION]}
    python_type = date
    advice = "write year-month-day, as in 2019-10-07"


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
        slide_id = evaluate_as_text(scalar, context)
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


_FORM = TextType(allows_plural=False)
_PLURAL_FIELDS = (
    Field(COUNT_KEY, NumberType(), help="the number that chooses the form"),
    *(Field(category, _FORM, optional=category != "other") for category in CATEGORIES),
)
TEXT_OR_PLURAL: Schema = {"anyOf": [PLAIN_SCHEMA, build_fields_schema(_PLURAL_FIELDS)]}
"""The definition that `TEXT_SCHEMA` refers to."""


def evaluate_as_text(scalar: Scalar, context: Context) -> Text | None:
    """Returns the text of `scalar` as written, so that 2018 and 1.10 are texts too, with its expressions evaluated.

    Returns None after reporting an error: `yaml-trap` for a bare `no`.
    """
    if isinstance(scalar.value, bool):
        context.report.error(
            "yaml-trap",
            f"'{scalar.raw}' without quotation marks means {'true' if scalar.value else 'false'}",
            scalar.span,
            help=f'write "{scalar.raw}"',
        )
        return None
    if not isinstance(scalar.value, Text):
        scalar = Scalar(Text(scalar.raw, scalar.span), scalar.span, scalar.raw)
    return context.evaluate_text(scalar)


def is_plural(node: Node) -> TypeGuard[Mapping]:
    """Returns True if `node` is meant as a text with plural forms."""
    return isinstance(node, Mapping) and any(entry.key == COUNT_KEY or entry.key in CATEGORIES for entry in node)


def _check_plural(mapping: Mapping, name: str, context: Context) -> Text | None:
    """Returns the form for the number in `count`. Reports `missing-plural`, and errors of the fields."""
    values = check_fields(mapping, _PLURAL_FIELDS, context, owner=name, at=mapping.span)
    number, forms = values[COUNT_KEY], get_forms(mapping)
    if "other" not in forms or not isinstance(number, int | Decimal):
        return None
    other = forms["other"].value
    lang = other.lang if isinstance(other, Text) else ""  # empty for the deck's language
    missing = next((category for category in context.list_plural_categories(lang) if category not in forms), None)
    if missing:
        tag = lang or context.language
        examples = get_plural_examples(tag, missing)
        notes = (f"'{tag}' uses it for {examples} and similar numbers",) if examples else ()
        message = f"{name} has no form '{missing}'"
        context.report.error("missing-plural", message, mapping.span, help=f"add '{missing}: …'", notes=notes)
        return None
    text = values[context.get_plural_category(number, lang)] or values["other"]
    return text if isinstance(text, Text) else None


def get_forms(mapping: Mapping) -> dict[str, Scalar]:
    """Returns the texts among the forms, by category."""
    return {
        str(entry.key): entry.value
        for entry in mapping
        if entry.key in CATEGORIES and isinstance(entry.value, Scalar) and isinstance(entry.value.value, Text)
    }


def map_forms(mapping: Mapping, change: Callable[[Scalar], Scalar]) -> Mapping:
    """Returns `mapping` with `change` applied to each of its forms."""
    forms = get_forms(mapping)
    entries = (Entry(e.key, change(forms[e.key]) if e.key in forms else e.value) for e in mapping)
    return Mapping(tuple(entries), mapping.span)


def replace_forms(mapping: Mapping, forms: Dict[str, Scalar]) -> Mapping:
    """Returns `mapping` with `forms` instead of its own."""
    count = tuple(entry for entry in mapping if entry.key == COUNT_KEY)
    return Mapping(
        (*count, *(Entry(Text(category, form.span), form) for category, form in forms.items())), mapping.span
    )


def join_source_forms(node: Wording) -> str:
    """Returns the source text of a translation file: the text, or singular and plural joined by `FORM_SEPARATOR`."""
    if isinstance(node, Scalar):
        return str(node.value)
    forms = get_forms(node)
    other = forms["other"]
    return FORM_SEPARATOR.join(str(form.value).strip() for form in (forms.get("one", other), other))
