"""How text looks in a placeholder: levels of a:lstStyle and p:txStyles, each overriding those it inherits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from deckwright.brands.masters import read_colour, read_percent
from deckwright.model.brand import Placeholder, Style
from deckwright.model.colours import Colour
from deckwright.model.page import EMU_PER_POINT, MIRRORED, Align, Box
from deckwright.ooxml.xml import A, Element

ALIGNS: Mapping[str, Align] = {"l": "left", "ctr": "center", "r": "right", "just": "justify", "dist": "justify"}
LEVELS = 9

Spacing = tuple[Literal["spcPct", "spcPts"], int]
"""Thousandths of a percent of the line, or hundredths of a point."""


class TextLevel(Struct):
    """One of the nine levels while it is read: later sources overwrite what earlier ones set."""

    size: float = 18
    """Points."""
    typeface: str = "+mn-lt"
    bold: bool = False
    italic: bool = False
    caps: bool = False
    colour: Colour = Colour("text1")
    align: Align = "left"
    """A side of the page, also where `rtl` is set."""
    line: Spacing = ("spcPct", 100_000)
    before: Spacing = ("spcPts", 0)
    after: Spacing = ("spcPts", 0)
    bullet: str = ""
    bullet_font: str = ""
    bullet_size: int = 100
    """Percent of the text's size."""
    margin_left: int = 0
    indent: int = 0
    rtl: bool = False
    """Lines run from right to left."""


def fold_levels(
    inherited: Sequence[TextLevel], sources: Iterable[Element | None], colours: Mapping[str, str]
) -> tuple[TextLevel, ...]:
    """Returns the nine `inherited` levels, outermost first, overridden by each source in turn.

    A source is a CT_TextListStyle (ECMA-376 21.1.2.4.12): a:lvl1pPr … a:lvl9pPr. None if the file has none.
    """
    levels = tuple(replace(level) for level in inherited)
    for source in sources:
        for properties in source if source is not None else ():
            tag = str(properties.tag).removeprefix(A)
            if tag == "defPPr":
                for level in levels:
                    _fold_paragraph(level, properties, colours)
            elif tag.startswith("lvl"):
                _fold_paragraph(levels[int(tag[3]) - 1], properties, colours)
    return levels


def make_level_style(level: TextLevel, fonts: Mapping[str, str]) -> Style:
    """Returns the style of a level after its last source.

    Line spacing becomes a percentage, paragraph spacing points; space after a paragraph is added to the space before
    the next one. In a Style "left" is where lines begin, so a level that runs from the right is mirrored.
    """
    line_kind, line = level.line
    line_height = level.size * 1.2
    between = sum(
        value / 100 if kind == "spcPts" else line_height * value / 100_000
        for kind, value in (level.before, level.after)
    )
    return Style(
        size=level.size,
        font=_name_font(level.typeface, fonts),
        bold=level.bold,
        italic=level.italic,
        caps=level.caps,
        colour=level.colour,
        align=MIRRORED.get(level.align, level.align) if level.rtl else level.align,
        line_spacing=round(line / 1000 if line_kind == "spcPct" else line / line_height),
        space_before=round(between, 2),
        bullet=convert_bullet(level.bullet, level.bullet_font, level.bullet_size),
        margin_left=level.margin_left,
        indent=level.indent,
    )


def find_first_line(placeholder: Placeholder) -> Box:
    """Returns the box of the first line of a placeholder's text; the whole box of a body, which is usually full."""
    box = placeholder.box
    height = round(placeholder.levels[0].size * 1.2 * EMU_PER_POINT)
    if placeholder.use == "body" or height >= box.height:
        return box
    spare = box.height - height
    top = {"top": 0, "middle": spare // 2, "bottom": spare}[placeholder.anchor]
    return Box(box.x, box.y + top, box.width, height)


def _name_font(typeface: str, fonts: Mapping[str, str]) -> str:
    """Returns heading or body for a theme font, given as a reference (`+mj-lt`) or by name; else the typeface."""
    if typeface.startswith("+mj") or typeface == fonts.get("heading"):
        return "heading"
    return "body" if typeface.startswith("+") or typeface == fonts.get("body") else typeface or "body"


def _fold_paragraph(level: TextLevel, properties: Element, colours: Mapping[str, str]) -> None:
    """Overrides a level with CT_TextParagraphProperties."""
    level.margin_left = int(properties.get("marL", level.margin_left))
    level.indent = int(properties.get("indent", level.indent))
    level.rtl = _read_flag(properties.get("rtl"), level.rtl)
    level.align = ALIGNS.get(properties.get("algn", ""), level.align)
    for child in properties:
        match child.tag.removeprefix(A):
            case "lnSpc":
                level.line = _read_spacing(child)
            case "spcBef":
                level.before = _read_spacing(child)
            case "spcAft":
                level.after = _read_spacing(child)
            case "buSzTx":
                level.bullet_size = 100
            case "buSzPct":
                level.bullet_size = read_percent(child)
            case "buFontTx":
                level.bullet_font = ""
            case "buFont":
                level.bullet_font = child.get("typeface", "")
            case "buNone":
                level.bullet = ""
            case "buChar":
                level.bullet = child.get("char", "")
            case "buAutoNum" | "buBlip":
                level.bullet, level.bullet_font = BULLET, ""
            case "defRPr":
                _fold_run(level, child, colours)


def _fold_run(level: TextLevel, properties: Element, colours: Mapping[str, str]) -> None:
    """Overrides a level with CT_TextCharacterProperties."""
    level.size = int(properties.get("sz", level.size * 100)) / 100
    level.bold = _read_flag(properties.get("b"), level.bold)
    level.italic = _read_flag(properties.get("i"), level.italic)
    level.caps = properties.get("cap", "all" if level.caps else "none") == "all"
    fill = properties.find(A + "solidFill")
    if fill is not None:
        level.colour = read_colour(fill, colours) or level.colour
    latin = properties.find(A + "latin")
    if latin is not None:
        level.typeface = latin.get("typeface", level.typeface)


def _read_spacing(element: Element) -> Spacing:
    (value,) = element
    return ("spcPts" if value.tag == A + "spcPts" else "spcPct", int(value.get("val", "0").removesuffix("%")))


def _read_flag(value: str | None, inherited: bool) -> bool:
    return inherited if value is None else value in ("1", "true")


BULLET = "•"
SYMBOL_FONTS: Mapping[str, Mapping[str, str]] = {
    "wingdings": {
        "l": "●", "m": "○", "n": "■", "o": "□", "q": "❑", "r": "❒", "s": "⬧", "t": "⧫", "u": "◆", "v": "❖", "w": "⬥",
        "¡": "○", "§": "▪", "¨": "◻", "Ø": "➢", "à": "→", "è": "➔", "ð": "⇨", "ü": "✓", "þ": "☑", "û": "✗",
    },
    "wingdings 2": {"£": "□", "P": "✓", "R": "☑"},
    "wingdings 3": {"}": "▶", "u": "▶"},
    "symbol": {"·": "•", "¨": "♦", "Þ": "⇒", "®": "→", "-": "−"},
    "webdings": {"4": "▶", "a": "✓", "g": "■", "n": "●"},
}  # fmt: skip
"""Symbol font → its character as the file has it → the same sign in Unicode."""
PRIVATE = range(0xE000, 0xF900)
"""The private use area: code points whose meaning depends on the font. Symbol fonts repeat their signs from U+F000."""
SMALL_BULLET = 75
"""Percent of the text's size below which a sign is replaced by its smaller relative."""
SMALLER: Mapping[str, str] = {"●": "•", "■": "▪", "○": "◦", "□": "▫"}


def convert_bullet(character: str, font: str, size: int = 100) -> str:
    """Returns a bullet that text fonts can show at the text's size; "•" for a sign that only `font` has.

    In Wingdings `§` is a small square. In a text box of ours, set in a text font, it would be a paragraph sign.
    """
    if not character:
        return ""
    signs = SYMBOL_FONTS.get(font.lower())
    code = ord(character[0])
    if signs is not None:
        sign = signs.get(chr(code - 0xF000) if 0xF000 <= code < 0xF100 else character[0], BULLET)
    else:
        sign = BULLET if code in PRIVATE or not character.isprintable() else character
    return SMALLER.get(sign, sign) if size < SMALL_BULLET else sign
