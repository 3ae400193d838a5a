"""The table element: a native table, its widths by content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from deckwright import deck
from deckwright.arrange.context import Context, Shapes
from deckwright.arrange.flex import Item, squeezed
from deckwright.arrange.typeset import Block, extent, least_width, natural_width, paragraph
from deckwright.elements.base import Element, Misfit, attribute, remembered
from deckwright.elements.readers import whole
from deckwright.page import EMU_PER_CM, EMU_PER_POINT, Align, Box, Cell, Colour, Insets, Line, TableFrame, TextFrame
from deckwright.source import Text

_ALIGN: dict[str, Align] = {"left": "left", "right": "right", "center": "center"}
CELL_PADDING = Insets(EMU_PER_CM // 4, EMU_PER_CM // 6, EMU_PER_CM // 4, EMU_PER_CM // 6)

Measure = Callable[[list[Block], Context], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableElement(Element):
    """A native table: widths by content, a header row, thin rules."""

    of: deck.Table = attribute(whole("a table", deck.Table), required=True)
    """What it shows: `{{ table }}`."""

    def blocks(self, context: Context) -> tuple[Block, ...]:
        """All of it as one text."""
        cells = [block for line in self._lines(context) for block in line]
        style = max((block.style for block in cells), key=lambda style: style.size)
        return (Block((Text(" ".join(block.plain for block in cells), self.of.span),), style),)

    def natural_width(self, context: Context) -> int:
        return sum(self._wanted(context))

    def least_width(self, context: Context) -> int:
        return sum(self._least(context))

    def measured_height(self, context: Context, width: int) -> int:
        return sum(self._heights(context, self._widths(context, width)))

    def misfit(self, context: Context, box: Box) -> Misfit | None:
        widths = self._widths(context, box.width)
        excess = sum(self._heights(context, widths)) - box.height
        padding = _beside(context)
        cells = [
            (block, width - padding) for line in self._lines(context) for block, width in zip(line, widths, strict=True)
        ]
        broken = [cell for cell in cells if extent([cell[0]], cell[1], context).broken_word]
        if broken:  # one word too wide breaks those of all columns: it is to blame
            block, width = max(broken, key=lambda cell: least_width([cell[0]], context))
            word = extent([block], width, context).broken_word
            return Misfit(block.span or self.of.span, 0, 0, width, word)
        return Misfit.of(self.blocks(context), excess, box.width, context) if excess > 0 else None

    def place(self, context: Context, box: Box) -> Shapes:
        widths = self._widths(context, box.width)
        heights = self._heights(context, widths)
        spare = max(0, min(box.height - sum(heights), sum(heights) // 2)) // len(heights)
        heights = tuple(height + spare for height in heights)
        rows = tuple(
            tuple(self._cell(block, context, index) for block in line)
            for index, line in enumerate(self._lines(context))
        )
        x = box.x + (box.width - sum(widths) if context.rtl else 0)
        at = Box(x, box.y, sum(widths), sum(heights))
        name = self.called("Table", context, at)
        return (TableFrame(name, at, widths, heights, rows, True, str(self.of.alt or ""), rtl=context.rtl),)

    @remembered
    def _lines(self, context: Context) -> list[tuple[Block, ...]]:
        styles = context.brand.styles
        # Digits run from the left in every script: ones stand under ones where figures end at the page's right.
        aligns = _ALIGN | {"right": "left"} if context.rtl else _ALIGN
        looks = [(styles["table-header"], [column.name for column in self.of.columns])]
        looks += [(styles["table-cell"], list(row)) for row in self.of.rows]
        return [
            tuple(
                Block(
                    (text,), replace(look, align=aligns[column.align], bold=look.bold or index - 1 in self.of.highlight)
                )
                for text, column in zip(texts, self.of.columns, strict=True)
            )
            for index, (look, texts) in enumerate(looks)
        ]

    @remembered
    def _wanted(self, context: Context) -> list[int]:
        return self._column_widths(context, natural_width)

    @remembered
    def _least(self, context: Context) -> list[int]:
        return self._column_widths(context, least_width)

    def _column_widths(self, context: Context, measure: Measure) -> list[int]:
        padding = _beside(context)
        return [
            max(measure([block], context) for block in column) + padding
            for column in zip(*self._lines(context), strict=True)
        ]

    def _widths(self, context: Context, width: int) -> tuple[int, ...]:
        wanted, least = self._wanted(context), self._least(context)
        items = [Item(w, m, grow=w) for w, m in zip(wanted, least, strict=True)]
        return squeezed(items, width, 0)

    @remembered
    def _heights(self, context: Context, widths: tuple[int, ...]) -> tuple[int, ...]:
        padding, beside = _padding(context), _beside(context)
        above = padding.top + padding.bottom
        return tuple(
            max(extent([block], width - beside, context).height for block, width in zip(line, widths, strict=True))
            + above
            for line in self._lines(context)
        )

    def _cell(self, block: Block, context: Context, index: int) -> Cell:
        header, picked = index == 0, index - 1 in self.of.highlight
        fill = Colour("accent1") if header else (Colour("accent1", lighter=80) if picked else None)
        rule = Line(Colour("text1", lighter=75), EMU_PER_POINT * 3 // 4)
        frame = TextFrame((paragraph(block, context.on(fill)),), insets=_padding(context), anchor="middle")
        return Cell(frame, fill, bottom=rule)


def _padding(context: Context) -> Insets:
    sides = (CELL_PADDING.left, CELL_PADDING.top, CELL_PADDING.right, CELL_PADDING.bottom)
    return Insets(*(context.gap(side) for side in sides))


def _beside(context: Context) -> int:
    padding = _padding(context)
    return padding.left + padding.right
