"""The brand's table style, as PowerPoint's Table Design tab shows it (a:tblStyle, ECMA-376 20.1.4.2.26).

It holds rules, fills, weights and colours, so that a designer who changes the style or the theme changes every table
of a presentation. Sizes of type are set in each table, because a table style cannot hold them.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from msgspec import Struct

from deckwright.model.brand import Style, TableStyle
from deckwright.model.colours import DRAWN, Colour, choose_legible
from deckwright.model.page import EMU_PER_POINT, Line
from deckwright.ooxml.drawing import fill_xml, outline_xml, scheme_colour_xml
from deckwright.ooxml.names import A_NS, OFFICE, TABLE_STYLES_TYPE
from deckwright.ooxml.template import open_template
from deckwright.ooxml.xml import A, Element, append_xml, element_xml, new_root, parse, quoteattr, serialise
from deckwright.ooxml.zip_file import zip_members

PART = "/ppt/tableStyles.xml"
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
    root = parse(part.data) if part else _make_style_list()
    default = root.get("def", "")
    if default.upper() not in DEFAULT_STYLES | {design.id}:
        return data, TableStyle(default, design.highlight, banded=True, own=True)
    if all(style.get("styleId") != design.id for style in root):
        append_table_style(root, design)
    if part:
        part.data = serialise(root)
    else:
        presentation.relationships.get_or_add(OFFICE + "tableStyles", PART)
        package.add(PART, TABLE_STYLES_TYPE, serialise(root))
    return zip_members(package.iter_members()), design.style


def _make_style_list() -> Element:
    root = new_root(A + "tblStyleLst", {"a": A_NS})
    root.set("def", MEDIUM_STYLE_2)
    return root


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
