"""The shapes of slide masters and layouts: where they are, which placeholder they are, how far two boxes overlap."""

from __future__ import annotations

from deckwright.model.page import Box
from deckwright.ooxml.xml import A, Element, P, R, sub

FIRST_ID = 2_147_483_648
"""The first id of masters and layouts, which share one series (ST_SlideMasterId, ECMA-376 19.7.14)."""
SLIDE_4_3 = Box(0, 0, 9_144_000, 6_858_000)
"""The slide size of a presentation that names none."""


def read_slide_size(presentation: Element) -> Box:
    """Returns a slide's box from p:sldSz."""
    size = presentation.find(P + "sldSz")
    return Box(0, 0, *(int(size.get(side, "0")) for side in ("cx", "cy"))) if size is not None else SLIDE_4_3


def find_transform(shape: Element) -> Element | None:
    """Returns the a:xfrm of a shape, picture, line or group, the p:xfrm of a graphic frame; None if it has none."""
    paths = (f"{P}spPr/{A}xfrm", f"{P}grpSpPr/{A}xfrm", f"{P}xfrm")
    return next((transform for path in paths if (transform := shape.find(path)) is not None), None)


def read_box(shape: Element) -> Box | None:
    """Returns the box of a shape; None if it has none of its own."""
    transform = find_transform(shape)
    place, size = (transform.find(A + name) if transform is not None else None for name in ("off", "ext"))
    if place is None or size is None:
        return None
    return Box(int(place.get("x", "0")), int(place.get("y", "0")), int(size.get("cx", "0")), int(size.get("cy", "0")))


def find_placeholder(shape: Element) -> Element | None:
    """Returns the p:ph of a placeholder, None for any other shape."""
    return shape.find(f"*/{P}nvPr/{P}ph")


def read_placeholder_type(shape: Element) -> str:
    """Returns a placeholder's ST_PlaceholderType ("obj" where the file names none), "" for any other shape."""
    placeholder = find_placeholder(shape)
    return placeholder.get("type", "obj") if placeholder is not None else ""


def remove_element(element: Element) -> None:
    """Removes an element from its parent; the root of a part stays."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def append_entry(root: Element, tag: str, relationship: str, number: int | None = None) -> None:
    """Adds an entry to the list of masters or layouts in `root`: p:sldMasterIdLst, p:sldLayoutIdLst …"""
    (entries,) = root.iterfind(f"{P}{tag}Lst")
    entry = sub(entries, P + tag, {"id": str(number)} if number else {})
    entry.set(R + "id", relationship)


def measure_share(box: Box, page: Box) -> float:
    """Returns the area of `box` as a share of the page."""
    return box.width * box.height / max(1, page.width * page.height)


def measure_overlap(box: Box, other: Box) -> float:
    """Returns the share of `box` that lies in `other`, from 0 to 1."""
    width = min(box.x + box.width, other.x + other.width) - max(box.x, other.x)
    height = min(box.y + box.height, other.y + other.height) - max(box.y, other.y)
    return max(0, width) * max(0, height) / max(1, box.width * box.height)
