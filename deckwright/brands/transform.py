"""A template turned round for lines that run the other way: master, layouts and text levels mirrored, pictures moved.

Everything moves to the other side of the page, x' = width - x - cx. Drawn shapes are flipped, for an arrow must point
the other way; photographs and logos are not, and neither are words.
"""

from __future__ import annotations

from collections.abc import Iterator

from deckwright.model.page import Box
from deckwright.ooxml.names import OFFICE
from deckwright.ooxml.package import Package, Part
from deckwright.ooxml.template import open_template
from deckwright.ooxml.xml import A, Element, P, parse, serialise
from deckwright.ooxml.zipped import zip_members


def stretch(package: Package, presentation: Part, page: Box) -> None:
    """Gives the presentation slides of this size, and moves what stands on masters and layouts accordingly."""
    root = parse(presentation.data)
    size = root.find(P + "sldSz")
    if size is None:
        return
    across, down = page.width / int(size.get("cx", "1")), page.height / int(size.get("cy", "1"))
    if across == down == 1:
        return
    size.attrib.pop("type", "")
    size.set("cx", str(page.width))
    size.set("cy", str(page.height))
    presentation.data = serialise(root)
    for link in presentation.relationships:
        if link.type == OFFICE + "slideMaster":
            master = package.parts[link.target]
            layouts = [one.target for one in master.relationships if one.type == OFFICE + "slideLayout"]
            for part in (master, *(package.parts[name] for name in layouts)):
                tree = parse(part.data)
                for shape in tree.iterfind(f"{P}cSld/{P}spTree/*"):
                    _stretch(shape, across, down)
                part.data = serialise(tree)


def _stretch(shape: Element, across: float, down: float) -> None:
    """A shape's place and size; a picture keeps its proportions, and its left edge and middle."""
    place, size = shape.find(f"{P}spPr/{A}xfrm/{A}off"), shape.find(f"{P}spPr/{A}xfrm/{A}ext")
    if place is None or size is None:
        return
    x, y, width, height = (int(e.get(k, "0")) for e, k in ((place, "x"), (place, "y"), (size, "cx"), (size, "cy")))
    wide, tall = width * across, height * down
    if shape.tag == P + "pic":
        least = min(across, down)
        wide, tall = width * least, height * least
    top = y * down + (height * down - tall) / 2
    for element, key, value in ((place, "x", x * across), (place, "y", top), (size, "cx", wide), (size, "cy", tall)):
        element.set(key, str(round(value)))


SYMMETRIC = frozenset({"rect", "roundRect", "ellipse", "triangle", "diamond", "hexagon", "octagon", "plus"})
"""Geometries (ST_ShapeType) that look the same when flipped."""
OTHER_SIDE = {"l": "r", "r": "l"}
"""ST_TextAlignType: left and right are the page's, whichever way a line runs."""
STYLES = ("titleStyle", "bodyStyle", "otherStyle", "notesStyle")


def turned(data: bytes, *, rtl: bool) -> bytes:
    """The template (a .pptx) for lines that run from the right, or from the left; as it is where it does so already."""
    package, presentation = open_template(data)
    root = parse(presentation.data)
    size = root.find(P + "sldSz")
    width = int(size.get("cx", "0")) if size is not None else 9_144_000
    changed = False
    for link in presentation.relationships:
        if link.type not in (OFFICE + "slideMaster", OFFICE + "notesMaster"):
            continue
        master = package.parts[link.target]
        tree = parse(master.data)
        if _runs_from_the_right(tree) == rtl:
            continue
        changed = True
        if link.type == OFFICE + "slideMaster":
            layouts = [one.target for one in master.relationships if one.type == OFFICE + "slideLayout"]
            for layout in (package.parts[name] for name in layouts):
                _turn_layout(layout, width, rtl)
            _move(tree, width)
        _turn_text(tree, rtl)
        master.data = serialise(tree)
    if not changed:
        return data
    _turn_levels(root.iterfind(P + "defaultTextStyle"), rtl, whole=True)
    root.set("rtl", "1" if rtl else "0")
    presentation.data = serialise(root)
    return zip_members(package.members())


def _runs_from_the_right(master: Element) -> bool:
    """What the master says of its body, or of its notes."""
    levels = (level for tag in ("bodyStyle", "notesStyle") for level in master.iter(P + tag))
    first = next((level.find(A + "lvl1pPr") for level in levels), None)
    return first is not None and first.get("rtl") in ("1", "true")


def _turn_layout(layout: Part, width: int, rtl: bool) -> None:
    tree = parse(layout.data)
    _move(tree, width)
    _turn_text(tree, rtl)
    layout.data = serialise(tree)


def _move(root: Element, width: int) -> None:
    """What stands on a master or layout, to the other side of a page `width` EMU wide."""
    for shape in root.iterfind(f"{P}cSld/{P}spTree/*"):
        _move_shape(shape, 0, width)


def _move_shape(shape: Element, start: int, end: int) -> None:
    """A shape that stands between `start` and `end`; the shapes of a group stand in the group's own measures."""
    transform = next((found for path in _TRANSFORMS if (found := shape.find(path)) is not None), None)
    if transform is None:
        return
    place, size = transform.find(A + "off"), transform.find(A + "ext")
    if place is not None and size is not None:
        place.set("x", str(start + end - int(place.get("x", "0")) - int(size.get("cx", "0"))))
    if shape.tag == P + "grpSp":
        inner, extent = transform.find(A + "chOff"), transform.find(A + "chExt")
        if inner is not None and extent is not None:
            left = int(inner.get("x", "0"))
            for child in shape:
                _move_shape(child, left, left + int(extent.get("cx", "0")))
    if shape.tag not in (P + "pic", P + "graphicFrame"):
        if turn := int(transform.get("rot", "0")):
            transform.set("rot", str(-turn))
        if _has_sides(shape):
            transform.set("flipH", "0" if transform.get("flipH") in ("1", "true") else "1")


_TRANSFORMS = (f"{P}spPr/{A}xfrm", f"{P}grpSpPr/{A}xfrm", f"{P}xfrm")


def _has_sides(shape: Element) -> bool:
    """Whether a drawn shape shows that it was flipped, and may be: not a placeholder, nor one filled with a photo."""
    if shape.tag not in (P + "sp", P + "cxnSp") or shape.find(f"*/{P}nvPr/{P}ph") is not None:
        return False
    preset = shape.find(f"{P}spPr/{A}prstGeom")
    return (preset is None or preset.get("prst") not in SYMMETRIC) and shape.find(f"{P}spPr/{A}blipFill") is None


def _turn_text(root: Element, rtl: bool) -> None:
    """Frames, levels and paragraphs of a master or layout."""
    for frame in root.iter(A + "bodyPr"):
        sides = {"lIns": frame.get("rIns"), "rIns": frame.get("lIns")}
        for name, value in sides.items():
            if value is not None:
                frame.set(name, value)
            elif name in frame.attrib:
                del frame.attrib[name]
        if frame.get("rtlCol") is not None:
            frame.set("rtlCol", "1" if rtl else "0")
    for tag in STYLES:
        _turn_levels(root.iter(P + tag), rtl, whole=True)
    _turn_levels(root.iter(A + "lstStyle"), rtl, whole=False)
    for paragraph in root.iter(A + "p"):
        properties = paragraph.find(A + "pPr")
        if properties is not None:
            _turn_level(properties, rtl, whole=False)
    for paragraph in _words(root):
        properties = paragraph.find(A + "pPr")
        if properties is None:
            properties = paragraph.makeelement(A + "pPr")
            paragraph.insert(0, properties)
        properties.set("algn", properties.get("algn", "r" if rtl else "l"))
        properties.set("rtl", "1" if rtl else "0")


def _words(root: Element) -> Iterator[Element]:
    """Paragraphs outside placeholders, which have no levels of their own to inherit from."""
    for shape in root.iter(P + "sp"):
        if shape.find(f"*/{P}nvPr/{P}ph") is None:
            yield from shape.iter(A + "p")


def _turn_levels(lists: Iterator[Element], rtl: bool, *, whole: bool) -> None:
    """The levels of lists of styles (CT_TextListStyle); `whole` where nothing stands above them to inherit from."""
    for levels in lists:
        for level in levels:
            if str(level.tag).endswith("pPr"):  # also a:defPPr
                _turn_level(level, rtl, whole=whole and str(level.tag) != A + "defPPr")


def _turn_level(level: Element, rtl: bool, *, whole: bool) -> None:
    aligned = level.get("algn", ("l" if rtl else "r") if whole else "")
    if aligned:
        level.set("algn", OTHER_SIDE.get(aligned, aligned))
    if whole or level.get("rtl") is not None:
        level.set("rtl", "1" if rtl else "0")
