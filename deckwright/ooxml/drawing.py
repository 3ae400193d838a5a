"""What all shapes are drawn with: boxes, theme colours, fills, lines, and the canvas that holds what they refer to."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from deckwright.brand import COLOUR_SLOTS
from deckwright.ooxml.package import OFFICE, Package, Relationships
from deckwright.ooxml.xml import A, Element, R, sub
from deckwright.page import Box, Colour, Line, Link

DASHES = {"solid": "solid", "dash": "dash", "dot": "sysDot"}
"""Our names of dashes → ST_PresetLineDashVal."""

SLIDE_JUMP = "ppaction://hlinksldjump"


class Canvas(Struct):
    """A slide (or its notes) while it is drawn, and what its shapes may refer to."""

    package: Package
    relationships: Relationships
    slides: Mapping[str, str]
    """Id of each slide of the deck → its part name, also of those not yet written."""
    code_font: str


def draw_box(
    parent: Element, tag: str, box: Box, *, turn: int = 0, flip_horizontal: bool = False, flip_vertical: bool = False
) -> Element:
    """a:xfrm (p:xfrm in a graphic frame): place and size, `turn` in degrees clockwise."""
    xfrm = sub(parent, tag)
    if turn:
        xfrm.set("rot", str(turn * 60_000))
    if flip_horizontal:
        xfrm.set("flipH", "1")
    if flip_vertical:
        xfrm.set("flipV", "1")
    sub(xfrm, A + "off", x=str(box.x), y=str(box.y))
    sub(xfrm, A + "ext", cx=str(box.width), cy=str(box.height))
    return xfrm


def draw_geometry(parent: Element, geometry: str, adjustments: tuple[tuple[str, int], ...] = ()) -> None:
    """a:prstGeom with its guide values."""
    guides = sub(sub(parent, A + "prstGeom", prst=geometry), A + "avLst")
    for name, value in adjustments:
        sub(guides, A + "gd", name=name, fmla=f"val {value}")


def draw_colour(parent: Element, colour: Colour) -> None:
    """a:schemeClr, lighter or darker as PowerPoint's colour menu makes it."""
    scheme = sub(parent, A + "schemeClr", val=COLOUR_SLOTS[colour.slot])
    if colour.lighter:
        sub(scheme, A + "lumMod", val=str((100 - colour.lighter) * 1000))
        sub(scheme, A + "lumOff", val=str(colour.lighter * 1000))
    elif colour.darker:
        sub(scheme, A + "lumMod", val=str((100 - colour.darker) * 1000))
    if colour.opacity < 100:
        sub(scheme, A + "alpha", val=str(colour.opacity * 1000))


def draw_fill(parent: Element, colour: Colour | None) -> None:
    """a:solidFill of a theme colour, or a:noFill."""
    if colour is None:
        sub(parent, A + "noFill")
        return
    draw_colour(sub(parent, A + "solidFill"), colour)


def draw_line(parent: Element, tag: str, line: Line | None) -> None:
    """CT_LineProperties under the name `tag` (a:ln, or a:lnT of a table cell); no line when None."""
    if line is None:
        sub(sub(parent, tag), A + "noFill")
        return
    element = sub(parent, tag, w=str(line.width))
    draw_fill(element, line.colour)
    sub(element, A + "prstDash", val=DASHES[line.dash])
    if line.begin_arrow:
        sub(element, A + "headEnd", type="triangle")
    if line.end_arrow:
        sub(element, A + "tailEnd", type="triangle")


def draw_link(parent: Element, link: Link, canvas: Canvas) -> Element:
    """a:hlinkClick: to an address, or a jump to a slide of this presentation."""
    if link.slide is not None:
        target = canvas.relationships.to(OFFICE + "slide", canvas.slides[link.slide])
        return sub(parent, A + "hlinkClick", {R + "id": target, "action": SLIDE_JUMP})
    target = canvas.relationships.to(OFFICE + "hyperlink", link.url or "", external=True)
    return sub(parent, A + "hlinkClick", {R + "id": target})
