"""Reads slide templates, the built-in ones and those of a deck: each a file with its contract at the top."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct

from deckwright.kinds.contracts.fields import Field
from deckwright.kinds.contracts.front_matter import Contract, read_fields
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.node import Mapping as MappingNode
from deckwright.model.node import Node, Scalar
from deckwright.model.source import Span
from deckwright.parse.characters import decode
from deckwright.parse.tree import parse_text
from deckwright.system.cache import load_object, make_key, store_object
from deckwright.system.files import read_file
from deckwright.system.limits import YAML_BYTES

BUILT_IN_FOLDER = Path(__file__).parent.parent / "slides"

_T = TypeVar("_T")
_FENCE = "---"
_KEYS = ("summary", "fields", "example", "abstract")


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
    fields = front.get("fields")
    example = front.get("example")
    if example is not None and not isinstance(example, MappingNode):
        report.error("wrong-type", "'example' must be the fields of a slide", example.span)
    declared = read_fields(fields, report) if fields is not None else ()
    contract = Contract(str(summary or ""), declared, example if isinstance(example, MappingNode) else None)
    return contract, is_abstract


def _read_value(front: MappingNode, key: str, python_type: type[_T], noun: str, report: Report) -> _T | None:
    """Returns the value of `key`; None if it is missing, or after reporting that it is empty or of another type."""
    node = front.get(key)
    if node is None:
        return None
    if isinstance(node, Scalar) and isinstance(node.value, python_type) and node.value != "":
        return node.value
    report.error("wrong-type", f"'{key}' must be {noun}", node.span)
    return None
