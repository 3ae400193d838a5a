"""Elements that arrange others: column, row, grid and layer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from deckwright.arrange.elements.base import Element, Misfit, attribute, cache_measure
from deckwright.arrange.elements.readers import COLOUR, DISTANCE, GEOMETRY, SIDES, TEXT, one_of, whole_number
from deckwright.arrange.flex import AlignItems, FlexItem, Justify, find_offsets, share_space, share_tightly
from deckwright.arrange.slide_context import Shapes, SlideContext
from deckwright.arrange.typesetting import Block
from deckwright.model.colours import Colour
from deckwright.model.lengths import Sides
from deckwright.model.page import Box, Group, Line, Shape
from deckwright.texts.marks import strip_marks

ChildBox = tuple[Element, Box]


class Container(Element, frozen=True, kw_only=True):
    """A box with other elements in it, optionally with a fill, an outline and an alternative text."""

    gap: int = attribute(DISTANCE, "0")
    """Space between the children."""
    padding: Sides = attribute(SIDES, "0")
    """Space between the edge and the children."""
    align: AlignItems = attribute(one_of("stretch", "start", "center", "end"), "stretch")
    """Alignment of the children across the direction in which they follow each other."""
    justify: Justify = attribute(one_of("start", "center", "end", "space-between", "space-around"), "start")
    """Alignment of the children along that direction, if there is free space."""
    fill: Colour | None = attribute(COLOUR)
    """Draws the box behind the children."""
    line: Colour | None = attribute(COLOUR)
    """Draws the outline of the box, 1 pt wide."""
    geometry: str = attribute(GEOMETRY, "rect")
    """Shape of the box, if it is drawn."""
    alt: str = attribute(TEXT, "")
    """Makes the children one group with this alternative text."""

    @property
    def flow(self) -> tuple[Element, ...]:
        """The children that share the space; connectors are drawn over them."""
        return tuple([child for child in self.children if child.is_in_flow])

    def measure_width(self, context: SlideContext, *, least: bool) -> int:
        widths = [_find_width(child, context, least=least) for child in self.flow]
        return self.combine_widths(widths, context) + self.measure_side_padding(context)

    def combine_widths(self, widths: list[int], context: SlideContext) -> int:
        """Returns the width in EMU that children of these widths need together."""
        return max(widths, default=0)

    def arrange_children(self, context: SlideContext, box: Box) -> Iterator[ChildBox]:
        """Yields the box of each child of the flow. `box` is without the padding."""
        raise NotImplementedError

    def measure_children(self, context: SlideContext, width: int, *, least: bool) -> int:
        """Returns the height in EMU that the children need. `width` is without the padding."""
        raise NotImplementedError

    @cache_measure
    def measure_height(self, context: SlideContext, width: int, *, least: bool) -> int:
        ends = context.scale_gap(self.padding.top) + context.scale_gap(self.padding.bottom)
        return self.measure_children(context, width - self.measure_side_padding(context), least=least) + ends

    def measure_side_padding(self, context: SlideContext) -> int:
        """Returns the left and the right padding together, in EMU."""
        return context.scale_gap(self.padding.left) + context.scale_gap(self.padding.right)

    def find_inner_box(self, context: SlideContext, box: Box) -> Box:
        """Returns `box` without the padding."""
        left, top = context.scale_gap(self.padding.left), context.scale_gap(self.padding.top)
        if context.rtl:
            left = context.scale_gap(self.padding.right)
        height = box.height - top - context.scale_gap(self.padding.bottom)
        return Box(box.x + left, box.y + top, max(0, box.width - self.measure_side_padding(context)), max(0, height))

    @cache_measure
    def find_child_boxes(self, context: SlideContext, box: Box) -> tuple[ChildBox, ...]:
        """Returns the box of each child of the flow. `box` is the container's own."""
        return tuple(self.arrange_children(context, self.find_inner_box(context, box)))

    def find_misfit(self, context: SlideContext, box: Box) -> Misfit | None:
        boxes = self.find_child_boxes(context, box)
        misfit = next((misfit for child, at in boxes if (misfit := child.find_misfit(context, at))), None)
        excess = self.measure_height(context, box.width, least=True) - box.height
        if misfit is None and excess > 0:
            # Counted in characters of the longest text, which is the one to shorten.
            texts = [(block, width) for block, width in _iter_texts(self, context, box) if block.plain]
            longest, width = max(texts, key=lambda text: len(text[0].plain), default=(None, box.width))
            return Misfit.from_blocks([longest] if longest else [], excess, width, context)
        return misfit

    def place(self, context: SlideContext, box: Box) -> Shapes:
        surroundings = context.with_background(self.fill)
        backdrop = (self._make_backdrop(context, box),) if self.fill or self.line else ()
        boxes = self.find_child_boxes(context, box)
        if len(boxes) < len(self.children):
            inner = self.find_inner_box(context, box)
            boxes += tuple((child, inner) for child in self.children if not child.is_in_flow)
        shapes = (*backdrop, *[shape for child, at in boxes for shape in child.place(surroundings, at)])
        if self.alt and shapes:
            name = "" if backdrop else self.name
            return (Group(name or context.names.make_name("Drawing"), box, shapes, alt=strip_marks(self.alt)),)
        return shapes

    def _make_backdrop(self, context: SlideContext, box: Box) -> Shape:
        name, geometry = self.name_shape("Panel", context, box), self.geometry
        line = Line(self.line, context.scale_thickness(12_700)) if self.line else None
        rounding = (("adj", 6_000),) if geometry == "roundRect" else ()
        return Shape(name, box, fill=self.fill, line=line, geometry=geometry, adjustments=rounding, decorative=True)


class ColumnElement(Container, frozen=True, kw_only=True):
    """Children below each other."""

    def measure_children(self, context: SlideContext, width: int, *, least: bool) -> int:
        widths = (self._find_child_width(child, context, width) for child in self.flow)
        heights = [_find_height(child, context, w, least=least) for child, w in zip(self.flow, widths, strict=True)]
        return sum(heights) + context.scale_gap(self.gap) * max(0, len(heights) - 1)

    def arrange_children(self, context: SlideContext, box: Box) -> Iterator[ChildBox]:
        flow, gap = self.flow, context.scale_gap(self.gap)
        widths = [self._find_child_width(child, context, box.width) for child in flow]
        items = []
        for child, width in zip(flow, widths, strict=True):
            if child.height:
                base = least = context.resolve_length(child.height, box.height)
            else:
                base, least = (child.measure_height(context, width, least=flag) for flag in (False, True))
            items.append(FlexItem(base, least, child.growth))
        heights = share_space(items, box.height, gap)
        tops = find_offsets(heights, box.height, gap, self.justify)
        for child, width, height, top in zip(flow, widths, heights, tops, strict=True):
            yield child, Box(_align(self.align, box.x, box.width, width, context.rtl), box.y + top, width, height)

    def _find_child_width(self, child: Element, context: SlideContext, width: int) -> int:
        if child.width:
            return context.resolve_length(child.width, width)
        return width if self.align == "stretch" else min(width, child.measure_width(context, least=False))


class RowElement(Container, frozen=True, kw_only=True):
    """Children next to each other, from the right in right-to-left languages."""

    def combine_widths(self, widths: list[int], context: SlideContext) -> int:
        return sum(widths) + context.scale_gap(self.gap) * max(0, len(widths) - 1)

    def measure_children(self, context: SlideContext, width: int, *, least: bool) -> int:
        widths = self._share_widths(context, width)
        heights = [_find_height(child, context, w, least=least) for child, w in zip(self.flow, widths, strict=True)]
        return max(heights, default=0)

    def arrange_children(self, context: SlideContext, box: Box) -> Iterator[ChildBox]:
        widths = self._share_widths(context, box.width)
        offsets = find_offsets(widths, box.width, context.scale_gap(self.gap), self.justify)
        for child, width, left in zip(self.flow, widths, offsets, strict=True):
            x = box.x + (box.width - left - width if context.rtl else left)
            height = _find_cross_height(self.align, child, context, width, box.height)
            yield child, Box(x, _align(self.align, box.y, box.height, height, False), width, height)

    @cache_measure
    def _share_widths(self, context: SlideContext, width: int) -> tuple[int, ...]:
        items = [
            FlexItem(
                _find_width(child, context, width, least=False),
                _find_width(child, context, width, least=True),
                child.growth,
                is_fixed=child.width is not None and child.width.percent is None,
            )
            for child in self.flow
        ]
        return share_tightly(items, width, context.scale_gap(self.gap))


class GridElement(Container, frozen=True, kw_only=True):
    """Children in rows of equal columns. Each row is as high as its highest child; if a child grows, all rows grow by
    the same height."""

    columns: int = attribute(whole_number(1, 12), "2")

    def combine_widths(self, widths: list[int], context: SlideContext) -> int:
        return max(widths, default=0) * self.columns + context.scale_gap(self.gap) * (self.columns - 1)

    def measure_children(self, context: SlideContext, width: int, *, least: bool) -> int:
        heights = self._measure_row_heights(context, width, least=least)
        return sum(heights) + context.scale_gap(self.gap) * max(0, len(heights) - 1)

    def arrange_children(self, context: SlideContext, box: Box) -> Iterator[ChildBox]:
        gap, width = context.scale_gap(self.gap), self._find_cell_width(context, box.width)
        grow = 1.0 if any(child.growth for child in self.flow) else 0.0
        bases, leasts = (self._measure_row_heights(context, box.width, least=flag) for flag in (False, True))
        items = [FlexItem(base, least, grow) for base, least in zip(bases, leasts, strict=True)]
        heights = share_space(items, box.height, gap)
        tops = find_offsets(heights, box.height, gap, self.justify)
        for index, child in enumerate(self.flow):
            row, column = divmod(index, self.columns)
            left = (width + gap) * column
            x = box.x + (box.width - left - width if context.rtl else left)
            height = _find_cross_height(self.align, child, context, width, heights[row])
            yield child, Box(x, _align(self.align, box.y + tops[row], heights[row], height, False), width, height)

    def _measure_row_heights(self, context: SlideContext, width: int, *, least: bool) -> list[int]:
        cell_width = self._find_cell_width(context, width)
        heights = [_find_height(child, context, cell_width, least=least) for child in self.flow]
        return [max(heights[start : start + self.columns]) for start in range(0, len(heights), self.columns)]

    def _find_cell_width(self, context: SlideContext, width: int) -> int:
        return max(0, (width - context.scale_gap(self.gap) * (self.columns - 1)) // self.columns)


class LayerElement(Container, frozen=True, kw_only=True):
    """Children on top of each other; `x`, `y`, `width` and `height` place them, otherwise they fill the layer."""

    excluded: ClassVar[frozenset[str]] = frozenset({"gap", "align", "justify"})

    def measure_children(self, context: SlideContext, width: int, *, least: bool) -> int:
        heights = [
            _find_height(child, context, _resolve_across(child, context, width)[1], least=least)
            for child in self.flow
            if not child.y and (child.height is None or child.height.percent is None)
        ]
        return max(heights, default=0)

    def arrange_children(self, context: SlideContext, box: Box) -> Iterator[ChildBox]:
        for child in self.flow:
            left, width = _resolve_across(child, context, box.width)
            top = context.resolve_length(child.y, box.height) if child.y else 0
            height = context.resolve_length(child.height, box.height) if child.height else max(0, box.height - top)
            x = box.x + (box.width - left - width if context.rtl else left)
            yield child, Box(x, box.y + top, width, height)


def _resolve_across(child: Element, context: SlideContext, space: int) -> tuple[int, int]:
    """Returns the left edge and the width of a child of a layer."""
    left = context.resolve_length(child.x, space) if child.x else 0
    return left, context.resolve_length(child.width, space) if child.width else max(0, space - left)


def _find_width(child: Element, context: SlideContext, space: int | None = None, *, least: bool) -> int:
    """Returns the width of a child; a percentage counts only if `space`, of which it is, is known."""
    if child.width and (child.width.percent is None or space is not None):
        return context.resolve_length(child.width, space or 0)
    return child.measure_width(context, least=least)


def _find_height(child: Element, context: SlideContext, width: int, *, least: bool) -> int:
    if child.height and child.height.percent is None:
        return context.resolve_length(child.height, 0)
    return child.measure_height(context, width, least=least)


def _find_cross_height(align: AlignItems, child: Element, context: SlideContext, width: int, space: int) -> int:
    """Returns the height of a child in a row that is `space` high."""
    if child.height:
        return context.resolve_length(child.height, space)
    return space if align == "stretch" else min(space, child.measure_height(context, width, least=False))


def _align(align: AlignItems, start: int, space: int, size: int, mirrored: bool) -> int:
    if align == "center":
        return start + (space - size) // 2
    at_end = (align == "end") != mirrored
    return start + space - size if at_end else start


def _iter_texts(element: Element, context: SlideContext, box: Box) -> Iterator[tuple[Block, int]]:
    """Yields every text in `element` with its width in EMU."""
    if not isinstance(element, Container):
        yield from ((block, box.width) for block in element.make_blocks(context))
        return
    for child, at in element.find_child_boxes(context, box):
        yield from _iter_texts(child, context, at)
