"""Reads the slide markup that a slide template made into elements: attributes typed, texts with their place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from deckwright.arrange.elements import ELEMENTS
from deckwright.arrange.elements.base import ROOT, Element
from deckwright.arrange.elements.containers import Container
from deckwright.arrange.elements.readers import COLOUR, STYLE, Reader, WholeValue, keep_text
from deckwright.model.brand import Brand
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import Span, Text, span_of
from deckwright.system.limits import MARKUP_DEPTH

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Node

    from deckwright.kinds.slide_templates import TemplateSource

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Noncharacters that bracket a value from deck.yaml; `parse` refuses them in content."""

AT = "at"
"""The attribute in which an element's place in its slide template travels: `quotes.xml:12:5`."""

_VALUE = re.compile(f"{OPEN}(\\d+);([^{OPEN}{CLOSE}]*){CLOSE}")

_AT = re.compile(rf'\b{AT}="([^"]*)"')
_MISMATCH = re.compile(r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+?),")
_LINE_NUMBER = re.compile(r",? line \d+(, column \d+)?")
"""Of the markup, which nobody sees."""
_END_OF_LINE = 1_000_000
_DOCTYPE = "<!DOCTYPE"
_NOWHERE = "?:1:1"
"""The place of what no slide template has, as an `AT`."""
_QUOTED = r"(?:\{\{.*?\}\}|\{%.*?%\}|[^\"])*?"
_TAG = re.compile(rf'<(?:"{_QUOTED}"|\{{\{{.*?\}}\}}|\{{%.*?%\}}|[^">])*', re.DOTALL)
"""A start tag of a slide template, Jinja and all."""

Values = Sequence[object]
"""What the brackets' numbers stand for."""

Tags = dict[tuple[object, ...], tuple[Span, dict[str, Any]]]
"""Start tags without a value of the author's → where they stand, and their attributes as fields."""
_MOST_TAGS = 1000


class MarkupError(Exception):
    """The markup is not well-formed; says where in its slide template, as an element's `AT` does."""

    def __init__(self, message: str, place: str) -> None:
        super().__init__(message)
        self.place = place


def bracketed(index: int, value: str) -> str:
    """How a value is written into the markup, so that `read_markup` finds it again."""
    return f"{OPEN}{index};{value}{CLOSE}"


def place_of(at: str, templates: Mapping[str, TemplateSource], length: int = 1) -> Span | None:
    """The place in a slide template's file that an `AT` means."""
    name, line, column = _taken_apart(at or _NOWHERE)
    template = templates.get(name)
    return Span(template.file, line, column, length) if template else None


@lru_cache(maxsize=1024)
def _taken_apart(at: str) -> tuple[str, int, int]:
    name, line, column = at.rsplit(":", 2)
    return name, int(line), int(column)


def read_markup(
    markup: str,
    values: Values,
    templates: Mapping[str, TemplateSource],
    brand: Brand | None,
    report: Report,
    tags: Tags | None = None,
) -> Element | None:
    """The root element, or None; without what was wrong, which `report` says.

    `tags` keeps what is read alike on the next slide. Raises MarkupError when the text is not well-formed XML.
    """
    from xml.etree.ElementTree import ParseError, fromstring

    markup = markup.strip()
    if _DOCTYPE in markup:
        raise MarkupError("it has a document type definition (DTD), which no slide needs", "")
    try:
        root = fromstring(markup)
    except ParseError as error:
        raise _not_well_formed(markup, *_explained(markup, str(error))) from None
    return _Reader(values, templates, brand, report, {} if tags is None else tags).element(root, ROOT)


def _explained(markup: str, fault: str) -> tuple[str, int, int]:
    """What is not well-formed, with line and column from 1, as libxml2 says it: in more words than expat."""
    from lxml import etree

    try:
        etree.fromstring(markup.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return str(error.msg), error.lineno or 1, error.offset or 1
    return fault, 1, 1


def _not_well_formed(markup: str, message: str, line: int, column: int) -> MarkupError:
    """The fault in a designer's words, at the last element that begins before it."""
    mismatch = _MISMATCH.match(message)
    if mismatch:
        message = f"<{mismatch[1]}> is not closed: </{mismatch[3]}> comes first"
        line, column = int(mismatch[2]), _END_OF_LINE
    lines = markup.split("\n")
    before = "\n".join([*lines[: line - 1], lines[min(line, len(lines)) - 1][:column]])
    places = _AT.findall(before)
    return MarkupError(_LINE_NUMBER.sub("", message), places[-1] if places else "")


class _Reader(Struct, frozen=True):
    values: Values
    templates: Mapping[str, TemplateSource]
    brand: Brand | None
    report: Report
    tags: Tags

    def element(self, node: Node, parent: str, around: str = _NOWHERE, depth: int = 1) -> Element | None:
        """The element that `node` is; `around` is the place of what it stands in. Raises MarkupError."""
        key = (node.tag, *node.items())
        known = self.tags.get(key)
        at = node.get(AT, around)  # its own is missing where it came out of Jinja's strings
        span = known[0] if known else self._span(node, at)
        if depth > MARKUP_DEPTH:
            raise MarkupError(f"its elements stand in each other more than {MARKUP_DEPTH} deep", at)
        kind = ELEMENTS.get(node.tag)
        if kind is None:
            self.report.error(
                "unknown-element", f"there is no element <{node.tag}>", span, help=did_you_mean(node.tag, ELEMENTS)
            )
            return None
        if not _may_stand(kind, parent):
            self._misplaced(node, kind, parent, span)
            return None
        nodes = list(node)
        children = [self.element(child, node.tag, at, depth + 1) for child in nodes]
        given = known[1] if known else self._attributes(node, kind, span)
        content = self._content(node, nodes, kind, span)
        if given is None:
            return None
        if not known and len(self.tags) < _MOST_TAGS and node.get(AT) and not _has_value(node):
            self.tags[key] = span, given
        return kind(span=span, children=tuple(filter(None, children)), content=content, **given)

    def _misplaced(self, node: Node, kind: type[Element], parent: str, span: Span) -> None:
        holders = " or ".join(f"<{name}>" for name in kind.parents if name)
        message = f"<{parent}> cannot hold <{node.tag}>"
        if parent == ROOT:
            message = f"a slide template makes one <slide>, not <{node.tag}>"
        self.report.error("misplaced-element", message, span, help=f"put it into a {holders}" if holders else None)

    def _attributes(self, node: Node, kind: type[Element], span: Span) -> dict[str, Any] | None:
        known = kind.list_attributes()
        given: dict[str, Any] = {}
        sound = True
        for name, text in node.items():
            if name == AT or not text.strip():
                continue
            if name not in known:
                sound = False
                self.report.error(
                    "unknown-attribute",
                    f"<{node.tag}> has no attribute '{name}'",
                    self._attribute_span(node, name, span),
                    help=did_you_mean(name, known),
                    notes=(f"it has {', '.join(sorted(known))}",) if known else (),
                )
                continue
            read = known[name].reader
            found: list[object] = []
            written = text.strip()
            if OPEN in text:
                found = [self.values[int(match[1])] for match in _VALUE.finditer(text)]
                written = _VALUE.sub(r"\2", text).strip()
            if not written and all(isinstance(value, str) for value in found):
                continue
            try:
                given[known[name].field] = self._read(read, text, written, found)
            except ValueError:
                sound = False
                self.report.error(
                    "bad-attribute",
                    f'<{node.tag}> cannot have {name}="{written}"',
                    next(filter(None, map(span_of, found)), None) or self._attribute_span(node, name, span, value=True),
                    help=self._advice(read, written),
                )
        for name, field in kind.list_required():
            if field not in given and sound:
                sound = False
                self.report.error("missing-attribute", f"<{node.tag}> needs the attribute '{name}'", span)
        return given if sound else None

    def _read(self, read: Reader | WholeValue, text: str, written: str, found: list[object]) -> Any:
        """The value of an attribute. Raises ValueError."""
        whole = found[0] if len(found) == 1 and _VALUE.fullmatch(text.strip()) else None
        if isinstance(read, WholeValue):
            if whole is None or not read.accepts(whole):
                raise ValueError
            return whole
        if not all(isinstance(value, str) for value in found):
            raise ValueError
        if read is COLOUR and self.brand and written in self.brand.names:
            return self.brand.names[written]
        value = read(whole if isinstance(whole, Text) and read.read is keep_text else written)
        if read is STYLE and self.brand and value not in self.brand.styles:
            raise ValueError
        return value

    def _advice(self, read: Reader | WholeValue, written: str) -> str:
        if isinstance(read, WholeValue):
            return f"pass {read.description} whole, as in {{{{ … }}}}"
        choices = tuple(self.brand.styles) if read is STYLE and self.brand else read.choices
        if read is COLOUR and self.brand:
            choices = (*choices, *self.brand.names)
        near = did_you_mean(written.split()[0] if written else "", choices)
        return near or (f"write one of {', '.join(choices)}" if read is STYLE else f"write {read.description}")

    def _content(self, node: Node, nodes: Sequence[Node], kind: type[Element], span: Span) -> tuple[str, ...]:
        """The texts in an element, in order, without those in its children, which are `nodes`."""
        raw = (node.text or "") + "".join([child.tail or "" for child in nodes])
        if not kind.holds_text and not raw.strip():
            return ()
        found: list[str] = []
        place = 0
        for match in _VALUE.finditer(raw) if OPEN in raw else ():
            found.append(raw[place : match.start()])
            value = self.values[int(match[1])]
            if not isinstance(value, str):
                self.report.error(
                    "misplaced-value",
                    f"<{node.tag}> cannot show this value: it is not a text",
                    span_of(value) or span,
                    help="pass a chart, table, picture or list whole to an element's 'of'",
                )
            found.append(value.like(match[2]) if isinstance(value, Text) else match[2])
            place = match.end()
        found.append(raw[place:])
        if kind.holds_text:
            return tuple(text for text in found if text)
        if any(text.strip() for text in found):
            self.report.error("misplaced-text", f"<{node.tag}> cannot hold text; put it in a <text>", span)
        return ()

    def _span(self, node: Node, at: str) -> Span:
        """Where its slide template has it, by its `AT` or what is around it."""
        return place_of(at, self.templates, len(node.tag) + 1) or Span(at.rsplit(":", 2)[0], 1, 1)

    def _attribute_span(self, node: Node, name: str, element: Span, *, value: bool = False) -> Span:
        """Where an element's attribute stands, or its value; the element's own place where that cannot be said."""
        template = self.templates.get(str(node.get(AT)).rsplit(":", 2)[0])
        lines = template.source.split("\n")[element.line - template.first_line :] if template else [""]
        lines[0] = " " * (element.column - 1) + lines[0][element.column - 1 :]
        tag = _TAG.match("\n".join(lines), element.column - 1)
        match = tag and re.search(rf'(?<=\s){re.escape(name)}\s*=\s*"({_QUOTED})"', tag[0])
        if not tag or not match:
            return element
        start, end = match.span(1) if value else (match.start(), match.start() + len(name))
        before = "\n".join(lines)[: tag.start() + start]
        length = max(1, len(tag[0][start:end].partition("\n")[0]))
        return Span(element.file, element.line + before.count("\n"), len(before) - before.rfind("\n"), length)


def _has_value(node: Node) -> bool:
    return any(OPEN in text for _, text in node.items())


def _may_stand(kind: type[Element], parent: str) -> bool:
    if kind.parents:
        return parent in kind.parents
    return issubclass(ELEMENTS.get(parent, Element), Container)
