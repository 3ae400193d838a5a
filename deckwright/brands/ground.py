"""What a text of a slide layout stands on: the topmost thing behind a box, be it background, drawn shape or picture."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.brands.text_levels import box_of
from deckwright.model.page import Box
from deckwright.ooxml.package import Package, Part
from deckwright.ooxml.xml import A, Element, P, R

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

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


COVERED = 0.6
"""Share of a box that a shape covers to be what its text stands on."""
FILLS = ("solidFill", "gradFill", "blipFill", "pattFill", "noFill")
SAMPLES = 32
"""A picture is looked at in so many columns and rows."""
REDUCED = 512
"""The most pixels that are kept of its width and of its height."""
MOST_PIXELS = 30_000_000
"""Of a picture that is looked at; a camera's have 24 million."""
REDUCIBLE = frozenset({"L", "LA", "RGB", "RGBA"})
"""Modes whose pixels can be averaged before they are converted, which takes four bytes for each."""
CLEAR = 128
"""Opacity of a pixel, of 255, below which what lies behind it shows."""


class Layer(Struct, frozen=True):
    """One thing that is painted, later ones over earlier ones."""

    box: Box
    colour: str | None
    """RRGGBB of its fill, unless that is a picture."""
    blip: Element | None
    """a:blip of a picture."""
    source: Part
    """The part whose relationships its picture is found by."""
    ground: bool = False
    """The page's background, and no shape."""


def layers_of(root: Element, part: Part, page: Box, colours: Mapping[str, str]) -> Iterator[Layer]:
    """What a master or layout paints: its background, and the shapes and pictures that are no placeholders.

    `colours` are the theme's, by the names that a:schemeClr has for them.
    """

    def layer(box: Box, fill: Element, *, ground: bool = False) -> Iterator[Layer]:
        blip = fill.find(A + "blip")
        colour = fill_colour(fill, colours) if blip is None else None
        if colour or blip is not None:
            yield Layer(box, colour, blip, part, ground)

    ground = root.find(f"{P}cSld/{P}bg")
    if ground is not None:
        fill = next((found for name in FILLS if (found := ground.find(f"{P}bgPr/{A}{name}")) is not None), None)
        yield from layer(page, fill if fill is not None else ground, ground=True)
    for shape in root.iterfind(f"{P}cSld/{P}spTree/*"):
        if shape.tag not in (P + "sp", P + "pic") or shape.find(f"*/{P}nvPr/{P}ph") is not None:
            continue
        box = box_of(shape)
        fill = shape.find(P + "blipFill")
        properties = shape.find(P + "spPr")
        if fill is None and properties is not None:
            fill = next((found for name in FILLS[:4] if (found := properties.find(A + name)) is not None), None)
        if box is not None and fill is not None:
            yield from layer(box, fill)


def ground_of(box: Box, layers: Sequence[Layer], package: Package) -> str | None:
    """RRGGBB of what lies behind `box`; None where nothing is painted there, or nothing that can be read."""
    for layer in reversed(layers):
        if share(box, layer.box) < COVERED:
            continue
        found = layer.colour or _picture(layer, box, package)
        if found:
            return found
    return None


def fill_colour(fill: Element, colours: Mapping[str, str]) -> str | None:
    """RRGGBB of a fill; of a gradient or pattern the mean of its colours. None for one that is mostly clear."""
    found = []
    for element in fill.iter(A + "srgbClr", A + "schemeClr", A + "sysClr"):
        alpha = element.find(A + "alpha")
        if alpha is not None and int(alpha.get("val", "100000").removesuffix("%")) < 50_000:
            return None
        value = element.get("val", "") if element.tag != A + "sysClr" else element.get("lastClr", "")
        value = colours.get(value, "") if element.tag == A + "schemeClr" else value
        if len(value) == 6:
            found.append(_changed(value, element))
    if not found:
        return None
    channels = zip(*(bytes.fromhex(value) for value in found), strict=True)
    return "".join(f"{round(sum(values) / len(values)):02X}" for values in channels)


def _changed(value: str, element: Element) -> str:
    """RRGGBB after a:lumMod, a:lumOff, a:shade and a:tint, near enough to tell dark from light."""
    import colorsys

    hue, light, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in bytes.fromhex(value)))
    for child in element:
        share = int(child.get("val", "0").removesuffix("%") or 0) / 100_000
        match str(child.tag).removeprefix(A):
            case "lumMod" | "shade":
                light *= share
            case "lumOff":
                light += share
            case "tint":
                light += (1 - light) * (1 - share)
    return "".join(f"{round(channel * 255):02X}" for channel in colorsys.hls_to_rgb(hue, min(1, light), saturation))


def share(box: Box, over: Box) -> float:
    """How much of `box` lies in `over`, from 0 to 1."""
    width = min(box.x + box.width, over.x + over.width) - max(box.x, over.x)
    height = min(box.y + box.height, over.y + over.height) - max(box.y, over.y)
    return max(0, width) * max(0, height) / max(1, box.width * box.height)


def _picture(layer: Layer, box: Box, package: Package) -> str | None:
    """The mean colour of the part of a picture that lies behind `box`."""
    wanted = layer.blip.get(R + "embed") if layer.blip is not None else None
    target = next((link.target for link in layer.source.relationships if link.id == wanted), "")
    if target not in package.parts:
        return None
    place = layer.box
    edges = (
        (box.x - place.x) / max(1, place.width),
        (box.y - place.y) / max(1, place.height),
        (box.x + box.width - place.x) / max(1, place.width),
        (box.y + box.height - place.y) / max(1, place.height),
    )
    return mean_colour(package.parts[target].data, tuple(min(1.0, max(0.0, edge)) for edge in edges))


@lru_cache(maxsize=64)
def mean_colour(data: bytes, part: tuple[float, ...]) -> str | None:
    """RRGGBB of a part (left, top, right, bottom, as shares) of a PNG or JPEG; None for others and what is clear."""
    from PIL import Image

    image = _reduced(data)
    if image is None:
        return None
    left, right = (round(part[edge] * image.width) for edge in (0, 2))
    top, bottom = (round(part[edge] * image.height) for edge in (1, 3))
    left, top = min(left, image.width - 1), min(top, image.height - 1)
    cut = (left, top, max(right, left + 1), max(bottom, top + 1))
    small = image.resize((SAMPLES, SAMPLES), Image.Resampling.BOX, box=cut)
    raw = small.tobytes()
    pixels = [raw[at : at + 3] for at in range(0, len(raw), 4) if raw[at + 3] >= CLEAR]
    if len(pixels) < SAMPLES * SAMPLES * COVERED:
        return None
    return "".join(f"{round(sum(channel) / len(pixels)):02X}" for channel in zip(*pixels, strict=True))


@lru_cache(maxsize=16)
def _reduced(data: bytes) -> Picture | None:
    """A picture, unpacked once for all that stand on it: a photograph takes a quarter of a second."""
    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            image.draft("RGB", (REDUCED, REDUCED))  # a JPEG is read in small
            wide = min(image.size) // REDUCED
            small = (image.reduce(wide) if wide > 1 and image.mode in REDUCIBLE else image).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    size = (min(small.width, REDUCED), min(small.height, REDUCED))
    return small.resize(size, Image.Resampling.BOX)
