"""How much a template has drawn where a layout's body goes: words over its pictures are hard to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from deckwright.brands.ground import COVERED, Layer, share
from deckwright.brands.inherited import box_of
from deckwright.ooxml.xml import A, Element, P
from deckwright.page import Box

DRAWN = (P + "sp", P + "pic", P + "cxnSp", P + "grpSp")


def things_of(root: Element) -> tuple[Box, ...]:
    """Where shapes, pictures, lines and groups of a master or layout stand that are no placeholders."""
    shapes = (one for one in root.iterfind(f"{P}cSld/{P}spTree/*") if one.tag in DRAWN)
    boxes = (_box(one) for one in shapes if one.find(f"*/{P}nvPr/{P}ph") is None)
    return tuple(box for box in boxes if box is not None)


def clutter(box: Box, layers: Sequence[Layer], things: Iterable[Box]) -> float:
    """Share of `box` that is not on one ground, from 0 to 1: what stands in it, and what its ground leaves out."""
    grounds = [covered for layer in layers if (covered := share(box, layer.box)) >= COVERED]
    left_out = 1 - grounds[-1] if grounds else 0
    inside = (share(box, thing) for thing in things)
    return min(1.0, left_out + sum(covered for covered in inside if covered < COVERED))


def _box(shape: Element) -> Box | None:
    place, size = (shape.find(f"{P}grpSpPr/{A}xfrm/{A}{name}") for name in ("off", "ext"))
    if place is None or size is None:
        return box_of(shape)
    x, y = (int(place.get(key, "0")) for key in ("x", "y"))
    width, height = (int(size.get(key, "0")) for key in ("cx", "cy"))
    return Box(x, y, width, height)
