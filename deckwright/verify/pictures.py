"""Checks pictures: formats, crops, duplicates, and that SVG drawings have pixels and no active content."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from deckwright.ooxml.names import SLIDE_TYPE, SVG_URI, TYPES_BY_EXTENSION
from deckwright.verify.parsed_package import ParsedPackage, get_attribute, parse_int, qname
from deckwright.verify.problems import Problem, locate

_SVG_TYPE = TYPES_BY_EXTENSION["svg"]
_PIXEL_TYPES = {"image/png", "image/jpeg"}
_ACTIVE_ELEMENTS = {"script", "foreignObject", "iframe", "animate", "set"}
_WHOLE = 100_000
"""The unit of crops: ST_Percentage in thousandths of a percent."""


def check_drawings(package: ParsedPackage) -> Iterator[Problem]:
    for part, tree in package.iter_parts(SLIDE_TYPE):
        for drawing in tree.iter(qname("asvg:svgBlip")):
            if _find_embedded_type(package, part, drawing) != _SVG_TYPE:
                yield Problem("wrong-drawing", part, "an SVG drawing is not in SVG format", locate(drawing))
            if get_attribute(drawing.getparent(), "uri") != SVG_URI:
                yield Problem("wrong-drawing", part, "an SVG drawing is in the wrong extension of its picture")
        for blip in tree.iter(qname("a:blip")):
            if _find_embedded_type(package, part, blip) not in _PIXEL_TYPES:
                yield Problem("no-pixels", part, "a picture is neither PNG nor JPEG", locate(blip))


def check_svg_content(package: ParsedPackage) -> Iterator[Problem]:
    for part, content in package.parts.items():
        if package.get_type(part) != _SVG_TYPE:
            continue
        try:
            root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            yield Problem("broken-part", part, f"it cannot be read: {error}")
            continue
        if root.tag != "{http://www.w3.org/2000/svg}svg" or b"<!" in content:
            yield Problem("wrong-drawing", part, "it is not a plain SVG drawing")
        for element in root.iter("*"):
            if etree.QName(element).localname in _ACTIVE_ELEMENTS:
                yield Problem("active-drawing", part, f"it holds the element '{etree.QName(element).localname}'")
            for key, value in element.attrib.items():
                name = etree.QName(str(key)).localname
                is_external = name == "href" and not str(value).startswith(("#", "data:image/"))
                if name.startswith("on") or is_external:
                    yield Problem("active-drawing", part, f"it has the attribute {name}={str(value)[:40]!r}")


def check_crops(package: ParsedPackage) -> Iterator[Problem]:
    for part, tree in package.iter_parts(SLIDE_TYPE):
        for crop in tree.iter(qname("a:srcRect")):
            left, top, right, bottom = (parse_int(get_attribute(crop, side) or "0") for side in "ltrb")
            if min(left, top, right, bottom) < 0 or max(left + right, top + bottom) >= _WHOLE:
                yield Problem("wrong-crop", part, "a picture is cropped to nothing, or beyond its edges", locate(crop))


def check_duplicates(package: ParsedPackage) -> Iterator[Problem]:
    names: dict[bytes, str] = {}
    for part, content in package.parts.items():
        if part.startswith("/ppt/media/") and names.setdefault(content, part) != part:
            yield Problem("picture-stored-twice", part, f"it is the same picture as {names[content]}")


def _find_embedded_type(package: ParsedPackage, part: str, element: etree._Element) -> str:
    """Returns the content type of the part that an element embeds."""
    relationship = package.find_relationship(part, get_attribute(element, "r:embed"))
    return package.get_type(relationship.target) if relationship else ""
