"""Writes blocks of text as paragraphs with runs. Formatting that a placeholder provides already is left out."""

from __future__ import annotations

from msgspec.structs import replace

from deckwright.arrange.slide_context import SlideContext
from deckwright.arrange.typesetting import Block, split_pieces
from deckwright.model.page import MIRRORED, Link, Paragraph, Run
from deckwright.texts.marks import Piece


def make_paragraph(block: Block, context: SlideContext) -> Paragraph:
    """Returns `block` as a paragraph of the presentation."""
    key = (block.style, block.inherited, context.scale, context.background)
    paragraph, run = context.cache_style(key, lambda: _make_formatting(block, context))
    runs = [_format_piece(piece, lang, block, run) for piece, lang in split_pieces(block.content, context)]
    return replace(paragraph, runs=tuple(runs), level=block.level if block.inherited else 0)


def _make_formatting(block: Block, context: SlideContext) -> tuple[Paragraph, Run]:
    """Returns the formatting that the placeholder does not provide, as an empty paragraph and an empty run."""
    style, inherited = block.style, block.inherited

    def differs(trait: str) -> bool:
        return inherited is None or getattr(style, trait) != getattr(inherited, trait)

    # In PowerPoint, left and right alignment are absolute, also in right-to-left paragraphs.
    align = MIRRORED.get(style.align, style.align) if context.rtl else style.align
    paragraph = Paragraph(
        (),
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
    run = Run(
        "",
        "",
        size=context.scale_size(style) if differs("size") else None,
        bold=style.bold if differs("bold") else None,
        italic=style.italic if differs("italic") else None,
        caps=style.caps if differs("caps") else None,
        font=style.font if differs("font") else None,
        colour=context.choose_text_colour(style) if differs("colour") else None,
    )
    return paragraph, run


def _format_piece(piece: Piece, lang: str, block: Block, run: Run) -> Run:
    own_link = Link(slide=piece.slide) if piece.slide else Link(url=piece.url) if piece.url else None
    return replace(
        run,
        text=piece.text,
        lang=lang,
        bold=piece.bold or run.bold,
        italic=piece.italic or run.italic,
        font="code" if piece.code else run.font,
        baseline=piece.baseline,
        link=own_link or block.link,
    )
