"""Texts set in type: what they become as paragraphs, and how much room they take.

Rules of PowerPoint's and LibreOffice's line layout: a line is 1.2 × the size of its largest type high (more in
scripts of East and South Asia), times the paragraph's line spacing; space before does not count above a frame's
first paragraph.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.context import SlideContext
from deckwright.fonts.paragraphs import fill_lines
from deckwright.fonts.segments import StyledText
from deckwright.languages.scripts import LATIN, split_by_script, is_european, find_script, has_tall_letters
from deckwright.languages.table import get_language
from deckwright.model.brand import Style
from deckwright.model.page import EMU_PER_POINT, MIRRORED, Link, Paragraph, Run
from deckwright.model.source import Span, Text
from deckwright.system.limits import SHOWN_CHARACTERS
from deckwright.texts.marks import Piece, parse_inline

LINE_HEIGHT = 1.2
"""Of the size of type."""
TALL_LINE_HEIGHT = 1.45
"""The same with letters of East and South Asia: Noto's fonts have it, and those of Office are a little lower."""

TEXT_WORK, SHAPED_WORK, UNBROKEN_WORK = 20, 20, 60
"""Work of measuring, in characters of Latin letters: of any text, of a letter of another script, and of one in a long
word of such letters."""
_LONG_WORD = re.compile(r"\S{200}")
_MARKS = re.compile("[\u0300-\u036f]")

Content = tuple[str, ...]
"""Texts in a row: authors' texts (`Text`, may hold inline marks) and a slide template's own words (`str`)."""


class Block(Struct, frozen=True, gc=False):
    """One paragraph to be: its content and the look it has."""

    content: Content
    style: Style
    level: int = 0
    link: Link | None = None
    inherited: Style | None = None
    """The look its placeholder gives it; only what differs from that is written."""

    @property
    def span(self) -> Span | None:
        """The author's place of its first text."""
        return next((text.span for text in self.content if isinstance(text, Text) and text.span), None)

    @property
    def plain(self) -> str:
        return "".join(self.content)


class Extent(Struct, frozen=True, gc=False):
    """How much room set type takes, in EMU."""

    width: int
    """Of the longest line."""
    height: int
    lines: int
    broken_word: str = ""
    """A word that is wider than the space and had to be broken."""
    tall: bool = False
    """Some of its lines are higher than lines of Latin letters."""

    def fits(self, height: int) -> bool:
        """Whether it stands in a box this high. What a single tall line has over others is air."""
        least = self.height * LINE_HEIGHT / TALL_LINE_HEIGHT if self.lines == 1 and self.tall else self.height
        return least <= height and not self.broken_word


def split_pieces(content: Content, context: SlideContext) -> list[tuple[Piece, str]]:
    """The content's inline pieces, in one script each, with their languages as PowerPoint knows them."""
    found: list[tuple[Piece, str]] = []
    for text in content:
        if isinstance(text, Text):
            lang = get_language(text.lang).office if text.lang else context.lang
            for piece in parse_inline(text, context.report):
                if piece.slide and not context.link_to_slide(piece.slide, text.span):
                    piece = replace(piece, slide=None)
                _add_by_script(found, piece, get_language(piece.lang).office if piece.lang else lang)
        elif text:
            _add_by_script(found, Piece(text), context.lang)
    return found


def _add_by_script(found: list[tuple[Piece, str]], piece: Piece, lang: str) -> None:
    if piece.text.isascii() and find_script(lang) == LATIN:
        found.append((piece, lang))
        return
    for text, spoken, _ in split_by_script(piece.text, lang):
        found.append(((piece if text == piece.text else replace(piece, text=text)), spoken))


def measure_extent(
    blocks: Sequence[Block], width: int, context: SlideContext, *, shrink: float = 1.0, spacing: int = 0
) -> Extent:
    """What `make_blocks` take in a frame `width` EMU wide.

    Sizes are the styles' at the context's scale; `shrink` scales every size alike and `spacing` takes percent
    off the line spacing, as a:normAutofit does.
    """
    height, widest, count, broken, tall = 0.0, 0.0, 0, "", False
    for index, block in enumerate(blocks):
        texts, style = style_block(block, context, shrink), block.style
        paragraph = context.fonts.measure_paragraph(texts)
        room = (width - style.margin_left) / EMU_PER_POINT
        lines = fill_lines(paragraph, room, style.indent / EMU_PER_POINT if not style.bullet else 0)
        leading, margin, own = (style.line_spacing - spacing) / 100, style.margin_left / EMU_PER_POINT, 0.0
        for line in lines:
            taller = has_tall_letters(line.text)
            own += line.size * (TALL_LINE_HEIGHT if taller else LINE_HEIGHT)
            tall = tall or taller
            widest = max(widest, line.width + margin)
        height += own * leading
        height += style.space_before * context.scale * shrink if index else 0
        count += len(lines)
        if paragraph.min_content > room and not broken:
            broken = _find_widest_word(texts, context)
    return Extent(round(widest * EMU_PER_POINT) + 1, round(height * EMU_PER_POINT), count, broken, tall)


def style_block(block: Block, context: SlideContext, shrink: float = 1.0) -> list[StyledText]:
    """The block's runs as the font tables measure them. Raises TooMuchWorkError when the slide has too many."""
    context.budget.count(estimate_work(block.plain))
    return style_counted_block(block, context, shrink)


def estimate_work(text: str) -> int:
    """The work of measuring `text`, in characters of Latin letters.

    Letters of other scripts are shaped, those of a word that is too long for its line one by one; marks on one letter
    are compared with each other.
    """
    if text.isascii():
        return TEXT_WORK + len(text)
    marks = len(_MARKS.findall(text))
    each = 1 if is_european(text) else UNBROKEN_WORK if _LONG_WORD.search(text) else SHAPED_WORK
    return TEXT_WORK + len(text) * each + marks * marks // UNBROKEN_WORK


def style_counted_block(block: Block, context: SlideContext, shrink: float = 1.0) -> list[StyledText]:
    """The block's runs as `style_block` gives them, where the block has been counted already."""
    if len(block.plain) > SHOWN_CHARACTERS:
        message = f"a text on a slide has at most {SHOWN_CHARACTERS:,} characters, and this has {len(block.plain):,}"
        context.report.error("too-long", message, block.span, help="move most of it into the notes")
        return []
    style, size = block.style, context.scale_size(block.style) * shrink
    found = []
    for piece, lang in split_pieces(block.content, context):
        bold, italic = piece.bold or style.bold, piece.italic or style.italic
        font, script = ("code", "") if piece.code else (style.font, find_script(lang))
        face = context.find_face(font, script, bold, italic)
        small = size * 2 / 3 if piece.baseline else size
        found.append(StyledText(piece.text, face, small, caps=style.caps, lang=lang))
    return found


def make_paragraph(block: Block, context: SlideContext) -> Paragraph:
    """`block` as a paragraph of the file."""
    look = _find_look(block, context)
    runs = [_make_run(piece, lang, block, look) for piece, lang in split_pieces(block.content, context)]
    return replace(look.paragraph, runs=tuple(runs), level=block.level if block.inherited else 0)


class _Look(Struct, frozen=True, gc=False):
    """What a style says that a paragraph's placeholder does not say already; all paragraphs of that look share it."""

    paragraph: Paragraph
    run: Run


def _find_look(block: Block, context: SlideContext) -> _Look:
    key = (block.style, block.inherited, context.scale, context.background)
    look: _Look | None = context.style_cache.get(key)
    if look is None:
        look = context.style_cache[key] = _Look(_make_paragraph_look(block, context), _make_run_look(block, context))
    return look


def _make_paragraph_look(block: Block, context: SlideContext) -> Paragraph:
    style, differs = block.style, _compare_with_inherited(block)
    align = MIRRORED.get(style.align, style.align) if context.rtl else style.align
    return Paragraph(
        (),
        # Left and right are the page's in PowerPoint, also in a paragraph that runs from the right.
        align=align if differs("align") or align != style.align else None,
        bullet=style.bullet if differs("bullet") else None,
        bullet_colour=context.make_legible(context.brand.bullet_colour) if style.bullet and differs("bullet") else None,
        margin_left=style.margin_left if differs("margin_left") else None,
        indent=style.indent if differs("indent") else None,
        line_spacing=style.line_spacing if differs("line_spacing") else None,
        space_before=style.space_before * context.scale if differs("space_before") else None,
        rtl=context.rtl,
        end_lang=context.lang,
    )


def measure_natural_width(blocks: Sequence[Block], context: SlideContext) -> int:
    """EMU at which nothing wraps (CSS: max-content)."""
    return _measure_widest(blocks, context, 1)


def estimate_characters(block: Block, height: int, width: int, context: SlideContext, spacing: int = 0) -> int:
    """About how many of the block's characters take `height` EMU in lines `width` EMU wide; at least one."""
    leading = find_line_height(block.plain) * (block.style.line_spacing - spacing) / 100
    line = context.scale_size(block.style) * leading * EMU_PER_POINT
    in_one_line = measure_natural_width([block], context)
    return max(1, round(len(block.plain) * height / line * width / in_one_line)) if in_one_line else 1


def find_line_height(text: str) -> float:
    """Of a line of `text`, in sizes of its type."""
    return TALL_LINE_HEIGHT if has_tall_letters(text) else LINE_HEIGHT


def measure_least_width(blocks: Sequence[Block], context: SlideContext) -> int:
    """EMU at which no word is cut (CSS: min-content)."""
    return _measure_widest(blocks, context, 0)


def _measure_widest(blocks: Sequence[Block], context: SlideContext, which: int) -> int:
    widths = [
        context.fonts.measure_extent(style_block(block, context))[which] * EMU_PER_POINT + block.style.margin_left
        for block in blocks
    ]
    return math.ceil(max(widths, default=0))


def _make_run_look(block: Block, context: SlideContext) -> Run:
    style, differs = block.style, _compare_with_inherited(block)
    return Run(
        "",
        "",
        size=context.scale_size(style) if differs("size") else None,
        bold=style.bold if differs("bold") else None,
        italic=style.italic if differs("italic") else None,
        caps=style.caps if differs("caps") else None,
        font=style.font if differs("font") else None,
        colour=context.choose_text_colour(style) if differs("colour") else None,
    )


def _make_run(piece: Piece, lang: str, block: Block, look: _Look) -> Run:
    run = look.run
    return Run(
        piece.text,
        lang,
        size=run.size,
        bold=True if piece.bold else run.bold,
        italic=True if piece.italic else run.italic,
        caps=run.caps,
        font="code" if piece.code else run.font,
        baseline=piece.baseline,
        colour=run.colour,
        link=_make_link(piece) or block.link,
    )


def _compare_with_inherited(block: Block) -> Callable[[str], bool]:
    """Whether a trait of the block's style has to be written."""
    inherited = block.inherited
    if inherited is None:
        return lambda _: True
    return lambda trait: getattr(block.style, trait) != getattr(inherited, trait)


def _make_link(piece: Piece) -> Link | None:
    if piece.slide:
        return Link(slide=piece.slide)
    return Link(url=piece.url) if piece.url else None


def _find_widest_word(texts: Sequence[StyledText], context: SlideContext) -> str:
    """The one that had to be cut where not all of them fit their line."""
    words = [(text, word) for text in texts for word in text.text.split()]
    widest = max(words, key=lambda one: context.fonts.measure_width(replace(one[0], text=one[1])), default=None)
    return widest[1] if widest else ""
