"""The heads of a slide: its title and second line, and what they leave for the body.

Every layout has its own idea of a second line. Where it has a placeholder, that is filled. On a cover without one for
the speaker, speaker and date go below the second line in its placeholder, as people do by hand. Where a layout has
none, the second line stands at the top of the body's box, and the body begins below it.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.context import Context, Shapes
from deckwright.arrange.elements.base import Element
from deckwright.arrange.elements.slide import BodyElement, SubtitleElement, TitleElement
from deckwright.arrange.elements.texts import TextElement, paragraphs
from deckwright.arrange.fit import report_misfit
from deckwright.arrange.placeholders import (
    TEXT_BODIES,
    body_box,
    body_of,
    filled,
    free_box,
    subtitle_of,
    title_of,
    words_in,
)
from deckwright.arrange.slides import ComposedSlide
from deckwright.arrange.typeset import Block, extent, paragraph
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
    moved: bool
    """The body begins below where the layout has it."""
    absorbed: bool
    """The body's texts stand with the second line."""


def heads(composed: ComposedSlide, layout: Layout, context: Context) -> Heads:
    """Title and second line as shapes, and the place of the body. What does not fit is reported."""
    children = composed.root.children
    title = next((child.content for child in children if isinstance(child, TitleElement)), ())
    second = next((child.content for child in children if isinstance(child, SubtitleElement)), ())
    cover = composed.root.layout in COVERS
    places = _places(layout, context)
    below, body = places.below, places.body
    borrowed = below is None and cover and body is not None and body.type in TEXT_BODIES
    if borrowed:
        below, body = body, None
    shapes = _head(places.title, _blocks(places.title, title), layout, composed, context)
    told = any(text.strip() for text in second)
    texts = _texts(children) if cover and body is None and (below is not None or told) else ()
    if below is not None:
        blocks, look = _blocks(below, second), below.levels[0]
        ways = [blocks + _speakers(look, texts, joined=joined) for joined in ((False, True) if texts else (False,))]
        ways = [_aligned(way, places.title) for way in ways] if borrowed else ways
        best = max(ways, key=lambda way: _scale(below, way, context)) if len(ways) > 1 else ways[0]
        shapes += _head(below, best, layout, composed, context)
    box, moved = free_box(context.brand, layout) if borrowed else places.box, False
    if below is None and told:
        line, box = _line(second, texts, box, layout, composed, context)
        shapes, moved = (*shapes, line), True
    return Heads(shapes, body, box, moved, bool(texts))


class _Places(Struct, frozen=True):
    """Those of a layout."""

    title: Placeholder | None
    below: Placeholder | None
    """For the second line."""
    body: Placeholder | None
    box: Box
    """For a composed body."""


def _places(layout: Layout, context: Context) -> _Places:
    key = ("places", layout.part)
    places: _Places | None = context.looks.get(key)
    if places is None:
        box = body_box(context.brand, layout)
        places = context.looks[key] = _Places(title_of(layout), subtitle_of(layout), body_of(layout), box)
    return places


def _texts(children: tuple[Element, ...]) -> tuple[TextElement, ...]:
    """The body's texts, where it holds nothing else."""
    held = next((child.children for child in children if isinstance(child, BodyElement)), ())
    texts = tuple(child for child in held if isinstance(child, TextElement))
    return texts if len(texts) == len(held) else ()


def _blocks(placeholder: Placeholder | None, content: tuple[str, ...]) -> tuple[Block, ...]:
    if not any(text.strip() for text in content):
        return ()
    return words_in(placeholder, content) if placeholder else (Block(content, Style(size=1)),)


def _aligned(blocks: tuple[Block, ...], title: Placeholder | None) -> tuple[Block, ...]:
    """A cover's words in a placeholder that is made for lists, in line with the title."""
    if title is None:
        return blocks
    return tuple(replace(one, style=replace(one.style, align=title.levels[0].align)) for one in blocks)


def _speakers(inherited: Style, texts: tuple[TextElement, ...], *, joined: bool) -> tuple[Block, ...]:
    """Texts as paragraphs below a second line, smaller, the first a little apart from it; or `joined` to one."""
    if not texts:
        return ()
    look = replace(
        inherited, size=round(inherited.size * SMALLER * 2) / 2, bullet="", margin_left=0, indent=0, space_before=0.0
    )
    apart = replace(look, space_before=inherited.size / 2)
    contents = [words for text in texts for words in paragraphs(text.content)]
    if joined:
        between = (BETWEEN,)
        contents = [sum((between + words for words in contents[1:]), contents[0])]
    return tuple(Block(words, look if number else apart, inherited=inherited) for number, words in enumerate(contents))


def _scale(placeholder: Placeholder, blocks: tuple[Block, ...], context: Context) -> int:
    """Percent of their size at which texts fit; up to a fifth less is no matter."""
    if not blocks:
        return 100
    shape, fault = filled(placeholder, blocks, context)
    scale = shape.frame.font_scale if shape.frame else None
    return 0 if fault else 100 if scale is None or scale >= 80 else scale


def _head(
    placeholder: Placeholder | None,
    blocks: tuple[Block, ...],
    layout: Layout,
    composed: ComposedSlide,
    context: Context,
) -> Shapes:
    if not blocks:
        return ()
    if placeholder is None:
        message = f"slide layout '{layout.name}' has no placeholder for the title"
        context.report.error("unknown-placeholder", message, composed.root.span, help="use another layout")
        return ()
    shape, fault = filled(placeholder, blocks, context)
    if fault:
        report_misfit(fault, context, composed.slide.span)
    return (shape,)


def _line(
    content: tuple[str, ...],
    texts: tuple[TextElement, ...],
    box: Box,
    layout: Layout,
    composed: ComposedSlide,
    context: Context,
) -> tuple[Shape, Box]:
    """A second line as a text box at the top of `box`, in line with the title, and what it leaves of the box.

    Who speaks on a cover stands below it.
    """
    title = title_of(layout)
    look = context.brand.styles[COVERS.get(composed.root.layout, "subtitle")]
    look = replace(look, align=title.levels[0].align) if title else look
    blocks = tuple(Block(words, look) for words in paragraphs(content))
    blocks += tuple(replace(one, inherited=None) for one in _speakers(look, texts, joined=False))
    height = min(extent(blocks, box.width, context).height, box.height // 2)
    frame = TextFrame(tuple(paragraph(block, context) for block in blocks), insets=Insets(), anchor="top")
    shape = Shape(
        "Subtitle", Box(box.x, box.y, box.width, height), frame, text_box=True, span=blocks[0].span if blocks else None
    )
    taken = height + round(GAP * context.brand.scale)
    return shape, Box(box.x, box.y + taken, box.width, max(1, box.height - taken))
