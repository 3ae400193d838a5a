"""The placeholders of a slide layout, and texts set in them."""

from __future__ import annotations

from dataclasses import replace

from deckwright.arrange.context import Context
from deckwright.arrange.headings import evened
from deckwright.arrange.miniature import FOOTERS
from deckwright.arrange.typeset import Block, extent, paragraph
from deckwright.brand import Brand, Layout, Placeholder, Style
from deckwright.elements.base import Misfit
from deckwright.elements.texts import ListElement, TextElement, Worded, paragraphs
from deckwright.page import Box, Shape, Slot, TextFrame

FALLBACKS = {
    "statement": "content",
    "closing": "content",
    "picture": "content",
    "two-content": "content",
    "section": "title",
    "title-only": "content",
    "blank": "title-only",
}
"""The role that stands in where a brand has no layout for one."""

TITLES = frozenset({"title", "ctrTitle"})
BODIES = frozenset({"obj", "body", "chart", "tbl", "pic", "media", "clipArt", "dgm"})
TEXT_BODIES = frozenset({"obj", "body", "subTitle"})

SHRINKING = tuple((scale, 20 if scale < 80 else 10 if scale < 95 else 0) for scale in range(100, 20, -5))
"""Steps of a:normAutofit: percent of the size, percent off the line spacing."""


def layout_of(brand: Brand, role: str) -> Layout | None:
    """The layout for a role, or the one that stands in for it."""
    seen: str | None = role
    while seen is not None:
        if seen in brand.layouts:
            return brand.layouts[seen]
        seen = FALLBACKS.get(seen)
    return None


def title_of(layout: Layout) -> Placeholder | None:
    return next((p for p in layout.placeholders if p.type in TITLES), None)


def subtitle_of(layout: Layout) -> Placeholder | None:
    """The placeholder for a slide's second line: a subtitle, or a text placeholder of that name."""
    subtitles = [p for p in layout.placeholders if p.type == "subTitle"]
    named = [p for p in layout.placeholders if _is_subtitle(p)]
    return next(iter(subtitles + named), None)


def _is_heading(placeholder: Placeholder) -> bool:
    return placeholder.type in TITLES or placeholder.type == "subTitle" or _is_subtitle(placeholder)


def _is_subtitle(placeholder: Placeholder) -> bool:
    return placeholder.type == "body" and placeholder.name.casefold().startswith("subtitle")


def body_of(layout: Layout) -> Placeholder | None:
    """The largest placeholder that takes content."""
    second = subtitle_of(layout)
    bodies = [p for p in layout.placeholders if p.type in BODIES and p is not second]
    return max(bodies, key=lambda p: p.box.width * p.box.height, default=None)


def body_box(brand: Brand, layout: Layout) -> Box:
    """Where a composed body goes: the body placeholder's box, or what title and footers leave."""
    body = body_of(layout)
    if body:
        insets = body.insets
        return Box(body.box.x + insets.left, body.box.y, body.box.width - insets.left - insets.right, body.box.height)
    heads = [p.box for p in (title_of(layout), subtitle_of(layout)) if p]
    top = max((box.y + box.height for box in heads), default=brand.height // 12)
    left = min((box.x for box in heads), default=brand.width // 15)
    bottom = min((p.box.y for p in layout.placeholders if p.type in FOOTERS), default=brand.height * 11 // 12)
    return Box(left, top, brand.width - 2 * left, max(bottom - top, brand.height // 4))


def words_in(placeholder: Placeholder, content: tuple[str, ...], level: int = 0) -> tuple[Block, ...]:
    """A text as a paragraph of a placeholder, in the placeholder's own look."""
    look = placeholder.levels[level]
    return tuple(Block(words, _without_bullet(look), level, inherited=look) for words in paragraphs(content))


def element_in(placeholder: Placeholder, element: TextElement | ListElement, context: Context) -> tuple[Block, ...]:
    """A text or a list as the paragraphs of a placeholder: its levels and bullets are the layout's."""
    if isinstance(element, TextElement):
        inherited = placeholder.levels[element.level]
        parts = [element, *(child for child in element.children if isinstance(child, Worded))]
        return tuple(
            replace(block, level=element.level, inherited=inherited)
            for part in parts
            for block in part.own(_without_bullet(_look(part, inherited, context)), context)
        )
    blocks = []
    if element.lead:
        inherited = placeholder.levels[0]
        lead = replace(_without_bullet(inherited), bold=True)
        blocks.append(Block((element.lead,), lead, inherited=inherited))
    for entry in element.bulleted(placeholder.levels[0], context):
        inherited, own = placeholder.levels[entry.level], entry.style
        look = _look(element, inherited, context)
        if not inherited.bullet:  # a layout made for plain text has no bullets; a list brings its own
            look = replace(look, bullet=own.bullet, margin_left=own.margin_left, indent=own.indent)
        blocks.append(Block(entry.content, look, entry.level, entry.link, inherited))
    return tuple(blocks)


def _look(part: Worded, inherited: Style, context: Context) -> Style:
    """As the layout has it, unless the slide template says otherwise."""
    style = inherited
    if "style" in part.given:
        own = context.brand.styles[part.style]
        style = replace(own, bullet=style.bullet, margin_left=style.margin_left, indent=style.indent)
    return part.over(style)


def _without_bullet(look: Style) -> Style:
    return replace(look, bullet="", margin_left=0, indent=0) if look.bullet else look


def filled(placeholder: Placeholder, blocks: tuple[Block, ...], context: Context) -> tuple[Shape, Misfit | None]:
    """The placeholder with its text, shrunk as far as needed and allowed; and what still does not fit."""
    insets, box = placeholder.insets, placeholder.box
    width, height = box.width - insets.left - insets.right, box.height - insets.top - insets.bottom
    if _is_heading(placeholder):
        blocks = evened(blocks, width, context)
    floor = min([context.brand.smallest, *(block.style.size for block in blocks)])
    smallest = min(block.style.size for block in blocks)
    for scale, reduction in (step for step in SHRINKING if smallest * step[0] / 100 >= floor):
        room = extent(blocks, width, context, shrink=scale / 100, spacing=reduction)
        if room.fits(height):
            break
    frame = TextFrame(
        tuple(paragraph(block, context) for block in blocks),
        font_scale=scale if scale < 100 else None,
        line_reduction=reduction,
    )
    longest = max(blocks, key=lambda block: len(block.plain))
    shape = Shape(placeholder.name, None, frame, slot=Slot(placeholder.type, placeholder.index), span=longest.span)
    if room.fits(height):
        return shape, None
    shrunk, excess = context.at(scale / 100), max(0, room.height - height)
    return shape, Misfit.of(blocks, excess, width, shrunk, word=room.broken_word, spacing=reduction)
