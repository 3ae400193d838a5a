"""What all shapes are spelled with: boxes, theme colours, fills, lines, and the canvas with what they refer to."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from deckwright.model.colours import COLOUR_SLOTS, Colour
from deckwright.model.page import Box, Line, Link
from deckwright.ooxml.names import OFFICE, SLIDE_JUMP
from deckwright.ooxml.package import Package, Relationships
from deckwright.ooxml.xml import tag

DASHES = {"solid": "solid", "dash": "dash", "dot": "sysDot"}
"""Our names of dashes → ST_PresetLineDashVal."""


class Canvas(Struct):
    """A slide (or its notes) while it is spelled, and what its shapes may refer to."""

    package: Package
    relationships: Relationships
    slides: Mapping[str, str]
    """Id of each slide of the deck → its part name, also of those not yet written."""
    code_font: str


def transform(box: Box, *, turn: int = 0, flip_horizontal: bool = False, flip_vertical: bool = False) -> str:
    """a:xfrm: place and size, `turn` in degrees clockwise."""
    turned = f' rot="{turn * 60_000}"' if turn else ""
    across = ' flipH="1"' if flip_horizontal else ""
    down = ' flipV="1"' if flip_vertical else ""
    return f"<a:xfrm{turned}{across}{down}>{place(box)}</a:xfrm>"


def place(box: Box) -> str:
    """a:off and a:ext."""
    return f'<a:off x="{box.x}" y="{box.y}"/><a:ext cx="{box.width}" cy="{box.height}"/>'


def geometry(shape: str, adjustments: tuple[tuple[str, int], ...] = ()) -> str:
    """a:prstGeom with its guide values."""
    guides = "".join(f'<a:gd name="{name}" fmla="val {value}"/>' for name, value in adjustments)
    return f'<a:prstGeom prst="{shape}">{tag("a:avLst", inside=guides)}</a:prstGeom>'


def scheme_colour(colour: Colour) -> str:
    """a:schemeClr, lighter or darker as PowerPoint's colour menu makes it."""
    return tag("a:schemeClr", f' val="{COLOUR_SLOTS[colour.slot]}"', tint(colour))


def tint(colour: Colour) -> str:
    """How a colour differs from that of the theme: a:lumMod, a:lumOff, a:alpha."""
    paler = f'<a:lumOff val="{colour.lighter * 1000}"/>' if colour.lighter else ""
    other = colour.lighter or colour.darker
    mixed = f'<a:lumMod val="{(100 - other) * 1000}"/>{paler}' if other else ""
    return f'{mixed}<a:alpha val="{colour.opacity * 1000}"/>' if colour.opacity < 100 else mixed


def fill(colour: Colour | None) -> str:
    """a:solidFill of a theme colour, or a:noFill."""
    return "<a:noFill/>" if colour is None else f"<a:solidFill>{scheme_colour(colour)}</a:solidFill>"


def outline(line: Line | None) -> str:
    """a:ln (CT_LineProperties); no line when None."""
    if line is None:
        return "<a:ln><a:noFill/></a:ln>"
    begin = '<a:headEnd type="triangle"/>' if line.begin_arrow else ""
    end = '<a:tailEnd type="triangle"/>' if line.end_arrow else ""
    return f'<a:ln w="{line.width}">{fill(line.colour)}<a:prstDash val="{DASHES[line.dash]}"/>{begin}{end}</a:ln>'


def click(link: Link, canvas: Canvas, inside: str = "") -> str:
    """a:hlinkClick: to an address, or a jump to a slide of this presentation."""
    if link.slide is not None:
        target = canvas.relationships.to(OFFICE + "slide", canvas.slides[link.slide])
        return tag("a:hlinkClick", f' r:id="{target}" action="{SLIDE_JUMP}"', inside)
    target = canvas.relationships.to(OFFICE + "hyperlink", link.url or "", external=True)
    return tag("a:hlinkClick", f' r:id="{target}"', inside)
