"""Elements that draw: shapes, rules, connectors and thumbnails of other slides."""

from __future__ import annotations

from typing import ClassVar, Literal

from deckwright.arrange.elements.base import BOX_ATTRIBUTES, Element, attribute
from deckwright.arrange.elements.readers import (
    COLOUR,
    DIRECTED,
    DISTANCE,
    GEOMETRIES,
    GEOMETRY,
    NAME,
    SIDES,
    SLIDE,
    STYLE,
    TEXT,
    YES_NO,
    one_of,
    whole_number,
)
from deckwright.arrange.elements.texts import TextualElement
from deckwright.arrange.slide_context import Shapes, SlideContext
from deckwright.arrange.thumbnail import place_thumbnail
from deckwright.model.colours import Colour
from deckwright.model.lengths import Sides
from deckwright.model.page import EMU_PER_CM, Anchor, Box, Connector, Insets, Line, Shape
from deckwright.model.source import span_of
from deckwright.texts.marks import strip_marks


class ShapeElement(TextualElement, frozen=True, kw_only=True):
    """A drawn shape of PowerPoint's gallery, with or without a text in it."""

    geometry: str = attribute(GEOMETRY, "rect")
    """Name in the file format (ST_ShapeType): rect, roundRect, ellipse, rightArrow, chevron, homePlate …"""
    fill: Colour | None = attribute(COLOUR)
    line: Colour | None = attribute(COLOUR)
    """Colour of the outline."""
    line_width: int = attribute(DISTANCE, "1pt")
    padding: Sides = attribute(SIDES, "0")
    """Space between the edge and the text."""
    adjust: int | None = attribute(whole_number(-1_000_000, 1_000_000))
    """Position of the shape's first yellow handle, in the units of the file format: 50000 is the middle."""
    rotation: int = attribute(whole_number(-360, 360), "0")
    """Degrees clockwise."""
    anchor: Anchor = attribute(one_of("top", "middle", "bottom"), "middle")
    style: str = attribute(STYLE, "label")
    """Style of its text."""
    alt: str = attribute(TEXT, "")
    """Alternative text. A shape without text and without alternative text is decorative."""

    def find_insets(self, context: SlideContext) -> Insets:
        sides = self.padding
        left, right = (sides.right, sides.left) if context.rtl else (sides.left, sides.right)
        return Insets(*(context.scale_gap(side) for side in (left, sides.top, right, sides.bottom)))

    def place(self, context: SlideContext, box: Box) -> Shapes:
        surroundings = context.with_background(self.fill)
        handle = GEOMETRIES[self.geometry]
        frame = self.make_frame(surroundings, box.width) if self.make_blocks(context) else None
        return (
            Shape(
                self.name_shape("Shape", context, box),
                box,
                frame,
                geometry=self.geometry,
                adjustments=((handle, self.adjust),) if handle and self.adjust is not None else (),
                fill=self.fill,
                line=Line(self.line, context.scale_thickness(self.line_width)) if self.line else None,
                flip_horizontal=context.rtl and self.geometry in DIRECTED,
                rotation=-self.rotation if context.rtl else self.rotation,
                alt=strip_marks(self.alt),
                decorative=not self.alt and frame is None,
                link=context.link_to_slide(self.link, self.span),
                span=next((block.span for block in self.make_blocks(context) if block.span), None),
            ),
        )


class LineElement(Element, frozen=True, kw_only=True):
    """A rule: horizontal in a column, or vertical in a row (`direction="vertical"`)."""

    colour: Colour = attribute(COLOUR, "text1 lighter 75%")
    thickness: int = attribute(DISTANCE, "0.75pt")
    direction: str = attribute(one_of("horizontal", "vertical"), "horizontal")
    dash: Literal["solid", "dash", "dot"] = attribute(one_of("solid", "dash", "dot"), "solid")
    arrow: bool = attribute(YES_NO, "no")
    """Arrowhead at its end."""

    def place(self, context: SlideContext, box: Box) -> Shapes:
        line = Line(self.colour, context.scale_thickness(self.thickness), self.dash, end_arrow=self.arrow)
        across = self.direction == "horizontal"
        middle = Box(box.x, box.y + box.height // 2, box.width, 0)
        if not across:
            middle = Box(box.x + box.width // 2, box.y, 0, box.height)
        flipped = context.rtl and across
        return (Connector(self.name_shape("Line", context, middle), middle, line, flip_horizontal=flipped),)


class ConnectorElement(Element, frozen=True, kw_only=True):
    """A line or arrow between two elements that have a `name`, connected to both. It takes no space."""

    excluded: ClassVar[frozenset[str]] = BOX_ATTRIBUTES
    is_in_flow: ClassVar[bool] = False

    from_: str = attribute(NAME, required=True)
    """The `name` of a text, shape, chart, picture, table or filled container before the connector."""
    to: str = attribute(NAME, required=True)
    """The `name` of another one."""
    colour: Colour = attribute(COLOUR, "text1 lighter 50%")
    thickness: int = attribute(DISTANCE, "1.5pt")
    arrow: bool = attribute(YES_NO, "yes")
    """Arrowhead at its end."""

    def place(self, context: SlideContext, box: Box) -> Shapes:
        begin_box, end_box = (context.names.boxes.get(name) for name in (self.from_, self.to))
        if begin_box is None or end_box is None:
            missing = self.to if begin_box else self.from_
            context.report.error(
                "unknown-element",
                f"no element before this connector is named '{missing}'",
                self.span,
                help="name the element, and put the connector after it",
                notes=("columns, rows, grids and layers need a fill or a line to be connected",),
            )
            return ()
        (x1, y1, begin), (x2, y2, end) = _find_sites(begin_box, end_box)
        return (
            Connector(
                context.names.make_name("Connector"),
                Box(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)),
                Line(self.colour, context.scale_thickness(self.thickness), end_arrow=self.arrow),
                flip_horizontal=x2 < x1,
                flip_vertical=y2 < y1,
                begin=(self.from_, begin),
                end=(self.to, end),
            ),
        )


class MiniatureElement(Element, frozen=True, kw_only=True):
    """A thumbnail of another slide of the deck: its shapes in small, framed and linked to it."""

    of: str = attribute(SLIDE, required=True)
    """Id of the slide."""

    def measure_width(self, context: SlideContext, *, least: bool) -> int:
        return 0 if least else EMU_PER_CM * 8

    def measure_height(self, context: SlideContext, width: int, *, least: bool) -> int:
        return EMU_PER_CM * 2 if least else round(width * context.brand.height / context.brand.width)

    def place(self, context: SlideContext, box: Box) -> Shapes:
        page = context.find_page(self.of, span_of(self.of) or self.span)
        return place_thumbnail(page, str(self.of), box, context) if page else ()


def _find_sites(begin: Box, end: Box) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Returns the connection sites at the middles of the sides that face each other: x, y and number of each."""
    if end.x >= begin.x + begin.width:
        sites = 3, 1
    elif begin.x >= end.x + end.width:
        sites = 1, 3
    else:
        sites = (2, 0) if end.y >= begin.y else (0, 2)
    return _locate_site(begin, sites[0]), _locate_site(end, sites[1])


def _locate_site(box: Box, number: int) -> tuple[int, int, int]:
    """Returns x, y and number of a connection site of a rectangle: 0 top, 1 left, 2 bottom, 3 right."""
    across, down = {0: (0.5, 0.0), 1: (0.0, 0.5), 2: (0.5, 1.0), 3: (1.0, 0.5)}[number]
    return round(box.x + box.width * across), round(box.y + box.height * down), number
