"""Elements that arrange others: column, row, grid, layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deckwright.arrange.context import Context, Shapes
from deckwright.arrange.flex import AlignItems, Item, Justify, offsets, share
from deckwright.arrange.lengths import Length, Sides, read_length, read_sides
from deckwright.elements.base import Element, Misfit, attribute, one_of, read_colour
from deckwright.inline import plain
from deckwright.page import Box, Colour, Group, Line, Shape

Placed = tuple[Element, Box]


@dataclass(frozen=True, slots=True, kw_only=True)
class Container(Element):
    """A box with others in it, and perhaps a fill, an outline and an alternative text of the whole."""

    gap: Length = attribute(read_length, Length())
    padding: Sides = attribute(read_sides, Sides())
    align: AlignItems = attribute(one_of("stretch", "start", "center", "end"), "stretch")
    justify: Justify = attribute(one_of("start", "center", "end", "space-between", "space-around"), "start")
    fill: Colour | None = attribute(read_colour)
    line: Colour | None = attribute(read_colour)
    geometry: str = attribute(str, "rect")
    alt: str = attribute(str, "")

    @property
    def flow(self) -> tuple[Element, ...]:
        """The children that share the space; what is drawn over them (connectors) does not."""
        return tuple(child for child in self.children if child.in_flow)

    def boxes(self, context: Context, box: Box) -> Iterator[Placed]:
        """Where each child of the flow goes in `box`, which is without the padding."""
        raise NotImplementedError

    def inner_height(self, context: Context, width: int, *, least: bool = False) -> int:
        """EMU the children need, at a width without the padding."""
        raise NotImplementedError

    def measured_height(self, context: Context, width: int) -> int:
        return self._height(context, width, least=False)

    def least_height(self, context: Context, width: int) -> int:
        return self._height(context, width, least=True)

    def _height(self, context: Context, width: int, *, least: bool) -> int:
        inside = self.inside(context, Box(0, 0, width, 0))
        return self.inner_height(context, inside.width, least=least) - inside.height

    def inside(self, context: Context, box: Box) -> Box:
        """`box` less the padding; its height may come out negative when `box` has none yet."""
        left, right = context.gap(self.padding.left.of(box.width)), context.gap(self.padding.right.of(box.width))
        top, bottom = context.gap(self.padding.top.of(box.height)), context.gap(self.padding.bottom.of(box.height))
        return Box(box.x + left, box.y + top, box.width - left - right, box.height - top - bottom)

    def sides(self, context: Context) -> int:
        """EMU of padding at left and right together."""
        return -self.inside(context, Box(0, 0, 0, 0)).width

    def misfit(self, context: Context, box: Box) -> Misfit | None:
        within = context.on(self.fill)
        placed = self.boxes(within, self.inside(context, box))
        return next((fault for child, at in placed if (fault := child.misfit(within, at))), None)

    def place(self, context: Context, box: Box) -> Shapes:
        within = context.on(self.fill)
        inside = self.inside(context, box)
        over = [(child, inside) for child in self.children if not child.in_flow]
        placed = [*self.boxes(within, inside), *over]
        shapes = tuple(shape for child, at in placed for shape in child.place(within, at))
        if self.fill or self.line:
            shapes = (self._backdrop(context, box), *shapes)
        if self.alt:
            return (Group(self.name or context.names.new("Figure"), box, shapes, alt=plain(self.alt)),)
        return shapes

    def _backdrop(self, context: Context, box: Box) -> Shape:
        name = context.names.new("Panel")
        if self.name:
            context.names.placed[self.name] = (name, box)
        line = Line(self.line, 12_700) if self.line else None
        adjustments = (("adj", 6_000),) if self.geometry == "roundRect" else ()
        return Shape(
            name, box, fill=self.fill, line=line, geometry=self.geometry, adjustments=adjustments, decorative=True
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Container):
    """Children below each other."""

    def natural_width(self, context: Context) -> int:
        return max((_wanted_width(child, context) for child in self.flow), default=0) + self.sides(context)

    def least_width(self, context: Context) -> int:
        return max((child.least_width(context) for child in self.flow), default=0) + self.sides(context)

    def inner_height(self, context: Context, width: int, *, least: bool = False) -> int:
        heights = [_height(child, context, self._width_of(child, context, width), least=least) for child in self.flow]
        return sum(heights) + context.gap(self.gap.of(width)) * max(0, len(heights) - 1)

    def boxes(self, context: Context, box: Box) -> Iterator[Placed]:
        gap = context.gap(self.gap.of(box.height))
        widths = [self._width_of(child, context, box.width) for child in self.flow]
        items = [
            Item(
                child.height.of(box.height) if child.height else child.measured_height(context, width),
                child.height.of(box.height) if child.height else child.least_height(context, width),
                child.growth,
            )
            for child, width in zip(self.flow, widths, strict=True)
        ]
        sizes = share(items, box.height, gap)
        places = offsets(sizes, box.height, gap, self.justify)
        for child, width, height, top in zip(self.flow, widths, sizes, places, strict=True):
            yield child, Box(_aligned(self.align, box.x, box.width, width, context.rtl), box.y + top, width, height)

    def _width_of(self, child: Element, context: Context, width: int) -> int:
        if child.width:
            return child.width.of(width)
        return width if self.align == "stretch" else min(width, child.natural_width(context))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Container):
    """Children beside each other, from the right in right-to-left languages."""

    def natural_width(self, context: Context) -> int:
        widths = [_wanted_width(child, context) for child in self.flow]
        return sum(widths) + context.gap(self.gap.of(0)) * max(0, len(widths) - 1) + self.sides(context)

    def least_width(self, context: Context) -> int:
        widths = [child.width.of(0) if child.width else child.least_width(context) for child in self.flow]
        return sum(widths) + context.gap(self.gap.of(0)) * max(0, len(widths) - 1) + self.sides(context)

    def inner_height(self, context: Context, width: int, *, least: bool = False) -> int:
        widths = self._widths(context, width)
        heights = [_height(child, context, w, least=least) for child, w in zip(self.flow, widths, strict=True)]
        return max(heights, default=0)

    def boxes(self, context: Context, box: Box) -> Iterator[Placed]:
        widths = self._widths(context, box.width)
        places = offsets(widths, box.width, context.gap(self.gap.of(box.width)), self.justify)
        for child, width, left in zip(self.flow, widths, places, strict=True):
            x = box.x + (box.width - left - width if context.rtl else left)
            height = child.height.of(box.height) if child.height else self._height_of(child, context, width, box.height)
            yield child, Box(x, _aligned(self.align, box.y, box.height, height, False), width, height)

    def _widths(self, context: Context, width: int) -> tuple[int, ...]:
        items = [
            Item(
                wanted := _wanted_width(child, context, width),
                wanted if child.width else child.least_width(context),
                child.growth,
            )
            for child in self.flow
        ]
        return share(items, width, context.gap(self.gap.of(width)))

    def _height_of(self, child: Element, context: Context, width: int, height: int) -> int:
        return height if self.align == "stretch" else min(height, child.measured_height(context, width))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid(Container):
    """Children in rows of equal columns; each row as high as its highest, or growing alike."""

    columns: int = attribute(int, 2)

    def natural_width(self, context: Context) -> int:
        widest = max((_wanted_width(child, context) for child in self.flow), default=0)
        return widest * self.columns + context.gap(self.gap.of(0)) * (self.columns - 1) + self.sides(context)

    def least_width(self, context: Context) -> int:
        widest = max((child.least_width(context) for child in self.flow), default=0)
        return widest * self.columns + context.gap(self.gap.of(0)) * (self.columns - 1) + self.sides(context)

    def inner_height(self, context: Context, width: int, *, least: bool = False) -> int:
        heights = self._row_heights(context, width, least=least)
        return sum(heights) + context.gap(self.gap.of(width)) * max(0, len(heights) - 1)

    def boxes(self, context: Context, box: Box) -> Iterator[Placed]:
        gap = context.gap(self.gap.of(box.width))
        width = (box.width - gap * (self.columns - 1)) // self.columns
        grow = 1.0 if any(child.growth for child in self.flow) else 0.0
        wanted, least = (self._row_heights(context, box.width, least=flag) for flag in (False, True))
        sizes = share([Item(w, m, grow) for w, m in zip(wanted, least, strict=True)], box.height, gap)
        tops = offsets(sizes, box.height, gap, self.justify)
        for index, child in enumerate(self.flow):
            line, place = divmod(index, self.columns)
            left = (width + gap) * place
            x = box.x + (box.width - left - width if context.rtl else left)
            height = sizes[line] if self.align == "stretch" else min(sizes[line], child.measured_height(context, width))
            yield child, Box(x, _aligned(self.align, box.y + tops[line], sizes[line], height, False), width, height)

    def _row_heights(self, context: Context, width: int, *, least: bool) -> list[int]:
        gap = context.gap(self.gap.of(width))
        cell = (width - gap * (self.columns - 1)) // self.columns
        heights = [_height(child, context, cell, least=least) for child in self.flow]
        return [max(heights[start : start + self.columns]) for start in range(0, len(heights), self.columns)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer(Container):
    """Children on top of each other; `x`, `y`, `width` and `height` say where, else they fill it."""

    def natural_width(self, context: Context) -> int:
        return max((_wanted_width(child, context) for child in self.flow), default=0) + self.sides(context)

    def inner_height(self, context: Context, width: int, *, least: bool = False) -> int:
        plain = [child for child in self.flow if not (child.y or (child.height and child.height.percent))]
        heights = [
            _height(child, context, child.width.of(width) if child.width else width, least=least) for child in plain
        ]
        return max(heights, default=0)

    def boxes(self, context: Context, box: Box) -> Iterator[Placed]:
        for child in self.flow:
            width = child.width.of(box.width) if child.width else box.width
            height = child.height.of(box.height) if child.height else box.height
            left = child.x.of(box.width) if child.x else 0
            x = box.x + (box.width - left - width if context.rtl else left)
            yield child, Box(x, box.y + (child.y.of(box.height) if child.y else 0), width, height)


def _wanted_width(child: Element, context: Context, space: int = 0) -> int:
    return child.width.of(space) if child.width else child.natural_width(context)


def _height(child: Element, context: Context, width: int, *, least: bool) -> int:
    if child.height and not child.height.percent:
        return child.height.emu
    return child.least_height(context, width) if least else child.measured_height(context, width)


def _aligned(align: AlignItems, start: int, space: int, size: int, mirrored: bool) -> int:
    if align == "center":
        return start + (space - size) // 2
    at_end = (align == "end") != mirrored
    return start + space - size if at_end else start
