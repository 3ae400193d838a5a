"""The heads of a slide: its title and second line, and what they leave for the body.

Every layout has its own idea of a second line. Where it has a placeholder, that is filled. On a cover without one for
the speaker, speaker and date go below the second line in its placeholder, as people do by hand. Where a layout has
none, the second line stands at the top of the body's box, and the body begins below it.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.context import SlideContext, Shapes
from deckwright.arrange.elements.base import Element
from deckwright.arrange.elements.slide import BodyElement, SubtitleElement, TitleElement
from deckwright.arrange.elements.texts import TextElement, trim_content
from deckwright.arrange.fit import report_misfit
from deckwright.arrange.placeholders import (
    TEXT_BODIES,
    find_body_box,
    find_body,
    fill_placeholder,
    find_free_box,
    find_subtitle,
    find_title,
    make_text_blocks,
)
from deckwright.arrange.slides import ComposedSlide
from deckwright.arrange.typeset import Block, measure_extent, make_paragraph
from deckwright.model.brand import Layout, Placeholder, Style
from deckwright.model.page import EMU_PER_CM, Box, Insets, Shape, TextFrame

COVERS = {"title": "cover-subtitle", "section": "section-subtitle"}
"""Roles whose slides hold little but a title → the style of a second line that has no placeholder."""
GAP = EMU_PER_CM * 3 // 5
"""Between a second line without a placeholder and the body."""
BETWEEN = " · "
"""Between speaker, place and date in one line."""
SMALLER = 0.75
"""Size of who speaks, and where and when, against the second line above them."""


class Heads(Struct, frozen=True):
    shapes: Shapes
    body: Placeholder | None
    """What the body fills, if it can; with its box where that is not the layout's."""
    box: Box
    """Where a composed body goes."""
    is_body_moved: bool
    """The body begins below where the layout has it."""
    has_body_texts: bool
    """The body's texts stand with the second line."""


def place_heads(composed: ComposedSlide, layout: Layout, context: SlideContext) -> Heads:
    """Title and second line as shapes, and the place of the body. What does not fit is reported."""
    children = composed.root.children
    title = next((child.content for child in children if isinstance(child, TitleElement)), ())
    second = next((child.content for child in children if isinstance(child, SubtitleElement)), ())
    cover = composed.root.layout in COVERS
    places = _find_places(layout, context)
    below, body = places.below, places.body
    borrowed = below is None and cover and body is not None and body.type in TEXT_BODIES
    if borrowed:
        below, body = body, None
    shapes = _fill_head(places.title, _make_blocks(places.title, title), layout, composed, context)
    told = any(text.strip() for text in second)
    texts = _find_body_texts(children) if cover and body is None and (below is not None or told) else ()
    if below is not None:
        blocks, look = _make_blocks(below, second), below.levels[0]
        ways = [
            blocks + _make_speaker_blocks(look, texts, joined=joined)
            for joined in ((False, True) if texts else (False,))
        ]
        ways = [_align_with_title(way, places.title) for way in ways] if borrowed else ways
        best = max(ways, key=lambda way: _measure_scale(below, way, context)) if len(ways) > 1 else ways[0]
        shapes += _fill_head(below, best, layout, composed, context)
    box, moved = find_free_box(context.brand, layout) if borrowed else places.box, False
    if below is None and told:
        line, box = _place_second_line(second, texts, box, layout, composed, context)
        shapes, moved = (*shapes, line), True
    return Heads(shapes, body, box, moved, bool(texts))


class _HeadPlaces(Struct, frozen=True):
    """Those of a layout."""

    title: Placeholder | None
    below: Placeholder | None
    """For the second line."""
    body: Placeholder | None
    box: Box
    """For a composed body."""


def _find_places(layout: Layout, context: SlideContext) -> _HeadPlaces:
    key = ("places", layout.part)
    places: _HeadPlaces | None = context.style_cache.get(key)
    if places is None:
        box = find_body_box(context.brand, layout)
        places = context.style_cache[key] = _HeadPlaces(
            find_title(layout), find_subtitle(layout), find_body(layout), box
        )
    return places


def _find_body_texts(children: tuple[Element, ...]) -> tuple[TextElement, ...]:
    """The body's texts, where it holds nothing else."""
    held = next((child.children for child in children if isinstance(child, BodyElement)), ())
    texts = tuple(child for child in held if isinstance(child, TextElement))
    return texts if len(texts) == len(held) else ()


def _make_blocks(placeholder: Placeholder | None, content: tuple[str, ...]) -> tuple[Block, ...]:
    if not any(text.strip() for text in content):
        return ()
    return make_text_blocks(placeholder, content) if placeholder else (Block(content, Style(size=1)),)


def _align_with_title(blocks: tuple[Block, ...], title: Placeholder | None) -> tuple[Block, ...]:
    """A cover's words in a placeholder that is made for lists, in line with the title."""
    if title is None:
        return blocks
    return tuple(replace(one, style=replace(one.style, align=title.levels[0].align)) for one in blocks)


def _make_speaker_blocks(inherited: Style, texts: tuple[TextElement, ...], *, joined: bool) -> tuple[Block, ...]:
    """Texts as paragraphs below a second line, smaller, the first a little apart from it; or `joined` to one."""
    if not texts:
        return ()
    look = replace(
        inherited, size=round(inherited.size * SMALLER * 2) / 2, bullet="", margin_left=0, indent=0, space_before=0.0
    )
    apart = replace(look, space_before=inherited.size / 2)
    contents = [words for text in texts for words in trim_content(text.content)]
    if joined:
        between = (BETWEEN,)
        contents = [sum((between + words for words in contents[1:]), contents[0])]
    return tuple(Block(words, look if number else apart, inherited=inherited) for number, words in enumerate(contents))


def _measure_scale(placeholder: Placeholder, blocks: tuple[Block, ...], context: SlideContext) -> int:
    """Percent of their size at which texts fit; up to a fifth less is no matter."""
    if not blocks:
        return 100
    shape, fault = fill_placeholder(placeholder, blocks, context)
    scale = shape.frame.font_scale if shape.frame else None
    return 0 if fault else 100 if scale is None or scale >= 80 else scale


def _fill_head(
    placeholder: Placeholder | None,
    blocks: tuple[Block, ...],
    layout: Layout,
    composed: ComposedSlide,
    context: SlideContext,
) -> Shapes:
    if not blocks:
        return ()
    if placeholder is None:
        message = f"slide layout '{layout.name}' has no placeholder for the title"
        context.report.error("unknown-placeholder", message, composed.root.span, help="use another layout")
        return ()
    shape, fault = fill_placeholder(placeholder, blocks, context)
    if fault:
        report_misfit(fault, context, composed.slide.span)
    return (shape,)


def _place_second_line(
    content: tuple[str, ...],
    texts: tuple[TextElement, ...],
    box: Box,
    layout: Layout,
    composed: ComposedSlide,
    context: SlideContext,
) -> tuple[Shape, Box]:
    """A second line as a text box at the top of `box`, in line with the title, and what it leaves of the box.

    Who speaks on a cover stands below it.
    """
    title = find_title(layout)
    look = context.brand.styles[COVERS.get(composed.root.layout, "subtitle")]
    look = replace(look, align=title.levels[0].align) if title else look
    blocks = tuple(Block(words, look) for words in trim_content(content))
    blocks += tuple(replace(one, inherited=None) for one in _make_speaker_blocks(look, texts, joined=False))
    height = min(measure_extent(blocks, box.width, context).height, box.height // 2)
    frame = TextFrame(tuple(make_paragraph(block, context) for block in blocks), insets=Insets(), anchor="top")
    shape = Shape(
        "Subtitle", Box(box.x, box.y, box.width, height), frame, text_box=True, span=blocks[0].span if blocks else None
    )
    taken = height + round(GAP * context.brand.scale)
    return shape, Box(box.x, box.y + taken, box.width, max(1, box.height - taken))
