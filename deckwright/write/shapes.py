"""The shapes of a slide, each kind spelled by its own function (ECMA-376 19.3.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct

from deckwright.model.page import (
    AnyShape,
    Cell,
    ChartFrame,
    Connector,
    Group,
    Insets,
    Link,
    Picture,
    Shape,
    Slot,
    TableFrame,
    TextFrame,
)
from deckwright.ooxml.drawing import Canvas, click, fill, geometry, outline, place, transform
from deckwright.ooxml.names import CHART_NS, DECORATIVE_NS, OFFICE, SVG_NS, SVG_URI
from deckwright.ooxml.xml import escape, quoteattr, tag
from deckwright.write.media import chart_part
from deckwright.write.text import ANCHORS, paragraphs, text_body

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


DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    f'<adec:decorative xmlns:adec="{DECORATIVE_NS}" val="1"/>'
    "</a:ext></a:extLst>"
)

FIRST_ID = 2
"""The shape tree itself has id 1."""
_TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
    '<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/>'
    "</a:xfrm></p:grpSpPr>"
)


def tree(inside: str) -> str:
    """p:spTree with the shapes that are spelled already."""
    return f"<p:spTree>{_TREE}{inside}</p:spTree>"


def shapes(given: tuple[AnyShape, ...], canvas: Canvas) -> str:
    """All shapes, in reading order, with ids counted from `FIRST_ID` and names unique on the slide."""
    names = list(_names(given))
    ids: dict[str, int] = {}
    for number, name in enumerate(names, FIRST_ID):
        ids.setdefault(name, number)
    return _spelled(given, Pen(canvas, ids, enumerate(_unique(names), FIRST_ID)))


class Pen(Struct):
    """What is handed from shape to shape: ids and names, in reading order."""

    canvas: Canvas
    ids: dict[str, int]
    """Name as given → id, for connectors that are glued to shapes before or after them."""
    numbered: Iterator[tuple[int, str]]

    def properties(self, *, alt: str, decorative: bool = False, link: Link | None = None) -> str:
        """p:cNvPr: id, name, alt text, link."""
        number, name = next(self.numbered)
        described = f" descr={quoteattr('' if decorative else alt)}" if alt or decorative else ""
        inside = f"{click(link, self.canvas) if link else ''}{DECORATIVE if decorative else ''}"
        return tag("p:cNvPr", f' id="{number}" name={quoteattr(name)}{described}', inside)


def _spelled(given: Iterable[AnyShape], pen: Pen) -> str:
    return "".join([SPELLED_BY[type(shape)](shape, pen) for shape in given])


def _shape(shape: Shape, pen: Pen) -> str:
    slot = shape.slot
    about = pen.properties(alt=shape.alt, decorative=shape.decorative, link=shape.link)
    box = "" if shape.box is None else transform(shape.box, turn=shape.rotation, flip_horizontal=shape.flip_horizontal)
    if slot is not None:
        kind = '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        look = f"{box}{fill(shape.fill) if shape.fill else ''}{outline(shape.line) if shape.line else ''}"
    else:
        kind = '<p:cNvSpPr txBox="1"/>' if shape.text_box else "<p:cNvSpPr/>"
        line = "" if shape.text_box and shape.line is None else outline(shape.line)
        look = f"{box}{geometry(shape.geometry, shape.adjustments)}{fill(shape.fill)}{line}"
    text = ""
    if shape.frame is not None or slot is not None or shape.text_box:
        text = text_body(shape.frame or _NO_TEXT, pen.canvas, inherits=slot is not None, field=shape.field)
    return f"<p:sp><p:nvSpPr>{about}{kind}{_slot(slot)}</p:nvSpPr>{tag('p:spPr', inside=look)}{text}</p:sp>"


def _connector(connector: Connector, pen: Pen) -> str:
    about = pen.properties(alt=connector.alt, decorative=connector.decorative)
    glue = "".join(
        f'<a:{name} id="{pen.ids[end[0]]}" idx="{end[1]}"/>'
        for name, end in (("stCxn", connector.begin), ("endCxn", connector.end))
        if end is not None
    )
    box = transform(connector.box, flip_horizontal=connector.flip_horizontal, flip_vertical=connector.flip_vertical)
    return (
        f"<p:cxnSp><p:nvCxnSpPr>{about}{tag('p:cNvCxnSpPr', inside=glue)}<p:nvPr/></p:nvCxnSpPr>"
        f"<p:spPr>{box}{geometry(connector.geometry)}{outline(connector.line)}</p:spPr></p:cxnSp>"
    )


def _picture(picture: Picture, pen: Pen) -> str:
    about = pen.properties(alt=picture.alt, decorative=picture.decorative, link=picture.link)
    group = "" if picture.slot is None else ' noGrp="1"'
    cut = "".join(f' {side}="{share}"' for side, share in zip("ltrb", picture.crop, strict=True) if share)
    shown = f"<a:srcRect{cut}/>" if cut else ""
    return (
        f'<p:pic><p:nvPicPr>{about}<p:cNvPicPr><a:picLocks{group} noChangeAspect="1"/></p:cNvPicPr>'
        f"{_slot(picture.slot)}</p:nvPicPr>"
        f"<p:blipFill>{_blip(picture, pen.canvas)}{shown}<a:stretch><a:fillRect/></a:stretch></p:blipFill>"
        f"<p:spPr>{transform(picture.box)}{geometry('rect')}</p:spPr></p:pic>"
    )


def _blip(picture: Picture, canvas: Canvas) -> str:
    """a:blip: the pixels that every program shows and, of a drawing, the SVG that PowerPoint shows instead."""
    package, relationships = canvas.package, canvas.relationships
    pixels = relationships.to(OFFICE + "image", package.pictures[picture.data])
    extension = ""
    if (drawing := package.drawings.get(picture.data)) is not None:
        svg = f'<asvg:svgBlip xmlns:asvg="{SVG_NS}" r:embed="{relationships.to(OFFICE + "image", drawing)}"/>'
        extension = f'<a:extLst><a:ext uri="{SVG_URI}">{svg}</a:ext></a:extLst>'
    return tag("a:blip", f' r:embed="{pixels}"', extension)


def _chart_frame(frame: ChartFrame, pen: Pen) -> str:
    part = chart_part(pen.canvas.package, frame.chart)
    about = pen.properties(alt=frame.alt, link=frame.link)
    chart = pen.canvas.relationships.to(OFFICE + "chart", part)
    data = f'<a:graphicData uri="{CHART_NS}"><c:chart xmlns:c="{CHART_NS}" r:id="{chart}"/></a:graphicData>'
    return _graphic_frame(frame, about, data)


def _table_frame(frame: TableFrame, pen: Pen) -> str:
    about = pen.properties(alt=frame.alt)
    return _graphic_frame(frame, about, table_data(frame, pen.canvas))


def _graphic_frame(frame: ChartFrame | TableFrame, about: str, data: str) -> str:
    locks = '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
    return (
        f"<p:graphicFrame><p:nvGraphicFramePr>{about}{locks}{_slot(frame.slot)}</p:nvGraphicFramePr>"
        f"<p:xfrm>{place(frame.box)}</p:xfrm><a:graphic>{data}</a:graphic></p:graphicFrame>"
    )


def _group(group: Group, pen: Pen) -> str:
    about = pen.properties(alt=group.alt, decorative=group.decorative)
    box = group.box
    # the children's coordinates are the page's: their space is the group's own box
    inner = f'<a:chOff x="{box.x}" y="{box.y}"/><a:chExt cx="{box.width}" cy="{box.height}"/>'
    return (
        f"<p:grpSp><p:nvGrpSpPr>{about}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
        f"<p:grpSpPr><a:xfrm>{place(box)}{inner}</a:xfrm></p:grpSpPr>{_spelled(group.shapes, pen)}</p:grpSp>"
    )


SPELLED_BY: dict[type[AnyShape], Callable[[Any, Pen], str]] = {
    Shape: _shape,
    Connector: _connector,
    Picture: _picture,
    ChartFrame: _chart_frame,
    TableFrame: _table_frame,
    Group: _group,
}
"""Type of a shape on a page → the function that spells it."""
_NO_TEXT = TextFrame(())


def _slot(slot: Slot | None) -> str:
    """p:nvPr with the p:ph of a placeholder; "obj" and index 0 are what a p:ph means without saying."""
    if slot is None:
        return "<p:nvPr/>"
    kind = "" if slot.type == "obj" else f" type={quoteattr(slot.type)}"
    index = f' idx="{slot.index}"' if slot.index else ""
    return f"<p:nvPr><p:ph{kind}{index}/></p:nvPr>"


def _names(shapes: Iterable[AnyShape]) -> Iterator[str]:
    for shape in shapes:
        yield shape.name
        if isinstance(shape, Group):
            yield from _names(shape.shapes)


def _unique(given: list[str]) -> Iterator[str]:
    """Each name as it is, or with the first free number from 2: "Text", "Text 2"."""
    taken = set(given)
    seen: set[str] = set()
    numbers: dict[str, int] = {}
    for name in given:
        if name not in seen:
            seen.add(name)
            yield name
            continue
        number = numbers.get(name, 1) + 1
        while f"{name} {number}" in taken:
            number += 1
        numbers[name] = number
        taken.add(f"{name} {number}")
        yield f"{name} {number}"
