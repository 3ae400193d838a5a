"""A native table (a:tbl, ECMA-376 21.1.3): grid, rows and cells; its look is the style's that it names."""

from __future__ import annotations

from deckwright.ooxml.drawing import Canvas, fill
from deckwright.ooxml.xml import escape, tag
from deckwright.page import Cell, Insets, TableFrame
from deckwright.write.text import ANCHORS, paragraphs

MARGINS = Insets(91_440, 45_720, 91_440, 45_720)
"""What the cells of a table have that does not say otherwise (CT_TableCellProperties)."""
TABLE_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"


def table_data(table: TableFrame, canvas: Canvas) -> str:
    """The a:graphicData of a table's graphic frame."""
    parts = {
        "rtl": table.rtl,
        "firstRow": table.header_row,
        "firstCol": table.first_column,
        "lastRow": table.total_row,
        "bandRow": table.banded,
    }
    flags = "".join(f' {name}="1"' for name, on in parts.items() if on)
    columns = "".join(f'<a:gridCol w="{width}"/>' for width in table.column_widths)
    rows = "".join(
        f'<a:tr h="{height}">{"".join([_cell(cell, canvas) for cell in cells])}</a:tr>'
        for height, cells in zip(table.row_heights, table.rows, strict=True)
    )
    return (
        f'<a:graphicData uri="{TABLE_URI}"><a:tbl>'
        f"<a:tblPr{flags}><a:tableStyleId>{escape(table.style)}</a:tableStyleId></a:tblPr>"
        f"{tag('a:tblGrid', inside=columns)}{rows}</a:tbl></a:graphicData>"
    )


def _cell(cell: Cell, canvas: Canvas) -> str:
    """a:tc. Insets and anchor of a cell's text stand in its a:tcPr, not in its a:bodyPr."""
    attributes, frame = "", cell.frame
    if (insets := frame.insets) and insets != MARGINS:
        attributes += f' marL="{insets.left}" marR="{insets.right}" marT="{insets.top}" marB="{insets.bottom}"'
    if frame.anchor is not None:
        attributes += f' anchor="{ANCHORS[frame.anchor]}"'
    properties = tag("a:tcPr", attributes, "" if cell.fill is None else fill(cell.fill))
    text = f"<a:txBody><a:bodyPr/><a:lstStyle/>{paragraphs(frame.paragraphs, canvas)}</a:txBody>"
    return f"<a:tc>{text}{properties}</a:tc>"
