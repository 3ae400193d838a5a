"""Reads slide templates, the built-in ones and those of a deck: each a file with its contract at the top.

A line of its front matter such as `title: text - the heading` declares a field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

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
from deckwright.model.node import Mapping as MappingNode
from deckwright.model.node import Node, Scalar
from deckwright.model.source import Span, Text
from deckwright.parse.characters import decode
from deckwright.parse.tree import parse_text
from deckwright.system.cache import load_object, make_key, store_object
from deckwright.system.files import read_file
from deckwright.system.limits import YAML_BYTES

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

BUILT_IN_FOLDER = Path(__file__).parent.parent / "slides"

_T = TypeVar("_T")
_FENCE = "---"
_KEYS = ("summary", "fields", "example", "abstract")


class Contract(Struct, frozen=True):
    """The fields of a slide kind, as its slide template declares them."""

    summary: str
    fields: tuple[Field, ...]
    example: MappingNode | None

    def check(self, slide: MappingNode, kind: str, context: Context) -> Record:
        """Returns the values of a slide's fields by name, without those of the keys that every slide has."""
        kind_node = slide.get("slide")
        at = slide.span if kind_node is None else kind_node.span
        return check_fields(slide, self.fields, context, owner=f"slide '{kind}'", at=at, others=_SLIDE_KEY_NAMES)

    def find_texts(self, slide: MappingNode) -> Iterator[tuple[str, Wording]]:
        """Yields the translatable texts of a slide, also notes and section, with paths: `title`, `quotes.2.text`."""
        return find_field_texts(slide, (*self.fields, *SLIDE_KEYS))


class SlideTemplate(Struct, frozen=True):
    """A file with front matter between two lines `---`, then slide markup with Jinja."""

    file: str
    source: str
    """The Jinja below the front matter."""
    first_line: int
    """The line of `file` that `source` begins on."""
    name: str
    """The slide kind, and Jinja's name for the template: the file name without `.xml`."""
    contract: Contract
    is_abstract: bool
    """It only serves others to extend or import, and is not a slide kind."""
    front: str
    """The front matter, in YAML."""

    @property
    def fields(self) -> Mapping[str, Field]:
        """The contract's fields by name."""
        return {field.name: field for field in self.contract.fields}


def read_templates(folders: Sequence[tuple[Path, str]], report: Report) -> Mapping[str, SlideTemplate]:
    """Returns all templates by name. `folders` are pairs of a folder and its name in diagnostics; the last one wins."""
    templates: dict[str, SlideTemplate] = {}
    for folder, label in folders:
        templates |= _read_built_in(label) if folder == BUILT_IN_FOLDER else _read_folder(folder, label, report)
    return MappingProxyType(dict(sorted(templates.items())))


def _read_built_in(label: str) -> Mapping[str, SlideTemplate]:
    """Returns the built-in templates, from the cache if possible. They have no errors, which the tests check."""
    key = make_key("contracts", ("yaml",), label)
    if isinstance(cached := load_object(key), dict):
        return cached
    report = Report()
    templates = _read_folder(BUILT_IN_FOLDER, label, report)
    report.stop_if_failed()
    store_object(key, templates)
    return templates


def _read_folder(folder: Path, label: str, report: Report) -> dict[str, SlideTemplate]:
    templates = {}
    for path in sorted(folder.glob("*.xml")):
        file = f"{label.rstrip('/')}/{path.name}"
        if (template := read_template(path, file, report)) is not None:
            templates[template.name] = template
    return templates


def list_slide_kinds(templates: Mapping[str, SlideTemplate]) -> Iterator[SlideTemplate]:
    """Yields the templates that a slide may name."""
    return (template for template in templates.values() if not template.is_abstract)


def read_template(path: Path, file: str, report: Report) -> SlideTemplate | None:
    """Returns the template at `path`, called `file` in diagnostics; None if it cannot be read at all."""
    data = read_file(path, file, YAML_BYTES, report)
    text = None if data is None else decode(data, file, report)
    if text is None:
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    top, end = Span(file, 1, 1, len(_FENCE)), -1
    contract, is_abstract, front = Contract("", (), None), True, ""
    if lines[0].rstrip() == _FENCE:
        end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), -1)
        if end < 0:
            report.error("unclosed-front-matter", "the front matter that begins here has no second '---'", top)
            return None
        front = "\n".join(lines[1:end])
        tree = parse_text(front, file, report, first_line=2) if end > 1 else None
        contract, is_abstract = _read_front_matter(tree, top, report)
    return SlideTemplate(file, "\n".join(lines[end + 1 :]), end + 2, path.stem, contract, is_abstract, front)


def _read_front_matter(front: Node | None, top: Span, report: Report) -> tuple[Contract, bool]:
    """Returns the contract, and whether the template is abstract."""
    if not isinstance(front, MappingNode):
        if front is not None:
            report.error("wrong-type", "the front matter must be lines of the form 'name: value'", front.span)
        return Contract("", (), None), True
    for entry in front:
        if entry.key not in _KEYS:
            message = f"the front matter of a slide template has no key '{entry.key}'"
            notes = [f"its keys are {', '.join(_KEYS)}"]
            report.error("unknown-field", message, entry.key.span, help=did_you_mean(entry.key, _KEYS), notes=notes)
    is_abstract = bool(_read_value(front, "abstract", bool, "yes or no", report))
    summary = _read_value(front, "summary", str, "a text", report)
    if summary is None and not is_abstract:
        report.error("missing-field", "a slide template needs a 'summary'", top, help="say what the slide is for")
    example = front.get("example")
    if example is not None and not isinstance(example, MappingNode):
        report.error("wrong-type", "'example' must be the fields of a slide", example.span)
    fields = _read_fields(front.get("fields"), report)
    return Contract(str(summary or ""), fields, example if isinstance(example, MappingNode) else None), is_abstract


def _read_value(front: MappingNode, key: str, python_type: type[_T], noun: str, report: Report) -> _T | None:
    """Returns the value of `key`; None if it is missing, or after reporting that it is empty or of another type."""
    node = front.get(key)
    if node is None:
        return None
    if isinstance(node, Scalar) and isinstance(node.value, python_type) and node.value != "":
        return node.value
    report.error("wrong-type", f"'{key}' must be {noun}", node.span)
    return None


def _read_fields(node: Node | None, report: Report) -> tuple[Field, ...]:
    """Returns the fields that `fields:` declares, without faulty ones, which are reported."""
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return ()
    if not isinstance(node, MappingNode):
        report.error("bad-field-type", "'fields' must be lines of the form 'name: type'", node.span)
        return ()
    return _read_field_lines(node, frozenset({*_SLIDE_KEY_NAMES, "deck"}), report)


def _read_field_lines(node: MappingNode, reserved: frozenset[str], report: Report) -> tuple[Field, ...]:
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
    if not isinstance(node, MappingNode):
        report.error("bad-field-type", f"the type of '{name}' cannot be a list", node.span, help="write 'list of text'")
        return None
    first = node.entries[0] if len(node.entries) == 1 else None
    group = _TYPE_KEY.fullmatch(first.key) if first else None
    if first is None or group is None:
        return Field(str(name), RecordType(_read_field_lines(node, frozenset(), report)), False, "", name.span)
    optional, is_list, min_count, max_count, help_ = group.groups()
    if isinstance(first.value, MappingNode):
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
    most = min_count if max_count is None else max_count.removeprefix("-")
    return ListType(item, int(min_count), None if most == "+" else int(most))
