"""Text styles and table style of a brand, their scale on its slides, and settings that follow a template's own look.

The table style (a:tblStyle, ECMA-376 20.1.4.2.26) holds rules, fills, weights and colours, so that a designer who
changes it or the theme changes every table of a presentation. Sizes of type are set in each table, because a table
style cannot hold them.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from deckwright.brands.settings import PLACEHOLDER_STYLES, TEXT_STYLES, Settings
from deckwright.brands.text_levels import LEVELS
from deckwright.brands.values import SIZES
from deckwright.languages.scripts import LATIN
from deckwright.model.brand import Brand, Layout, Style, TableStyle, Theme
from deckwright.model.colours import DRAWN, LARGE, LARGE_BOLD, READABLE, Colour, choose_legible, measure_contrast
from deckwright.model.diagnostics import Report
from deckwright.model.page import EMU_PER_POINT, Box, Line
from deckwright.ooxml.drawing import fill_xml, outline_xml, scheme_colour_xml
from deckwright.ooxml.names import A_NS, OFFICE, TABLE_STYLES_TYPE
from deckwright.ooxml.template import open_template
from deckwright.ooxml.xml import A, Element, append_xml, element_xml, new_root, parse, quoteattr, serialise
from deckwright.ooxml.zip_file import zip_members

LEVEL_INDENT = 300_000
"""EMU by which each level of a list is indented: room for a bullet and its gap at 22 pt."""
MIN_LEVEL_SIZE = 16.0
"""Points that deeper levels of a list do not go below."""
BODY_SIZE = 24.0
"""Points of the built-in brand's body, to which its other sizes are related."""
MIN_SCALE = 0.7
ACCENTS = tuple(f"accent{number}" for number in range(1, 7))
MIN_VISIBLE_CONTRAST = 1.25
"""Contrast below which a colour is invisible on its background."""

TABLE_STYLES = "/ppt/tableStyles.xml"
MEDIUM_STYLE_2 = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"
DEFAULT_STYLES = frozenset({MEDIUM_STYLE_2, "{2D5ABB26-0587-4C30-8999-92F81FD0307C}", ""})
"""Default styles that no designer chose: the one that PowerPoint writes into every file, and No Style, No Grid."""

HAIRLINE, MEDIUM, STRONG = (round(points * EMU_PER_POINT) for points in (0.5, 1, 1.5))


class TableDesign(Struct, frozen=True):
    """How a brand's tables look."""

    name: str
    """The name of the brand and of the style."""
    styles: Mapping[str, Style]
    colours: Mapping[str, str]
    rule: Colour
    highlight: Colour
    header: Colour | None
    bands: Colour | None
    background: Colour = Colour("background1")
    """The background of slides with tables."""

    @property
    def style(self) -> TableStyle:
        return TableStyle(self.id, self.highlight, self.header, self.bands is not None)

    @property
    def id(self) -> str:
        """The GUID of the style, always the same for a brand."""
        return f"{{{str(uuid.uuid5(uuid.NAMESPACE_URL, f'deckwright:table-style:{self.name}')).upper()}}}"


def make_styles(settings: Settings, script: str = LATIN, scale: float = 1.0) -> Mapping[str, Style]:
    """Returns every style of the brand by name, its sizes multiplied by `scale`.

    Only Latin, Greek and Cyrillic have italics: in other scripts all styles are upright.
    """
    styles = {
        name: _make_style(settings.select(f"styles.{name}"), scale) for name in (*PLACEHOLDER_STYLES, *TEXT_STYLES)
    }
    return styles if script == LATIN else {name: replace(style, italic=False) for name, style in styles.items()}


def compute_scale(settings: Settings, page: Box) -> float:
    """Returns the factor for sizes on slides of this size: brand.yaml gives them for its `reference` size."""
    reference = settings.values["reference"]
    return math.sqrt(page.width * page.height / (reference.width * reference.height))


def scale_sizes(settings: Settings, factor: float) -> Settings:
    """Returns the values of `settings` with all sizes of type multiplied by `factor`."""
    sizes = ("size", "space-before", "smallest", "text-size")
    return Settings(
        {
            key: value * factor if key.rpartition(".")[2] in sizes and isinstance(value, float) else value
            for key, value in settings.values.items()
        }
    )


def round_to_half_points(size: float) -> float:
    return round(size * 2) / 2


def make_list_levels(body: Style, character: str) -> tuple[Style, ...]:
    """Returns the nine levels of a bulleted list, each a little smaller and closer than the one above it."""
    smallest = min(body.size, MIN_LEVEL_SIZE)
    return tuple(
        replace(
            body,
            size=max(smallest, body.size - 2 * level),
            space_before=round(body.space_before / (1 if level == 0 else 2), 1),
            bullet=character,
            margin_left=LEVEL_INDENT * (level + 1),
            indent=-LEVEL_INDENT,
        )
        for level in range(LEVELS)
    )


def derive_settings(layouts: Mapping[str, Layout], page: Box, theme: Theme) -> Settings:
    """Returns defaults that follow the content layout of a brand's own template.

    Styles are scaled with its body's size: next to a body of 18 pt, headings of 24 pt would be too large. Charts and
    bullets get the accents that are visible on its background.
    """
    content = layouts["content"]
    body = next((p for p in content.placeholders if p.use == "body"), None)
    values: dict[str, object] = {}
    if body is not None:
        page_scale = math.sqrt(page.width * page.height / math.prod(SIZES["16:9"]))
        values["scale"] = min(1.0, max(MIN_SCALE, body.levels[0].size / (BODY_SIZE * page_scale)))
        if body.levels[0].bullet:
            values["bullets.character"] = body.levels[0].bullet
    contrasts = {Colour(slot): measure_contrast(theme.colours, Colour(slot), content.background) for slot in ACCENTS}
    visible = [colour for colour, value in contrasts.items() if value >= MIN_VISIBLE_CONTRAST]
    strong = [colour for colour in visible if contrasts[colour] >= DRAWN] or visible
    if visible:
        weak = [colour for colour in visible if colour not in strong]
        values["chart.series"] = tuple((strong + weak) if strong[0] == visible[0] else visible)
        values["chart.highlight"] = strong[1] if len(strong) > 1 else strong[0]
        values["bullets.colour"] = strong[0]
        values["chart.muted"] = Colour(strong[0].slot, lighter=60)
    return Settings(values)


def warn_of_pale_styles(brand: Brand, report: Report) -> None:
    """Warns of each text style whose colour is too near to background 1, if brand.yaml sets one of the two.

    Styles of layouts' own placeholders are left out: they are made light or dark to suit their layout.
    """
    for name, style in brand.styles.items():
        place = brand.spans.get(f"styles.{name}.colour") or brand.spans.get(f"colours.{style.colour.slot}")
        if place is None or name in PLACEHOLDER_STYLES:
            continue
        reached, required = (
            measure_contrast(brand.colours, style.colour, Colour("background1")),
            find_required_contrast(style),
        )
        if reached < required:
            report.warning(
                "low-contrast",
                f"text of style '{name}' is hard to read on background1",
                place,
                help="choose a colour further from background1",
                notes=(f"its contrast is {reached:.1f} to 1; {style.size:g} pt needs {required:g} to 1 (WCAG AA)",),
            )


def find_required_contrast(style: Style, scale: float = 1.0) -> float:
    """Returns the contrast that WCAG 2.2 AA requires: less for text from 18 pt, or 14 pt bold.

    `scale` is the size of the slide relative to 33.9 × 19.1 cm; the limits grow with it.
    """
    return DRAWN if style.size >= (LARGE_BOLD if style.bold else LARGE) * scale else READABLE


def append_table_style(styles: Element, design: TableDesign) -> None:
    """Adds an a:tblStyle to `styles` (a:tblStyleLst)."""
    cell, header = design.styles["table-cell"], design.styles["table-header"]
    ink = choose_legible(design.colours, header.colour, design.header or design.background, DRAWN)
    rule = Line(design.rule, HAIRLINE)
    total = Line(choose_legible(design.colours, Colour("text1"), design.background, DRAWN), MEDIUM)
    header_rule = {} if design.header else {"bottom": Line(ink, STRONG)}
    bands = f"<a:band1H>{_cells_xml({}, design.bands)}</a:band1H>" if design.bands else ""
    append_xml(
        styles,
        f'<a:tblStyle styleId="{design.id}" styleName={quoteattr(design.name)}>'
        f"{_part_xml('wholeTbl', cell, cell.colour, _cells_xml({'bottom': rule, 'insideH': rule}))}{bands}"
        f"{_part_xml('lastRow', cell, cell.colour, _cells_xml({'top': total, 'bottom': total}), bold=True)}"
        f"{_part_xml('firstRow', header, ink, _cells_xml(header_rule, design.header), bold=header.bold)}</a:tblStyle>",
    )


def add_table_style(data: bytes, design: TableDesign) -> tuple[bytes, TableStyle]:
    """Returns a template (a .pptx) with the brand's table style, and that style: the default one or one added."""
    package, presentation = open_template(data)
    link = presentation.relationships.find_first(OFFICE + "tableStyles")
    part = package.parts.get(link.target) if link else None
    root = parse(part.data) if part else new_root(A + "tblStyleLst", {"a": A_NS})
    if part is None:
        root.set("def", MEDIUM_STYLE_2)
    default = root.get("def", "")
    if default.upper() not in DEFAULT_STYLES | {design.id}:
        return data, TableStyle(default, design.highlight, banded=True, own=True)
    if all(style.get("styleId") != design.id for style in root):
        append_table_style(root, design)
    if part:
        part.data = serialise(root)
    else:
        presentation.relationships.get_or_add(OFFICE + "tableStyles", TABLE_STYLES)
        package.add(TABLE_STYLES, TABLE_STYLES_TYPE, serialise(root))
    return zip_members(package.iter_members()), design.style


def _make_style(values: Mapping[str, object], scale: float) -> Style:
    fields = {key.replace("-", "_"): value for key, value in values.items()}
    if scale != 1:
        for key in ("size", "space_before"):
            if key in fields:
                fields[key] = round_to_half_points(float(str(fields[key])) * scale)
    if "line_spacing" in fields:
        fields["line_spacing"] = round(float(str(fields["line_spacing"])))
    return Style(**{"colour": Colour("text1"), **fields})  # type: ignore[arg-type]  # checked by the table of settings


def _part_xml(tag: str, text: Style, ink: Colour, cells: str, *, bold: bool | None = None) -> str:
    """Returns a CT_TablePartStyle: weight, font and colour of the text, then the style of the cells."""
    weight = "" if bold is None else ' b="on"' if bold else ' b="off"'
    slant = ' i="on"' if text.italic else ""
    font = "major" if text.font == "heading" else "minor"
    look = f'<a:tcTxStyle{weight}{slant}><a:fontRef idx="{font}"/>{scheme_colour_xml(ink)}</a:tcTxStyle>'
    return f"<a:{tag}>{look}{cells}</a:{tag}>"


def _cells_xml(borders: Mapping[str, Line], colour: Colour | None = None) -> str:
    """Returns a CT_TableCellStyle; `borders` are in the order of the schema: top, bottom, insideH."""
    edges = "".join(f"<a:{side}>{outline_xml(line)}</a:{side}>" for side, line in borders.items())
    fill = f"<a:fill>{fill_xml(colour)}</a:fill>" if colour else ""
    return f"<a:tcStyle>{element_xml('a:tcBdr', inside=edges)}{fill}</a:tcStyle>"
