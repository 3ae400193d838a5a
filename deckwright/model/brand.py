"""A brand, the look of a talk: theme colours, fonts, text styles, slide layouts and the template that holds them."""

from __future__ import annotations

import math
from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from deckwright.model.colours import Colour
from deckwright.model.page import Align, Anchor, Box, Insets
from deckwright.model.source import Span

HEADS = frozenset({"title", "ctrTitle"})
"""Placeholder types of titles (ST_PlaceholderType)."""
FOOTERS = frozenset({"dt", "ftr", "sldNum"})
"""Placeholder types of date, footer and slide number."""


class Theme(Struct, frozen=True):
    """Colours and fonts of one slide master, or of one of its layouts."""

    colours: Mapping[str, str]
    """Slot → RRGGBB."""
    fonts: Mapping[str, str]
    """heading, body → family name."""
    scripts: Mapping[str, str]
    """Script (ISO 15924) → family name of the body font."""
    own: dict[str, str] = field(default_factory=dict)
    """The colours by the theme's own names: dk1, lt1, accent1 … → RRGGBB."""


class Style(Struct, frozen=True):
    """A named text style (`quote`), or the look of one level of a placeholder."""

    size: float
    """Points."""
    font: str = "body"
    """heading, body or code, or a family name that a template uses instead of a theme font."""
    bold: bool = False
    italic: bool = False
    caps: bool = False
    colour: Colour = Colour("text1")
    align: Align = "left"
    line_spacing: int = 100
    """Percent."""
    space_before: float = 0
    """Points before every paragraph except the first."""
    bullet: str = ""
    """A bullet character, or empty for no bullet."""
    margin_left: int = 0
    """EMU to the text."""
    indent: int = 0
    """EMU from `margin_left` to the first line; negative for a hanging bullet."""


class Placeholder(Struct, frozen=True):
    """A placeholder of a slide layout with everything it inherits from its master."""

    type: str
    """ST_PlaceholderType; "obj" if the file gives no type."""
    index: int
    name: str
    box: Box
    insets: Insets
    anchor: Anchor
    levels: tuple[Style, ...]
    """The nine levels, outermost first."""
    vertical: bool = False
    """True if its lines run down or up the page."""
    use: str = ""
    """title, subtitle or body, if the placeholder has this role in its layout."""
    background: str = ""
    """RRGGBB of the background behind its first line; empty if unknown."""


class Layout(Struct, frozen=True):
    """A slide layout of the template."""

    part: str
    """Part name in the template."""
    name: str
    type: str
    """ST_SlideLayoutType: title, obj, twoObj, titleOnly, secHead, blank, cust …"""
    placeholders: tuple[Placeholder, ...]
    background: Colour = Colour("background1")
    """The colour behind its body."""
    master: str = ""
    """Part name of its master."""
    clutter: float = 0.0
    """The share of its body's box that the template has painted over, from 0 to 1."""
    drawings: tuple[Box, ...] = ()
    """Boxes of what the template draws: bands, logos, a disc under the slide number."""
    theme: Theme | None = None
    """Its theme, if that may differ from the theme of the brand's content layout."""

    @property
    def title(self) -> Placeholder | None:
        return next((p for p in self.placeholders if p.type in HEADS), None)

    @property
    def subtitle(self) -> Placeholder | None:
        """The placeholder for a slide's second line."""
        return next((p for p in self.placeholders if p.use == "subtitle"), None)

    @property
    def body(self) -> Placeholder | None:
        """The largest placeholder for content."""
        return next((p for p in self.placeholders if p.use == "body"), None)


class ChartStyle(Struct, frozen=True):
    """The look of charts."""

    series: tuple[Colour, ...]
    muted: Colour
    """The colour of series and categories that are not highlighted."""
    highlight: Colour
    text_size: float = 16
    gap: int = 45


class TableStyle(Struct, frozen=True):
    """The look of tables: a table style of the template (a:tblStyle), and colours that the style does not set."""

    id: str
    """Its GUID in ppt/tableStyles.xml."""
    highlight: Colour
    """The fill of highlighted rows."""
    header: Colour | None = None
    """The fill of the header row."""
    banded: bool = False
    """True to shade every second row."""
    own: bool = False
    """True if the style comes with the brand's own template, and so decides the look of all parts."""


class Brand(Struct, frozen=True):
    """A brand as the stages use it: settings of brand.yaml and contents of its template."""

    name: str
    width: int
    height: int
    colours: Mapping[str, str]
    """Theme slot → RRGGBB."""
    fonts: Mapping[str, str]
    """heading, body, code → family name."""
    styles: Mapping[str, Style]
    layouts: Mapping[str, Layout]
    """Role → layout: title, section, statement, content, two-content, title-only, picture, blank, closing …"""
    smallest: float
    """The smallest size of text, in points; text never shrinks below it."""
    chart: ChartStyle
    template: bytes
    """The .pptx that slides are added to: masters, layouts and theme, without slides."""
    spans: Mapping[str, Span]
    """The places of the settings in brand.yaml, by dotted path of keys."""
    font_folder: str | None = None
    """The folder of the brand's own font files, if it has one."""
    bullet: str = "•"
    """The bullet character of lists outside placeholders."""
    bullet_colour: Colour = Colour("text1")
    scripts: Mapping[str, str] = field(default_factory=dict)
    """Script (ISO 15924: Jpan, Arab) → family name, for scripts that `fonts` lack."""
    scale: float = 1.0
    """The factor for sizes of type and gaps, relative to the slide size that the brand's sizes are given for."""
    names: Mapping[str, Colour] = field(default_factory=dict)
    """The brand's own names for colours: brand-blue → accent2."""
    all_layouts: Mapping[str, Layout] = field(default_factory=dict)
    """Every layout of the template by name, also those without a role."""
    table: TableStyle = TableStyle("{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}", Colour("accent1", lighter=80))
    """By default PowerPoint's Medium Style 2."""

    @property
    def size_ratio(self) -> float:
        """The size of its slides relative to 33.9 × 19.1 cm.

        Projected, all slides are equally large, so larger ones have smaller type.
        """
        return math.sqrt(self.width * self.height / (12_192_000 * 6_858_000))


def use_layout_theme(layout: Layout, brand: Brand) -> Brand:
    """Returns the brand with the colours and fonts of the theme of `layout`, or the same brand if they are equal."""
    theme = layout.theme
    if theme is None or (
        (theme.colours, theme.scripts) == (brand.colours, brand.scripts)
        and all(brand.fonts[use] == family for use, family in theme.fonts.items())
    ):
        return brand
    colours = {**brand.colours, **theme.colours}
    return replace(brand, colours=colours, fonts={**brand.fonts, **theme.fonts}, scripts=theme.scripts)
