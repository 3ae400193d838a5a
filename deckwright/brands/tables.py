"""The brand's table style, as PowerPoint's Table Design tab shows it (a:tblStyle, ECMA-376 20.1.4.2.26).

It holds rules, fills, weights and colours, so that a designer who changes the style or the theme changes every table
of a presentation. Sizes of type are set in each table, because a table style cannot hold them.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from msgspec import Struct

from deckwright.model.brand import Style, TableStyle
from deckwright.model.colours import DRAWN, Colour, legible
from deckwright.model.page import EMU_PER_POINT, Line
from deckwright.ooxml.drawing import fill_xml, outline_xml, scheme_colour_xml
from deckwright.ooxml.names import A_NS, OFFICE, TABLE_STYLES_TYPE
from deckwright.ooxml.template import open_template
from deckwright.ooxml.xml import A, Element, append_xml, new_root, parse, serialise, sub
from deckwright.ooxml.zip_file import zip_members

PART = "/ppt/tableStyles.xml"
MEDIUM_STYLE_2 = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"
DEFAULT_STYLES = frozenset({MEDIUM_STYLE_2, "{2D5ABB26-0587-4C30-8999-92F81FD0307C}", ""})
"""Default styles that no designer chose: the one that PowerPoint writes into every file, and No Style, No Grid."""

HAIRLINE, MEDIUM, STRONG = (round(points * EMU_PER_POINT) for points in (0.5, 1, 1.5))


class TableDesign(Struct, frozen=True):
    """How a brand's tables design."""

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


def draw_table_style(styles: Element, design: TableDesign) -> None:
    """Adds an a:tblStyle to `styles` (a:tblStyleLst)."""
    cell, header = design.styles["table-cell"], design.styles["table-header"]
    ink = legible(design.colours, header.colour, design.header or design.background, DRAWN)
    style = sub(styles, A + "tblStyle", styleId=design.id, styleName=design.name)
    rule = Line(design.rule, HAIRLINE)
    _draw_part(style, "wholeTbl", cell, cell.colour, {"bottom": rule, "insideH": rule})
    if design.bands:
        _draw_fill(sub(style, A + "band1H"), {}, design.bands)
    total = Line(legible(design.colours, Colour("text1"), design.background, DRAWN), MEDIUM)
    _draw_part(style, "lastRow", cell, cell.colour, {"top": total, "bottom": total}, bold=True)
    header_rule = {} if design.header else {"bottom": Line(ink, STRONG)}
    _draw_part(style, "firstRow", header, ink, header_rule, design.header, bold=header.bold)


def add_table_style(data: bytes, design: TableDesign) -> tuple[bytes, TableStyle]:
    """Returns a template (a .pptx) with the brand's table style, and that style: the template's default or one added."""
    package, presentation = open_template(data)
    link = presentation.relationships.find_first(OFFICE + "tableStyles")
    part = package.parts.get(link.target) if link else None
    root = parse(part.data) if part else _make_style_list()
    default = root.get("def", "")
    if default.upper() not in DEFAULT_STYLES | {design.id}:
        return data, TableStyle(default, design.highlight, banded=True, own=True)
    if all(style.get("styleId") != design.id for style in root):
        draw_table_style(root, design)
    if part:
        part.data = serialise(root)
    else:
        presentation.relationships.get_or_add(OFFICE + "tableStyles", PART)
        package.add(PART, TABLE_STYLES_TYPE, serialise(root))
    return zip_members(package.members()), design.style


def _make_style_list() -> Element:
    root = new_root(A + "tblStyleLst", {"a": A_NS})
    root.set("def", MEDIUM_STYLE_2)
    return root


def _draw_part(
    parent: Element,
    tag: str,
    text: Style,
    ink: Colour,
    borders: Mapping[str, Line],
    colour: Colour | None = None,
    *,
    bold: bool | None = None,
) -> None:
    """Adds a CT_TablePartStyle: weight, font and colour of the text, then borders and fill of the cells."""
    part = sub(parent, A + tag)
    weights = {} if bold is None else {"b": "on" if bold else "off"}
    look = sub(part, A + "tcTxStyle", weights | ({"i": "on"} if text.italic else {}))
    sub(look, A + "fontRef", idx="major" if text.font == "heading" else "minor")
    append_xml(look, scheme_colour_xml(ink))
    _draw_fill(part, borders, colour)


def _draw_fill(part: Element, borders: Mapping[str, Line], colour: Colour | None) -> None:
    """Adds a CT_TableCellStyle; `borders` are in the order of the schema: top, bottom, insideH."""
    cells = sub(part, A + "tcStyle")
    edges = sub(cells, A + "tcBdr")
    for side, line in borders.items():
        append_xml(sub(edges, A + side), outline_xml(line))
    if colour:
        append_xml(sub(cells, A + "fill"), fill_xml(colour))
