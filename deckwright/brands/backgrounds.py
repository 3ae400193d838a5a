"""Finds the colour that a layout paints behind a text: of the topmost background, shape or picture that covers it."""

from __future__ import annotations

import colorsys
import io
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.brands.masters import find_first, find_placeholder, measure_overlap, read_box
from deckwright.model.page import Box
from deckwright.ooxml.package import Package, Part
from deckwright.ooxml.xml import A, Element, P, R

if TYPE_CHECKING:
    from PIL.Image import Image

DRAWINGS = (P + "sp", P + "pic", P + "cxnSp", P + "grpSp")
COVERED = 0.6
"""Share of a box that a layer must cover to be its background."""
FILLS = tuple(A + name for name in ("solidFill", "gradFill", "blipFill", "pattFill", "noFill"))
SAMPLES = 32
"""Columns and rows of the grid in which a picture's colour is averaged."""
REDUCED = 512
"""The largest width and height, in pixels, that is kept of a picture."""
MAX_PIXELS = 30_000_000
"""Larger pictures are not read; a camera's have 24 million."""
REDUCIBLE = frozenset({"L", "LA", "RGB", "RGBA"})
"""Modes whose pixels can be averaged before they are converted to RGBA, which takes four bytes for each."""
OPAQUE = 128
"""Opacity, of 255, from which a pixel counts."""


class Layer(Struct, frozen=True):
    """One thing that a master or layout paints; later layers cover earlier ones."""

    box: Box
    colour: str | None
    """RRGGBB of its fill; None for a picture."""
    blip: Element | None
    """a:blip of a picture."""
    part: Part
    """The part whose relationships name the picture."""
    is_background: bool = False
    """True for the background (p:bg), False for a shape."""


def find_drawings(root: Element) -> tuple[Box, ...]:
    """Returns the boxes of a master's or layout's shapes, pictures, lines and groups, without its placeholders."""
    shapes = (shape for shape in root.iterfind(f"{P}cSld/{P}spTree/*") if shape.tag in DRAWINGS)
    boxes = (read_box(shape) for shape in shapes if find_placeholder(shape) is None)
    return tuple(box for box in boxes if box is not None)


def measure_clutter(box: Box, layers: Sequence[Layer], drawings: Iterable[Box]) -> float:
    """Returns the share of `box`, from 0 to 1, that is covered by drawings or not covered by the layer behind it."""
    behind = [covered for layer in layers if (covered := measure_overlap(box, layer.box)) >= COVERED]
    uncovered = 1 - behind[-1] if behind else 0
    inside = (measure_overlap(box, drawing) for drawing in drawings)
    return min(1.0, uncovered + sum(covered for covered in inside if covered < COVERED))


def read_layers(root: Element, part: Part, page: Box, colours: Mapping[str, str]) -> Iterator[Layer]:
    """Yields what a master or layout paints: its background, then its shapes and pictures, without placeholders.

    `colours` are the theme's, under all names that a:schemeClr may use.
    """
    background = root.find(f"{P}cSld/{P}bg")
    if background is not None:
        fill = find_first(background, *(f"{P}bgPr/{fill}" for fill in FILLS))
        yield from _make_layer(page, background if fill is None else fill, part, colours, is_background=True)
    for shape in root.iterfind(f"{P}cSld/{P}spTree/*"):
        if shape.tag not in (P + "sp", P + "pic") or find_placeholder(shape) is not None:
            continue
        box = read_box(shape)
        fill = find_first(shape, P + "blipFill", *(f"{P}spPr/{fill}" for fill in FILLS[:4]))
        if box is not None and fill is not None:
            yield from _make_layer(box, fill, part, colours)


def find_background(box: Box, layers: Sequence[Layer], package: Package) -> str | None:
    """Returns RRGGBB of what is painted behind `box`; None if nothing is, or nothing whose colour can be read."""
    for layer in reversed(layers):
        if measure_overlap(box, layer.box) < COVERED:
            continue
        if colour := layer.colour or _average_behind(layer, box, package):
            return colour
    return None


def average_fill(fill: Element, colours: Mapping[str, str]) -> str | None:
    """Returns RRGGBB of a fill, the mean of a gradient or pattern; None if it is more transparent than opaque."""
    values = []
    for element in fill.iter(A + "srgbClr", A + "schemeClr", A + "sysClr"):
        alpha = element.find(A + "alpha")
        if alpha is not None and int(alpha.get("val", "100000").removesuffix("%")) < 50_000:
            return None
        value = element.get("val", "") if element.tag != A + "sysClr" else element.get("lastClr", "")
        value = colours.get(value, "") if element.tag == A + "schemeClr" else value
        if len(value) == 6:
            values.append(_shade(value, element))
    if not values:
        return None
    channels = zip(*(bytes.fromhex(value) for value in values), strict=True)
    return "".join(f"{round(sum(channel) / len(channel)):02X}" for channel in channels)


@lru_cache(maxsize=64)
def average_colour(data: bytes, part: tuple[float, ...]) -> str | None:
    """Returns the mean RRGGBB of a part of a PNG or JPEG.

    `part` is left, top, right and bottom as shares of the picture. None for other formats and transparent parts.
    """
    from PIL import Image

    image = _reduce_picture(data)
    if image is None:
        return None
    left, right = (round(part[edge] * image.width) for edge in (0, 2))
    top, bottom = (round(part[edge] * image.height) for edge in (1, 3))
    left, top = min(left, image.width - 1), min(top, image.height - 1)
    crop = (left, top, max(right, left + 1), max(bottom, top + 1))
    raw = image.resize((SAMPLES, SAMPLES), Image.Resampling.BOX, box=crop).tobytes()
    pixels = [raw[start : start + 3] for start in range(0, len(raw), 4) if raw[start + 3] >= OPAQUE]
    if len(pixels) < SAMPLES * SAMPLES * COVERED:
        return None
    return "".join(f"{round(sum(channel) / len(pixels)):02X}" for channel in zip(*pixels, strict=True))


def _make_layer(
    box: Box, fill: Element, part: Part, colours: Mapping[str, str], *, is_background: bool = False
) -> Iterator[Layer]:
    """Yields the layer of a fill, unless it is transparent or its colour is not known."""
    blip = fill.find(A + "blip")
    colour = average_fill(fill, colours) if blip is None else None
    if colour or blip is not None:
        yield Layer(box, colour, blip, part, is_background)


def _shade(value: str, element: Element) -> str:
    """Returns RRGGBB after a:lumMod, a:lumOff, a:shade and a:tint, approximately: enough to tell dark from light."""
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


def _average_behind(layer: Layer, box: Box, package: Package) -> str | None:
    """Returns the mean RRGGBB of the part of a picture that lies behind `box`."""
    embed = layer.blip.get(R + "embed") if layer.blip is not None else None
    target = next((link.target for link in layer.part.relationships if link.id == embed), "")
    if target not in package.parts:
        return None
    place = layer.box
    edges = (
        (box.x - place.x) / max(1, place.width),
        (box.y - place.y) / max(1, place.height),
        (box.x + box.width - place.x) / max(1, place.width),
        (box.y + box.height - place.y) / max(1, place.height),
    )
    return average_colour(package.parts[target].data, tuple(min(1.0, max(0.0, edge)) for edge in edges))


@lru_cache(maxsize=16)
def _reduce_picture(data: bytes) -> Image | None:
    """Returns a picture as RGBA, reduced to `REDUCED` pixels. Cached, because unpacking a photograph takes 0.25 s."""
    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MAX_PIXELS:
                return None
            image.draft("RGB", (REDUCED, REDUCED))  # lets the JPEG decoder skip detail
            factor = min(image.size) // REDUCED
            small = (image.reduce(factor) if factor > 1 and image.mode in REDUCIBLE else image).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    size = (min(small.width, REDUCED), min(small.height, REDUCED))
    return small.resize(size, Image.Resampling.BOX)
