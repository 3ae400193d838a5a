"""Places a slide's title and second line, and finds the space that they leave for the body.

If the layout has a placeholder for a second line, it is filled. On a cover without a placeholder for the speaker,
speaker and date follow the second line in its placeholder. In a layout without one, the second line goes to the top of
the body's box, and the body begins below it.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.elements.base import Element
from deckwright.arrange.elements.slide import BodyElement, ComposedSlide, SubtitleElement, TitleElement
from deckwright.arrange.elements.texts import TextElement, trim_content
from deckwright.arrange.formatting import make_paragraph
from deckwright.arrange.placeholders import (
    TEXT_BODIES,
    fill_placeholder,
    find_body_box,
    find_free_box,
    make_text_blocks,
    report_misfit,
)
from deckwright.arrange.slide_context import Shapes, SlideContext
from deckwright.arrange.typesetting import Block, measure_extent
from deckwright.model.brand import Layout, Placeholder, Style
from deckwright.model.page import EMU_PER_CM, Box, Insets, Shape, TextFrame

COVER_STYLES = {"title": "cover-subtitle", "section": "section-subtitle"}
"""Roles of slides with little but a title → the style of a second line without a placeholder."""
GAP = EMU_PER_CM * 3 // 5
"""Distance between a second line without a placeholder and the body."""
SPEAKER_SCALE = 0.75
"""Size of speaker, place and date, as a share of the second line's size."""


class Heads(Struct, frozen=True):
    """The shapes of title and second line, and the space for the body."""

    shapes: Shapes
    body: Placeholder | None
    """Placeholder that the body may fill."""
    box: Box
    """Box of a composed body."""
    is_body_moved: bool
    """The body begins lower than in the layout."""
    has_body_texts: bool
    """The texts of the body are among the shapes."""


def place_heads(composed: ComposedSlide, layout: Layout, context: SlideContext) -> Heads:
    """Places title and second line. Reports text that does not fit."""
    children = composed.root.children
    title = next((child.content for child in children if isinstance(child, TitleElement)), ())
    second = next((child.content for child in children if isinstance(child, SubtitleElement)), ())
    is_cover = composed.root.layout in COVER_STYLES
    subtitle, body = layout.subtitle, layout.body
    is_borrowed = subtitle is None and is_cover and body is not None and body.type in TEXT_BODIES
    if is_borrowed:
        subtitle, body = body, None
    shapes = _fill_head(layout.title, _make_blocks(layout.title, title), layout, composed, context)
    has_second = any(text.strip() for text in second)
    texts = _find_body_texts(children) if is_cover and body is None and (subtitle is not None or has_second) else ()
    if subtitle is not None:
        blocks, style = _make_blocks(subtitle, second), subtitle.levels[0]
        joins = (False, True) if texts else (False,)
        options = [blocks + _make_speaker_blocks(style, texts, joined=joined) for joined in joins]
        if is_borrowed and layout.title:
            align = layout.title.levels[0].align
            options = [tuple(replace(b, style=replace(b.style, align=align)) for b in option) for option in options]
        best = max(options, key=lambda option: _measure_scale(subtitle, option, context)) if texts else options[0]
        shapes += _fill_head(subtitle, best, layout, composed, context)
    find_box = find_free_box if is_borrowed else find_body_box
    box, is_moved = context.cache_style((find_box, layout.part), lambda: find_box(context.brand, layout)), False
    if subtitle is None and has_second:
        line, box = _place_second_line(second, texts, box, layout, composed, context)
        shapes, is_moved = (*shapes, line), True
    return Heads(shapes, body, box, is_moved, bool(texts))


def _find_body_texts(children: tuple[Element, ...]) -> tuple[TextElement, ...]:
    """Returns the body's texts if it holds nothing else."""
    content = next((child.children for child in children if isinstance(child, BodyElement)), ())
    texts = tuple(child for child in content if isinstance(child, TextElement))
    return texts if len(texts) == len(content) else ()


def _make_blocks(placeholder: Placeholder | None, content: tuple[str, ...]) -> tuple[Block, ...]:
    if not any(text.strip() for text in content):
        return ()
    return make_text_blocks(placeholder, content) if placeholder else (Block(content, Style(size=1)),)


def _make_speaker_blocks(inherited: Style, texts: tuple[TextElement, ...], *, joined: bool) -> tuple[Block, ...]:
    """Returns texts as smaller paragraphs, the first with space above it; as one paragraph if `joined`."""
    if not texts:
        return ()
    size = round(inherited.size * SPEAKER_SCALE * 2) / 2
    style = replace(inherited, size=size, bullet="", margin_left=0, indent=0, space_before=0.0)
    first = replace(style, space_before=inherited.size / 2)
    contents = [words for text in texts for words in trim_content(text.content)]
    if joined:
        contents = [sum(((" · ", *words) for words in contents[1:]), contents[0])]
    return tuple(Block(words, style if n else first, inherited=inherited) for n, words in enumerate(contents))


def _measure_scale(placeholder: Placeholder, blocks: tuple[Block, ...], context: SlideContext) -> int:
    """Returns the percentage of their size at which texts fit, 0 if they do not; 80 and more count as 100."""
    if not blocks:
        return 100
    shape, misfit = fill_placeholder(placeholder, blocks, context)
    scale = shape.frame.font_scale if shape.frame else None
    return 0 if misfit else 100 if scale is None or scale >= 80 else scale


def _fill_head(
    head: Placeholder | None, blocks: tuple[Block, ...], layout: Layout, composed: ComposedSlide, context: SlideContext
) -> Shapes:
    if not blocks:
        return ()
    if head is None:
        message = f"slide layout '{layout.name}' has no placeholder for the title"
        context.report.error("unknown-placeholder", message, composed.root.span, help="use another layout")
        return ()
    shape, misfit = fill_placeholder(head, blocks, context)
    if misfit:
        report_misfit(misfit, context, composed.slide.span)
    return (shape,)


def _place_second_line(
    content: tuple[str, ...],
    texts: tuple[TextElement, ...],
    box: Box,
    layout: Layout,
    composed: ComposedSlide,
    context: SlideContext,
) -> tuple[Shape, Box]:
    """Returns the second line as a text box at the top of `box`, aligned like the title, and the box below it.

    `texts`, the speaker of a cover, follow in the same text box.
    """
    title = layout.title
    style = context.brand.styles[COVER_STYLES.get(composed.root.layout, "subtitle")]
    style = replace(style, align=title.levels[0].align) if title else style
    blocks = tuple(Block(words, style) for words in trim_content(content))
    blocks += tuple(replace(block, inherited=None) for block in _make_speaker_blocks(style, texts, joined=False))
    height = min(measure_extent(blocks, box.width, context).height, box.height // 2)
    frame = TextFrame(tuple(make_paragraph(block, context) for block in blocks), insets=Insets(), anchor="top")
    span = blocks[0].span if blocks else None
    shape = Shape("Subtitle", Box(box.x, box.y, box.width, height), frame, text_box=True, span=span)
    taken = height + round(GAP * context.brand.scale)
    return shape, Box(box.x, box.y + taken, box.width, max(1, box.height - taken))
