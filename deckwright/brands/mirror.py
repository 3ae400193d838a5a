"""Mirrors a template for languages that run the other way: masters, layouts and text levels.

Every shape moves to the other side of the page, x' = width - x - cx. Drawn shapes are flipped, because an arrow must
point the other way; pictures and texts are moved but not flipped.
"""

from __future__ import annotations

from collections.abc import Iterator

from deckwright.brands.masters import find_placeholder, find_transform, read_slide_size
from deckwright.ooxml.names import OFFICE
from deckwright.ooxml.template import open_template
from deckwright.ooxml.xml import A, Element, P, parse, serialise
from deckwright.ooxml.zip_file import zip_members

SYMMETRIC = frozenset({"rect", "roundRect", "ellipse", "triangle", "diamond", "hexagon", "octagon", "plus"})
"""Geometries (ST_ShapeType) that look the same after a flip."""
OPPOSITE = {"l": "r", "r": "l"}
"""ST_TextAlignType; left and right are sides of the page, also where lines run from right to left."""
STYLES = tuple(P + name for name in ("titleStyle", "bodyStyle", "otherStyle", "notesStyle"))


def mirror_template(data: bytes, *, rtl: bool) -> bytes:
    """Returns a template (a .pptx) for lines from right to left (`rtl`) or left to right; unchanged if it is so."""
    package, presentation = open_template(data)
    root = parse(presentation.data)
    width = read_slide_size(root).width
    changed = False
    for link in presentation.relationships:
        if link.type not in (OFFICE + "slideMaster", OFFICE + "notesMaster"):
            continue
        master = package.parts[link.target]
        if _is_rtl(parse(master.data)) == rtl:
            continue
        changed = True
        layouts = [link.target for link in master.relationships if link.type == OFFICE + "slideLayout"]
        for part in (master, *(package.parts[name] for name in layouts)):
            tree = parse(part.data)
            if link.type == OFFICE + "slideMaster":
                for shape in tree.iterfind(f"{P}cSld/{P}spTree/*"):
                    _mirror_shape(shape, 0, width)
            _mirror_texts(tree, rtl)
            part.data = serialise(tree)
    if not changed:
        return data
    _mirror_levels(root.iterfind(P + "defaultTextStyle"), rtl, inherits=False)
    root.set("rtl", "1" if rtl else "0")
    presentation.data = serialise(root)
    return zip_members(package.iter_members())


def _is_rtl(master: Element) -> bool:
    """Returns the direction of a slide master's body or a notes master's notes."""
    levels = (level for tag in ("bodyStyle", "notesStyle") for level in master.iter(P + tag))
    first = next((level.find(A + "lvl1pPr") for level in levels), None)
    return first is not None and first.get("rtl") in ("1", "true")


def _mirror_shape(shape: Element, start: int, end: int) -> None:
    """Mirrors a shape between `start` and `end`; shapes in a group between the edges of the group's child extents."""
    transform = find_transform(shape)
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
                _mirror_shape(child, left, left + int(extent.get("cx", "0")))
    if shape.tag not in (P + "pic", P + "graphicFrame"):
        if rotation := int(transform.get("rot", "0")):
            transform.set("rot", str(-rotation))
        if _needs_flip(shape):
            transform.set("flipH", "0" if transform.get("flipH") in ("1", "true") else "1")


def _needs_flip(shape: Element) -> bool:
    """Returns True for an asymmetric drawn shape; placeholders and shapes with a picture fill are never flipped."""
    if shape.tag not in (P + "sp", P + "cxnSp") or find_placeholder(shape) is not None:
        return False
    preset = shape.find(f"{P}spPr/{A}prstGeom")
    return (preset is None or preset.get("prst") not in SYMMETRIC) and shape.find(f"{P}spPr/{A}blipFill") is None


def _mirror_texts(root: Element, rtl: bool) -> None:
    """Mirrors text frames, levels and paragraphs of a master or layout."""
    for frame in root.iter(A + "bodyPr"):
        sides = {"lIns": frame.get("rIns"), "rIns": frame.get("lIns")}
        for name, value in sides.items():
            if value is not None:
                frame.set(name, value)
            else:
                frame.attrib.pop(name, "")
        if frame.get("rtlCol") is not None:
            frame.set("rtlCol", "1" if rtl else "0")
    _mirror_levels(root.iter(*STYLES), rtl, inherits=False)
    _mirror_levels(root.iter(A + "lstStyle"), rtl, inherits=True)
    for own in root.iterfind(f".//{A}p/{A}pPr"):
        _mirror_level(own, rtl, inherits=True)
    free_shapes = (shape for shape in root.iter(P + "sp") if find_placeholder(shape) is None)
    for paragraph in (paragraph for shape in free_shapes for paragraph in shape.iter(A + "p")):
        properties = paragraph.find(A + "pPr")  # these inherit from no levels of the master
        if properties is None:
            properties = paragraph.makeelement(A + "pPr")
            paragraph.insert(0, properties)
        properties.set("algn", properties.get("algn", "r" if rtl else "l"))
        properties.set("rtl", "1" if rtl else "0")


def _mirror_levels(lists: Iterator[Element], rtl: bool, *, inherits: bool) -> None:
    """Mirrors the levels of each CT_TextListStyle; `inherits` is False for the outermost lists."""
    for levels in lists:
        for level in levels:
            if str(level.tag).endswith("pPr"):  # also a:defPPr
                _mirror_level(level, rtl, inherits=inherits or str(level.tag) == A + "defPPr")


def _mirror_level(level: Element, rtl: bool, *, inherits: bool) -> None:
    """Mirrors alignment and direction; a level that inherits gets only those that it has already."""
    align = level.get("algn", "" if inherits else "l" if rtl else "r")
    if align:
        level.set("algn", OPPOSITE.get(align, align))
    if not inherits or level.get("rtl") is not None:
        level.set("rtl", "1" if rtl else "0")
