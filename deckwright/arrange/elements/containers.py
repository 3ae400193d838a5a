"""Elements that arrange others: column, row, grid, layer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from deckwright.arrange.context import Context, Shapes
from deckwright.arrange.elements.base import Element, Misfit, attribute, remembered
from deckwright.arrange.elements.geometries import GEOMETRY
from deckwright.arrange.elements.readers import COLOUR, DISTANCE, SIDES, TEXT, one_of, whole_number
from deckwright.arrange.flex import AlignItems, Item, Justify, offsets, share, squeezed
from deckwright.arrange.typeset import Block
from deckwright.model.colours import Colour
from deckwright.model.lengths import Sides
from deckwright.model.page import Box, Group, Line, Shape
from deckwright.texts.marks import plain

Placed = tuple[Element, Box]


class Container(Element, frozen=True, kw_only=True):
    """A box with others in it, and perhaps a fill, an outline and an alternative text of the whole."""

    gap: int = attribute(DISTANCE, "0")
    """Between the children."""
    padding: Sides = attribute(SIDES, "0")
    """Between the edge and the children."""
    align: AlignItems = attribute(one_of("stretch", "start", "center", "end"), "stretch")
    """Where the children stand across the direction they follow each other in."""
    justify: Justify = attribute(one_of("start", "center", "end", "space-between", "space-around"), "start")
    """Where the children stand along that direction, when there is space left."""
    fill: Colour | None = attribute(COLOUR)
    """Draws the box behind the children."""
    line: Colour | None = attribute(COLOUR)
    """Draws the outline of the box, 1 pt wide."""
    geometry: str = attribute(GEOMETRY, "rect")
    """The shape of the box that is drawn."""
    alt: str = attribute(TEXT, "")
    """Makes the children one group with this alternative text."""

    @property
    def flow(self) -> tuple[Element, ...]:
        """The children that share the space; what is drawn over them (connectors) does not."""
        return tuple([child for child in self.children if child.in_flow])

    def boxes(self, context: Context, box: Box) -> Iterator[Placed]:
        """Where each child of the flow goes in `box`, which is without the padding."""
        raise NotImplementedError

    def inner_height(self, context: Context, width: int, *, least: bool = False) -> int:
        """EMU the children need, at a width without the padding."""
        raise NotImplementedError

    @remembered
    def measured_height(self, context: Context, width: int) -> int:
        return self._height(context, width, least=False)

    @remembered
    def least_height(self, context: Context, width: int) -> int:
        return self._height(context, width, least=True)

    def _height(self, context: Context, width: int, *, least: bool) -> int:
        ends = context.gap(self.padding.top) + context.gap(self.padding.bottom)
        return self.inner_height(context, width - self.beside(context), least=least) + ends

    def beside(self, context: Context) -> int:
        """EMU of padding at left and right together."""
        return context.gap(self.padding.left) + context.gap(self.padding.right)

    def inside(self, context: Context, box: Box) -> Box:
        """`box` less the padding."""
        left, top = context.gap(self.padding.left), context.gap(self.padding.top)
        if context.rtl:
            left = context.gap(self.padding.right)
        height = box.height - top - context.gap(self.padding.bottom)
        return Box(box.x + left, box.y + top, max(0, box.width - self.beside(context)), max(0, height))

    @remembered
    def placed(self, context: Context, box: Box) -> tuple[Placed, ...]:
        """Where each child of the flow goes when `box` is the container's own."""
        return tuple(self.boxes(context, self.inside(context, box)))

    def misfit(self, context: Context, box: Box) -> Misfit | None:
        placed = self.placed(context, box)
        fault = next((fault for child, at in placed if (fault := child.misfit(context, at))), None)
        excess = self.least_height(context, box.width) - box.height
        if fault is None and excess > 0:
            # Measured in the lines of the longest text, which is the one to shorten.
            texts = [(block, width) for block, width in _set_within(self, context, box) if block.plain]
            longest, width = max(texts, key=lambda one: len(one[0].plain), default=(None, box.width))
            return Misfit.of([longest] if longest else [], excess, width, context)
        return fault

    def place(self, context: Context, box: Box) -> Shapes:
        within = context.on(self.fill)
        behind = (self._backdrop(context, box),) if self.fill or self.line else ()
        placed = self.placed(context, box)
        if len(placed) < len(self.children):
            inside = self.inside(context, box)
            placed += tuple((child, inside) for child in self.children if not child.in_flow)
        shapes = (*behind, *[shape for child, at in placed for shape in child.place(within, at)])
        if self.alt and shapes:
            name = "" if behind else self.name
            return (Group(name or context.names.new("Drawing"), box, shapes, alt=plain(self.alt)),)
        return shapes

    def _backdrop(self, context: Context, box: Box) -> Shape:
        name = self.called("Panel", context, box)
        line = Line(self.line, context.thickness(12_700)) if self.line else None
        adjustments = (("adj", 6_000),) if self.geometry == "roundRect" else ()
        return Shape(
            name, box, fill=self.fill, line=line, geometry=self.geometry, adjustments=adjustments, decorative=True
        )


class Column(Container, frozen=True, kw_only=True):
    """Children below each other."""

    def natural_width(self, context: Context) -> int:
        return max((_natural_width(child, context) for child in self.flow), default=0) + self.beside(context)

    def least_width(self, context: Context) -> int:
        return max((_least_width(child, context) for child in self.flow), default=0) + self.beside(context)

    def inner_height(self, context: Context, width: int, *, least: bool = False) -> int:
        heights = [_height(child, context, self._width_of(child, context, width), least=least) for child in self.flow]
        return sum(heights) + context.gap(self.gap) * max(0, len(heights) - 1)

    def boxes(self, context: Context, box: Box) -> Iterator[Placed]:
        flow, gap = self.flow, context.gap(self.gap)
        widths = [self._width_of(child, context, box.width) for child in flow]
        items = [
            Item(
                context.length(child.height, box.height) if child.height else child.measured_height(context, width),
                context.length(child.height, box.height) if child.height else child.least_height(context, width),
                child.growth,
            )
            for child, width in zip(flow, widths, strict=True)
        ]
        sizes = share(items, box.height, gap)
        places = offsets(sizes, box.height, gap, self.justify)
        for child, width, height, top in zip(flow, widths, sizes, places, strict=True):
            yield child, Box(_aligned(self.align, box.x, box.width, width, context.rtl), box.y + top, width, height)

    def _width_of(self, child: Element, context: Context, width: int) -> int:
        if child.width:
            return context.length(child.width, width)
        return width if self.align == "stretch" else min(width, child.natural_width(context))


class Row(Container, frozen=True, kw_only=True):
    """Children beside each other, from the right in right-to-left languages."""

    def natural_width(self, context: Context) -> int:
        return self._together([_natural_width(child, context) for child in self.flow], context)

    def least_width(self, context: Context) -> int:
        return self._together([_least_width(child, context) for child in self.flow], context)

    def inner_height(self, context: Context, width: int, *, least: bool = False) -> int:
        widths = self._widths(context, width)
        heights = [_height(child, context, w, least=least) for child, w in zip(self.flow, widths, strict=True)]
        return max(heights, default=0)

    def boxes(self, context: Context, box: Box) -> Iterator[Placed]:
        widths = self._widths(context, box.width)
        places = offsets(widths, box.width, context.gap(self.gap), self.justify)
        for child, width, left in zip(self.flow, widths, places, strict=True):
            x = box.x + (box.width - left - width if context.rtl else left)
            height = _height_across(self.align, child, context, width, box.height)
            yield child, Box(x, _aligned(self.align, box.y, box.height, height, False), width, height)

    @remembered
    def _widths(self, context: Context, width: int) -> tuple[int, ...]:
        items = [
            Item(
                _natural_width(child, context, width),
                _least_width(child, context, width),
                child.growth,
                firm=child.width is not None and child.width.percent is None,
            )
            for child in self.flow
        ]
        return squeezed(items, width, context.gap(self.gap))

    def _together(self, widths: list[int], context: Context) -> int:
        return sum(widths) + context.gap(self.gap) * max(0, len(widths) - 1) + self.beside(context)


class Grid(Container, frozen=True, kw_only=True):
    """Children in rows of equal columns; each row as high as its highest, or growing alike if one of them grows."""

    columns: int = attribute(whole_number(1, 12), "2")

    def natural_width(self, context: Context) -> int:
        return self._together([_natural_width(child, context) for child in self.flow], context)

    def least_width(self, context: Context) -> int:
        return self._together([_least_width(child, context) for child in self.flow], context)

    def inner_height(self, context: Context, width: int, *, least: bool = False) -> int:
        heights = self._row_heights(context, width, least=least)
        return sum(heights) + context.gap(self.gap) * max(0, len(heights) - 1)

    def boxes(self, context: Context, box: Box) -> Iterator[Placed]:
        gap, width = context.gap(self.gap), self._cell_width(context, box.width)
        grow = 1.0 if any(child.growth for child in self.flow) else 0.0
        wanted, least = (self._row_heights(context, box.width, least=flag) for flag in (False, True))
        sizes = share([Item(w, m, grow) for w, m in zip(wanted, least, strict=True)], box.height, gap)
        tops = offsets(sizes, box.height, gap, self.justify)
        for index, child in enumerate(self.flow):
            line, place = divmod(index, self.columns)
            left = (width + gap) * place
            x = box.x + (box.width - left - width if context.rtl else left)
            height = _height_across(self.align, child, context, width, sizes[line])
            yield child, Box(x, _aligned(self.align, box.y + tops[line], sizes[line], height, False), width, height)

    def _row_heights(self, context: Context, width: int, *, least: bool) -> list[int]:
        cell = self._cell_width(context, width)
        heights = [_height(child, context, cell, least=least) for child in self.flow]
        return [max(heights[start : start + self.columns]) for start in range(0, len(heights), self.columns)]

    def _cell_width(self, context: Context, width: int) -> int:
        return max(0, (width - context.gap(self.gap) * (self.columns - 1)) // self.columns)

    def _together(self, widths: list[int], context: Context) -> int:
        gaps = context.gap(self.gap) * (self.columns - 1)
        return max(widths, default=0) * self.columns + gaps + self.beside(context)


class Layer(Container, frozen=True, kw_only=True):
    """Children on top of each other; `x`, `y`, `width` and `height` say where, else they fill it."""

    without: ClassVar[frozenset[str]] = frozenset({"gap", "align", "justify"})

    def natural_width(self, context: Context) -> int:
        return max((_natural_width(child, context) for child in self.flow), default=0) + self.beside(context)

    def least_width(self, context: Context) -> int:
        return max((_least_width(child, context) for child in self.flow), default=0) + self.beside(context)

    def inner_height(self, context: Context, width: int, *, least: bool = False) -> int:
        plain = [child for child in self.flow if not (child.y or (child.height and child.height.percent is not None))]
        widths = (_across(child, context, width)[1] for child in plain)
        heights = (_height(child, context, wide, least=least) for child, wide in zip(plain, widths, strict=True))
        return max(heights, default=0)

    def boxes(self, context: Context, box: Box) -> Iterator[Placed]:
        for child in self.flow:
            left, width = _across(child, context, box.width)
            top = context.length(child.y, box.height) if child.y else 0
            height = context.length(child.height, box.height) if child.height else max(0, box.height - top)
            x = box.x + (box.width - left - width if context.rtl else left)
            yield child, Box(x, box.y + top, width, height)


def _across(child: Element, context: Context, space: int) -> tuple[int, int]:
    """Where in a layer an element begins, and how wide it is."""
    left = context.length(child.x, space) if child.x else 0
    return left, context.length(child.width, space) if child.width else max(0, space - left)


def _natural_width(child: Element, context: Context, space: int | None = None) -> int:
    """What it would like; a percentage counts only where the space it is of is known."""
    if child.width and (child.width.percent is None or space is not None):
        return context.length(child.width, space or 0)
    return child.natural_width(context)


def _least_width(child: Element, context: Context, space: int | None = None) -> int:
    if child.width and (child.width.percent is None or space is not None):
        return context.length(child.width, space or 0)
    return child.least_width(context)


def _height(child: Element, context: Context, width: int, *, least: bool) -> int:
    if child.height and child.height.percent is None:
        return context.length(child.height, 0)
    return child.least_height(context, width) if least else child.measured_height(context, width)


def _height_across(align: AlignItems, child: Element, context: Context, width: int, space: int) -> int:
    """Of a child in a row that is `space` high."""
    if child.height:
        return context.length(child.height, space)
    return space if align == "stretch" else min(space, child.measured_height(context, width))


def _aligned(align: AlignItems, start: int, space: int, size: int, mirrored: bool) -> int:
    if align == "center":
        return start + (space - size) // 2
    at_end = (align == "end") != mirrored
    return start + space - size if at_end else start


def _set_within(element: Element, context: Context, box: Box) -> Iterator[tuple[Block, int]]:
    """Every text in `element`, with the width in EMU that it has."""
    if not isinstance(element, Container):
        yield from ((block, box.width) for block in element.blocks(context))
        return
    for child, at in element.placed(context, box):
        yield from _set_within(child, context, at)
