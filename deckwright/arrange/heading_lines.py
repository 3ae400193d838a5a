"""Headings of several lines: none ends in a word alone where its neighbour can come along."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from deckwright.arrange.context import SlideContext
from deckwright.arrange.typeset import Block, style_block
from deckwright.model.page import EMU_PER_POINT
from deckwright.model.source import Text

STYLES = frozenset({"heading", "label", "miniature-label", "quote-large"})
"""Those of a slide template that are set as the title and the second line are: few words, seen at once."""
_SURE = 0.9
"""Share of a line that letters as wide as they are high may fill and surely fit."""
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def balance_lines(blocks: Sequence[Block], width: int, context: SlideContext) -> tuple[Block, ...]:
    """`make_blocks` in a frame `width` EMU wide, with a no-break space before a last word that would stand alone.

    Only where it makes the last two lines more even and needs no line more; editing the text later undoes it.
    """
    return tuple(_balance_block(block, width, context) for block in blocks)


def _balance_block(block: Block, width: int, context: SlideContext) -> Block:
    text = block.plain
    if (
        " " not in text
        or len(text) * context.scale_size(block.style) * EMU_PER_POINT < (width - block.style.margin_left) * _SURE
    ):
        return block  # one line, whatever its letters
    before = _break_lines(block, width, context)
    if len(before) < 2 or " " in before[-1][0]:
        return block
    bound = _bind_last_words(block)
    after = _break_lines(bound, width, context)
    return bound if len(after) == len(before) and _measure_unevenness(after) < _measure_unevenness(before) else block


def _break_lines(block: Block, width: int, context: SlideContext) -> list[tuple[str, float]]:
    """Text and width in points of each line."""
    room = (width - block.style.margin_left) / EMU_PER_POINT
    return [(line.text, line.width) for line in context.fonts.break_lines(style_block(block, context), room)]


def _measure_unevenness(lines: Sequence[tuple[str, float]]) -> float:
    return abs(lines[-2][1] - lines[-1][1])


def _bind_last_words(block: Block) -> Block:
    """The last two words held together, if both are in one text."""
    *rest, last = block.content
    head, space, word = last.rpartition(" ")
    if not space:
        return block
    joined = f"{head}{_NO_BREAK_SPACE}{word}"
    return replace(block, content=(*rest, last.like(joined) if isinstance(last, Text) else joined))
