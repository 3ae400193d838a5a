"""The brand's style of tables, as PowerPoint's Table Design tab shows it (a:tblStyle, ECMA-376 20.1.4.2.26).

Rules, fills, weights and colours stand in it, so that a designer who changes the style or the theme changes every
table of a talk; sizes of type do not, for a style of tables has none.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from msgspec import Struct

from deckwright.model.brand import Style, TableStyle
from deckwright.model.colours import DRAWN, Colour, legible
from deckwright.model.page import EMU_PER_POINT, Line
from deckwright.ooxml.drawing import fill, outline, scheme_colour
from deckwright.ooxml.names import A_NS, OFFICE, TABLE_STYLES_TYPE
from deckwright.ooxml.template import open_template
from deckwright.ooxml.xml import A, Element, add, new_root, parse, serialise, sub
from deckwright.ooxml.zipped import zip_members

PART = "/ppt/tableStyles.xml"
MEDIUM_STYLE_2 = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"
NOBODYS = frozenset({MEDIUM_STYLE_2, "{2D5ABB26-0587-4C30-8999-92F81FD0307C}", ""})
"""Default styles that no designer chose: what PowerPoint writes into every file, and the style that is none."""

HAIRLINE, MEDIUM, STRONG = (round(points * EMU_PER_POINT) for points in (0.5, 1, 1.5))


class TableLook(Struct, frozen=True):
    """What a brand says of its tables."""

    name: str
    """The brand's, and the style's."""
    styles: Mapping[str, Style]
    colours: Mapping[str, str]
    rule: Colour
    highlight: Colour
    header: Colour | None
    bands: Colour | None
    ground: Colour = Colour("background1")
    """What tables stand on."""

    @property
    def style(self) -> TableStyle:
        return TableStyle(self.id, self.highlight, self.header, self.bands is not None)

    @property
    def id(self) -> str:
        """A GUID of its own for each brand, the same every time."""
        return f"{{{str(uuid.uuid5(uuid.NAMESPACE_URL, f'deckwright:table-style:{self.name}')).upper()}}}"


def draw_table_style(styles: Element, look: TableLook) -> None:
    """One more a:tblStyle in `styles` (a:tblStyleLst)."""
    cell, header = look.styles["table-cell"], look.styles["table-header"]
    ink = legible(look.colours, header.colour, look.header or look.ground, DRAWN)
    style = sub(styles, A + "tblStyle", styleId=look.id, styleName=look.name)
    rule = Line(look.rule, HAIRLINE)
    _draw_part(style, "wholeTbl", cell, cell.colour, {"bottom": rule, "insideH": rule})
    if look.bands:
        _draw_fill(sub(style, A + "band1H"), {}, look.bands)
    total = Line(legible(look.colours, Colour("text1"), look.ground, DRAWN), MEDIUM)
    _draw_part(style, "lastRow", cell, cell.colour, {"top": total, "bottom": total}, bold=True)
    under = {} if look.header else {"bottom": Line(ink, STRONG)}
    _draw_part(style, "firstRow", header, ink, under, look.header, bold=header.bold)


def with_table_style(data: bytes, look: TableLook) -> tuple[bytes, TableStyle]:
    """A template (a .pptx) with the style of tables that a brand's talks use: its own default one, or one added."""
    package, presentation = open_template(data)
    link = presentation.relationships.first(OFFICE + "tableStyles")
    part = package.parts.get(link.target) if link else None
    root = parse(part.data) if part else _no_styles()
    chosen = root.get("def", "")
    if chosen.upper() not in NOBODYS | {look.id}:
        return data, TableStyle(chosen, look.highlight, banded=True, own=True)
    if all(style.get("styleId") != look.id for style in root):
        draw_table_style(root, look)
    if part:
        part.data = serialise(root)
    else:
        presentation.relationships.to(OFFICE + "tableStyles", PART)
        package.add(PART, TABLE_STYLES_TYPE, serialise(root))
    return zip_members(package.members()), look.style


def _no_styles() -> Element:
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
    """CT_TablePartStyle: the text's weight, font and colour, then borders and fill of the cells."""
    part = sub(parent, A + tag)
    weights = {} if bold is None else {"b": "on" if bold else "off"}
    look = sub(part, A + "tcTxStyle", weights | ({"i": "on"} if text.italic else {}))
    sub(look, A + "fontRef", idx="major" if text.font == "heading" else "minor")
    add(look, scheme_colour(ink))
    _draw_fill(part, borders, colour)


def _draw_fill(part: Element, borders: Mapping[str, Line], colour: Colour | None) -> None:
    """CT_TableCellStyle. `borders` come in the schema's order: top, bottom, insideH."""
    cells = sub(part, A + "tcStyle")
    edges = sub(cells, A + "tcBdr")
    for side, line in borders.items():
        add(sub(edges, A + side), outline(line))
    if colour:
        add(sub(cells, A + "fill"), fill(colour))
