"""Checks of pictures: drawings have pixels for other programs, hold nothing that runs or is fetched, and no two
parts are the same picture."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from deckwright.ooxml.names import SLIDE_TYPE, SVG_URI, TYPES_BY_EXTENSION
from deckwright.verify.finding import Finding, where
from deckwright.verify.opened import Check, Package, attribute, tag, whole

_SVG_TYPE = TYPES_BY_EXTENSION["svg"]
_PIXELS = {"image/png", "image/jpeg"}
_NEVER = {"script", "foreignObject", "iframe", "animate", "set"}
_MOST = 100_000


def _drawings(package: Package) -> Iterator[Finding]:
    for part, tree in package.of_type(SLIDE_TYPE):
        for drawing in tree.iter(tag("asvg:svgBlip")):
            if _embedded(package, part, drawing) != _SVG_TYPE:
                yield Finding("wrong-drawing", part, "what is used as an SVG drawing is none", where(drawing))
            extension = drawing.getparent()
            if attribute(extension, "uri") != SVG_URI:
                yield Finding("wrong-drawing", part, "an SVG drawing stands in another extension than its own")
        for blip in tree.iter(tag("a:blip")):
            if _embedded(package, part, blip) not in _PIXELS:
                yield Finding("no-pixels", part, "a picture is none that every program shows", where(blip))


def _content(package: Package) -> Iterator[Finding]:
    for part, content in package.parts.items():
        if package.type_of(part) != _SVG_TYPE:
            continue
        try:
            root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as fault:
            yield Finding("broken-part", part, f"it cannot be read: {fault}")
            continue
        if root.tag != "{http://www.w3.org/2000/svg}svg" or b"<!" in content:
            yield Finding("wrong-drawing", part, "it is not a plain SVG drawing")
        for element in root.iter("*"):
            if etree.QName(element).localname in _NEVER:
                yield Finding("active-drawing", part, f"it holds a '{etree.QName(element).localname}'")
            for key, value in element.attrib.items():
                name = etree.QName(str(key)).localname
                fetched = name == "href" and not str(value).startswith(("#", "data:image/"))
                if name.startswith("on") or fetched:
                    yield Finding("active-drawing", part, f"it has {name}={str(value)[:40]!r}")


def _crops(package: Package) -> Iterator[Finding]:
    """What is cut off at two sides leaves something to be seen."""
    for part, tree in package.of_type(SLIDE_TYPE):
        for cut in tree.iter(tag("a:srcRect")):
            left, top, right, bottom = (whole(attribute(cut, side) or "0") for side in "ltrb")
            if min(left, top, right, bottom) < 0 or max(left + right, top + bottom) >= _MOST:
                yield Finding("wrong-crop", part, "a picture is cut to nothing, or wider than it is", where(cut))


def _stored_twice(package: Package) -> Iterator[Finding]:
    first: dict[bytes, str] = {}
    for part, content in package.parts.items():
        if part.startswith("/ppt/media/") and first.setdefault(content, part) != part:
            yield Finding("picture-stored-twice", part, f"it is the same as {first[content]}")


def _embedded(package: Package, part: str, element: etree._Element) -> str:
    """The content type of what an element embeds."""
    target = package.relationship(part, attribute(element, "r:embed"))
    return package.type_of(target.target) if target else ""


PICTURE_CHECKS: tuple[Check, ...] = (_drawings, _content, _crops, _stored_twice)
