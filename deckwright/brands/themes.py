"""The theme of a slide master as its layouts see it: colours by the names that colour maps give them, and fonts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec.structs import replace

from deckwright.model.brand import Theme
from deckwright.model.colours import COLOUR_SLOTS
from deckwright.ooxml.names import OFFICE
from deckwright.ooxml.package import Package, Part
from deckwright.ooxml.template import UnfitError
from deckwright.ooxml.xml import A, Element, P, parse

RGB = re.compile("[0-9A-Fa-f]{6}")


def theme_of(master: Part, tree: Element, package: Package) -> Theme:
    """The master's theme, its colours under the names that the master's p:clrMap (ECMA-376 19.3.1.6) gives them.

    Raises UnfitError where there is none, or one of its colours is missing.
    """
    link = master.relationships.first(OFFICE + "theme")
    if link is None:
        raise UnfitError(f"is damaged: {master.name}: it has no theme")
    root = parse(package.parts[link.target].data)
    mapping, scheme = tree.find(P + "clrMap"), next(root.iter(A + "clrScheme"), None)
    if mapping is None or scheme is None:
        part, what = (link.target, "colours") if scheme is None else (master.name, "colour map")
        raise UnfitError(f"is damaged: {part}: it has no {what}")
    own = {str(entry.tag).removeprefix(A): _value(entry[0]) for entry in scheme if len(entry)}
    fonts = {}
    for name, tag in (("heading", "majorFont"), ("body", "minorFont")):
        latin = root.find(f".//{A}{tag}/{A}latin")
        fonts[name] = latin.get("typeface", "") if latin is not None else ""
    scripts = {
        entry.get("script", ""): entry.get("typeface", "") for entry in root.iterfind(f".//{A}minorFont/{A}font")
    }
    return mapped(Theme({}, fonts, scripts, own), mapping)


def theme_on(layout: Element, theme: Theme) -> Theme:
    """The master's theme on one layout, which may have a colour map of its own (a:overrideClrMapping, 20.1.6.8)."""
    mapping = layout.find(f"{P}clrMapOvr/{A}overrideClrMapping")
    return theme if mapping is None else mapped(theme, mapping)


def mapped(theme: Theme, mapping: Element) -> Theme:
    """`theme` with its colours under the names of a CT_ColorMapping. Raises UnfitError for one that it has not."""
    names = {slot: mapping.get(value, value) for slot, value in COLOUR_SLOTS.items()}
    for slot, name in names.items():
        if not RGB.fullmatch(theme.own.get(name, "")):
            raise UnfitError(f"is damaged: its theme has no colour '{name[:20]}', which is to be {slot}")
    return replace(theme, colours={slot: theme.own[name] for slot, name in names.items()})


def by_every_name(theme: Theme) -> Mapping[str, str]:
    """The theme's colours by the names that a:schemeClr has for them."""
    return theme.own | {COLOUR_SLOTS[slot]: value for slot, value in theme.colours.items()}


def _value(colour: Element) -> str:
    """RRGGBB of a:srgbClr or a:sysClr."""
    return (colour.get("val") if colour.tag == A + "srgbClr" else colour.get("lastClr")) or "000000"
