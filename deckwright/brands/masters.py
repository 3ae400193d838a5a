"""Reads what slide masters and layouts are made of: shapes, and the theme's colours and fonts as a layout uses them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec.structs import replace

from deckwright.model.brand import Theme
from deckwright.model.colours import COLOUR_SLOTS, Colour, measure_distance
from deckwright.model.page import Box
from deckwright.ooxml.names import OFFICE
from deckwright.ooxml.package import Package, Part
from deckwright.ooxml.template import UnusableTemplateError
from deckwright.ooxml.xml import A, Element, P, R, parse, sub

FIRST_ID = 2_147_483_648
"""The first id of masters and layouts, which share one series (ST_SlideMasterId, ECMA-376 19.7.14)."""
SLIDE_4_3 = Box(0, 0, 9_144_000, 6_858_000)
"""The slide size of a presentation that names none."""
RGB = re.compile("[0-9A-Fa-f]{6}")
SLOTS = {value: name for name, value in COLOUR_SLOTS.items()} | {
    "dk1": "text1", "lt1": "background1", "dk2": "text2", "lt2": "background2",
}  # fmt: skip
"""ST_SchemeColorVal → our name. dk1, lt1, dk2 and lt2 are read as the usual p:clrMap maps them."""


def read_slide_size(presentation: Element) -> Box:
    """Returns a slide's box from p:sldSz."""
    size = presentation.find(P + "sldSz")
    return Box(0, 0, *(int(size.get(side, "0")) for side in ("cx", "cy"))) if size is not None else SLIDE_4_3


def find_first(element: Element, *paths: str) -> Element | None:
    """Returns what the first of the paths that leads to an element leads to."""
    return next((target for path in paths if (target := element.find(path)) is not None), None)


def find_transform(shape: Element) -> Element | None:
    """Returns the a:xfrm of a shape, picture, line or group, the p:xfrm of a graphic frame; None if it has none."""
    return find_first(shape, f"{P}spPr/{A}xfrm", f"{P}grpSpPr/{A}xfrm", f"{P}xfrm")


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


def read_theme(master: Part, tree: Element, package: Package) -> Theme:
    """Reads the master's theme; colours get the names that the master's p:clrMap (ECMA-376 19.3.1.6) gives them.

    Raises UnusableTemplateError if there is no theme, or if one of its colours is missing.
    """
    link = master.relationships.find_first(OFFICE + "theme")
    if link is None:
        raise UnusableTemplateError(f"is damaged: {master.name}: it has no theme")
    root = parse(package.parts[link.target].data)
    colour_map, scheme = tree.find(P + "clrMap"), next(root.iter(A + "clrScheme"), None)
    if colour_map is None or scheme is None:
        part, missing = (link.target, "colours") if scheme is None else (master.name, "colour map")
        raise UnusableTemplateError(f"is damaged: {part}: it has no {missing}")
    own = {str(entry.tag).removeprefix(A): _read_rgb(entry[0]) for entry in scheme if len(entry)}
    fonts = {
        name: next((latin.get("typeface", "") for latin in root.iterfind(f".//{A}{tag}/{A}latin")), "")
        for name, tag in (("heading", "majorFont"), ("body", "minorFont"))
    }
    scripts = {
        entry.get("script", ""): entry.get("typeface", "") for entry in root.iterfind(f".//{A}minorFont/{A}font")
    }
    return map_colours(Theme({}, fonts, scripts, own), colour_map)


def read_layout_theme(layout: Element, theme: Theme) -> Theme:
    """Returns the master's theme with the layout's own colour map, if any (a:overrideClrMapping, ECMA-376 20.1.6.8)."""
    colour_map = layout.find(f"{P}clrMapOvr/{A}overrideClrMapping")
    return theme if colour_map is None else map_colours(theme, colour_map)


def map_colours(theme: Theme, colour_map: Element) -> Theme:
    """Returns `theme` with the colours that a CT_ColorMapping names. Raises UnusableTemplateError for a missing one."""
    names = {slot: colour_map.get(value, value) for slot, value in COLOUR_SLOTS.items()}
    for slot, name in names.items():
        if not RGB.fullmatch(theme.own.get(name, "")):
            raise UnusableTemplateError(f"is damaged: its theme has no colour '{name[:20]}', which is mapped to {slot}")
    return replace(theme, colours={slot: theme.own[name] for slot, name in names.items()})


def list_scheme_colours(theme: Theme) -> Mapping[str, str]:
    """Returns RRGGBB by every name that a:schemeClr may use: the theme's own (dk1) and the mapped ones (tx1)."""
    return theme.own | {COLOUR_SLOTS[slot]: value for slot, value in theme.colours.items()}


def read_colour(element: Element, colours: Mapping[str, str]) -> Colour | None:
    """Returns the first colour in `element` as a theme colour; an RGB colour becomes the theme's nearest."""
    for colour in element.iter(A + "schemeClr", A + "srgbClr"):
        if colour.tag == A + "srgbClr":
            return find_nearest_colour(colour.get("val", "000000"), colours)
        slot = SLOTS.get(colour.get("val", ""))
        if slot is None:
            continue
        factor, offset = (colour.find(A + tag) for tag in ("lumMod", "lumOff"))
        if offset is not None:
            return Colour(slot, lighter=read_percent(offset))
        return Colour(slot, darker=100 - read_percent(factor)) if factor is not None else Colour(slot)
    return None


def find_nearest_colour(value: str, colours: Mapping[str, str]) -> Colour:
    """Returns the theme colour nearest to an RRGGBB."""
    return min((Colour(slot) for slot in colours), key=lambda colour: measure_distance(colours[colour.slot], value))


def read_percent(element: Element) -> int:
    """Returns the `val` of an element in thousandths of a percent, as percent."""
    return round(int(element.get("val", "0").removesuffix("%")) / 1000)


def _read_rgb(colour: Element) -> str:
    """Returns RRGGBB of a:srgbClr or a:sysClr."""
    return (colour.get("val") if colour.tag == A + "srgbClr" else colour.get("lastClr")) or "000000"
