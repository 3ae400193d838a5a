"""Reads the markup of a slide, made by a slide template, into elements with typed attributes and texts with places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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

    from deckwright.kinds.slide_templates import SlideTemplate

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Noncharacters that bracket a value from deck.yaml; `parse` refuses them in content."""

AT = "at"
"""The attribute that holds an element's place in its slide template: `quotes:12:5`."""

_VALUE = re.compile(f"{OPEN}(\\d+);([^{OPEN}{CLOSE}]*){CLOSE}")

_AT = re.compile(rf'\b{AT}="([^"]*)"')
_MISMATCH = re.compile(r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+?),")
_LINE_NUMBER = re.compile(r",? line \d+(, column \d+)?")
"""A place in the markup, which means nothing to the author of a slide template."""
_NOWHERE = "?:1:1"
"""An `AT` for an element without a place in a slide template."""
_QUOTED = r"(?:\{\{.*?\}\}|\{%.*?%\}|[^\"])*?"
_TAG = re.compile(rf'<(?:"{_QUOTED}"|\{{\{{.*?\}}\}}|\{{%.*?%\}}|[^">])*', re.DOTALL)
"""A start tag of a slide template, with the Jinja inside it."""

TagCache = dict[tuple[object, ...], tuple[Span, dict[str, Any]]]
"""Start tags without a value from deck.yaml → their places, and their attributes as fields."""
_MAX_CACHED_TAGS = 1000


class MarkupError(Exception):
    """The markup is not well-formed; `place` is the `AT` of the element with the fault, or ""."""

    def __init__(self, message: str, place: str) -> None:
        super().__init__(message)
        self.place = place


def bracket_value(index: int, value: str) -> str:
    """Returns a value as it is written into the markup, with the number by which `read_markup` finds it again."""
    return f"{OPEN}{index};{value}{CLOSE}"


def find_place(at: str, templates: Mapping[str, SlideTemplate], length: int = 1) -> Span | None:
    """Returns the place in a slide template's file for an `AT`."""
    name, line, column = (at or _NOWHERE).rsplit(":", 2)
    template = templates.get(name)
    return Span(template.file, int(line), int(column), length) if template else None


def read_markup(
    markup: str,
    values: Sequence[object],
    templates: Mapping[str, SlideTemplate],
    brand: Brand,
    report: Report,
    tags: TagCache,
) -> Element | None:
    """Returns the root element without the elements that have errors, or None; `report` has the errors.

    `values` are the values from deck.yaml by their numbers. `tags` is filled with start tags that the next slide may
    have too. Raises MarkupError when the markup is not well-formed XML.
    """
    from xml.etree.ElementTree import ParseError, fromstring

    markup = markup.strip()
    if "<!DOCTYPE" in markup:
        raise MarkupError("a document type definition (DTD) is not allowed", "")
    try:
        root = fromstring(markup)
    except ParseError as error:
        raise _explain_fault(markup, str(error)) from None
    return _Reader(values, templates, brand, report, tags).read_element(root, ROOT)


def _explain_fault(markup: str, fault: str) -> MarkupError:
    """Returns the error for markup that is not well-formed, at the last element that begins before its `fault`.

    libxml2's messages say more than expat's `fault`.
    """
    from lxml import etree

    message, line, column = fault, 1, 1
    try:
        etree.fromstring(markup.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        message, line, column = str(error.msg), error.lineno or 1, error.offset or 1
    if mismatch := _MISMATCH.match(message):
        message = f"<{mismatch[1]}> is not closed: </{mismatch[3]}> comes first"
        line, column = int(mismatch[2]), len(markup)
    lines = markup.split("\n")
    before = "\n".join([*lines[: line - 1], lines[min(line, len(lines)) - 1][:column]])
    places = _AT.findall(before)
    return MarkupError(_LINE_NUMBER.sub("", message), places[-1] if places else "")


class _Reader(Struct, frozen=True):
    """Reads the elements of one slide."""

    values: Sequence[object]
    templates: Mapping[str, SlideTemplate]
    brand: Brand
    report: Report
    tags: TagCache

    def read_element(self, node: Node, parent: str, parent_at: str = _NOWHERE, depth: int = 1) -> Element | None:
        """Returns the element for `node`. Raises MarkupError."""
        key = (node.tag, *node.items())
        cached = self.tags.get(key)
        at = node.get(AT, parent_at)  # an element that a Jinja string wrote has no place of its own
        span = cached[0] if cached else find_place(at, self.templates, len(node.tag) + 1)
        span = span or Span(at.rsplit(":", 2)[0], 1, 1)
        if depth > MARKUP_DEPTH:
            raise MarkupError(f"elements are nested more than {MARKUP_DEPTH} levels deep", at)
        kind = ELEMENTS.get(node.tag)
        if kind is None:
            self.report.error(
                "unknown-element",
                f"<{node.tag}> is not an element of the slide markup",
                span,
                help=did_you_mean(node.tag, ELEMENTS),
            )
            return None
        can_hold = parent in kind.parents if kind.parents else issubclass(ELEMENTS.get(parent, Element), Container)
        if not can_hold:
            self._report_misplaced(node, kind, parent, span)
            return None
        nodes = list(node)
        children = [self.read_element(child, node.tag, at, depth + 1) for child in nodes]
        fields = cached[1] if cached else self._read_attributes(node, kind, span)
        content = self._read_content(node, nodes, kind, span)
        if fields is None:
            return None
        if not cached and len(self.tags) < _MAX_CACHED_TAGS and node.get(AT) and not _has_value(node):
            self.tags[key] = span, fields
        return kind(span=span, children=tuple(filter(None, children)), content=content, **fields)

    def _report_misplaced(self, node: Node, kind: type[Element], parent: str, span: Span) -> None:
        holders = " or ".join(f"<{name}>" for name in kind.parents if name)
        message = f"<{parent}> cannot hold <{node.tag}>"
        if parent == ROOT:
            message = f"the root of a slide template must be <slide>, not <{node.tag}>"
        self.report.error("misplaced-element", message, span, help=f"put it into a {holders}" if holders else None)

    def _read_attributes(self, node: Node, kind: type[Element], span: Span) -> dict[str, Any] | None:
        """Returns the fields of an element; None after an error."""
        known = kind.list_attributes()
        fields: dict[str, Any] = {}
        is_sound = True
        for name, text in node.items():
            if name == AT or not text.strip():
                continue
            if name not in known:
                is_sound = False
                self.report.error(
                    "unknown-attribute",
                    f"<{node.tag}> has no attribute '{name}'",
                    self._find_attribute(node, name, span),
                    help=did_you_mean(name, known),
                    notes=(f"it has {', '.join(sorted(known))}",) if known else (),
                )
                continue
            reader = known[name].reader
            values: list[object] = []
            plain = text.strip()
            if OPEN in text:
                values = [self.values[int(match[1])] for match in _VALUE.finditer(text)]
                plain = _VALUE.sub(r"\2", text).strip()
            if not plain and all(isinstance(value, str) for value in values):
                continue
            try:
                fields[known[name].field] = self._read_attribute(reader, text, plain, values)
            except ValueError:
                is_sound = False
                self.report.error(
                    "bad-attribute",
                    f'<{node.tag}> cannot have {name}="{plain}"',
                    next(filter(None, map(span_of, values)), None)
                    or self._find_attribute(node, name, span, value=True),
                    help=self._suggest_value(reader, plain),
                )
        for name, field in kind.list_required():
            if field not in fields and is_sound:
                is_sound = False
                self.report.error("missing-attribute", f"<{node.tag}> needs the attribute '{name}'", span)
        return fields if is_sound else None

    def _read_attribute(self, reader: Reader | WholeValue, text: str, plain: str, values: list[object]) -> Any:
        """Returns the value of an attribute; `plain` is its `text` without brackets. Raises ValueError."""
        whole = values[0] if len(values) == 1 and _VALUE.fullmatch(text.strip()) else None
        if isinstance(reader, WholeValue):
            if whole is None or not reader.accepts(whole):
                raise ValueError
            return whole
        if not all(isinstance(value, str) for value in values):
            raise ValueError
        if reader is COLOUR and plain in self.brand.names:
            return self.brand.names[plain]
        value = reader(whole if isinstance(whole, Text) and reader.read is keep_text else plain)
        if reader is STYLE and value not in self.brand.styles:
            raise ValueError
        return value

    def _suggest_value(self, reader: Reader | WholeValue, plain: str) -> str:
        if isinstance(reader, WholeValue):
            return f"pass {reader.description} whole, as in {{{{ … }}}}"
        choices = tuple(self.brand.styles) if reader is STYLE else reader.choices
        if reader is COLOUR:
            choices = (*choices, *self.brand.names)
        near = did_you_mean(plain.split()[0] if plain else "", choices)
        return near or (f"write one of {', '.join(choices)}" if reader is STYLE else f"write {reader.description}")

    def _read_content(self, node: Node, nodes: Sequence[Node], kind: type[Element], span: Span) -> tuple[str, ...]:
        """Returns the texts of an element in order, without those of its children `nodes`."""
        raw = (node.text or "") + "".join([child.tail or "" for child in nodes])
        if not kind.holds_text and not raw.strip():
            return ()
        texts: list[str] = []
        place = 0
        for match in _VALUE.finditer(raw) if OPEN in raw else ():
            texts.append(raw[place : match.start()])
            value = self.values[int(match[1])]
            if not isinstance(value, str):
                self.report.error(
                    "misplaced-value",
                    f"<{node.tag}> cannot show this value: it is not a text",
                    span_of(value) or span,
                    help="pass a chart, table, picture or list whole to an element's 'of'",
                )
            texts.append(value.like(match[2]) if isinstance(value, Text) else match[2])
            place = match.end()
        texts.append(raw[place:])
        if kind.holds_text:
            return tuple(text for text in texts if text)
        if any(text.strip() for text in texts):
            self.report.error("misplaced-text", f"<{node.tag}> cannot hold text", span, help="put it into a <text>")
        return ()

    def _find_attribute(self, node: Node, name: str, element: Span, *, value: bool = False) -> Span:
        """Returns the place of an attribute (or of its value) in the slide template, or else that of its element."""
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
