"""The shapes of a slide, each kind drawn by its own function (ECMA-376 19.3.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from deckwright.ooxml.drawing import Canvas, draw_box, draw_fill, draw_geometry, draw_line, draw_link
from deckwright.ooxml.package import OFFICE
from deckwright.ooxml.xml import A, Element, P, R, sub
from deckwright.page import AnyShape, ChartFrame, Connector, Group, Link, Picture, Shape, Slot, TableFrame, TextFrame
from deckwright.write.media import chart_part
from deckwright.write.table import draw_table
from deckwright.write.text import draw_text

CHART_NS = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DECORATIVE_NS = "http://schemas.microsoft.com/office/drawing/2017/decorative"
DECORATIVE_URI = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
SVG_NS = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
SVG_URI = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""Of [MS-ODRAWXML] 2.1.1740, CT_SVGBlip."""

FIRST_ID = 2
"""The shape tree itself has id 1."""


def draw_shapes(tree: Element, shapes: tuple[AnyShape, ...], canvas: Canvas) -> None:
    """All shapes, in reading order, with ids counted from `FIRST_ID` and names unique on the slide."""
    given = list(_names(shapes))
    ids: dict[str, int] = {}
    for number, name in enumerate(given, FIRST_ID):
        ids.setdefault(name, number)
    Pen(canvas, ids, enumerate(_unique(given), FIRST_ID)).draw(tree, shapes)


class Pen:
    """Draws shape after shape, handing out ids and names in reading order."""

    def __init__(self, canvas: Canvas, ids: dict[str, int], numbered: Iterator[tuple[int, str]]) -> None:
        self.canvas = canvas
        self.ids = ids
        """Name as given → id, for connectors that are glued to shapes before or after them."""
        self._numbered = numbered

    def draw(self, parent: Element, shapes: Iterable[AnyShape]) -> None:
        for shape in shapes:
            DRAWN_BY[type(shape)](self, parent, shape)

    def properties(self, parent: Element, *, alt: str, decorative: bool = False, link: Link | None = None) -> None:
        """p:cNvPr: id, name, alt text, link."""
        number, name = next(self._numbered)
        element = sub(parent, P + "cNvPr", id=str(number), name=name)
        if alt or decorative:
            element.set("descr", "" if decorative else alt)
        if link is not None:
            draw_link(element, link, self.canvas)
        if decorative:
            extension = sub(sub(element, A + "extLst"), A + "ext", uri=DECORATIVE_URI)
            sub(extension, f"{{{DECORATIVE_NS}}}decorative", val="1", nsmap={"adec": DECORATIVE_NS})


def _draw_shape(pen: Pen, parent: Element, shape: Shape) -> None:
    element = sub(parent, P + "sp")
    about = sub(element, P + "nvSpPr")
    pen.properties(about, alt=shape.alt, decorative=shape.decorative, link=shape.link)
    kind = sub(about, P + "cNvSpPr")
    if shape.slot is not None:
        sub(kind, A + "spLocks", noGrp="1")
    elif shape.text_box:
        kind.set("txBox", "1")
    _draw_slot(about, shape.slot)
    look = sub(element, P + "spPr")
    if shape.box is not None:
        draw_box(look, A + "xfrm", shape.box, turn=shape.rotation, flip_horizontal=shape.flip_horizontal)
    if shape.slot is None:
        draw_geometry(look, shape.geometry, shape.adjustments)
    if shape.fill is not None or shape.slot is None:
        draw_fill(look, shape.fill)
    if shape.line is not None or (shape.slot is None and not shape.text_box):
        draw_line(look, A + "ln", shape.line)
    if shape.frame is not None or shape.slot is not None or shape.text_box:
        frame = shape.frame or TextFrame(())
        draw_text(element, P + "txBody", frame, pen.canvas, inherits=shape.slot is not None, field=shape.field)


def _draw_connector(pen: Pen, parent: Element, connector: Connector) -> None:
    element = sub(parent, P + "cxnSp")
    about = sub(element, P + "nvCxnSpPr")
    pen.properties(about, alt=connector.alt, decorative=connector.decorative)
    glue = sub(about, P + "cNvCxnSpPr")
    for tag, end in (("stCxn", connector.begin), ("endCxn", connector.end)):
        if end is not None:
            sub(glue, A + tag, id=str(pen.ids[end[0]]), idx=str(end[1]))
    sub(about, P + "nvPr")
    look = sub(element, P + "spPr")
    flips = (connector.flip_horizontal, connector.flip_vertical)
    draw_box(look, A + "xfrm", connector.box, flip_horizontal=flips[0], flip_vertical=flips[1])
    draw_geometry(look, connector.geometry)
    draw_line(look, A + "ln", connector.line)


def _draw_picture(pen: Pen, parent: Element, picture: Picture) -> None:
    element = sub(parent, P + "pic")
    about = sub(element, P + "nvPicPr")
    pen.properties(about, alt=picture.alt, decorative=picture.decorative, link=picture.link)
    locks = sub(sub(about, P + "cNvPicPr"), A + "picLocks")
    if picture.slot is not None:
        locks.set("noGrp", "1")
    locks.set("noChangeAspect", "1")
    _draw_slot(about, picture.slot)
    fill = sub(element, P + "blipFill")
    _draw_blip(fill, picture, pen.canvas)
    if any(picture.crop):
        cut = {side: str(share) for side, share in zip("ltrb", picture.crop, strict=True) if share}
        sub(fill, A + "srcRect", cut)
    sub(sub(fill, A + "stretch"), A + "fillRect")
    look = sub(element, P + "spPr")
    draw_box(look, A + "xfrm", picture.box)
    draw_geometry(look, "rect")


def _draw_blip(parent: Element, picture: Picture, canvas: Canvas) -> None:
    """a:blip: the pixels that every program shows and, of a drawing, the SVG that PowerPoint shows instead."""
    package, relationships = canvas.package, canvas.relationships
    pixels = relationships.to(OFFICE + "image", package.pictures[picture.data])
    blip = sub(parent, A + "blip", {R + "embed": pixels})
    if (drawing := package.drawings.get(picture.data)) is not None:
        extension = sub(sub(blip, A + "extLst"), A + "ext", uri=SVG_URI)
        link = {R + "embed": relationships.to(OFFICE + "image", drawing)}
        sub(extension, f"{{{SVG_NS}}}svgBlip", link, nsmap={"asvg": SVG_NS})


def _draw_chart_frame(pen: Pen, parent: Element, frame: ChartFrame) -> None:
    part = chart_part(pen.canvas.package, frame.chart)
    data = sub(_draw_graphic(pen, parent, frame, frame.link), A + "graphicData", uri=CHART_NS)
    relationship = pen.canvas.relationships.to(OFFICE + "chart", part)
    sub(data, f"{{{CHART_NS}}}chart", {R + "id": relationship}, nsmap={"c": CHART_NS})


def _draw_table_frame(pen: Pen, parent: Element, frame: TableFrame) -> None:
    draw_table(_draw_graphic(pen, parent, frame, None), frame, pen.canvas)


def _draw_graphic(pen: Pen, parent: Element, frame: ChartFrame | TableFrame, link: Link | None) -> Element:
    """p:graphicFrame; gives its a:graphic."""
    element = sub(parent, P + "graphicFrame")
    about = sub(element, P + "nvGraphicFramePr")
    pen.properties(about, alt=frame.alt, link=link)
    sub(sub(about, P + "cNvGraphicFramePr"), A + "graphicFrameLocks", noGrp="1")
    _draw_slot(about, frame.slot)
    draw_box(element, P + "xfrm", frame.box)
    return sub(element, A + "graphic")


def _draw_group(pen: Pen, parent: Element, group: Group) -> None:
    element = sub(parent, P + "grpSp")
    about = sub(element, P + "nvGrpSpPr")
    pen.properties(about, alt=group.alt, decorative=group.decorative)
    sub(about, P + "cNvGrpSpPr")
    sub(about, P + "nvPr")
    xfrm = draw_box(sub(element, P + "grpSpPr"), A + "xfrm", group.box)
    # the children's coordinates are the page's: their space is the group's own box
    sub(xfrm, A + "chOff", x=str(group.box.x), y=str(group.box.y))
    sub(xfrm, A + "chExt", cx=str(group.box.width), cy=str(group.box.height))
    pen.draw(element, group.shapes)


DRAWN_BY: dict[type[AnyShape], Callable[[Pen, Element, Any], None]] = {
    Shape: _draw_shape,
    Connector: _draw_connector,
    Picture: _draw_picture,
    ChartFrame: _draw_chart_frame,
    TableFrame: _draw_table_frame,
    Group: _draw_group,
}
"""Type of a shape on a page → the function that draws it."""


def _draw_slot(parent: Element, slot: Slot | None) -> None:
    """p:nvPr with the p:ph of a placeholder; "obj" and index 0 are what a p:ph means without saying."""
    properties = sub(parent, P + "nvPr")
    if slot is not None:
        placeholder = sub(properties, P + "ph")
        if slot.type != "obj":
            placeholder.set("type", slot.type)
        if slot.index:
            placeholder.set("idx", str(slot.index))


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
