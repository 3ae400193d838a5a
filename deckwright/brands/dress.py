"""How a brand dresses the base template: theme, text styles, backgrounds, wordmark, logo and accent."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from deckwright.brands.logo import put_logo
from deckwright.brands.styles import LEVELS, list_levels
from deckwright.brands.tables import TableLook
from deckwright.languages.scripts import FULL_WIDTH, LATIN
from deckwright.model.brand import Style
from deckwright.model.colours import COLOUR_SLOTS, DRAWN, READABLE, Colour, contrast, legible
from deckwright.ooxml.drawing import fill, scheme_colour
from deckwright.ooxml.package import Package, Relationships
from deckwright.ooxml.xml import A, Element, P, add, sub

LOOKS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("title", "Title"): ("cover-title",),
    ("title", "Subtitle"): ("cover-subtitle",),
    ("title", "Speaker"): ("speaker", "speaker-detail"),
    ("title", "Wordmark"): ("cover-wordmark",),
    ("section", "Title"): ("section-title",),
    ("section", "Subtitle"): ("section-subtitle",),
    ("statement", "Body"): ("statement",),
    ("picture", "Picture"): ("caption",),
    ("picture", "Caption"): ("caption",),
    ("", "Subtitle"): ("subtitle",),
    ("master", "Title"): ("title",),
    ("master", "Date"): ("footer",),
    ("master", "Footer"): ("footer",),
    ("master", "Slide Number"): ("footer",),
    ("master", "Wordmark"): ("wordmark",),
}
"""Role ("" for any) and shape name → the styles of its levels. What is not here looks as on the master."""

FLUSH_RIGHT = frozenset({"Date", "Slide Number"})
"""Placeholders at the right end of the footer's line."""

THEME_SLOTS = dict(zip(COLOUR_SLOTS, ("dk1", "lt1", "dk2", "lt2", *list(COLOUR_SLOTS.values())[4:]), strict=True))
"""Our names of the theme colours → elements of a:clrScheme."""
ALIGN = {"left": "l", "center": "ctr", "right": "r", "justify": "just"}
PAPER = Colour("background1")
VERY_READABLE = 7.0
"""Contrast by WCAG 2.2 AAA: room enough to take a little off."""
FACET = 4
"""Percent that each facet of a coloured layout is off the one behind it."""


class Dress(Struct, frozen=True):
    """What a brand puts on the base template."""

    name: str
    colours: Mapping[str, str]
    fonts: Mapping[str, str]
    scripts: Mapping[str, str]
    """ISO 15924 code → font of a writing system."""
    script: str
    """The one that the talk is written in."""
    styles: Mapping[str, Style]
    bullet: str
    bullet_colour: Colour
    backgrounds: Mapping[str, Colour]
    """Role → what its layout stands on."""
    facets: bool
    """Whether the coloured layouts have their slanted panes."""
    edge: Colour | None
    """The band down the left side."""
    accent: Colour | None
    """The mark beside a title."""
    tables: TableLook
    wordmark: str
    wordmark_language: str
    logo: Mapping[str, Path] | None
    """on-light and on-dark: what it stands on → its file."""


def dress_theme(theme: Element, dress: Dress) -> None:
    """a:clrScheme and a:fontScheme, and the brand's name on all of them."""
    for named in (theme, *theme.iter(A + "clrScheme", A + "fontScheme", A + "fmtScheme")):
        named.set("name", dress.name)
    for slot, value in dress.colours.items():
        for colour in theme.iterfind(f".//{A}{THEME_SLOTS[slot]}/{A}srgbClr"):
            colour.set("val", value)
    for tag, font in (("majorFont", "heading"), ("minorFont", "body")):
        (fonts,) = theme.iter(A + tag)
        fonts[0].set("typeface", dress.fonts[font])
        known = {entry.get("script"): entry for entry in fonts.iterfind(A + "font")}
        for script, typeface in dress.scripts.items():
            entry = known.get(script)
            if entry is None:
                entry = sub(fonts, A + "font", script=script)
            entry.set("typeface", typeface)
        _name_font_of(dress.script, fonts)


def _name_font_of(script: str, fonts: Element) -> None:
    """The script's font as the theme's East Asian or complex font: else the program's own language would choose one."""
    entry = next((entry for entry in fonts.iterfind(A + "font") if entry.get("script") == script), None)
    kind = fonts.find(A + ("ea" if script in FULL_WIDTH else "cs"))
    if script != LATIN and entry is not None and kind is not None:
        kind.set("typeface", entry.get("typeface", ""))


def dress_master(master: Element, dress: Dress, package: Package, links: Relationships) -> None:
    """p:txStyles, the footer placeholders, and the marks that layouts show."""
    for tag, levels in (("titleStyle", (dress.styles["title"],)), ("bodyStyle", _body(dress))):
        (parent,) = master.iter(P + tag)
        for number, style in enumerate(levels, 1):
            draw_level(parent, number, style, dress.bullet_colour)
    for name, shape in _shapes(master):
        if name not in ("Title", "Body"):  # p:txStyles says it
            _dress_shape(shape, name, "master", PAPER, dress, package, links)


def dress_layout(
    layout: Element, role: str, master: Element, dress: Dress, package: Package, links: Relationships
) -> None:
    """A layout's background, and its placeholders' styles where they differ from the master's. `master` undressed."""
    background = dress.backgrounds.get(role, PAPER)
    if background != PAPER:
        (slide,) = layout.iterfind(P + "cSld")
        ground = sub(sub(slide, P + "bg"), P + "bgPr")
        add(ground, fill(background))
        sub(ground, A + "effectLst")
        slide.insert(0, slide[-1])
        _take_marks(layout, master)
    for name, shape in _shapes(layout):
        _dress_shape(shape, name, role, background, dress, package, links)


def draw_level(parent: Element, number: int, style: Style, bullet_colour: Colour) -> None:
    """One a:lvlNpPr (CT_TextParagraphProperties, ECMA-376 21.1.2.4.13) that leaves nothing to inherit."""
    level = sub(
        parent, f"{A}lvl{number}pPr", marL=str(style.margin_left), indent=str(style.indent), algn=ALIGN[style.align],
        defTabSz="914400", rtl="0", eaLnBrk="1", latinLnBrk="0", hangingPunct="1",
    )  # fmt: skip
    sub(sub(level, A + "lnSpc"), A + "spcPct", val=str(style.line_spacing * 1000))
    sub(sub(level, A + "spcBef"), A + "spcPts", val=str(round(style.space_before * 100)))
    if style.bullet:
        add(level, f"<a:buClr>{scheme_colour(bullet_colour)}</a:buClr>")
        sub(level, A + "buFont", typeface="Arial")
        sub(level, A + "buChar", char=style.bullet)
    else:
        sub(level, A + "buNone")
    _draw_look(sub(level, A + "defRPr"), style)


def _draw_look(properties: Element, style: Style) -> None:
    """CT_TextCharacterProperties: size, weight, capitals, colour and the theme's font."""
    properties.set("sz", str(round(style.size * 100)))
    properties.set("b", "1" if style.bold else "0")
    properties.set("i", "1" if style.italic else "0")
    properties.set("kern", "1200")
    properties.set("cap", "all" if style.caps else "none")
    add(properties, fill(style.colour))
    family = "mj" if style.font == "heading" else "mn"
    for tag, script in (("latin", "lt"), ("ea", "ea"), ("cs", "cs")):
        sub(properties, A + tag, typeface=f"+{family}-{script}")


def _dress_shape(
    shape: Element, name: str, role: str, background: Colour, dress: Dress, package: Package, links: Relationships
) -> None:
    """One shape of the master or a layout, in what the brand says for it."""
    own = LOOKS.get((role, name)) or LOOKS.get(("", name))
    look = own or LOOKS.get(("master", name))
    if name == "Accent":
        _fill(shape, legible(dress.colours, dress.accent, background, DRAWN) if dress.accent else None)
    elif name == "Edge":
        _fill(shape, dress.edge if background == PAPER else None)
    elif name.startswith("Facet "):
        _fill(shape, _shade(background, FACET * int(name[-1]), dress) if dress.facets else None)
    elif name == "Wordmark" and look:
        style = dress.styles[look[0]]
        style = replace(style, colour=_readable(style.colour, background, dress))
        _dress_wordmark(shape, style, background, dress, package, links)
    elif own or background != PAPER:  # no colour of the master's may shine through on another background
        (levels,) = shape.iter(A + "lstStyle")
        bullet_colour = legible(dress.colours, dress.bullet_colour, background, DRAWN)
        styles = _levels(look, dress)
        colours = {colour: _readable(colour, background, dress) for colour in {style.colour for style in styles}}
        for number, style in enumerate(styles, 1):
            align = "right" if name in FLUSH_RIGHT else style.align
            draw_level(levels, number, replace(style, colour=colours[style.colour], align=align), bullet_colour)


def _levels(look: tuple[str, ...] | None, dress: Dress) -> tuple[Style, ...]:
    """The nine levels of a placeholder: the styles named, the last one for all deeper levels, or those of the body."""
    if look is None:
        return _body(dress)
    styles = tuple(dress.styles[style] for style in look)
    return styles + styles[-1:] * (LEVELS - len(styles))


def _body(dress: Dress) -> tuple[Style, ...]:
    return list_levels(dress.styles["body"], dress.bullet)


def _readable(colour: Colour, background: Colour, dress: Dress) -> Colour:
    """`colour`, or one that reads on `background`; a quiet grey becomes a quiet light one."""
    found = legible(dress.colours, colour, background)
    quiet = replace(PAPER, darker=15)
    if found == PAPER != colour and colour.lighter and contrast(dress.colours, quiet, background) >= VERY_READABLE:
        return quiet
    return found


def _dress_wordmark(
    shape: Element, style: Style, background: Colour, dress: Dress, package: Package, links: Relationships
) -> None:
    if dress.logo:
        dark = contrast({**dress.colours, "white": "FFFFFF"}, Colour("white"), background) >= READABLE
        put_logo(shape, dress.logo["on-dark" if dark else "on-light"], dress.wordmark or dress.name, package, links)
        return
    if not dress.wordmark:
        _remove(shape)
        return
    (text,) = shape.iter(A + "t")
    (properties,) = shape.iter(A + "rPr")
    text.text = dress.wordmark
    properties.set("lang", dress.wordmark_language)
    _draw_look(properties, style)


def _fill(shape: Element, colour: Colour | None) -> None:
    """Give a drawn shape its colour, or take it out when the brand has none for it."""
    (own,) = shape.iterfind(f"{P}spPr/{A}solidFill")
    properties = own.getparent()
    assert properties is not None
    if colour is None:
        _remove(shape)
        return
    properties.replace(own, add(properties, fill(colour)))


def _shade(background: Colour, percent: int, dress: Dress) -> Colour:
    """A little off `background`: darker where dark text stands on it, else lighter."""
    dark_text = contrast(dress.colours, Colour("text1"), background) >= READABLE
    return replace(background, darker=percent // 2) if dark_text else replace(background, lighter=percent)


def _take_marks(layout: Element, master: Element) -> None:
    """Give a layout its own copies of the master's wordmark and accent, which would be lost on its background."""
    if layout.get("showMasterSp") == "0":
        return
    layout.set("showMasterSp", "0")
    (tree,) = layout.iter(P + "spTree")
    number = max(int(element.get("id", "0")) for element in layout.iter(P + "cNvPr"))
    marks = [copy.deepcopy(shape) for name, shape in _shapes(master) if name in ("Accent", "Wordmark")]
    for place, shape in enumerate(marks):
        next(shape.iter(P + "cNvPr")).set("id", str(number + 1 + place))
        tree.insert(2 + place, shape)  # behind the placeholders, after the group's own properties


def _shapes(root: Element) -> Iterator[tuple[str, Element]]:
    for shape in list(root.iter(P + "sp")):
        yield next(shape.iter(P + "cNvPr")).get("name", ""), shape


def _remove(shape: Element) -> None:
    parent = shape.getparent()
    assert parent is not None
    parent.remove(shape)
