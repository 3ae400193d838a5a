"""Applies a brand's design to the built-in template: theme, text styles, backgrounds, wordmark, logo and accent."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from deckwright.brands.logo import replace_with_logo
from deckwright.brands.masters import remove_element
from deckwright.brands.styles import TableDesign, make_list_levels
from deckwright.brands.text_levels import LEVELS
from deckwright.languages.scripts import FULL_WIDTH, LATIN
from deckwright.model.brand import Style
from deckwright.model.colours import (
    COLOUR_SLOTS,
    DRAWN,
    READABLE,
    Colour,
    choose_legible,
    measure_contrast,
    measure_contrast_on,
)
from deckwright.ooxml.drawing import fill_xml, scheme_colour_xml
from deckwright.ooxml.package import Package, Relationships
from deckwright.ooxml.xml import A, Element, P, append_xml, quoteattr, sub

STYLES: Mapping[tuple[str, str], tuple[str, ...]] = {
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
"""Role ("" for any) and shape name → the styles of its levels. Other shapes look as on the master."""

FLUSH_RIGHT = frozenset({"Date", "Slide Number"})
"""Placeholders at the right end of the footer."""

THEME_SLOTS = dict(zip(COLOUR_SLOTS, ("dk1", "lt1", "dk2", "lt2", *list(COLOUR_SLOTS.values())[4:]), strict=True))
"""Our names of theme colours → elements of a:clrScheme."""
ALIGN = {"left": "l", "center": "ctr", "right": "r", "justify": "just"}
PAPER = Colour("background1")
VERY_READABLE = 7.0
"""Contrast of WCAG 2.2 AAA, from which a softer colour can still be read."""
FACET = 4
"""Percent by which each facet of a coloured layout differs from the one behind it."""


class Design(Struct, frozen=True):
    """A brand's settings for the built-in template."""

    name: str
    colours: Mapping[str, str]
    fonts: Mapping[str, str]
    scripts: Mapping[str, str]
    """ISO 15924 code → font of a writing system."""
    script: str
    """ISO 15924 code of the presentation's language."""
    styles: Mapping[str, Style]
    bullet: str
    bullet_colour: Colour
    backgrounds: Mapping[str, Colour]
    """Role → background of its layout."""
    facets: bool
    """True if coloured layouts have slanted panes."""
    edge: Colour | None
    """The band down the left side."""
    accent: Colour | None
    """The mark next to a title."""
    tables: TableDesign
    wordmark: str
    wordmark_language: str
    logo: Mapping[str, Path] | None
    """on-light, on-dark → file."""


def apply_theme(theme: Element, design: Design) -> None:
    """Sets a:clrScheme, a:fontScheme and the names of theme and schemes."""
    for scheme in (theme, *theme.iter(A + "clrScheme", A + "fontScheme", A + "fmtScheme")):
        scheme.set("name", design.name)
    for slot, value in design.colours.items():
        for colour in theme.iterfind(f".//{A}{THEME_SLOTS[slot]}/{A}srgbClr"):
            colour.set("val", value)
    for tag, font in (("majorFont", "heading"), ("minorFont", "body")):
        (fonts,) = theme.iter(A + tag)
        fonts[0].set("typeface", design.fonts[font])
        entries = {entry.get("script"): entry for entry in fonts.iterfind(A + "font")}
        for script, typeface in design.scripts.items():
            if script not in entries:
                entries[script] = sub(fonts, A + "font", script=script)
            entries[script].set("typeface", typeface)
        if design.script != LATIN and design.script in entries:  # or else PowerPoint chooses another font
            for kind in fonts.iterfind(A + ("ea" if design.script in FULL_WIDTH else "cs")):
                kind.set("typeface", entries[design.script].get("typeface", ""))


def style_master(master: Element, design: Design, package: Package, links: Relationships) -> None:
    """Sets p:txStyles, the footer placeholders, and the marks that layouts show."""
    for tag, levels in (("titleStyle", (design.styles["title"],)), ("bodyStyle", _list_levels(None, design))):
        (parent,) = master.iter(P + tag)
        for number, style in enumerate(levels, 1):
            add_level(parent, number, style, design.bullet_colour)
    for name, shape in _iterate_shapes(master):
        if name not in ("Title", "Body"):  # these follow p:txStyles
            _style_shape(shape, name, "master", PAPER, design, package, links)


def style_layout(
    layout: Element, role: str, master: Element, design: Design, package: Package, links: Relationships
) -> None:
    """Sets a layout's background, and styles that differ from the master's. `master` is not styled yet."""
    background = design.backgrounds.get(role, PAPER)
    if background != PAPER:
        (slide,) = layout.iterfind(P + "cSld")
        properties = sub(sub(slide, P + "bg"), P + "bgPr")
        append_xml(properties, fill_xml(background))
        sub(properties, A + "effectLst")
        slide.insert(0, slide[-1])
        _copy_marks(layout, master)
    for name, shape in _iterate_shapes(layout):
        _style_shape(shape, name, role, background, design, package, links)


def add_level(parent: Element, number: int, style: Style, bullet_colour: Colour) -> None:
    """Adds an a:lvlNpPr (CT_TextParagraphProperties, ECMA-376 21.1.2.4.13) with every property set."""
    bullet = "<a:buNone/>"
    if style.bullet:
        colour = f"<a:buClr>{scheme_colour_xml(bullet_colour)}</a:buClr>"
        bullet = f'{colour}<a:buFont typeface="Arial"/><a:buChar char={quoteattr(style.bullet)}/>'
    level = append_xml(
        parent,
        f'<a:lvl{number}pPr marL="{style.margin_left}" indent="{style.indent}" algn="{ALIGN[style.align]}"'
        f' defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        f'<a:lnSpc><a:spcPct val="{style.line_spacing * 1000}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(style.space_before * 100)}"/></a:spcBef>{bullet}</a:lvl{number}pPr>',
    )
    _set_character_style(sub(level, A + "defRPr"), style)


def _set_character_style(properties: Element, style: Style) -> None:
    """Sets CT_TextCharacterProperties: size, weight, capitals, colour and a font of the theme."""
    properties.set("sz", str(round(style.size * 100)))
    properties.set("b", "1" if style.bold else "0")
    properties.set("i", "1" if style.italic else "0")
    properties.set("kern", "1200")
    properties.set("cap", "all" if style.caps else "none")
    append_xml(properties, fill_xml(style.colour))
    family = "mj" if style.font == "heading" else "mn"
    for tag, script in (("latin", "lt"), ("ea", "ea"), ("cs", "cs")):
        sub(properties, A + tag, typeface=f"+{family}-{script}")


def _style_shape(
    shape: Element, name: str, role: str, background: Colour, design: Design, package: Package, links: Relationships
) -> None:
    """Styles one shape of the master or a layout, or removes it if the design has no use for it."""
    own_styles = STYLES.get((role, name)) or STYLES.get(("", name))
    style_names = own_styles or STYLES.get(("master", name))
    if name == "Accent":
        _set_fill(shape, choose_legible(design.colours, design.accent, background, DRAWN) if design.accent else None)
    elif name == "Edge":
        _set_fill(shape, design.edge if background == PAPER else None)
    elif name.startswith("Facet "):
        _set_fill(shape, _shade(background, FACET * int(name[-1]), design) if design.facets else None)
    elif name == "Wordmark" and style_names:
        style = design.styles[style_names[0]]
        style = replace(style, colour=_choose_readable(style.colour, background, design))
        _style_wordmark(shape, style, background, design, package, links)
    elif own_styles or background != PAPER:  # the master's colours suit its own background only
        (levels,) = shape.iter(A + "lstStyle")
        bullet_colour = choose_legible(design.colours, design.bullet_colour, background, DRAWN)
        for number, style in enumerate(_list_levels(style_names, design), 1):
            colour = _choose_readable(style.colour, background, design)
            align = "right" if name in FLUSH_RIGHT else style.align
            add_level(levels, number, replace(style, colour=colour, align=align), bullet_colour)


def _list_levels(style_names: tuple[str, ...] | None, design: Design) -> tuple[Style, ...]:
    """Returns nine levels: the named styles, the last one repeated; with None, the levels of the body."""
    if style_names is None:
        return make_list_levels(design.styles["body"], design.bullet)
    styles = tuple(design.styles[name] for name in style_names)
    return styles + styles[-1:] * (LEVELS - len(styles))


def _choose_readable(colour: Colour, background: Colour, design: Design) -> Colour:
    """Returns `colour` or one that can be read on `background`; where a soft grey becomes white, a soft light grey."""
    readable = choose_legible(design.colours, colour, background)
    soft = replace(PAPER, darker=15)
    is_grey = readable == PAPER != colour and colour.lighter
    return soft if is_grey and measure_contrast(design.colours, soft, background) >= VERY_READABLE else readable


def _style_wordmark(
    shape: Element, style: Style, background: Colour, design: Design, package: Package, links: Relationships
) -> None:
    """Writes the wordmark, or replaces it by the logo; removes the shape if the brand has neither."""
    if design.logo:
        is_dark = measure_contrast_on(design.colours, background, "FFFFFF") >= READABLE
        file = design.logo["on-dark" if is_dark else "on-light"]
        replace_with_logo(shape, file, design.wordmark or design.name, package, links)
        return
    if not design.wordmark:
        remove_element(shape)
        return
    (text,) = shape.iter(A + "t")
    (properties,) = shape.iter(A + "rPr")
    text.text = design.wordmark
    properties.set("lang", design.wordmark_language)
    _set_character_style(properties, style)


def _set_fill(shape: Element, colour: Colour | None) -> None:
    """Sets the colour of a drawn shape; with None, removes the shape."""
    (old,) = shape.iterfind(f"{P}spPr/{A}solidFill")
    properties = old.getparent()
    if colour is None or properties is None:
        remove_element(shape)
    else:
        properties.replace(old, append_xml(properties, fill_xml(colour)))


def _shade(background: Colour, percent: int, design: Design) -> Colour:
    """Returns a shade of `background`: darker if dark text can be read on it, else lighter."""
    has_dark_text = measure_contrast(design.colours, Colour("text1"), background) >= READABLE
    return replace(background, darker=percent // 2) if has_dark_text else replace(background, lighter=percent)


def _copy_marks(layout: Element, master: Element) -> None:
    """Copies wordmark and accent from the master to a layout, where they can be coloured for its background."""
    if layout.get("showMasterSp") == "0":
        return
    layout.set("showMasterSp", "0")
    (tree,) = layout.iter(P + "spTree")
    number = max(int(element.get("id", "0")) for element in layout.iter(P + "cNvPr"))
    marks = [copy.deepcopy(shape) for name, shape in _iterate_shapes(master) if name in ("Accent", "Wordmark")]
    for place, shape in enumerate(marks):
        next(shape.iter(P + "cNvPr")).set("id", str(number + 1 + place))
        tree.insert(2 + place, shape)  # after p:nvGrpSpPr and p:grpSpPr, below the placeholders


def _iterate_shapes(root: Element) -> Iterator[tuple[str, Element]]:
    for shape in list(root.iter(P + "sp")):
        yield next(shape.iter(P + "cNvPr")).get("name", ""), shape
