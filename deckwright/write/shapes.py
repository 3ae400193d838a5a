"""Writes the shapes of a slide, a function for each type of shape (ECMA-376 19.3.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct

from deckwright.model.page import (
    AnyShape,
    ChartFrame,
    Connector,
    Group,
    Insets,
    Link,
    PictureFrame,
    Shape,
    Slot,
    TableCell,
    TableFrame,
    TextFrame,
)
from deckwright.ooxml.drawing import (
    PartContext,
    click_xml,
    fill_xml,
    geometry_xml,
    offset_xml,
    outline_xml,
    transform_xml,
)
from deckwright.ooxml.names import CHART_NS, DECORATIVE_NS, OFFICE, SVG_NS, SVG_URI
from deckwright.ooxml.xml import attributes_xml, element_xml, escape, quoteattr
from deckwright.write.chart import add_chart
from deckwright.write.outline import iter_shapes
from deckwright.write.text import ANCHORS, paragraphs_xml, text_body_xml

DEFAULT_INSETS = Insets(91_440, 45_720, 91_440, 45_720)
"""The insets of table cells that have no others (CT_TableCellProperties)."""
TABLE_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"
DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    f'<adec:decorative xmlns:adec="{DECORATIVE_NS}" val="1"/>'
    "</a:ext></a:extLst>"
)
FIRST_ID = 2
"""The id of the first shape; the shape tree itself has id 1."""
_TREE_PROPERTIES = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
    '<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/>'
    "</a:xfrm></p:grpSpPr>"
)


class ShapeContext(Struct):
    """Everything the shapes of one slide share; hands out their ids and unique names in reading order."""

    part: PartContext
    ids: dict[str, int]
    """Name of a shape on the page → id, for connectors, which may be glued to shapes after them."""
    numbers: Iterator[tuple[int, str]]
    """Id and unique name of each shape that is still to be written."""

    def next_properties(self, *, alt: str, decorative: bool = False, link: Link | None = None) -> str:
        """Returns the p:cNvPr of the next shape: id, name, alt text, link."""
        number, name = next(self.numbers)
        description = f" descr={quoteattr('' if decorative else alt)}" if alt or decorative else ""
        inside = f"{click_xml(link, self.part) if link else ''}{DECORATIVE if decorative else ''}"
        return element_xml("p:cNvPr", f' id="{number}" name={quoteattr(name)}{description}', inside)


def shape_tree_xml(shapes: str) -> str:
    """Returns the p:spTree with shapes that `shapes_xml` has written."""
    return f"<p:spTree>{_TREE_PROPERTIES}{shapes}</p:spTree>"


def shapes_xml(shapes: tuple[AnyShape, ...], part: PartContext) -> str:
    """Returns all shapes in reading order, with ids counted from `FIRST_ID` and names unique on the slide."""
    names = [shape.name for shape in iter_shapes(shapes)]
    ids: dict[str, int] = {}
    for number, name in enumerate(names, FIRST_ID):
        ids.setdefault(name, number)
    return _write_shapes(shapes, ShapeContext(part, ids, enumerate(_make_unique(names), FIRST_ID)))


def _write_shapes(shapes: Iterable[AnyShape], context: ShapeContext) -> str:
    return "".join([_WRITERS[type(shape)](shape, context) for shape in shapes])


def _shape_xml(shape: Shape, context: ShapeContext) -> str:
    slot = shape.slot
    properties = context.next_properties(alt=shape.alt, decorative=shape.decorative, link=shape.link)
    box = transform_xml(shape.box, rotation=shape.rotation, flip_horizontal=shape.flip_horizontal) if shape.box else ""
    if slot is not None:
        kind = '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        look = f"{box}{fill_xml(shape.fill) if shape.fill else ''}{outline_xml(shape.line) if shape.line else ''}"
    else:
        kind = '<p:cNvSpPr txBox="1"/>' if shape.text_box else "<p:cNvSpPr/>"
        line = "" if shape.text_box and shape.line is None else outline_xml(shape.line)
        look = f"{box}{geometry_xml(shape.geometry, shape.adjustments)}{fill_xml(shape.fill)}{line}"
    text = ""
    if shape.frame is not None or slot is not None or shape.text_box:
        text = text_body_xml(shape.frame or _NO_TEXT, context.part, inherits=slot is not None, field=shape.field)
    look = element_xml("p:spPr", inside=look)
    return f"<p:sp><p:nvSpPr>{properties}{kind}{_placeholder_xml(slot)}</p:nvSpPr>{look}{text}</p:sp>"


def _connector_xml(connector: Connector, context: ShapeContext) -> str:
    properties = context.next_properties(alt=connector.alt, decorative=connector.decorative)
    glue = "".join(
        f'<a:{name} id="{context.ids[end[0]]}" idx="{end[1]}"/>'
        for name, end in (("stCxn", connector.begin), ("endCxn", connector.end))
        if end is not None
    )
    box = transform_xml(connector.box, flip_horizontal=connector.flip_horizontal, flip_vertical=connector.flip_vertical)
    return (
        f"<p:cxnSp><p:nvCxnSpPr>{properties}{element_xml('p:cNvCxnSpPr', inside=glue)}<p:nvPr/></p:nvCxnSpPr>"
        f"<p:spPr>{box}{geometry_xml(connector.geometry)}{outline_xml(connector.line)}</p:spPr></p:cxnSp>"
    )


def _picture_xml(picture: PictureFrame, context: ShapeContext) -> str:
    properties = context.next_properties(alt=picture.alt, decorative=picture.decorative, link=picture.link)
    group = "" if picture.slot is None else ' noGrp="1"'
    cut = "".join(f' {side}="{share}"' for side, share in zip("ltrb", picture.crop, strict=True) if share)
    crop = f"<a:srcRect{cut}/>" if cut else ""
    return (
        f'<p:pic><p:nvPicPr>{properties}<p:cNvPicPr><a:picLocks{group} noChangeAspect="1"/></p:cNvPicPr>'
        f"{_placeholder_xml(picture.slot)}</p:nvPicPr>"
        f"<p:blipFill>{_blip_xml(picture, context.part)}{crop}<a:stretch><a:fillRect/></a:stretch></p:blipFill>"
        f"<p:spPr>{transform_xml(picture.box)}{geometry_xml('rect')}</p:spPr></p:pic>"
    )


def _blip_xml(picture: PictureFrame, part: PartContext) -> str:
    """Returns a:blip: the pixels that every program shows and, for an SVG, the drawing that PowerPoint prefers."""
    package, relationships = part.package, part.relationships
    pixels = relationships.get_or_add(OFFICE + "image", package.picture_parts[picture.data])
    extension = ""
    if (drawing := package.svg_parts.get(picture.data)) is not None:
        svg = f'<asvg:svgBlip xmlns:asvg="{SVG_NS}" r:embed="{relationships.get_or_add(OFFICE + "image", drawing)}"/>'
        extension = f'<a:extLst><a:ext uri="{SVG_URI}">{svg}</a:ext></a:extLst>'
    return element_xml("a:blip", f' r:embed="{pixels}"', extension)


def _chart_frame_xml(frame: ChartFrame, context: ShapeContext) -> str:
    part = add_chart(context.part.package, frame.chart)
    properties = context.next_properties(alt=frame.alt, link=frame.link)
    chart = context.part.relationships.get_or_add(OFFICE + "chart", part)
    data = f'<a:graphicData uri="{CHART_NS}"><c:chart xmlns:c="{CHART_NS}" r:id="{chart}"/></a:graphicData>'
    return _graphic_frame_xml(frame, properties, data)


def _graphic_frame_xml(frame: ChartFrame | TableFrame, properties: str, data: str) -> str:
    locks = '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
    return (
        f"<p:graphicFrame><p:nvGraphicFramePr>{properties}{locks}{_placeholder_xml(frame.slot)}</p:nvGraphicFramePr>"
        f"<p:xfrm>{offset_xml(frame.box)}</p:xfrm><a:graphic>{data}</a:graphic></p:graphicFrame>"
    )


def _table_frame_xml(table: TableFrame, context: ShapeContext) -> str:
    flags = attributes_xml(
        rtl=table.rtl or None,
        firstRow=table.header_row or None,
        firstCol=table.first_column or None,
        lastRow=table.total_row or None,
        bandRow=table.banded or None,
    )
    columns = "".join(f'<a:gridCol w="{width}"/>' for width in table.column_widths)
    rows = "".join(
        f'<a:tr h="{height}">{"".join([_cell_xml(cell, context.part) for cell in cells])}</a:tr>'
        for height, cells in zip(table.row_heights, table.rows, strict=True)
    )
    data = (
        f'<a:graphicData uri="{TABLE_URI}"><a:tbl>'
        f"<a:tblPr{flags}><a:tableStyleId>{escape(table.style)}</a:tableStyleId></a:tblPr>"
        f"{element_xml('a:tblGrid', inside=columns)}{rows}</a:tbl></a:graphicData>"
    )
    return _graphic_frame_xml(table, context.next_properties(alt=table.alt), data)


def _cell_xml(cell: TableCell, part: PartContext) -> str:
    """Returns a:tc; insets and anchor of the text are in a:tcPr, not in a:bodyPr."""
    attributes, frame = "", cell.frame
    if (insets := frame.insets) and insets != DEFAULT_INSETS:
        attributes = attributes_xml(marL=insets.left, marR=insets.right, marT=insets.top, marB=insets.bottom)
    attributes += attributes_xml(anchor=frame.anchor and ANCHORS[frame.anchor])
    properties = element_xml("a:tcPr", attributes, "" if cell.fill is None else fill_xml(cell.fill))
    text = f"<a:txBody><a:bodyPr/><a:lstStyle/>{paragraphs_xml(frame.paragraphs, part)}</a:txBody>"
    return f"<a:tc>{text}{properties}</a:tc>"


def _group_xml(group: Group, context: ShapeContext) -> str:
    properties = context.next_properties(alt=group.alt, decorative=group.decorative)
    box = group.box
    # The children have coordinates of the page, so the group's child space is its own box.
    inner = f'<a:chOff x="{box.x}" y="{box.y}"/><a:chExt cx="{box.width}" cy="{box.height}"/>'
    return (
        f"<p:grpSp><p:nvGrpSpPr>{properties}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
        f"<p:grpSpPr><a:xfrm>{offset_xml(box)}{inner}</a:xfrm></p:grpSpPr>"
        f"{_write_shapes(group.shapes, context)}</p:grpSp>"
    )


_WRITERS: dict[type[AnyShape], Callable[[Any, ShapeContext], str]] = {
    Shape: _shape_xml,
    Connector: _connector_xml,
    PictureFrame: _picture_xml,
    ChartFrame: _chart_frame_xml,
    TableFrame: _table_frame_xml,
    Group: _group_xml,
}
"""Type of a shape on a page → the function that writes it."""
_NO_TEXT = TextFrame(())


def _placeholder_xml(slot: Slot | None) -> str:
    """Returns p:nvPr with the p:ph of a placeholder; "obj" and index 0 are the defaults of p:ph."""
    if slot is None:
        return "<p:nvPr/>"
    kind = "" if slot.type == "obj" else f" type={quoteattr(slot.type)}"
    index = f' idx="{slot.index}"' if slot.index else ""
    return f"<p:nvPr><p:ph{kind}{index}/></p:nvPr>"


def _make_unique(names: list[str]) -> Iterator[str]:
    """Yields each name unchanged, or with the first free number from 2: "Text", "Text 2"."""
    taken = set(names)
    numbers: dict[str, int] = {}
    for name in names:
        unique, number = name, numbers.get(name, 0) + 1
        while number > 1 and (unique := f"{name} {number}") in taken:
            number += 1
        numbers[name] = number
        taken.add(unique)
        yield unique
