"""Measures the cells of tables and shares the width of a table between its columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.flex import FlexItem, share_tightly
from deckwright.arrange.slide_context import SlideContext
from deckwright.arrange.typesetting import Block, estimate_work, find_line_height, measure_extent, style_counted_block
from deckwright.fonts.measure import MAX_REMEMBERED
from deckwright.model import deck
from deckwright.model.brand import Style
from deckwright.model.colours import DRAWN, Colour, choose_legible
from deckwright.model.page import EMU_PER_CM, EMU_PER_POINT, Align, Insets
from deckwright.model.source import Text

_ALIGN: dict[str, Align] = {"left": "left", "right": "right", "center": "center"}
CELL_PADDING = Insets(91_440, 45_720, 91_440, 45_720)
"""PowerPoint's default."""
COLUMN_GAP = EMU_PER_CM * 2 // 5
"""Space between columns in addition to the margins of their cells."""
CELL_WORK = 80
"""Cost of sizing and placing a cell, in addition to measuring its text, in characters."""


class SizedCell(Struct, frozen=True):
    """The text of a cell with its measures in EMU."""

    block: Block
    natural: int
    """Width without wrapping."""
    least: int
    """Width without broken words; all of it for a number."""
    line_height: int
    line_count: int
    """Lines that the author has made."""
    is_number: bool = False
    """A number is not wrapped, and it is left-to-right in every script."""

    def measure_height(self, context: SlideContext, width: int) -> int:
        """Returns the height of the text at this width."""
        if self.natural <= width and self.line_count == 1:
            return self.line_height
        return max(self.line_height, measure_extent([self.block], width, context).height)


class SizedTable:
    """A table measured at one scale: its header row, rows and total row, whichever of them a slide shows."""

    def __init__(self, table: deck.Table, context: SlideContext) -> None:
        self.table, self.context = table, context
        self.padding = scale_padding(context)
        self.side_padding = self.padding.left + self.padding.right
        self.rows = _measure_rows(table, context)
        columns = list(zip(*self.rows, strict=True))
        self.natural = [max(cell.natural for cell in column) + self.side_padding for column in columns]
        self.least = [max(cell.least for cell in column) + self.side_padding for column in columns]
        self._widths: dict[int, tuple[int, ...]] = {}
        self._heights: dict[tuple[int, ...], list[int]] = {}

    def share_width(self, width: int) -> tuple[int, ...]:
        """Returns the widths of the columns in a table `width` EMU wide."""
        if width in self._widths:
            return self._widths[width]
        least = self.least
        if sum(self.natural) > width:  # headings wrap before cells, if that is enough
            columns = zip(*self.rows[1:], strict=True)
            cells = [max((cell.natural for cell in column), default=0) + self.side_padding for column in columns]
            unbroken = [max(cell, word) for cell, word in zip(cells or least, least, strict=True)]
            least = unbroken if sum(unbroken) <= width else least
        self._widths[width] = share_column_widths(self.table.columns, self.natural, least, width)
        return self._widths[width]

    def measure_heights(self, width: int) -> list[int]:
        """Returns the heights of all rows in a table `width` EMU wide."""
        widths = self.share_width(width)
        if widths not in self._heights:
            inner = [width - self.side_padding for width in widths]
            self._heights[widths] = [
                max(cell.measure_height(self.context, width) for cell, width in zip(row, inner, strict=True))
                + self.padding.top
                + self.padding.bottom
                for row in self.rows
            ]
        return self._heights[widths]


def _measure_rows(table: deck.Table, context: SlideContext) -> list[tuple[SizedCell, ...]]:
    styles = context.cache_style(("cells", context.background), lambda: _make_cell_styles(context))

    def measure(text: Text, kind: str, column: deck.ColumnHeading) -> SizedCell:
        is_number = column.is_numeric and kind != "header"
        style, inherited = styles[kind, column.align, is_number]
        block = Block((text,) if text else (), style, inherited=inherited)
        return measure_cell(block, context, is_number=is_number)

    rows: list[tuple[str, Sequence[Text]]] = [("header", [column.name for column in table.columns])]
    rows += [("highlighted" if at in table.highlight else "row", row) for at, row in enumerate(table.rows)]
    if table.total:
        rows.append(("total", table.total))
    return [
        tuple(measure(text, kind, column) for text, column in zip(row, table.columns, strict=True))
        for kind, row in rows
    ]


def _make_cell_styles(context: SlideContext) -> dict[tuple[str, str, bool], tuple[Style, Style | None]]:
    """Returns the text styles of cells on one background, each with what the table style provides of it already.

    They are by kind of row, alignment of the column, and True for numbers.
    """
    brand, fill = context.brand, context.brand.table.header
    cell, header = brand.styles["table-cell"], brand.styles["table-header"]
    colour = choose_legible(brand.colours, header.colour, fill or Colour("background1"), DRAWN)
    header, total = replace(header, colour=colour), replace(cell, bold=True)
    kinds = {"header": (header, context.with_background(fill)), "row": (cell, context), "total": (total, context)}
    styles: dict[tuple[str, str, bool], tuple[Style, Style | None]] = {}
    for column_align, is_number in product(_ALIGN, (False, True)):
        align = _ALIGN[column_align]
        if (
            context.rtl and align != "center"
        ):  # numbers at the right in either direction, so that their ones are in line
            align = "right" if is_number else "left"
        for kind, (style, surroundings) in kinds.items():
            inherited = Style(0, style.font, style.bold, style.italic, colour=style.colour)
            colour = style.colour if brand.table.own else surroundings.make_legible(style.colour)
            styles[kind, column_align, is_number] = replace(style, align=align, colour=colour), inherited
        styles["highlighted", column_align, is_number] = replace(cell, align=align, bold=True), None
    return styles


def measure_cell(block: Block, context: SlideContext, *, is_number: bool = False) -> SizedCell:
    """Measures `block` as a cell. Equal cells are measured once, also in different tables."""
    cells: dict[tuple[object, ...], SizedCell] = context.style_cache.setdefault(("sizes of cells",), {})
    text = block.plain
    context.budget.count(CELL_WORK + estimate_work(text))
    languages = [part.lang for part in block.content if isinstance(part, Text)]
    key = (text, context.scale, is_number, block.style, *languages)
    if key in cells:
        return replace(cells[key], block=block)
    texts = style_counted_block(block, context)
    least, natural = (math.ceil(width * EMU_PER_POINT) for width in context.fonts.measure_extent(texts))
    plain = "".join([text.text for text in texts])
    leading = find_line_height(plain) * block.style.line_spacing / 100
    line_height = round(context.scale_size(block.style) * leading * EMU_PER_POINT)
    cell = SizedCell(block, natural, natural if is_number else least, line_height, 1 + plain.count("\v"), is_number)
    if len(texts) == 1 and texts[0].text == text:  # a text with marks is read again, for mistakes to be reported
        if len(cells) >= MAX_REMEMBERED:
            cells.clear()
        cells[key] = cell
    return cell


def scale_padding(context: SlideContext) -> Insets:
    """Returns the margins of cells at this scale."""
    sides = (CELL_PADDING.left, CELL_PADDING.top, CELL_PADDING.right, CELL_PADDING.bottom)
    return Insets(*(context.scale_gap(side) for side in sides))


def share_column_widths(
    columns: Sequence[deck.ColumnHeading], natural: Sequence[int], least: Sequence[int], width: int
) -> tuple[int, ...]:
    """Returns a width for each column; together they are `width`, unless the author sets all of them.

    If the natural widths need more space, columns that need less than an equal share keep theirs and the others share
    the rest by content, so that few lines wrap. Columns keep their `least` width if possible.
    """
    fixed = [column.width.of(width) if column.width else None for column in columns]
    if sum(natural) > width:  # some columns wrap anyway, so the others can have more space between them
        natural = [size + COLUMN_GAP for size in natural]
    bases = _share_fairly(natural, fixed, width)
    items = [
        FlexItem(own, own, is_fixed=True) if own is not None else FlexItem(max(base, need), need, grow=base)
        for own, base, need in zip(fixed, bases, least, strict=True)
    ]
    return share_tightly(items, width, 0)


def _share_fairly(natural: Sequence[int], fixed: Sequence[int | None], width: int) -> list[int]:
    bases = [size if own is None else own for size, own in zip(natural, fixed, strict=True)]
    free = {at for at, own in enumerate(fixed) if own is None}
    while free and sum(bases) > width:
        room = width - sum(base for at, base in enumerate(bases) if at not in free)
        content = [at for at in free if bases[at] * len(free) <= room]
        if not content:
            total = sum(natural[at] for at in free)
            for at in free:
                bases[at] = max(1, room * natural[at] // total)
            break
        free -= set(content)
    return bases
