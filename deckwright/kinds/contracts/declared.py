"""The front matter of a slide template as a contract: `title: text - the heading` → Field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from deckwright.kinds.contracts.base import Context, Field, FieldType, Wording
from deckwright.kinds.contracts.charts_and_tables import ChartType, TableType
from deckwright.kinds.contracts.composites import BulletsType, ListType, RecordType
from deckwright.kinds.contracts.deck import SLIDE_KEYS
from deckwright.kinds.contracts.fields import check_fields, find_field_texts
from deckwright.kinds.contracts.pictures import PictureType
from deckwright.kinds.contracts.scalars import (
    ChoiceType,
    DateType,
    NumberType,
    SlideType,
    TextType,
    WordType,
    YesNoType,
)
from deckwright.model.deck import Record
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.node import Mapping, Node, Scalar
from deckwright.model.source import Span, Text

FIELD_TYPES: dict[str, Callable[[], FieldType]] = {
    "text": TextType,
    "bullets": BulletsType,
    "number": NumberType,
    "yes/no": YesNoType,
    "date": DateType,
    "word": WordType,
    "chart": ChartType,
    "table": TableType,
    "picture": PictureType,
    "slide": SlideType,
}
"""What stands in `fields:` → type. Besides: `one of a, b`, `list of …` and `{name: type}`."""

_PLAIN = re.compile(r"(optional )?(?:list of (?:(\d+)(\+|-\d+)? )?)?(.+?)(?: - (.+))?", re.DOTALL)
_GROUP = re.compile(r"(optional)?(?: ?(list of)(?: (\d+)(\+|-\d+)?)?)?(?: - (.+))?", re.DOTALL)
_FIELD_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_SLIDE_KEY_NAMES = tuple(field.name for field in SLIDE_KEYS)
_RESERVED = frozenset(_SLIDE_KEY_NAMES) | {"deck"}


class Contract(Struct, frozen=True):
    """What a slide template asks of a slide."""

    summary: str
    fields: tuple[Field, ...]
    example: Mapping | None
    span: Span

    def check(self, slide: Mapping, kind: str, context: Context) -> Record:
        """The values of a slide's fields, by name; `slide` may also hold the keys that every slide has."""
        named = slide.get("slide")
        at = slide.span if named is None else named.span
        return check_fields(slide, self.fields, context, owner=f"slide '{kind}'", at=at, others=_SLIDE_KEY_NAMES)

    def find_texts(self, slide: Mapping) -> Iterator[tuple[str, Wording]]:
        """What is translatable in a slide, notes and section too, with paths: `title`, `quotes.2.text`, `notes`."""
        return find_field_texts(slide, (*self.fields, *SLIDE_KEYS))


def read_fields(node: Node, report: Report) -> tuple[Field, ...]:
    """The fields that `fields:` declares. What cannot be understood is reported and left out."""
    if isinstance(node, Scalar) and node.value is None:
        return ()
    if not isinstance(node, Mapping):
        report.error("bad-field-type", "'fields' must be lines of the form 'name: type'", node.span)
        return ()
    return _read_field_lines(node, _RESERVED, report)


def _read_field_lines(node: Mapping, reserved: frozenset[str], report: Report) -> tuple[Field, ...]:
    fields = []
    for entry in node:
        if entry.key in reserved:
            report.error("reserved-field", f"'{entry.key}' is a key that every slide has", entry.key.span)
        elif not _FIELD_NAME.fullmatch(entry.key):
            message = f"'{entry.key}' cannot be the name of a field"
            report.error("bad-name", message, entry.key.span, help="use small letters a-z, digits and '_'")
        elif (field := _read_field(entry.key, entry.value, report)) is not None:
            fields.append(field)
    return tuple(fields)


def _read_field(name: Text, node: Node, report: Report) -> Field | None:
    if isinstance(node, Scalar):
        return _read_plain_field(name, node, report)
    if not isinstance(node, Mapping):
        report.error("bad-field-type", f"the type of '{name}' is not a list", node.span, help="write 'list of text'")
        return None
    first = node.entries[0] if len(node.entries) == 1 else None
    group = _GROUP.fullmatch(first.key) if first else None
    if first is None or group is None:
        return Field(str(name), RecordType(_read_field_lines(node, frozenset(), report)), False, "", name.span)
    optional, is_list, least, most, text = group.groups()
    item = _read_item_type(name, first.value, report)
    if item is None:
        return None
    type_ = _build_list_type(item, least, most) if is_list else item
    return Field(str(name), type_, optional is not None, text or "", name.span)


def _read_item_type(name: Text, node: Node, report: Report) -> FieldType | None:
    """What stands behind `list of:` or `optional:`."""
    if isinstance(node, Mapping):
        return RecordType(_read_field_lines(node, frozenset(), report))
    field = _read_field(name, node, report)
    return field.type if field else None


def _read_plain_field(name: Text, scalar: Scalar, report: Report) -> Field | None:
    """A field whose type stands in one text: `optional list of 1-4 slide - the slides to show again`."""
    match = _PLAIN.fullmatch(scalar.raw.strip())
    if match is None:
        report.error("bad-field-type", f"'{name}' has no type", scalar.span, help=f"write '{name}: text'")
        return None
    optional, least, most, word, text = match.groups()
    type_ = _read_plain_type(word, scalar.span, report)
    if type_ is None:
        return None
    if scalar.raw.removeprefix("optional ").startswith("list of "):
        type_ = _build_list_type(type_, least, most)
    return Field(str(name), type_, optional is not None, text or "", name.span)


def _read_plain_type(word: str, span: Span, report: Report) -> FieldType | None:
    if word in FIELD_TYPES:
        return FIELD_TYPES[word]()
    if word.startswith("one of "):
        return ChoiceType(tuple(choice.strip() for choice in word.removeprefix("one of ").split(",")))
    report.error(
        "bad-field-type",
        f"there is no field type '{word}'",
        span,
        help=did_you_mean(word, FIELD_TYPES),
        notes=[f"the types are {', '.join(FIELD_TYPES)}, 'one of a, b', 'list of …'"],
    )
    return None


def _build_list_type(item: FieldType, least: str | None, most: str | None) -> ListType:
    """`list of` is one or more; `2` exactly two, `1-4` one to four, `2+` two or more."""
    if least is None:
        return ListType(item)
    if most is None:
        return ListType(item, int(least), int(least))
    return ListType(item, int(least), None if most == "+" else int(most.removeprefix("-")))
