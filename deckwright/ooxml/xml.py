"""The XML that a presentation is written in: its names, its spelling, and trees of what a template says.

What Deckwright says itself is spelled as text, by functions that are named after what they spell: a tree of elements
takes twice as long, and says no more. Trees are for what somebody else has said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from lxml import etree

from deckwright.ooxml.names import A_NS, P_NS, R_NS
from deckwright.system.limits import XML_ATTRIBUTES, XML_BYTES, XML_ELEMENTS

A = f"{{{A_NS}}}"
"""DrawingML (ECMA-376 part 1, 20.1 and 21.1), as lxml spells the start of a name: `A + "srgbClr"`."""
P = f"{{{P_NS}}}"
"""PresentationML (ECMA-376 part 1, 19)."""
R = f"{{{R_NS}}}"
"""Attributes that name a relationship: `r:id`, `r:embed`."""

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

NAMESPACES: Mapping[str | None, str] = {"a": A_NS, "r": R_NS, "p": P_NS}
"""The prefixes every PresentationML part declares."""
PREFIXES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
"""The same, as its root spells them."""

Element = etree._Element
sub = etree.SubElement
"""Adds a child: `sub(parent, A + "off", x="0", y="0")`. Elements are made where they stand, in schema order."""


def new_root(tag: str, prefixes: Mapping[str | None, str]) -> Element:
    """The root of a part that declares `prefixes`; None is the namespace of names without one."""
    return etree.Element(tag, nsmap=cast("dict[str, str]", prefixes))  # the stubs forget that None is a prefix


def escape(text: str) -> str:
    """`text` as character data. xml.sax.saxutils has it too, and imports the network for it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def quoteattr(text: str) -> str:
    """`text` as an attribute's value, with its quotation marks; white space other than spaces as references."""
    inside = escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f'"{inside}"'


def tag(name: str, attributes: str = "", inside: str = "") -> str:
    """An element that may be empty; `attributes` begin with a space. What never is needs no function."""
    return f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"


def spelled(xml: str) -> bytes:
    """A whole part: declaration and root, UTF-8, as `serialise` spells it. ValueError for what no XML can hold."""
    data = f"{_DECLARATION}{xml}".encode()  # which refuses half a surrogate pair
    if data.translate(_WITHOUT_CONTROLS) != data or "\ufffe" in xml or "\uffff" in xml:
        raise ValueError("a text holds a character that XML cannot")
    return data


def serialise(root: Element) -> bytes:
    """A whole part: declaration and tree, UTF-8."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def add(parent: Element, xml: str) -> Element:
    """Adds a child that is spelled already; its prefixes are those of a presentation."""
    child = etree.fromstring(f"<x {PREFIXES}>{xml}</x>", _PARSER)[0]
    parent.append(child)
    return child


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
_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
"""As lxml spells it."""
_WITHOUT_CONTROLS = bytes(ord("?") if byte < 0x20 and byte not in b"\t\n\r" else byte for byte in range(256))
"""Translates each control character that XML does not know."""
