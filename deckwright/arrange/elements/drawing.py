"""Elements that draw: rules between things, arrows from one to another, other slides in small."""

from __future__ import annotations

from typing import ClassVar, Literal

from deckwright.arrange.context import SlideContext, Shapes
from deckwright.arrange.elements.base import BOX_ATTRIBUTES, Element, attribute
from deckwright.arrange.elements.readers import COLOUR, DISTANCE, NAME, SLIDE, YES_NO, one_of
from deckwright.arrange.miniature import place_miniature
from deckwright.model.colours import Colour
from deckwright.model.page import EMU_PER_CM, Box, Connector, Line
from deckwright.model.source import span_of


class LineElement(Element, frozen=True, kw_only=True):
    """A rule: across a column, or down a row (`direction="vertical"`)."""

    colour: Colour = attribute(COLOUR, "text1 lighter 75%")
    thickness: int = attribute(DISTANCE, "0.75pt")
    direction: str = attribute(one_of("horizontal", "vertical"), "horizontal")
    dash: Literal["solid", "dash", "dot"] = attribute(one_of("solid", "dash", "dot"), "solid")
    arrow: bool = attribute(YES_NO, "no")
    """At its end."""

    def measure_natural_width(self, context: SlideContext) -> int:
        return 0

    def measure_height(self, context: SlideContext, width: int) -> int:
        return 0

    def place(self, context: SlideContext, box: Box) -> Shapes:
        line = Line(self.colour, context.scale_thickness(self.thickness), self.dash, end_arrow=self.arrow)
        across = self.direction == "horizontal"
        middle = Box(box.x, box.y + box.height // 2, box.width, 0)
        if not across:
            middle = Box(box.x + box.width // 2, box.y, 0, box.height)
        flipped = context.rtl and across
        return (Connector(self.name_shape("Line", context, middle), middle, line, flip_horizontal=flipped),)


class ConnectorElement(Element, frozen=True, kw_only=True):
    """A line or arrow between two elements that have a `name`, glued to both. It takes no room itself."""

    excluded: ClassVar[frozenset[str]] = BOX_ATTRIBUTES
    is_in_flow: ClassVar[bool] = False

    from_: str = attribute(NAME, required=True)
    """The `name` of a text, shape, chart, picture, table or filled container that stands before it."""
    to: str = attribute(NAME, required=True)
    """Another one's."""
    colour: Colour = attribute(COLOUR, "text1 lighter 50%")
    thickness: int = attribute(DISTANCE, "1.5pt")
    arrow: bool = attribute(YES_NO, "yes")
    """At its end."""

    def measure_natural_width(self, context: SlideContext) -> int:
        return 0

    def measure_height(self, context: SlideContext, width: int) -> int:
        return 0

    def place(self, context: SlideContext, box: Box) -> Shapes:
        one, other = (context.names.boxes.get(name) for name in (self.from_, self.to))
        if one is None or other is None:
            missing = self.to if one else self.from_
            context.report.error(
                "unknown-element",
                f"no element before this connector is named '{missing}'",
                self.span,
                help="give the element a name, and let the connector follow it",
                notes=("columns, rows, grids and layers can be connected when they have a fill or a line",),
            )
            return ()
        (x1, y1, begin), (x2, y2, end) = _find_sites(one, other)
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
    """Another slide of the deck in small: its own shapes, framed, and linked to it."""

    of: str = attribute(SLIDE, required=True)
    """Id of the slide."""

    def measure_natural_width(self, context: SlideContext) -> int:
        return EMU_PER_CM * 8

    def measure_height(self, context: SlideContext, width: int) -> int:
        return round(width * context.brand.height / context.brand.width)

    def measure_least_height(self, context: SlideContext, width: int) -> int:
        return EMU_PER_CM * 2

    def place(self, context: SlideContext, box: Box) -> Shapes:
        page = context.find_page(self.of, span_of(self.of) or self.span)
        return place_miniature(page, str(self.of), box, context) if page else ()


def _find_sites(one: Box, other: Box) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """The middles of the facing sides, with their numbers as connection sites of a rectangle."""
    if other.x >= one.x + one.width:
        return _locate_site(one, 3), _locate_site(other, 1)
    if one.x >= other.x + other.width:
        return _locate_site(one, 1), _locate_site(other, 3)
    return (
        (_locate_site(one, 2), _locate_site(other, 0))
        if other.y >= one.y
        else (_locate_site(one, 0), _locate_site(other, 2))
    )


def _locate_site(box: Box, number: int) -> tuple[int, int, int]:
    """Site 0 is the top, 1 the left, 2 the bottom, 3 the right."""
    across, down = {0: (0.5, 0.0), 1: (0.0, 0.5), 2: (0.5, 1.0), 3: (1.0, 0.5)}[number]
    return round(box.x + box.width * across), round(box.y + box.height * down), number
