"""The front matter of a slide template: reads lines such as `title: text - the heading` into fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from deckwright.kinds.contracts.chart_fields import ChartType
from deckwright.kinds.contracts.composites import BulletsType, ListType, RecordType
from deckwright.kinds.contracts.deck_fields import SLIDE_KEYS
from deckwright.kinds.contracts.fields import Context, Field, FieldType, Wording, check_fields, find_field_texts
from deckwright.kinds.contracts.scalars import (
    ChoiceType,
    DateType,
    NumberType,
    SlideType,
    TextType,
    WordType,
    YesNoType,
)
from deckwright.kinds.contracts.visuals import PictureType, TableType
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
"""Word in `fields:` → type. There are also `one of a, b`, `list of …` and `{name: type}`."""

_TYPE_TEXT = re.compile(r"(optional )?(?:list of (?:(\d+)(\+|-\d+)? )?)?(.+?)(?: - (.+))?", re.DOTALL)
_TYPE_KEY = re.compile(r"(optional)?(?: ?(list of)(?: (\d+)(\+|-\d+)?)?)?(?: - (.+))?", re.DOTALL)
"""The type of a field that is one text, and the key above the type of one with fields: `optional list of 2 - help`."""
_FIELD_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_SLIDE_KEY_NAMES = tuple(field.name for field in SLIDE_KEYS)
_RESERVED = frozenset(_SLIDE_KEY_NAMES) | {"deck"}


class Contract(Struct, frozen=True):
    """The fields of a slide kind, as its slide template declares them."""

    summary: str
    fields: tuple[Field, ...]
    example: Mapping | None

    def check(self, slide: Mapping, kind: str, context: Context) -> Record:
        """Returns the values of a slide's fields by name, without those of the keys that every slide has."""
        kind_node = slide.get("slide")
        at = slide.span if kind_node is None else kind_node.span
        return check_fields(slide, self.fields, context, owner=f"slide '{kind}'", at=at, others=_SLIDE_KEY_NAMES)

    def find_texts(self, slide: Mapping) -> Iterator[tuple[str, Wording]]:
        """Yields the translatable texts of a slide, also notes and section, with paths: `title`, `quotes.2.text`."""
        return find_field_texts(slide, (*self.fields, *SLIDE_KEYS))


def read_fields(node: Node, report: Report) -> tuple[Field, ...]:
    """Returns the fields that `fields:` declares, without faulty ones, which are reported."""
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
        report.error("bad-field-type", f"the type of '{name}' cannot be a list", node.span, help="write 'list of text'")
        return None
    first = node.entries[0] if len(node.entries) == 1 else None
    group = _TYPE_KEY.fullmatch(first.key) if first else None
    if first is None or group is None:
        return Field(str(name), RecordType(_read_field_lines(node, frozenset(), report)), False, "", name.span)
    optional, is_list, min_count, max_count, help_ = group.groups()
    if isinstance(first.value, Mapping):
        item: FieldType = RecordType(_read_field_lines(first.value, frozenset(), report))
    elif (field := _read_field(name, first.value, report)) is not None:
        item = field.type
    else:
        return None
    type_ = _build_list_type(item, min_count, max_count) if is_list else item
    return Field(str(name), type_, optional is not None, help_ or "", name.span)


def _read_plain_field(name: Text, scalar: Scalar, report: Report) -> Field | None:
    """Reads a field whose type is one text: `optional list of 1-4 slide - the slides to show again`."""
    match = _TYPE_TEXT.fullmatch(scalar.raw.strip())
    if match is None:
        report.error("bad-field-type", f"'{name}' has no type", scalar.span, help=f"write '{name}: text'")
        return None
    optional, min_count, max_count, word, help_ = match.groups()
    type_ = _read_plain_type(word, scalar.span, report)
    if type_ is None:
        return None
    if scalar.raw.removeprefix("optional ").startswith("list of "):
        type_ = _build_list_type(type_, min_count, max_count)
    return Field(str(name), type_, optional is not None, help_ or "", name.span)


def _read_plain_type(word: str, span: Span, report: Report) -> FieldType | None:
    if word in FIELD_TYPES:
        return FIELD_TYPES[word]()
    if word.startswith("one of "):
        return ChoiceType(tuple(choice.strip() for choice in word.removeprefix("one of ").split(",")))
    report.error(
        "bad-field-type",
        f"unknown field type '{word}'",
        span,
        help=did_you_mean(word, FIELD_TYPES),
        notes=[f"the types are {', '.join(FIELD_TYPES)}, 'one of a, b', 'list of …'"],
    )
    return None


def _build_list_type(item: FieldType, min_count: str | None, max_count: str | None) -> ListType:
    """Returns the type of `list of` (one or more), `list of 2` (two), `list of 1-4` or `list of 2+` (two or more)."""
    if min_count is None:
        return ListType(item)
    if max_count is None:
        return ListType(item, int(min_count), int(min_count))
    return ListType(item, int(min_count), None if max_count == "+" else int(max_count.removeprefix("-")))
