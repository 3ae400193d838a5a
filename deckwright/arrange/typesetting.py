"""Measures text as PowerPoint and LibreOffice set it, and keeps headings from ending in a single word.

A line is 1.2 times as high as its largest type (more in scripts of East and South Asia), times the paragraph's line
spacing. Space before a paragraph does not count at the top of a frame.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.slide_context import SlideContext
from deckwright.fonts.paragraphs import fill_lines
from deckwright.fonts.segments import StyledText
from deckwright.languages.language import get_language
from deckwright.languages.scripts import LATIN, find_script, has_tall_letters, is_european, split_by_script
from deckwright.model.brand import Style
from deckwright.model.page import EMU_PER_POINT, Link
from deckwright.model.source import Span, Text
from deckwright.system.limits import SHOWN_CHARACTERS
from deckwright.texts.marks import Piece, parse_inline

LINE_HEIGHT = 1.2
TALL_LINE_HEIGHT = 1.45
"""Line height with letters of East and South Asia: that of the Noto fonts; Office's fonts are a little lower."""
TEXT_WORK, SHAPED_WORK, UNBROKEN_WORK = 20, 20, 60
"""Cost of measuring, in Latin letters: of any text, of a letter of another script, and of one in a long word of such
letters."""
HEADING_STYLES = frozenset({"heading", "label", "miniature-label", "quote-large"})
"""Styles of slide templates whose lines are balanced like those of the title."""

_LONG_WORD = re.compile(r"\S{200}")
_MARKS = re.compile("[\u0300-\u036f]")
_SINGLE_LINE = 0.9
"""A text fits on one line for certain if square letters would fill less than this share of the line."""

Content = tuple[str, ...]
"""Texts in sequence: authors' texts (`Text`, with inline marks) and a slide template's own words (`str`)."""


class Block(Struct, frozen=True, gc=False):
    """The content and style of one paragraph."""

    content: Content
    style: Style
    level: int = 0
    link: Link | None = None
    inherited: Style | None = None
    """Style of the placeholder's level; only differences from it are written."""

    @property
    def span(self) -> Span | None:
        """The place of its first text in deck.yaml."""
        return next((text.span for text in self.content if isinstance(text, Text) and text.span), None)

    @property
    def plain(self) -> str:
        return "".join(self.content)


class Extent(Struct, frozen=True, gc=False):
    """The size of text set in a frame, in EMU."""

    width: int
    """Width of the longest line."""
    height: int
    line_count: int
    broken_word: str = ""
    """A word that is wider than the frame and had to be broken."""
    has_tall_lines: bool = False

    def fits(self, height: int) -> bool:
        """Returns True if the text fits a frame of this height. A single tall line may lose its extra space."""
        only_tall = self.line_count == 1 and self.has_tall_lines
        least = self.height * LINE_HEIGHT / TALL_LINE_HEIGHT if only_tall else self.height
        return least <= height and not self.broken_word


def split_pieces(content: Content, context: SlideContext) -> list[tuple[Piece, str]]:
    """Splits content into inline pieces of one script each, with their languages as PowerPoint names them."""
    pieces: list[tuple[Piece, str]] = []
    for text in content:
        if isinstance(text, Text):
            lang = get_language(text.lang).office_tag if text.lang else context.lang
            for piece in parse_inline(text, context.report):
                if piece.slide and not context.link_to_slide(piece.slide, text.span):
                    piece = replace(piece, slide=None)
                _add_by_script(pieces, piece, get_language(piece.lang).office_tag if piece.lang else lang)
        elif text:
            _add_by_script(pieces, Piece(text), context.lang)
    return pieces


def _add_by_script(pieces: list[tuple[Piece, str]], piece: Piece, lang: str) -> None:
    if piece.text.isascii() and find_script(lang) == LATIN:
        pieces.append((piece, lang))
        return
    for text, script_lang, _ in split_by_script(piece.text, lang):
        pieces.append(((piece if text == piece.text else replace(piece, text=text)), script_lang))


def measure_extent(
    blocks: Sequence[Block], width: int, context: SlideContext, *, shrink: float = 1.0, spacing: int = 0
) -> Extent:
    """Measures `blocks` in a frame `width` EMU wide, at the context's scale.

    As in a:normAutofit, `shrink` scales every size and `spacing` is taken off the line spacing, in percent.
    """
    height, widest, count, broken, has_tall = 0.0, 0.0, 0, "", False
    for index, block in enumerate(blocks):
        texts, style = style_block(block, context, shrink), block.style
        paragraph = context.fonts.measure_paragraph(texts)
        room = (width - style.margin_left) / EMU_PER_POINT
        lines = fill_lines(paragraph, room, style.indent / EMU_PER_POINT if not style.bullet else 0)
        leading, margin, block_height = (style.line_spacing - spacing) / 100, style.margin_left / EMU_PER_POINT, 0.0
        for line in lines:
            is_tall = has_tall_letters(line.text)
            block_height += line.size * (TALL_LINE_HEIGHT if is_tall else LINE_HEIGHT)
            has_tall = has_tall or is_tall
            widest = max(widest, line.width + margin)
        height += block_height * leading
        height += style.space_before * context.scale * shrink if index else 0
        count += len(lines)
        if paragraph.min_content > room and not broken:
            broken = _find_widest_word(texts, context)
    return Extent(round(widest * EMU_PER_POINT) + 1, round(height * EMU_PER_POINT), count, broken, has_tall)


def _find_widest_word(texts: Sequence[StyledText], context: SlideContext) -> str:
    words = (replace(text, text=word) for text in texts for word in text.text.split())
    widest = max(words, key=context.fonts.measure_width, default=None)
    return widest.text if widest else ""


def style_block(block: Block, context: SlideContext, shrink: float = 1.0) -> list[StyledText]:
    """Returns the block's runs for measuring. Raises TooMuchWorkError if the slide exceeds its budget."""
    context.budget.count(estimate_work(block.plain))
    return style_counted_block(block, context, shrink)


def estimate_work(text: str) -> int:
    """Returns the cost of measuring `text`, in Latin letters.

    Other scripts are shaped, and one letter at a time in words that are too long for their line; combining marks on a
    letter are compared with each other.
    """
    if text.isascii():
        return TEXT_WORK + len(text)
    marks = len(_MARKS.findall(text))
    each = 1 if is_european(text) else UNBROKEN_WORK if _LONG_WORD.search(text) else SHAPED_WORK
    return TEXT_WORK + len(text) * each + marks * marks // UNBROKEN_WORK


def style_counted_block(block: Block, context: SlideContext, shrink: float = 1.0) -> list[StyledText]:
    """Does the same as `style_block` for a block that is counted already. Reports `too-long`."""
    if len(block.plain) > SHOWN_CHARACTERS:
        message = f"this text has {len(block.plain):,} characters; a text on a slide can have {SHOWN_CHARACTERS:,}"
        context.report.error("too-long", message, block.span, help="move most of it into the notes")
        return []
    style, size = block.style, context.scale_size(block.style) * shrink
    texts = []
    for piece, lang in split_pieces(block.content, context):
        bold, italic = piece.bold or style.bold, piece.italic or style.italic
        font, script = ("code", "") if piece.code else (style.font, find_script(lang))
        face = context.find_face(font, script, bold, italic)
        piece_size = size * 2 / 3 if piece.baseline else size
        texts.append(StyledText(piece.text, face, piece_size, caps=style.caps, lang=lang))
    return texts


def measure_width(blocks: Sequence[Block], context: SlideContext, *, least: bool = False) -> int:
    """Returns the width in EMU at which no text wraps (CSS: max-content), or no word is broken (CSS: min-content)."""
    widths = [
        context.fonts.measure_extent(style_block(block, context))[not least] * EMU_PER_POINT + block.style.margin_left
        for block in blocks
    ]
    return math.ceil(max(widths, default=0))


def estimate_characters(block: Block, height: int, width: int, context: SlideContext, spacing: int = 0) -> int:
    """Estimates how many of the block's characters take `height` EMU in lines `width` EMU wide; at least 1."""
    leading = find_line_height(block.plain) * (block.style.line_spacing - spacing) / 100
    line = context.scale_size(block.style) * leading * EMU_PER_POINT
    in_one_line = measure_width([block], context)
    return max(1, round(len(block.plain) * height / line * width / in_one_line)) if in_one_line else 1


def find_line_height(text: str) -> float:
    """Returns the height of a line of `text` as a factor of its type size."""
    return TALL_LINE_HEIGHT if has_tall_letters(text) else LINE_HEIGHT


def balance_lines(blocks: Sequence[Block], width: int, context: SlideContext) -> tuple[Block, ...]:
    """Puts a no-break space before a last word that would be alone on its line in a frame `width` EMU wide.

    It does so only if the last two lines become more even and no line is added.
    """
    return tuple(_balance_block(block, width, context) for block in blocks)


def _balance_block(block: Block, width: int, context: SlideContext) -> Block:
    text = block.plain
    square = len(text) * context.scale_size(block.style) * EMU_PER_POINT
    if " " not in text or square < (width - block.style.margin_left) * _SINGLE_LINE:
        return block
    before = _break_lines(block, width, context)
    if len(before) < 2 or " " in before[-1][0]:
        return block
    bound = _bind_last_words(block)
    after = _break_lines(bound, width, context)
    is_more_even = abs(after[-2][1] - after[-1][1]) < abs(before[-2][1] - before[-1][1])
    return bound if len(after) == len(before) and is_more_even else block


def _break_lines(block: Block, width: int, context: SlideContext) -> list[tuple[str, float]]:
    """Returns the text and the width in points of each line."""
    room = (width - block.style.margin_left) / EMU_PER_POINT
    return [(line.text, line.width) for line in context.fonts.break_lines(style_block(block, context), room)]


def _bind_last_words(block: Block) -> Block:
    """Joins the last two words, if both are in one text."""
    *rest, last = block.content
    head, space, word = last.rpartition(" ")
    if not space:
        return block
    joined = f"{head}\N{NO-BREAK SPACE}{word}"
    return replace(block, content=(*rest, last.like(joined) if isinstance(last, Text) else joined))
