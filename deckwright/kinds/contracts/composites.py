"""The field types made of others: lists, records, named values and bullets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from deckwright.kinds.contracts.fields import (
    Context,
    Field,
    FieldType,
    Schema,
    Wording,
    build_fields_schema,
    build_optional,
    check_fields,
    describe_fields,
    find_field_texts,
    report_wrong_type,
)
from deckwright.kinds.contracts.scalars import TextType, is_plural
from deckwright.model.deck import Bullet, Record
from deckwright.model.node import Mapping, Node, Sequence
from deckwright.model.source import Text

MAX_BULLET_LEVELS = 3

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TEXT = TextType()
_LIST_HELP = "begin each entry on a line of its own with '- '"


class ListType(FieldType, frozen=True):
    item: FieldType
    min_count: int = 1
    max_count: int | None = None
    allows_single: bool = False
    """A single entry may be written without a list."""

    default: ClassVar[object] = ()

    @property
    def noun(self) -> str:
        return f"{self.item.noun} or a list" if self.allows_single else "a list"

    def check(self, node: Node, name: str, context: Context) -> tuple[object, ...] | None:
        if not isinstance(node, Sequence):
            if self.allows_single:
                value = self.item.check(node, name, context)
                return None if value is None else (value,)
            report_wrong_type(node, name, self.noun, context.report, _LIST_HELP)
            return None
        count, limit = len(node.items), self.max_count
        message = f"{name} must have {self.bounds} {'entry' if limit == 1 else 'entries'}, not {count}"
        if count < self.min_count:
            context.report.error("too-few", message, node.span)
        elif limit is not None and count > limit:
            context.report.error("too-many", message, node.items[limit].span)
        values = [self.item.check(item, f"entry {n} of {name}", context) for n, item in enumerate(node.items, 1)]
        return tuple([value for value in values if value is not None and value != ""])

    @property
    def bounds(self) -> str:
        if self.max_count is None:
            return f"{self.min_count}+"
        return str(self.min_count) if self.max_count == self.min_count else f"{self.min_count}-{self.max_count}"

    def build_schema(self) -> Schema:
        schema: Schema = {"type": "array", "items": self.item.build_schema(), "minItems": self.min_count}
        if self.max_count is not None:
            schema["maxItems"] = self.max_count
        return {"anyOf": [self.item.build_schema(), schema]} if self.allows_single else schema

    def describe(self) -> str:
        if self.allows_single:
            return f"{self.item.describe()}, or a list"
        bounds = "" if self.bounds == "1+" else f"{self.bounds} "
        return f"list of {bounds}{self.item.describe()}"

    def find_texts(self, node: Node, path: str) -> Iterator[tuple[str, Wording]]:
        if isinstance(node, Sequence):
            for n, item in enumerate(node.items, 1):
                yield from self.item.find_texts(item, f"{path}.{n}")
        elif self.allows_single:
            yield from self.item.find_texts(node, path)


class MappingType(FieldType, frozen=True):
    """The type of a value with named fields."""

    advice: ClassVar[str | None] = None

    def get_fields(self, mapping: Mapping) -> tuple[Field, ...]:
        """Returns the fields that `mapping` may have, unless they are checked elsewhere."""
        return ()

    def check(self, node: Node, name: str, context: Context) -> object:
        if not isinstance(node, Mapping):
            report_wrong_type(node, name, self.noun, context.report, self.advice)
            return None
        return self.check_mapping(node, name, context)

    def check_mapping(self, mapping: Mapping, name: str, context: Context) -> object:
        return check_fields(mapping, self.get_fields(mapping), context, owner=name, at=mapping.span)

    def find_texts(self, node: Node, path: str) -> Iterator[tuple[str, Wording]]:
        return find_field_texts(node, self.get_fields(node), path) if isinstance(node, Mapping) else iter(())


class RecordType(MappingType, frozen=True):
    fields: tuple[Field, ...]

    @property
    def noun(self) -> str:
        return f"fields ({', '.join(field.name for field in self.fields)})"

    def get_fields(self, mapping: Mapping) -> tuple[Field, ...]:
        return self.fields

    def build_schema(self) -> Schema:
        return build_fields_schema(self.fields)

    def describe(self) -> str:
        return f"{{{describe_fields(self.fields)}}}"


class TwoFormType(MappingType, frozen=True):
    """A type with one set of fields if it names its source (`data: growth`), and another if it holds its content."""

    key: ClassVar[str] = "data"
    """The field that names the source."""
    from_data: ClassVar[tuple[Field, ...]]
    inline: ClassVar[tuple[Field, ...]]

    @property
    def noun(self) -> str:
        return f"a {self.label}, with named fields"

    def get_fields(self, mapping: Mapping) -> tuple[Field, ...]:
        return self.from_data if mapping.get(self.key) is not None else self.inline

    def list_forms(self) -> Iterator[tuple[str, tuple[Field, ...]]]:
        """Yields both sets of fields, each with a title, for the reference."""
        yield f"A {self.label} from a data table has", self.from_data
        yield f"A {self.label} with its own values has", self.inline

    def build_schema(self) -> Schema:
        return {
            "if": {"type": "object", "required": [self.key]},
            "then": build_fields_schema(self.from_data),
            "else": build_fields_schema(self.inline),
        }


class NamesType(MappingType, frozen=True):
    """Names that the author chooses, each with a value of one type."""

    item: FieldType
    in_expressions: bool = False
    """Expressions use the names (`text.name`), so that they must be valid in Jinja."""

    noun = "named values"
    advice = "write lines of the form 'name: value'"

    def get_fields(self, mapping: Mapping) -> tuple[Field, ...]:
        return tuple(Field(entry.key, self.item) for entry in mapping)

    def check_mapping(self, mapping: Mapping, name: str, context: Context) -> Record:
        values: dict[str, object] = {}
        for entry in mapping:
            if self.in_expressions and not _NAME.fullmatch(entry.key):
                message = f"'{entry.key}' cannot be used in an expression"
                context.report.error("bad-name", message, entry.key.span, help="use letters a-z, digits and '_'")
            values[entry.key] = self.item.check(entry.value, f"'{entry.key}'", context)
        return Record(values, mapping.span)

    def build_schema(self) -> Schema:
        schema: Schema = {"type": "object", "additionalProperties": self.item.build_schema()}
        if self.in_expressions:
            schema["propertyNames"] = {"pattern": f"^{_NAME.pattern}$"}
        return schema

    def describe(self) -> str:
        return f"names, each with {self.item.describe()}"


class BulletsType(FieldType, frozen=True):
    """A list of texts; a text with bullets below it is written `{text: …, bullets: […]}`."""

    default: ClassVar[object] = ()
    noun = "a list of texts"
    label = "bullets"

    def check(self, node: Node, name: str, context: Context) -> tuple[Bullet, ...] | None:
        if not isinstance(node, Sequence):
            report_wrong_type(node, name, self.noun, context.report, _LIST_HELP)
            return None
        if not node.items:
            context.report.error("too-few", f"{name} has no bullets", node.span)
        return tuple(_read_bullets(node, name, 0, context))

    def build_schema(self) -> Schema:
        item = _TEXT.build_schema()
        for _ in range(MAX_BULLET_LEVELS - 1):
            below = {"type": "array", "items": item, "minItems": 1}
            nested = {"text": _TEXT.build_schema(), "bullets": below}
            record = {"type": "object", "properties": nested, "required": ["text"], "additionalProperties": False}
            item = {"anyOf": [_TEXT.build_schema(), record]}
        return {"type": "array", "items": item, "minItems": 1}

    def find_texts(self, node: Node, path: str) -> Iterator[tuple[str, Wording]]:
        if not isinstance(node, Sequence):
            return
        for n, item in enumerate(node.items, 1):
            if isinstance(item, Mapping) and not is_plural(item):
                for entry in item.entries:
                    below: FieldType = self if entry.key == "bullets" else _TEXT
                    yield from below.find_texts(entry.value, f"{path}.{n}.{entry.key}")
            else:
                yield from _TEXT.find_texts(item, f"{path}.{n}")


class _NestedBulletsType(BulletsType, frozen=True):
    """The bullets below a bullet. Its `check` does nothing: `_read_bullets`, which knows the level, does it."""

    def check(self, node: Node, name: str, context: Context) -> tuple[Bullet, ...] | None:
        return ()


_BULLET_FIELDS = (Field("text", _TEXT), build_optional("bullets", _NestedBulletsType()))


def _read_bullets(node: Sequence, name: str, level: int, context: Context) -> Iterator[Bullet]:
    """Yields the bullets of `node` and those below them, depth first."""
    for n, item in enumerate(node.items, 1):
        bullet_name = f"bullet {n} of {name}"
        text: object = None
        if isinstance(item, Mapping) and not is_plural(item):
            text = check_fields(item, _BULLET_FIELDS, context, owner=bullet_name, at=item.span)["text"]
        elif not isinstance(item, Sequence):
            text = _TEXT.check(item, bullet_name, context)
        else:
            report_wrong_type(item, bullet_name, "a text", context.report, "write {text: …, bullets: […]}")
        if isinstance(text, Text) and text:
            yield Bullet(text, level, item.span)
        below = item.get("bullets") if isinstance(item, Mapping) else None
        if below is None:
            continue
        if level + 1 == MAX_BULLET_LEVELS:
            context.report.error("too-many-levels", f"bullets may have at most {MAX_BULLET_LEVELS} levels", below.span)
        elif isinstance(below, Sequence):
            yield from _read_bullets(below, bullet_name, level + 1, context)
        else:
            report_wrong_type(below, "'bullets'", "a list of texts", context.report, _LIST_HELP)
