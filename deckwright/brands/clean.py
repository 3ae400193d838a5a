"""A template without what could act or call: macros, embedded objects, controls and links to other files go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from deckwright.ooxml.names import OFFICE
from deckwright.ooxml.package import Package, Part, Relationships
from deckwright.ooxml.relationships import Relationship
from deckwright.ooxml.xml import A, Element, P, R, parse, serialise

MICROSOFT = "http://schemas.microsoft.com/office/"
DROPPED: Mapping[str, str] = {
    OFFICE + "oleObject": "objects",
    OFFICE + "control": "objects",
    OFFICE + "package": "objects",
    OFFICE + "legacyDiagramText": "objects",
    MICROSOFT + "2006/relationships/legacyDocTextInfo": "objects",
    MICROSOFT + "2006/relationships/activeXControlBinary": "objects",
}
"""Type of a relationship that leads to something that acts → what it is called."""
WORDS: Mapping[str, str] = {
    "macros": "macros",
    "objects": "embedded objects or controls",
    "links": "links to other files or sites",
}
OBJECTS = (P + "oleObj", P + "control")
ALTERNATES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
SHOWS = frozenset(P + name for name in ("pic", "bg", "graphicFrame")) | {ALTERNATES}
"""What is nothing without the picture or object it shows."""


class Removed(Struct, frozen=True):
    """What a template had that was taken out."""

    what: str
    """A key of WORDS."""
    number: int


def has_macros(package: Package) -> tuple[Removed, ...]:
    """Whether there are macros, which the opened template is without."""
    macros = sum("vbaProject" in part.content_type for part in package.parts.values())
    return (Removed("macros", macros),) if macros else ()


def cleaned(package: Package) -> tuple[Removed, ...]:
    """Takes out of `package` what acts or calls, and tells what that was. Parts that nothing leads to any more stay."""
    counts = dict.fromkeys(WORDS, 0)
    for part in package.parts.values():
        gone = {link.id: kind for link in part.relationships if (kind := _unwanted(link))}
        if not gone:
            continue
        for kind in gone.values():
            counts[kind] += 1
        part.relationships = Relationships(part.name, (link for link in part.relationships if link.id not in gone))
        _take_out(part, frozenset(gone))
    return tuple(Removed(what, number) for what, number in counts.items() if number)


def _unwanted(link: Relationship) -> str:
    """What is wrong with a relationship; empty for nothing."""
    if link.external:
        return "links"
    return DROPPED.get(link.type, "")


def _take_out(part: Part, gone: frozenset[str]) -> None:
    """Every element of a part that names one of the relationships, with the shape that is nothing without it."""
    if not part.content_type.endswith("+xml"):
        return
    root = parse(part.data)
    for element, name in list(_naming(root, gone)):
        if name == R + "link" and element.get(R + "embed"):
            del element.attrib[name]  # a linked picture that is stored here as well
        elif element.tag == A + "blip" or element.tag in OBJECTS:
            _remove(_shown_by(element))
        else:
            _remove(element)
    part.data = serialise(root)


def _naming(root: Element, gone: frozenset[str]) -> Iterator[tuple[Element, str]]:
    for element in root.iter():
        for name, value in element.attrib.items():
            if str(name).startswith(R) and value in gone:
                yield element, str(name)


def _shown_by(element: Element) -> Element:
    """The outermost of what is nothing without `element`; of a shape that is only filled with it, the fill."""
    found = element.getparent() if element.tag == A + "blip" else element
    for ancestor in element.iterancestors():
        found = ancestor if ancestor.tag in SHOWS else found
    return element if found is None else found


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
