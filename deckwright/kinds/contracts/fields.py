"""Fields: named places for values, the types that check, describe and translate them, and whole mappings of fields."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Sequence as Many
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from msgspec import Struct

from deckwright.model.deck import Record
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.node import Mapping, Node, Scalar, Sequence
from deckwright.model.source import Span, Text

if TYPE_CHECKING:
    from deckwright.model.deck import Chart, Picture, Table

Schema = dict[str, Any]
"""A JSON Schema, draft 2020-12."""

Wording = Scalar | Mapping
"""A translatable text: a scalar, or one with plural forms (`{count: …, one: …, other: …}`, see `scalars`)."""

_NOUNS: Many[tuple[Any, str]] = (
    (type(None), "nothing"),
    (bool, "yes or no"),
    (str, "a text"),
    (date, "a date"),
    (int | Decimal, "a number"),
    (Sequence, "a list"),
    (Mapping, "named fields"),
)
"""What an author sees in a value of a type; the first that matches counts."""

EXPRESSION: Schema = {"type": "string", "pattern": r"\{\{"}


class Context(Protocol):
    """The deck around a field, as far as its type needs it; `evaluate` implements it.

    Methods that evaluate or build return None after reporting an error.
    """

    @property
    def report(self) -> Report: ...

    @property
    def slide_ids(self) -> Collection[str]:
        """The ids of all slides of the deck."""

    @property
    def language(self) -> str:
        """The language that is being built, BCP 47."""

    def evaluate(self, scalar: Scalar) -> object:
        """Returns the value of `scalar`, or of the expression that it is."""

    def evaluate_text(self, scalar: Scalar) -> Text | None:
        """Returns the text of `scalar`, whose value is a Text, with its expressions evaluated."""

    def get_plural_category(self, number: int | Decimal, lang: str) -> str:
        """Returns the plural category of `number` in `lang`, or if that is empty in the deck's language."""

    def list_plural_categories(self, lang: str) -> Collection[str]:
        """Returns the plural forms that a text in the language `lang` needs."""

    def record_thumbnail(self, slide: str) -> None:
        """Records that the slide being checked shows the slide with this id as a thumbnail."""

    def build_chart(self, mapping: Mapping) -> Chart | None: ...

    def build_table(self, mapping: Mapping) -> Table | None: ...

    def build_picture(self, mapping: Mapping) -> Picture | None: ...


class FieldType(Struct, frozen=True):
    """The type of a field. `check` reports errors and never raises."""

    default: ClassVar[object] = None
    """The value of an optional field that is left out."""
    label: ClassVar[str] = ""
    """The type as the reference and the front matter of a slide template name it; empty: `noun` without its article."""
    schema: ClassVar[Schema] = {}

    @property
    def noun(self) -> str:
        """The words for a value in messages, with an article: "a text"."""
        raise NotImplementedError

    def check(self, node: Node, name: str, context: Context) -> object:
        """Returns the value of `node`, called `name` in messages ("entry 2 of 'quotes'"); None after an error."""
        raise NotImplementedError

    def build_schema(self) -> Schema:
        return self.schema

    def describe(self) -> str:
        return self.label or self.noun.removeprefix("a ").removeprefix("an ")

    def find_texts(self, node: Node, path: str) -> Iterator[tuple[str, Wording]]:
        """Yields the translatable texts in `node`, each with its path: `quotes.2.text`, positions from 1."""
        return iter(())


class ScalarType(FieldType, frozen=True):
    """The type of a single value."""

    def check(self, node: Node, name: str, context: Context) -> object:
        if isinstance(node, Scalar) and not is_empty(node):
            return self.check_scalar(node, name, context)
        report_wrong_type(node, name, self.noun, context.report)
        return None

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> object:
        """Returns the value of a scalar that is not empty; None after an error."""
        raise NotImplementedError


class Field(Struct, frozen=True):
    """A named place for a value, in a slide template's contract or in deck.yaml itself."""

    name: str
    type: FieldType
    optional: bool = False
    help: str = ""
    span: Span | None = None
    """Its line in the slide template."""


def build_optional(name: str, type_: FieldType, help: str = "") -> Field:
    """Returns a field that may be left out."""
    return Field(name, type_, True, help)


def is_empty(node: Node) -> bool:
    """Returns True for a key without a value, and for a text of spaces."""
    return isinstance(node, Scalar) and (node.value is None or not str(node.value).strip())


def report_wrong_type(node: Node, name: str, expected: str, report: Report, advice: str | None = None) -> None:
    """Reports `wrong-type`, because `node` is not what was `expected`, or `empty-value` for a key without a value."""
    if is_empty(node):
        report.error("empty-value", f"{name} is empty", node.span, help=f"write {expected}")
    else:
        report.error("wrong-type", f"{name} must be {expected}, not {describe_value(node)}", node.span, help=advice)


def describe_value(value: object) -> str:
    """Returns what an author sees in a node, or in a value such as the result of an expression."""
    if isinstance(value, Scalar):
        value = value.value
    return next((noun for kind, noun in _NOUNS if isinstance(value, kind)), "several values")


def check_fields(
    mapping: Mapping, fields: Many[Field], context: Context, *, owner: str, at: Span, others: Iterable[str] = ()
) -> Record:
    """Returns the values of `fields` in `mapping` by name; an optional field that is left out or wrong has its default.

    `owner` ("slide 'quotes'") is named in messages, a missing field is reported at `at`, and `others` are keys that
    are checked elsewhere. A misspelt field is not reported as missing too.
    """
    known = {field.name: field for field in fields}
    other_keys = set(others)
    values: dict[str, object] = {}
    misspelt: set[str] = set()
    for entry in mapping.entries:
        if (field := known.get(entry.key)) is not None:
            value = field.type.check(entry.value, f"'{field.name}'", context)
            values[field.name] = field.type.default if value is None else value
            if not field.optional and isinstance(value, Text) and not value:
                context.report.error("empty-value", f"'{field.name}' is empty", value.span or entry.key.span)
        elif entry.key not in other_keys:
            misspelt |= _report_unknown(entry.key, [*known, *other_keys], known, owner, context)
    for field in fields:
        if field.name not in values:
            values[field.name] = field.type.default
            if not field.optional and field.name not in misspelt:
                message = f"{owner} needs the field '{field.name}'"
                context.report.error("missing-field", message, at, help=f"add '{field.name}:' with {field.type.noun}")
        elif field.optional and values[field.name] == "":
            values[field.name] = None
    return Record(values, mapping.span)


def _report_unknown(key: Text, names: list[str], known: dict[str, Field], owner: str, context: Context) -> set[str]:
    """Reports `unknown-field`; returns the field that `key` probably means."""
    question = did_you_mean(key, names)
    notes = () if question else (f"its fields are {', '.join(known)}",) if known else (f"{owner} has no fields",)
    context.report.error("unknown-field", f"{owner} has no field '{key}'", key.span, help=question, notes=notes)
    return {name for name in known if question == f"did you mean '{name}'?"}


def find_field_texts(mapping: Mapping, fields: Iterable[Field], path: str = "") -> Iterator[tuple[str, Wording]]:
    """Yields the translatable texts in `mapping`, in the order written, each with its path below `path`."""
    types = {field.name: field.type for field in fields}
    for entry in mapping.entries:
        if (type_ := types.get(entry.key)) is not None:
            yield from type_.find_texts(entry.value, f"{path}.{entry.key}" if path else str(entry.key))


def build_fields_schema(fields: Iterable[Field]) -> Schema:
    """Returns the schema of an object that has only these fields."""
    fields = tuple(fields)
    schema: Schema = {
        "type": "object",
        "properties": {field.name: build_field_schema(field) for field in fields},
        "additionalProperties": False,
    }
    if required := [field.name for field in fields if not field.optional]:
        schema["required"] = required
    return schema


def build_field_schema(field: Field) -> Schema:
    return field.type.build_schema() | ({"description": field.help} if field.help else {})


def describe_fields(fields: Iterable[Field]) -> str:
    """Lists fields in a line: `text, by (optional)`; the type is named only if it is not a text."""
    words = []
    for field in fields:
        kind = field.type.describe()
        details = [kind] * (kind != "text") + ["optional"] * field.optional
        words.append(field.name + (f" ({', '.join(details)})" if details else ""))
    return ", ".join(words)
