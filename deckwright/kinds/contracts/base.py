"""What a field is: its name, whether it may be missing, and a type that checks, describes and finds texts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from msgspec import Struct

from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping, Node, Scalar, Sequence
from deckwright.model.source import Span, Text

if TYPE_CHECKING:
    from deckwright.model.deck import Chart, Picture, Table

Schema = dict[str, Any]
"""A JSON Schema, draft 2020-12."""

Wording = Scalar | Mapping
"""A translatable text: a scalar, or one that counts (`{count: …, one: …, other: …}`, see `plurals`)."""

EXPRESSION: Schema = {"type": "string", "pattern": r"\{\{"}


class Context(Protocol):
    """What a field type needs of the deck around it. `evaluate` has it."""

    @property
    def report(self) -> Report: ...

    @property
    def slide_ids(self) -> Collection[str]:
        """The ids of all slides of the deck."""

    def evaluate_text(self, scalar: Scalar) -> Text | None:
        """The text of `scalar` (whose value is a Text), its expressions worked out; None after reporting a fault."""

    @property
    def language(self) -> str:
        """Of the deck as it is now, BCP 47."""

    def get_plural_category(self, number: int | Decimal, lang: str) -> str:
        """How the language `lang` (or, when empty, the deck's) counts `number`: `one`, `few`, `other`."""

    def list_plural_categories(self, lang: str) -> Collection[str]:
        """The forms that a text of the language `lang` needs."""

    def evaluate(self, scalar: Scalar) -> object:
        """The value of `scalar`; where it is one expression, that one's value. None after reporting a fault."""

    def record_thumbnail(self, slide: str) -> None:
        """Take down that the slide being checked shows another one, called `slide`, in small."""

    def build_chart(self, mapping: Mapping) -> Chart | None: ...

    def build_table(self, mapping: Mapping) -> Table | None: ...

    def build_picture(self, mapping: Mapping) -> Picture | None: ...


class FieldType(Struct, frozen=True):
    """What a field holds. `check` reports what is wrong and never raises."""

    default: ClassVar[object] = None
    """The value of an optional field that is not given."""

    @property
    def noun(self) -> str:
        """What an author has to write, with its article: "a text"."""
        raise NotImplementedError

    def check(self, node: Node, name: str, context: Context) -> object:
        """The value of `node`, called `name` ("'title'", "entry 2 of 'quotes'") in messages; None after a fault."""
        raise NotImplementedError

    def build_schema(self) -> Schema:
        raise NotImplementedError

    def describe(self) -> str:
        """The type as the reference and the front matter of a slide template say it: "list of 1-4 text"."""
        raise NotImplementedError

    def find_texts(self, node: Node, path: str) -> Iterator[tuple[str, Wording]]:
        """What is translatable in `node`, each with its path: `quotes.2.text`, positions from 1."""
        return iter(())


class ScalarType(FieldType, frozen=True):
    """A type of one word, number or text."""

    def check(self, node: Node, name: str, context: Context) -> object:
        if not isinstance(node, Scalar):
            report_wrong_type(node, name, self.noun, context.report)
            return None
        if node.value is None or (isinstance(node.value, str) and (not node.value or node.value.isspace())):
            context.report.error("empty-value", f"{name} is empty", node.span, help=f"write {self.noun}")
            return None
        return self.check_scalar(node, name, context)

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> object:
        """The value of a scalar that is not empty; None after a fault."""
        raise NotImplementedError


class Field(Struct, frozen=True):
    """A named place for a value, in a slide template's contract or in deck.yaml itself."""

    name: str
    type: FieldType
    optional: bool = False
    help: str = ""
    span: Span | None = None
    """Where a slide template declares it."""


def report_wrong_type(node: Node, name: str, wanted: str, report: Report, *, advice: str | None = None) -> None:
    """Reports that `node` is of another kind than `wanted`."""
    report.error("wrong-type", f"{name} must be {wanted}, not {describe_node(node)}", node.span, help=advice)


def describe_node(node: Node) -> str:
    """What an author sees in `node`."""
    if isinstance(node, Sequence):
        return "a list"
    if isinstance(node, Mapping):
        return "named fields"
    return describe_value(node.value)


def describe_value(value: object) -> str:
    """What an author sees in a single value, such as an expression gives."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, date):
        return "a date"
    return "a number" if isinstance(value, int) or hasattr(value, "as_tuple") else "several values"
