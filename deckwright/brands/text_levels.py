"""How text looks in a placeholder: levels of a:lstStyle and p:txStyles folded one over another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from deckwright.brands.bullets import BULLET, bullet_of
from deckwright.model.brand import Placeholder, Style
from deckwright.model.colours import COLOUR_SLOTS, Colour, distance
from deckwright.model.page import EMU_PER_POINT, MIRRORED, Align, Box
from deckwright.ooxml.xml import A, Element, P

SLOTS = {value: name for name, value in COLOUR_SLOTS.items()} | {
    "dk1": "text1", "lt1": "background1", "dk2": "text2", "lt2": "background2",
}  # fmt: skip
"""ST_SchemeColorVal → our name. The four of the theme itself are met as p:clrMap usually maps them."""
ALIGNS: Mapping[str, Align] = {"l": "left", "ctr": "center", "r": "right", "just": "justify", "dist": "justify"}


TEXT = Colour("text1")


class Look(Struct):
    """One level while it is folded; a later source overwrites what an earlier one said."""

    size: float = 18
    typeface: str = "+mn-lt"
    bold: bool = False
    italic: bool = False
    caps: bool = False
    colour: Colour = TEXT
    align: Align = "left"
    line: tuple[Literal["spcPct", "spcPts"], int] = ("spcPct", 100_000)
    before: tuple[Literal["spcPct", "spcPts"], int] = ("spcPts", 0)
    after: tuple[Literal["spcPct", "spcPts"], int] = ("spcPts", 0)
    bullet: str = ""
    bullet_font: str = ""
    bullet_size: int = 100
    """Percent of the text's."""
    margin_left: int = 0
    indent: int = 0
    rtl: bool = False
    """Lines run from the right, and `align` is the page's all the same."""


def fold_levels(
    below: Sequence[Look], sources: Iterable[Element | None], colours: Mapping[str, str]
) -> tuple[Look, ...]:
    """Nine looks, outermost first: those `below`, with lists of a:lvl1pPr … a:lvl9pPr laid over them one by one.

    A source is a CT_TextListStyle (ECMA-376 21.1.2.4.12), or None where the file has none.
    """
    looks = tuple(replace(look) for look in below)
    for levels in sources:
        for level in levels if levels is not None else ():
            tag = str(level.tag).removeprefix(A)
            if tag == "defPPr":
                for look in looks:
                    _fold_paragraph(look, level, colours)
            elif tag.startswith("lvl"):
                _fold_paragraph(looks[int(tag[3]) - 1], level, colours)
    return looks


def settle(look: Look, fonts: Mapping[str, str]) -> Style:
    """The style a folded look comes to. Spacing in points is told in percent of the line and the other way round, and
    space after a paragraph as space before the next one. A style's left is where lines begin, so of a look that runs
    from the right it is the page's right.
    """
    line_kind, line = look.line
    full = look.size * 1.2
    spaces = (look.before, look.after)
    between = sum(share / 100 if kind == "spcPts" else full * share / 100_000 for kind, share in spaces)
    return Style(
        size=look.size,
        font=_font(look.typeface, fonts),
        bold=look.bold,
        italic=look.italic,
        caps=look.caps,
        colour=look.colour,
        align=MIRRORED.get(look.align, look.align) if look.rtl else look.align,
        line_spacing=round(line / 1000 if line_kind == "spcPct" else line / full),
        space_before=round(between, 2),
        bullet=bullet_of(look.bullet, look.bullet_font, look.bullet_size),
        margin_left=look.margin_left,
        indent=look.indent,
    )


def _font(typeface: str, fonts: Mapping[str, str]) -> str:
    """The theme's font that a typeface is, by reference (`+mj-lt`) or by name; else the typeface itself."""
    if typeface.startswith("+mj") or typeface == fonts.get("heading"):
        return "heading"
    return "body" if typeface.startswith("+") or typeface == fonts.get("body") else typeface or "body"


def box_of(shape: Element) -> Box | None:
    """a:xfrm of a shape or picture, where it has one."""
    place = shape.find(f"{P}spPr/{A}xfrm/{A}off")
    size = shape.find(f"{P}spPr/{A}xfrm/{A}ext")
    if place is None or size is None:
        return None
    return Box(int(place.get("x", "0")), int(place.get("y", "0")), int(size.get("cx", "0")), int(size.get("cy", "0")))


def colour_of(element: Element, colours: Mapping[str, str]) -> Colour | None:
    """The first colour in `element` as a theme colour; of one that is none, the theme's nearest."""
    for found in element.iter(A + "schemeClr", A + "srgbClr"):
        if found.tag == A + "srgbClr":
            return nearest(found.get("val", "000000"), colours)
        slot = SLOTS.get(found.get("val", ""))
        if slot is None:
            continue
        keep, add = (found.find(A + tag) for tag in ("lumMod", "lumOff"))
        if add is not None:
            return Colour(slot, lighter=_percent(add))
        return Colour(slot, darker=100 - _percent(keep)) if keep is not None else Colour(slot)
    return None


def nearest(value: str, colours: Mapping[str, str]) -> Colour:
    """The theme's colour that is nearest to an RRGGBB."""
    return min((Colour(slot) for slot in colours), key=lambda slot: distance(colours[slot.slot], value))


def _fold_paragraph(look: Look, level: Element, colours: Mapping[str, str]) -> None:
    """CT_TextParagraphProperties over a look."""
    look.margin_left = int(level.get("marL", look.margin_left))
    look.indent = int(level.get("indent", look.indent))
    look.rtl = _flag(level.get("rtl"), look.rtl)
    look.align = ALIGNS.get(level.get("algn", ""), look.align)
    for child in level:
        match child.tag.removeprefix(A):
            case "lnSpc":
                look.line = _spacing(child)
            case "spcBef":
                look.before = _spacing(child)
            case "spcAft":
                look.after = _spacing(child)
            case "buSzTx":
                look.bullet_size = 100
            case "buSzPct":
                look.bullet_size = _percent(child)
            case "buFontTx":
                look.bullet_font = ""
            case "buFont":
                look.bullet_font = child.get("typeface", "")
            case "buNone":
                look.bullet = ""
            case "buChar":
                look.bullet = child.get("char", "")
            case "buAutoNum" | "buBlip":
                look.bullet, look.bullet_font = BULLET, ""
            case "defRPr":
                _fold_run(look, child, colours)


def _fold_run(look: Look, properties: Element, colours: Mapping[str, str]) -> None:
    """CT_TextCharacterProperties over a look."""
    look.size = int(properties.get("sz", look.size * 100)) / 100
    look.bold = _flag(properties.get("b"), look.bold)
    look.italic = _flag(properties.get("i"), look.italic)
    look.caps = properties.get("cap", "all" if look.caps else "none") == "all"
    fill = properties.find(A + "solidFill")
    if fill is not None:
        look.colour = colour_of(fill, colours) or look.colour
    latin = properties.find(A + "latin")
    if latin is not None:
        look.typeface = latin.get("typeface", look.typeface)


def _spacing(element: Element) -> tuple[Literal["spcPct", "spcPts"], int]:
    (value,) = element
    points = value.tag == A + "spcPts"
    return ("spcPts" if points else "spcPct", int(value.get("val", "0").removesuffix("%")))


def _flag(said: str | None, before: bool) -> bool:
    return before if said is None else said in ("1", "true")


def _percent(element: Element) -> int:
    return round(int(element.get("val", "0").removesuffix("%")) / 1000)


def first_line(one: Placeholder) -> Box:
    """Where one line of a placeholder's text stands; all of a body, which is filled."""
    height = round(one.levels[0].size * 1.2 * EMU_PER_POINT)
    if one.use == "body" or height >= one.box.height:
        return one.box
    spare = one.box.height - height
    top = {"top": 0, "middle": spare // 2, "bottom": spare}[one.anchor]
    return Box(one.box.x, one.box.y + top, one.box.width, height)
