"""A brand: how a talk looks. Theme colours, fonts, text styles, slide layouts and the template they live in."""

from __future__ import annotations

import math
from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from deckwright.model.colours import Colour
from deckwright.model.page import Align, Anchor, Box, Insets
from deckwright.model.source import Span

HEADS = frozenset({"title", "ctrTitle"})
"""ST_PlaceholderType of titles."""
FOOTERS = frozenset({"dt", "ftr", "sldNum"})
"""ST_PlaceholderType of date, footer and slide number."""


class Theme(Struct, frozen=True):
    """Colours and fonts as the slides of one master, or of one of its layouts, show them."""

    colours: Mapping[str, str]
    """Slot → RRGGBB."""
    fonts: Mapping[str, str]
    """heading, body → family name."""
    scripts: Mapping[str, str]
    """Script (ISO 15924) → family name, of the body's font."""
    own: dict[str, str] = field(default_factory=dict)
    """The same colours by the theme's own names: dk1, lt1, accent1 … → RRGGBB."""


class Style(Struct, frozen=True):
    """A named text style (`quote`), or the look of one level of a placeholder."""

    size: float
    """Points."""
    font: str = "body"
    """heading, body or code; a family that a template names itself, beside its theme."""
    bold: bool = False
    italic: bool = False
    caps: bool = False
    colour: Colour = Colour("text1")
    align: Align = "left"
    line_spacing: int = 100
    """Percent."""
    space_before: float = 0
    """Points, before every paragraph but the first."""
    bullet: str = ""
    """A bullet character; empty for none."""
    margin_left: int = 0
    """EMU to the text."""
    indent: int = 0
    """EMU from `margin_left` to the first line; negative for a hanging bullet."""


class Placeholder(Struct, frozen=True):
    """A placeholder of a slide layout with everything it inherits from its master."""

    type: str
    """ST_PlaceholderType; "obj" when the file names none."""
    index: int
    name: str
    box: Box
    insets: Insets
    anchor: Anchor
    levels: tuple[Style, ...]
    """Nine, outermost first."""
    vertical: bool = False
    """Its lines run down or up the page."""
    use: str = ""
    """title, subtitle or body, where it is the layout's one for that."""
    ground: str = ""
    """RRGGBB of what the template paints behind its first line; empty where that is not known."""


class Layout(Struct, frozen=True):
    part: str
    """Part name in the template."""
    name: str
    type: str
    """ST_SlideLayoutType: title, obj, twoObj, titleOnly, secHead, blank, cust …"""
    placeholders: tuple[Placeholder, ...]
    background: Colour = Colour("background1")
    """What its body stands on."""
    master: str = ""
    """Part name of its master."""
    clutter: float = 0.0
    """Share of its body's box in which the template has painted something, from 0 to 1."""
    things: tuple[Box, ...] = ()
    """Where the template has drawn something: bands, logos, a disc under the number."""
    theme: Theme | None = None
    """What its slides are in, where it may be another than that of the brand's content layout."""


class ChartStyle(Struct, frozen=True):
    """How charts look in this brand."""

    series: tuple[Colour, ...]
    muted: Colour
    """What is not highlighted."""
    highlight: Colour
    text_size: float = 16
    gap: int = 45


class TableStyle(Struct, frozen=True):
    """How tables look in this brand: a style of the template (a:tblStyle), and what is not up to that."""

    id: str
    """Its GUID in ppt/tableStyles.xml."""
    highlight: Colour
    """What a row that is highlighted stands on."""
    header: Colour | None = None
    """What the header row stands on."""
    banded: bool = False
    """Every second row is shaded."""
    own: bool = False
    """It came with the brand's own template, and how its parts look is up to it alone."""


class Brand(Struct, frozen=True):
    name: str
    width: int
    height: int
    colours: Mapping[str, str]
    """Slot → RRGGBB, as the theme has it."""
    fonts: Mapping[str, str]
    """heading, body, code → family name."""
    styles: Mapping[str, Style]
    layouts: Mapping[str, Layout]
    """Role → layout: title, section, statement, content, two-content, title-only, picture, blank, closing …"""
    smallest: float
    """Points. Text never shrinks below it."""
    chart: ChartStyle
    template: bytes
    """The .pptx to write into, dressed, with masters and layouts and no slides."""
    spans: Mapping[str, Span]
    """Where brand.yaml says what: dotted path of keys → place."""
    font_folder: str | None = None
    """The brand's own font files, if it has any."""
    bullet: str = "•"
    """The bullet character of lists that are not in a placeholder."""
    bullet_colour: Colour = Colour("text1")
    scripts: Mapping[str, str] = field(default_factory=dict)
    """Script (ISO 15924: Jpan, Arab) → its family, for writing that `fonts` lack."""
    scale: float = 1.0
    """Of type and gaps, against the slide that the brand's sizes are given for."""
    names: Mapping[str, Colour] = field(default_factory=dict)
    """The brand's own names of colours: brand-blue → accent2."""
    all_layouts: Mapping[str, Layout] = field(default_factory=dict)
    """Every layout of the template by its name, those without a role too."""
    table: TableStyle = TableStyle("{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}", Colour("accent1", lighter=80))
    """PowerPoint's own (Medium Style 2), where nobody says otherwise."""

    @property
    def shown(self) -> float:
        """How large its slides are against 33.9 × 19.1 cm: on a wall all are as large, and their type is not."""
        return math.sqrt(self.width * self.height / (12_192_000 * 6_858_000))


def brand_on(layout: Layout, brand: Brand) -> Brand:
    """The brand as slides of `layout` show it: in the colours and fonts of its master's theme, whatever the others are
    in. The brand itself where these are the same."""
    theme = layout.theme
    if theme is None or (
        (theme.colours, theme.scripts) == (brand.colours, brand.scripts)
        and all(brand.fonts[use] == family for use, family in theme.fonts.items())
    ):
        return brand
    colours = {**brand.colours, **theme.colours}
    return replace(brand, colours=colours, fonts={**brand.fonts, **theme.fonts}, scripts=theme.scripts)
