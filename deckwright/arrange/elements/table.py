"""The table element: a native table in the brand's table style, with columns as wide as their content needs."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.elements.base import Element, Misfit, attribute
from deckwright.arrange.elements.readers import whole_value
from deckwright.arrange.formatting import make_paragraph
from deckwright.arrange.slide_context import Shapes, SlideContext
from deckwright.arrange.table_cells import SizedCell, SizedTable, scale_padding
from deckwright.arrange.typesetting import Block, measure_extent
from deckwright.model import deck
from deckwright.model.colours import Colour
from deckwright.model.page import EMU_PER_CM, EMU_PER_POINT, Box, Insets, TableCell, TableFrame, TextFrame
from deckwright.model.source import Text

MIN_COLUMN_SHARE = 2 * EMU_PER_CM
"""If an equal share of the width is at least this, a column that is too narrow has a word that is too long; otherwise
the table has too many columns."""
_SAMPLE_ROWS = 40
"""Rows whose text stands for the text of all rows."""


class TablePart(Struct, frozen=True):
    """The rows that one page shows of a table that continues on further slides."""

    rows: range
    scale: float
    """Scale of the type, the same in all parts."""
    spare: int
    """EMU by which each row is higher than it needs to be."""
    label: str
    """(2 of 3)."""


class TableElement(Element, frozen=True, kw_only=True):
    """A native table: columns as wide as their content, a header row, and a total row if the data has one."""

    of: deck.Table = attribute(whole_value("a table", deck.Table), required=True)
    """The table: `{{ table }}`."""
    part: TablePart | None = None
    """The part on this page, if the table is longer than a slide."""

    def make_blocks(self, context: SlideContext) -> tuple[Block, ...]:
        """Returns the first rows as one text."""
        texts = [column.name for column in self.of.columns]
        texts += [text for row in self.of.rows[:_SAMPLE_ROWS] for text in row]
        styles = (context.brand.styles[name] for name in ("table-header", "table-cell"))
        return (Block((Text(" ".join(texts), self.of.span),), max(styles, key=lambda style: style.size)),)

    def measure_table(self, context: SlideContext) -> SizedTable:
        """Returns the measured table, the same for all of its parts."""
        key = (id(self.of), context.scale)
        if key not in context.measure_cache:
            context.measure_cache[key] = SizedTable(self.of, context)
        sized: SizedTable = context.measure_cache[key]
        return sized

    def measure_width(self, context: SlideContext, *, least: bool) -> int:
        table = self.measure_table(context)
        return sum(table.least if least else table.natural)

    def measure_height(self, context: SlideContext, width: int, *, least: bool) -> int:
        """Returns the height with extra space in the rows, or the `least` without it."""
        heights = self.measure_row_heights(context, width)
        return sum(heights) if least or self.part else sum(heights) + _limit_spare_height(heights) * len(heights)

    def measure_row_heights(self, context: SlideContext, width: int) -> list[int]:
        """Returns the heights in EMU of the shown rows, from the header row to the total row."""
        heights = self.measure_table(context).measure_heights(width)
        spare = self.part.spare if self.part else 0
        return [heights[at] + spare for at in self._list_shown_rows()]

    def estimate_least_height(self, context: SlideContext) -> int:
        """Returns a lower limit of the height in EMU, without measuring."""
        padding = scale_padding(context)
        line = context.scale_size(context.brand.styles["table-cell"]) * EMU_PER_POINT
        return round(line + padding.top + padding.bottom) * len(self._list_shown_rows())

    def find_width_misfit(self, context: SlideContext, width: int) -> Misfit | None:
        """Returns a word that is wider than its column can be, or the table if it has too many columns."""
        table = self.measure_table(context)
        widths, least = table.share_width(width), table.least
        narrow = [at for at, (has, needs) in enumerate(zip(widths, least, strict=True)) if has < needs]
        if not narrow:
            return None
        worst = max(narrow, key=lambda at: least[at] - widths[at])
        share = width // len(widths)
        is_crowded = share < MIN_COLUMN_SHARE and sum(least) - least[worst] + share > width
        if is_crowded and self.of.columns[worst].width is None:
            return Misfit(self.of.span, sum(least) - width, 0, width, columns=len(widths))
        block = max((row[worst] for row in table.rows), key=lambda cell: cell.least).block
        room = max(widths[worst] - table.side_padding, 1)
        word = measure_extent([block], room, context).broken_word or block.plain
        return Misfit(block.span or self.of.span, 0, 0, room, word)

    def find_misfit(self, context: SlideContext, box: Box) -> Misfit | None:
        if self.part and context.scale > self.part.scale:
            return Misfit(self.of.span, 1, 1, box.width)
        if misfit := self.find_width_misfit(context, box.width):
            return misfit
        excess = sum(self.measure_row_heights(context, box.width)) - box.height
        return Misfit.from_blocks(self.make_blocks(context), excess, box.width, context) if excess > 0 else None

    def place(self, context: SlideContext, box: Box) -> Shapes:
        widths = self.measure_table(context).share_width(box.width)
        heights = self.measure_row_heights(context, box.width)
        if self.part is None:
            spare = share_spare_height([heights], box.height)
            heights = [height + spare for height in heights]
        x = box.x + (box.width - sum(widths) if context.rtl else 0)
        at = Box(x, box.y, sum(widths), sum(heights))
        style, shown, first_column = context.brand.table, self._list_shown_rows(), self.of.first_column
        frame = TableFrame(
            self.name_shape("Table", context, at),
            at,
            widths,
            tuple(heights),
            self._make_cells(context, shown),
            style.id,
            f"{self.of.alt or ''} {self.part.label if self.part else ''}".strip(),
            total_row=bool(self.of.total) and shown[-1] > len(self.of.rows),
            first_column=self._has_row_names() and not style.own if first_column is None else first_column,
            banded=style.banded,
            rtl=context.rtl,
        )
        return (frame,)

    def _list_shown_rows(self) -> list[int]:
        """Returns the shown rows: 0 for the header row, then from 1."""
        count = len(self.of.rows)
        rows = self.part.rows if self.part else range(count)
        return [0, *(at + 1 for at in rows), *([count + 1] if self.of.total and rows.stop == count else [])]

    def _has_row_names(self) -> bool:
        """Returns True if the cells of the first column are words and all different."""
        names = [row[0] for row in self.of.rows]
        first = self.of.columns[0]
        return len(self.of.columns) > 1 and not first.is_numeric and all(names) and len(set(names)) == len(names)

    def _make_cells(self, context: SlideContext, shown: Sequence[int]) -> tuple[tuple[TableCell, ...], ...]:
        table, style = self.measure_table(context), context.brand.table
        header, highlighted = context.with_background(style.header), context.with_background(style.highlight)
        rows = []
        for at in shown:
            is_highlighted = at - 1 in self.of.highlight
            fill = style.highlight if is_highlighted else None
            surroundings = highlighted if is_highlighted else context if at else header
            rows.append(tuple(_make_cell(cell, surroundings, fill, table.padding) for cell in table.rows[at]))
        return tuple(rows)


def share_spare_height(tables: Sequence[Sequence[int]], room: int) -> int:
    """Returns the EMU that can be added to each row of tables with these row heights, each in a space of `room`."""
    most = _limit_spare_height([height for rows in tables for height in rows])
    return max(0, min(most, *((room - sum(rows)) // len(rows) for rows in tables)))


def _limit_spare_height(heights: Sequence[int]) -> int:
    """Returns a third of the mean height."""
    return sum(heights) // (3 * len(heights))


def _make_cell(cell: SizedCell, context: SlideContext, fill: Colour | None, padding: Insets) -> TableCell:
    from_left = cell.is_number and context.rtl
    text = make_paragraph(cell.block, replace(context, rtl=False) if from_left else context)
    if from_left:
        text = replace(text, from_left=True)
    if not text.runs:
        text = replace(text, end_size=context.scale_size(cell.block.style))
    return TableCell(TextFrame((text,), insets=padding, anchor="middle"), fill)
