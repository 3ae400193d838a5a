"""A native table (a:tbl, ECMA-376 21.1.3): grid, rows and cells; its look is the style's that it names."""

from __future__ import annotations

from deckwright.ooxml.drawing import Canvas, draw_fill
from deckwright.ooxml.xml import A, Element, sub
from deckwright.page import Cell, Insets, TableFrame
from deckwright.write.text import ANCHORS, draw_paragraphs

MARGINS = Insets(91_440, 45_720, 91_440, 45_720)
"""What the cells of a table have that does not say otherwise (CT_TableCellProperties)."""
TABLE_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"


def draw_table(parent: Element, table: TableFrame, canvas: Canvas) -> None:
    """The a:graphicData of a table's graphic frame."""
    tbl = sub(sub(parent, A + "graphicData", uri=TABLE_URI), A + "tbl")
    parts = {
        "rtl": table.rtl,
        "firstRow": table.header_row,
        "firstCol": table.first_column,
        "lastRow": table.total_row,
        "bandRow": table.banded,
    }
    properties = sub(tbl, A + "tblPr", {name: "1" for name, on in parts.items() if on})
    sub(properties, A + "tableStyleId").text = table.style
    grid = sub(tbl, A + "tblGrid")
    for width in table.column_widths:
        sub(grid, A + "gridCol", w=str(width))
    for height, cells in zip(table.row_heights, table.rows, strict=True):
        row = sub(tbl, A + "tr", h=str(height))
        for cell in cells:
            _draw_cell(sub(row, A + "tc"), cell, canvas)


def _draw_cell(element: Element, cell: Cell, canvas: Canvas) -> None:
    """Insets and anchor of a cell's text stand in a:tcPr, not in its a:bodyPr."""
    body = sub(element, A + "txBody")
    sub(body, A + "bodyPr")
    sub(body, A + "lstStyle")
    draw_paragraphs(body, cell.frame.paragraphs, canvas)
    properties = sub(element, A + "tcPr")
    if (insets := cell.frame.insets) and insets != MARGINS:
        properties.set("marL", str(insets.left))
        properties.set("marR", str(insets.right))
        properties.set("marT", str(insets.top))
        properties.set("marB", str(insets.bottom))
    if cell.frame.anchor is not None:
        properties.set("anchor", ANCHORS[cell.frame.anchor])
    if cell.fill is not None:
        draw_fill(properties, cell.fill)
