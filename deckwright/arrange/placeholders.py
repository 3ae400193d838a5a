"""The placeholders of a slide layout, and texts set in them."""

from __future__ import annotations

from msgspec.structs import replace

from deckwright.arrange.context import SlideContext
from deckwright.arrange.elements.base import Misfit
from deckwright.arrange.elements.texts import ListElement, TextElement, TextualElement, trim_content
from deckwright.arrange.heading_lines import balance_lines
from deckwright.arrange.typeset import Block, measure_extent, make_paragraph
from deckwright.model.brand import FOOTERS, HEADS, Brand, Layout, Placeholder, Style
from deckwright.model.page import Box, Shape, Slot, TextFrame

TEXT_BODIES = frozenset({"obj", "body", "subTitle"})

SMALL_PRINT = 0.55
"""Of the brand's smallest type: what a footer may shrink to."""

SHRINKING = tuple((scale, 20 if scale < 80 else 10 if scale < 95 else 0) for scale in range(100, 20, -5))
"""Steps of a:normAutofit: percent of the size, percent off the line spacing."""


def find_layout(brand: Brand, role: str) -> Layout | None:
    """The layout for a role, or the one of this name or type."""
    if role in brand.layouts:
        return brand.layouts[role]
    return brand.all_layouts.get(role) or next((one for one in brand.all_layouts.values() if one.type == role), None)


def find_title(layout: Layout) -> Placeholder | None:
    return next((p for p in layout.placeholders if p.type in HEADS), None)


def find_subtitle(layout: Layout) -> Placeholder | None:
    """The placeholder for a slide's second line."""
    return next((p for p in layout.placeholders if p.use == "subtitle"), None)


def _is_heading(placeholder: Placeholder) -> bool:
    return placeholder.type in HEADS or placeholder.use == "subtitle"


def find_body(layout: Layout) -> Placeholder | None:
    """The largest placeholder that takes content."""
    return next((p for p in layout.placeholders if p.use == "body"), None)


def find_body_box(brand: Brand, layout: Layout) -> Box:
    """Where a composed body goes: the body placeholder's box, or what title and footers leave."""
    body = find_body(layout)
    return find_content_box(body, layout) if body else find_free_box(brand, layout)


def find_content_box(placeholder: Placeholder, layout: Layout) -> Box:
    """A placeholder's box without its insets left and right, so that what is drawn there is in line with texts.

    It ends above footers, and what else the template has drawn, that reach a little into it: lists seldom go so far
    down, what is drawn does.
    """
    insets, box = placeholder.insets, placeholder.box
    low = box.y + box.height * 3 // 4
    feet = (*(p.box for p in layout.placeholders if p.type in FOOTERS), *layout.things)
    bottom = min([box.y + box.height, *(foot.y for foot in feet if low < foot.y and _share_width(foot, box))])
    return Box(box.x + insets.left, box.y, box.width - insets.left - insets.right, bottom - box.y)


def _share_width(one: Box, other: Box) -> bool:
    """Whether they share some of the page's width."""
    return one.x < other.x + other.width and other.x < one.x + one.width


def find_free_box(brand: Brand, layout: Layout) -> Box:
    """What title, second line and footers leave: the room below the heads, or above them where that is more."""
    heads = [p.box for p in (find_title(layout), find_subtitle(layout)) if p]
    left = min((box.x for box in heads), default=brand.width // 15)
    right = max((box.x + box.width for box in heads), default=brand.width - left)
    feet = min((p.box.y for p in layout.placeholders if p.type in FOOTERS), default=brand.height * 11 // 12)
    below = max((box.y + box.height for box in heads), default=brand.height // 12)
    above = min((box.y for box in heads), default=0) - brand.height // 20
    if feet - below >= max(above - brand.height // 20, brand.height // 8):
        return Box(left, below, right - left, feet - below)
    return Box(left, brand.height // 20, right - left, max(above, brand.height // 8))


def make_text_blocks(placeholder: Placeholder, content: tuple[str, ...], level: int = 0) -> tuple[Block, ...]:
    """A text as a paragraph of a placeholder, in the placeholder's own look."""
    look = placeholder.levels[level]
    return tuple(Block(words, _drop_bullet(look), level, inherited=look) for words in trim_content(content))


def make_element_blocks(
    placeholder: Placeholder, element: TextElement | ListElement, context: SlideContext
) -> tuple[Block, ...]:
    """A text or a list as the paragraphs of a placeholder: its levels and bullets are the layout's."""
    if isinstance(element, TextElement):
        inherited = placeholder.levels[element.level]
        parts = [element, *(child for child in element.children if isinstance(child, TextualElement))]
        return tuple(
            replace(block, level=element.level, inherited=inherited)
            for part in parts
            for block in part.make_own_blocks(_drop_bullet(_resolve_style(part, inherited, context)), context)
        )
    blocks = []
    if element.lead:
        inherited = placeholder.levels[0]
        lead = replace(_drop_bullet(inherited), bold=True)
        blocks.append(Block((element.lead,), lead, inherited=inherited))
    for entry in element.make_bullet_blocks(placeholder.levels[0], context):
        inherited, own = placeholder.levels[entry.level], entry.style
        look = _resolve_style(element, inherited, context)
        if not inherited.bullet:  # a layout made for plain text has no bullets; a list brings its own
            look = replace(look, bullet=own.bullet, margin_left=own.margin_left, indent=own.indent)
        blocks.append(Block(entry.content, look, entry.level, entry.link, inherited))
    return tuple(blocks)


def _resolve_style(part: TextualElement, inherited: Style, context: SlideContext) -> Style:
    """As the layout has it, unless the slide template says otherwise."""
    style = inherited
    if "style" in part.explicit_attributes:
        own = context.brand.styles[part.style]
        style = replace(own, bullet=style.bullet, margin_left=style.margin_left, indent=style.indent)
    return part.override_style(style)


def _drop_bullet(look: Style) -> Style:
    return replace(look, bullet="", margin_left=0, indent=0) if look.bullet else look


def fill_placeholder(
    placeholder: Placeholder, blocks: tuple[Block, ...], context: SlideContext, at: Box | None = None
) -> tuple[Shape, Misfit | None]:
    """The placeholder with its text, shrunk as far as needed and allowed; and what still does not fit.

    `with_scale` is where it stands instead of in the layout's place for it. Footers are small print and may be smaller.
    """
    insets, box = placeholder.insets, at or placeholder.box
    width, height = box.width - insets.left - insets.right, box.height - insets.top - insets.bottom
    small_print = placeholder.type in FOOTERS
    if _is_heading(placeholder):
        blocks = balance_lines(blocks, width, context)
    least = context.brand.smallest * (SMALL_PRINT if small_print else 1)
    floor = min([least, *(block.style.size for block in blocks)])
    smallest = min(block.style.size for block in blocks)
    for scale, reduction in (step for step in SHRINKING if smallest * step[0] / 100 >= floor):
        room = measure_extent(blocks, width, context, shrink=scale / 100, spacing=reduction)
        if room.fits(height):
            break
    if small_print and scale < 100:  # in a footer LibreOffice takes a:normAutofit for another kind of box
        blocks, scale, reduction = tuple(_shrink_block(block, scale) for block in blocks), 100, 0
    frame = TextFrame(
        tuple(make_paragraph(block, context) for block in blocks),
        font_scale=scale if scale < 100 else None,
        line_reduction=reduction,
    )
    longest = max(blocks, key=lambda block: len(block.plain))
    shape = Shape(placeholder.name, at, frame, slot=Slot(placeholder.type, placeholder.index), span=longest.span)
    if room.fits(height):
        return shape, None
    shrunk, excess = context.with_scale(scale / 100), max(0, room.height - height)
    return shape, Misfit.from_blocks(blocks, excess, width, shrunk, word=room.broken_word, spacing=reduction)


def _shrink_block(block: Block, scale: int) -> Block:
    return replace(block, style=replace(block.style, size=int(block.style.size * scale / 50) / 2))
