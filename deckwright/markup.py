"""Reads the slide markup that a slide template made into elements: attributes typed, texts with their place."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from typing import Any

from deckwright.brand import Brand
from deckwright.diagnostics import Report, did_you_mean
from deckwright.elements import ELEMENTS
from deckwright.elements.base import Element, Whole
from deckwright.source import Span, Text

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Noncharacters that bracket a value from deck.yaml; `parse` refuses them in content."""

AT = "at"
"""The attribute in which an element's place in its slide template travels: `quotes.xml:12:5`."""

_VALUE = re.compile(f"{OPEN}(\\d+);([^{OPEN}{CLOSE}]*){CLOSE}")

Values = Sequence[object]
"""What the brackets' numbers stand for."""


class MarkupError(Exception):
    """The markup is not well-formed."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def bracketed(index: int, value: object) -> str:
    """How a value is written into the markup, so that `read_markup` finds it again."""
    return f"{OPEN}{index};{value if isinstance(value, str) else ''}{CLOSE}"


def read_markup(
    markup: str, values: Values, files: Mapping[str, str], brand: Brand | None, report: Report
) -> Element | None:
    """The root element; None when something was wrong, which `report` then says.

    `files` gives for each slide template's name its path in diagnostics. Raises MarkupError when the
    text is not well-formed XML.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(markup.strip().encode(), parser)
    except etree.XMLSyntaxError as error:
        message = re.sub(r",? line \d+(, column \d+)?", "", str(error.msg))  # of this markup, which nobody sees
        raise MarkupError(message, error.lineno or 1) from None
    return _Reader(values, files, brand, report).element(root)


@dataclasses.dataclass(frozen=True, slots=True)
class _Reader:
    values: Values
    files: Mapping[str, str]
    brand: Brand | None
    report: Report

    def element(self, node: Any) -> Element | None:
        span = self._span(node)
        kind = ELEMENTS.get(node.tag)
        if kind is None:
            self.report.error(
                "unknown-element", f"there is no element <{node.tag}>", span, help=did_you_mean(node.tag, ELEMENTS)
            )
            return None
        given = self._attributes(node, kind, span)
        content = self._content(node) if kind.worded else ()
        children = [] if kind.leaf else [self.element(child) for child in node]
        if kind.leaf and len(node):
            self.report.error("misplaced-element", f"<{node.tag}> cannot hold <{node[0].tag}>", self._span(node[0]))
        if not kind.worded and any(text.strip() for text in self._content(node)):
            self.report.error("misplaced-text", f"<{node.tag}> cannot hold text; put it in a <text>", span)
        if given is None:
            return None
        return kind(span=span, children=tuple(child for child in children if child), content=content, **given)

    def _attributes(self, node: Any, kind: type[Element], span: Span) -> dict[str, Any] | None:
        known = {f.name.rstrip("_").replace("_", "-"): f for f in dataclasses.fields(kind) if "read" in f.metadata}
        given: dict[str, Any] = {}
        sound = True
        for name, text in node.attrib.items():
            if name == AT or text == "":
                continue
            if name not in known:
                sound = False
                self.report.error(
                    "unknown-attribute",
                    f"<{node.tag}> has no attribute '{name}'",
                    span,
                    help=did_you_mean(name, known),
                    notes=(f"it has {', '.join(sorted(known))}",),
                )
                continue
            try:
                given[known[name].name] = self._checked(name, self._value(text, known[name].metadata["read"]))
            except ValueError as error:
                sound = False
                written = _VALUE.sub(r"\2", text)
                self.report.error(
                    "bad-attribute", f'<{node.tag}> cannot have {name}="{written}"', span, help=str(error)
                )
        for name, f in known.items():
            if f.metadata["required"] and f.name not in given and sound:
                sound = False
                self.report.error("missing-attribute", f"<{node.tag}> needs the attribute '{name}'", span)
        return given if sound else None

    def _value(self, text: str, read: Any) -> Any:
        match = _VALUE.fullmatch(text.strip())
        if match:
            value = self.values[int(match[1])]
            if isinstance(read, Whole) and isinstance(value, read.kind):
                return value
            if isinstance(value, Text):
                text = value.like(match[2])
                return text if read is str else read(text)
        return read(_VALUE.sub(r"\2", text))

    def _checked(self, name: str, value: Any) -> Any:
        """Raises ValueError for a style that the brand does not have."""
        brand = self.brand
        if name == "style" and brand and value not in brand.styles:
            raise ValueError(did_you_mean(value, brand.styles) or f"a style of the brand: {', '.join(brand.styles)}")
        return value

    def _content(self, node: Any) -> tuple[str, ...]:
        raw = (node.text or "") + "".join(child.tail or "" for child in node)
        found: list[str] = []
        place = 0
        for match in _VALUE.finditer(raw):
            found.append(raw[place : match.start()])
            value = self.values[int(match[1])]
            found.append(value.like(match[2]) if isinstance(value, Text) else match[2])
            place = match.end()
        found.append(raw[place:])
        return tuple(text for text in found if text)

    def _span(self, node: Any) -> Span:
        name, line, column = str(node.get(AT, "?:1:1")).rsplit(":", 2)
        return Span(self.files.get(name, name), int(line), int(column), len(node.tag) + 1)
