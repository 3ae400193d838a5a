"""Writes and reads XML: slides and charts as text, the parts of templates as trees of elements.

Text takes half the time of a tree. A function that returns XML text is named after the element: `fill_xml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from lxml import etree

from deckwright.ooxml.names import A_NS, P_NS, R_NS
from deckwright.system.limits import XML_ATTRIBUTES, XML_BYTES, XML_ELEMENTS

A = f"{{{A_NS}}}"
"""The namespace of DrawingML (ECMA-376 part 1, 20.1 and 21.1) as the start of a name in lxml: `A + "srgbClr"`."""
P = f"{{{P_NS}}}"
"""The namespace of PresentationML (ECMA-376 part 1, 19)."""
R = f"{{{R_NS}}}"
"""The namespace of attributes that refer to a relationship: `r:id`, `r:embed`."""

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

NAMESPACES: Mapping[str | None, str] = {"a": A_NS, "r": R_NS, "p": P_NS}
"""The prefixes every PresentationML part declares."""
PREFIXES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
"""The same as attributes of the root."""

Element = etree._Element
sub = etree.SubElement
"""Adds a child: `sub(parent, A + "off", x="0", y="0")`. Children are added in schema order."""


def new_root(tag: str, prefixes: Mapping[str | None, str]) -> Element:
    """Returns the root of a part that declares `prefixes`; None is the prefix of the default namespace."""
    return etree.Element(tag, nsmap=cast("dict[str, str]", prefixes))  # the type stubs do not know None


def escape(text: str) -> str:
    """Returns `text` as character data, like `escape` of xml.sax.saxutils, which would import urllib."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def quoteattr(text: str) -> str:
    """Returns `text` as the value of an attribute, with quotation marks; tabs and line breaks as references."""
    inside = escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f'"{inside}"'


def element_xml(name: str, attributes: str = "", inside: str = "") -> str:
    """Returns an element that may be empty; `attributes` begin with a space."""
    return f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"


def attributes_xml(**values: int | str | None) -> str:
    """Returns the attributes that have a value, each after a space: True as 1, False as 0, texts without escaping."""
    known = [(name, value) for name, value in values.items() if value is not None]
    return "".join([f' {name}="{int(value) if isinstance(value, bool) else value}"' for name, value in known])


def encode_part(xml: str) -> bytes:
    """Returns the bytes of a part whose root is `xml`. Raises ValueError for characters that XML cannot hold."""
    data = f"{_DECLARATION}{xml}".encode()  # raises ValueError for half a surrogate pair
    if data.translate(_WITHOUT_CONTROLS) != data or "\ufffe" in xml or "\uffff" in xml:
        raise ValueError("a text holds a character that XML cannot hold")
    return data


def serialise(root: Element) -> bytes:
    """Returns the bytes of a part whose root is `root`, equal to those of `encode_part` for the same XML."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def append_xml(parent: Element, xml: str) -> Element:
    """Appends a child written as text, with the prefixes of `NAMESPACES`, and returns it."""
    child = etree.fromstring(f"<x {PREFIXES}>{xml}</x>", _PARSER)[0]
    parent.append(child)
    return child


def parse(data: bytes) -> Element:
    """Parses a part of a template or workbook, without entities and network access, and returns its root.

    Raises ValueError for parts that are too large or hold a DTD, and XMLSyntaxError.
    """
    if len(data) > XML_BYTES:
        raise ValueError(f"one of its parts is larger than {XML_BYTES // 1_000_000} MB")
    if data.count(b"<") > 2 * XML_ELEMENTS or is_crowded(data):
        raise ValueError("one of its parts holds more elements or attributes than a presentation has")
    root = etree.fromstring(data, _PARSER)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("it has a document type definition (DTD), which no presentation has")
    return root


def is_crowded(data: bytes) -> bool:
    """Returns True if an element has more attributes than any that Office writes."""
    if len(data) < _MIN_CROWDED or data.count(b"=") <= XML_ATTRIBUTES:
        return False
    long_tags = (tag for tag in data.split(b"<") if len(tag) > _MIN_CROWDED)
    return any(tag.partition(b">")[0].count(b"=") > XML_ATTRIBUTES for tag in long_tags)


_MIN_CROWDED = 5 * XML_ATTRIBUTES
"""The fewest bytes that so many attributes take: ` a=""`."""
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
"""As lxml writes it."""
_WITHOUT_CONTROLS = bytes(ord("?") if byte < 0x20 and byte not in b"\t\n\r" else byte for byte in range(256))
"""A translation table that replaces the control characters which XML does not allow."""
