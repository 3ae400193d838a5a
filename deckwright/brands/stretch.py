"""A template on slides of another size: masters and layouts stretched, pictures in their own proportions."""

from __future__ import annotations

from deckwright.ooxml.package import OFFICE, Package, Part
from deckwright.ooxml.xml import A, Element, P, parse, serialise
from deckwright.page import Box


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
