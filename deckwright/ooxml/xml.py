"""The XML names a presentation is written in, and the two things done with elements: adding one, spelling the tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from lxml import etree

from deckwright.limits import XML_ATTRIBUTES, XML_BYTES, XML_ELEMENTS

A_NS = "http://schemas.openxmlformats.org/drawingml/2006/main"
P_NS = "http://schemas.openxmlformats.org/presentationml/2006/main"
R_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

A = f"{{{A_NS}}}"
"""DrawingML (ECMA-376 part 1, 20.1 and 21.1), as lxml spells the start of a name: `A + "srgbClr"`."""
P = f"{{{P_NS}}}"
"""PresentationML (ECMA-376 part 1, 19)."""
R = f"{{{R_NS}}}"
"""Attributes that name a relationship: `r:id`, `r:embed`."""

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

NAMESPACES: Mapping[str | None, str] = {"a": A_NS, "r": R_NS, "p": P_NS}
"""The prefixes every PresentationML part declares."""

Element = etree._Element
sub = etree.SubElement
"""Adds a child: `sub(parent, A + "off", x="0", y="0")`. Elements are made where they stand, in schema order."""


_IN_ATTRIBUTES = str.maketrans({'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def new_root(tag: str, prefixes: Mapping[str | None, str]) -> Element:
    """The root of a part that declares `prefixes`; None is the namespace of names without one."""
    return etree.Element(tag, nsmap=cast("dict[str, str]", prefixes))  # the stubs forget that None is a prefix


def escape(text: str) -> str:
    """`text` as character data. xml.sax.saxutils has it too, and imports the network for it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoteattr(text: str) -> str:
    """`text` as an attribute's value, with its quotation marks; white space other than spaces as references."""
    return f'"{escape(text).translate(_IN_ATTRIBUTES)}"'


def serialise(root: Element) -> bytes:
    """A whole part: declaration and tree, UTF-8."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def parse(data: bytes) -> Element:
    """The root of a template's part, without entities and the network. ValueError for what Office refuses too."""
    if len(data) > XML_BYTES:
        raise ValueError(f"one of its parts is larger than {XML_BYTES // 1_000_000} MB")
    if data.count(b"<") > 2 * XML_ELEMENTS or is_crowded(data):
        raise ValueError("one of its parts holds more than any of a presentation")
    root = etree.fromstring(data, _PARSER)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("it has a document type definition (DTD), which no presentation has")
    return root


def is_crowded(data: bytes) -> bool:
    """Whether an element has more attributes than any that Office writes."""
    if len(data) < _SHORT or data.count(b"=") <= XML_ATTRIBUTES:
        return False
    long = (tag for tag in data.split(b"<") if len(tag) > _SHORT)
    return any(tag.partition(b">")[0].count(b"=") > XML_ATTRIBUTES for tag in long)


_SHORT = 5 * XML_ATTRIBUTES
"""Bytes that so many attributes need at least: ` a=""`."""
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
