"""The DrawingML of all shapes: boxes, theme colours, fills, lines and links."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from deckwright.model.colours import COLOUR_SLOTS, Colour
from deckwright.model.page import Box, Line, Link
from deckwright.ooxml.names import OFFICE, SLIDE_JUMP
from deckwright.ooxml.package import Package, Relationships
from deckwright.ooxml.xml import attributes_xml, element_xml

DASHES = {"solid": "solid", "dash": "dash", "dot": "sysDot"}
"""Dash of a line → ST_PresetLineDashVal."""


class PartContext(Struct):
    """Everything the shapes of one slide (or its notes) may refer to."""

    package: Package
    relationships: Relationships
    slides: Mapping[str, str]
    """Id of each slide of the deck → its part name, including slides that are not written yet."""
    code_font: str


def transform_xml(box: Box, *, rotation: int = 0, flip_horizontal: bool = False, flip_vertical: bool = False) -> str:
    """Returns a:xfrm: position and size, `rotation` in degrees clockwise."""
    flips = attributes_xml(flipH=flip_horizontal or None, flipV=flip_vertical or None)
    return f"<a:xfrm{attributes_xml(rot=rotation * 60_000 or None)}{flips}>{offset_xml(box)}</a:xfrm>"


def offset_xml(box: Box) -> str:
    """Returns a:off and a:ext, the position and size of a box."""
    return f'<a:off x="{box.x}" y="{box.y}"/><a:ext cx="{box.width}" cy="{box.height}"/>'


def geometry_xml(shape: str, adjustments: tuple[tuple[str, int], ...] = ()) -> str:
    guides = "".join(f'<a:gd name="{name}" fmla="val {value}"/>' for name, value in adjustments)
    return f'<a:prstGeom prst="{shape}">{element_xml("a:avLst", inside=guides)}</a:prstGeom>'


def scheme_colour_xml(colour: Colour) -> str:
    """Returns a:schemeClr, lighter or darker like the tints of PowerPoint's colour menu."""
    return element_xml("a:schemeClr", f' val="{COLOUR_SLOTS[colour.slot]}"', tint_xml(colour))


def tint_xml(colour: Colour) -> str:
    """Returns a:lumMod, a:lumOff and a:alpha: the difference between a colour and its theme colour."""
    offset = f'<a:lumOff val="{colour.lighter * 1000}"/>' if colour.lighter else ""
    change = colour.lighter or colour.darker
    modulation = f'<a:lumMod val="{(100 - change) * 1000}"/>{offset}' if change else ""
    return f'{modulation}<a:alpha val="{colour.opacity * 1000}"/>' if colour.opacity < 100 else modulation


def fill_xml(colour: Colour | None) -> str:
    """Returns a:solidFill with a theme colour, or a:noFill."""
    return "<a:noFill/>" if colour is None else f"<a:solidFill>{scheme_colour_xml(colour)}</a:solidFill>"


def outline_xml(line: Line | None) -> str:
    """Returns a:ln (CT_LineProperties); without a line when `line` is None."""
    if line is None:
        return "<a:ln><a:noFill/></a:ln>"
    begin = '<a:headEnd type="triangle"/>' if line.begin_arrow else ""
    end = '<a:tailEnd type="triangle"/>' if line.end_arrow else ""
    return f'<a:ln w="{line.width}">{fill_xml(line.colour)}<a:prstDash val="{DASHES[line.dash]}"/>{begin}{end}</a:ln>'


def click_xml(link: Link, context: PartContext, inside: str = "") -> str:
    """Returns a:hlinkClick: a link to an address, or a jump to a slide of this presentation."""
    if link.slide is not None:
        target = context.relationships.get_or_add(OFFICE + "slide", context.slides[link.slide])
        return element_xml("a:hlinkClick", f' r:id="{target}" action="{SLIDE_JUMP}"', inside)
    target = context.relationships.get_or_add(OFFICE + "hyperlink", link.url or "", external=True)
    return element_xml("a:hlinkClick", f' r:id="{target}"', inside)
