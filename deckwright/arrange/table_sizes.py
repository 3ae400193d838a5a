"""What the cells of a table need: each measured once at each scale, however often space is shared out."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.context import SlideContext
from deckwright.arrange.flex import FlexItem, share_tightly
from deckwright.arrange.typeset import Block, estimate_work, find_line_height, measure_extent, style_counted_block
from deckwright.fonts.measure import MAX_REMEMBERED
from deckwright.fonts.segments import StyledText
from deckwright.model.deck import Column
from deckwright.model.page import EMU_PER_CM, EMU_PER_POINT
from deckwright.model.source import Text

COLUMN_GAP = EMU_PER_CM * 2 // 5
"""What stands between columns beyond the margins of their cells."""

CELL_WORK = 80
"""Work of sizing and placing a cell, beside that of measuring its text, in characters."""


class SizedCell(Struct, frozen=True):
    """A cell's text, with what it takes in EMU."""

    block: Block
    natural: int
    """Where nothing wraps."""
    least: int
    """Where no word is cut; of a number all of it, for a number is one word."""
    line: int
    """Height of one line."""
    lines: int
    """How many the author has made of it."""
    is_number: bool = False
    """A number, which is not to wrap; its digits run from the left in every script."""

    def measure_height(self, context: SlideContext, width: int) -> int:
        """At this width of the text."""
        if self.natural <= width and self.lines == 1:
            return self.line
        return max(self.line, measure_extent([self.block], width, context).height)


SizedRow = tuple[SizedCell, ...]


def measure_cell(block: Block, context: SlideContext, *, is_number: bool = False) -> SizedCell:
    """`block` as a cell. Many cells say the same, in one table as in the next."""
    known: dict[tuple[object, ...], SizedCell] = context.style_cache.setdefault(("sizes of cells",), {})
    text = block.plain
    context.budget.count(CELL_WORK + estimate_work(text))
    key = (text, context.scale, is_number, block.style, *[one.lang for one in block.content if isinstance(one, Text)])
    if key in known:
        return replace(known[key], block=block)
    texts = style_counted_block(block, context)
    found = _measure_text(block, texts, context, is_number=is_number)
    if len(texts) == 1 and texts[0].text == text:  # one with marks has to be read again: what is wrong is reported
        if len(known) >= MAX_REMEMBERED:
            known.clear()
        known[key] = found
    return found


def _measure_text(block: Block, texts: Sequence[StyledText], context: SlideContext, *, is_number: bool) -> SizedCell:
    least, natural = context.fonts.measure_extent(texts)
    words, all_of_it = math.ceil(least * EMU_PER_POINT), math.ceil(natural * EMU_PER_POINT)
    plain = "".join([text.text for text in texts])
    leading = find_line_height(plain) * block.style.line_spacing / 100
    line = round(context.scale_size(block.style) * leading * EMU_PER_POINT)
    return SizedCell(block, all_of_it, all_of_it if is_number else words, line, 1 + plain.count("\v"), is_number)


def share_column_widths(
    columns: Sequence[Column], wanted: Sequence[int], least: Sequence[int], width: int
) -> tuple[int, ...]:
    """A width for each column; together `width`, unless the author has given all of them theirs.

    Where there is not room for what they want, those that want less than an equal share have it, and the others
    share the rest by content, so that few lines wrap and short columns do not. `least` is kept if it can be.
    """
    given = [column.width.of(width) if column.width else None for column in columns]
    if sum(wanted) > width:  # some wrap anyway: the others need not stand as close as they can
        wanted = [want + COLUMN_GAP for want in wanted]
    bases = _share_fairly(wanted, given, width)
    items = [
        FlexItem(own, own, is_fixed=True) if own is not None else FlexItem(max(base, need), need, grow=base)
        for own, base, need in zip(given, bases, least, strict=True)
    ]
    return share_tightly(items, width, 0)


def _share_fairly(wanted: Sequence[int], given: Sequence[int | None], width: int) -> list[int]:
    bases = [want if own is None else own for want, own in zip(wanted, given, strict=True)]
    free = {at for at, own in enumerate(given) if own is None}
    while free and sum(bases) > width:
        room = width - sum(base for at, base in enumerate(bases) if at not in free)
        content = [at for at in free if bases[at] * len(free) <= room]
        if not content:
            total = sum(wanted[at] for at in free)
            for at in free:
                bases[at] = max(1, room * wanted[at] // total)
            break
        free -= set(content)
    return bases
