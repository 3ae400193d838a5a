"""Finds the placeholders of a slide layout, shrinks text to fit them or the box of a body, and reports misfits."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from deckwright.arrange.elements.base import Element, Misfit
from deckwright.arrange.elements.texts import ListElement, TextElement, TextualElement, trim_content
from deckwright.arrange.formatting import make_paragraph
from deckwright.arrange.slide_context import SlideContext
from deckwright.arrange.typesetting import Block, balance_lines, measure_extent
from deckwright.model.brand import FOOTERS, HEADS, Brand, Layout, Placeholder, Style
from deckwright.model.page import EMU_PER_CM, Box, Shape, Slot, TextFrame
from deckwright.model.source import Span

TEXT_BODIES = frozenset({"obj", "body", "subTitle"})
SMALL_PRINT = 0.55
"""Smallest size of a footer, as a share of the brand's smallest type."""
SHRINKING = tuple((scale, 20 if scale < 80 else 10 if scale < 95 else 0) for scale in range(100, 20, -5))
"""Steps of a:normAutofit: percent of the type size, and percent taken off the line spacing."""
SCALES = tuple(percent / 100 for percent in range(100, 10, -5))
"""A whole body shrinks in these steps, so that texts in one style keep the same size."""


def find_layout(brand: Brand, role: str) -> Layout | None:
    """Returns the layout for a role, otherwise the layout with this name or type."""
    if role in brand.layouts:
        return brand.layouts[role]
    by_type = (layout for layout in brand.all_layouts.values() if layout.type == role)
    return brand.all_layouts.get(role) or next(by_type, None)


def find_body_box(brand: Brand, layout: Layout) -> Box:
    """Returns the box for a composed body: that of the body placeholder, or the space between title and footers."""
    body = layout.body
    return find_content_box(body, layout) if body else find_free_box(brand, layout)


def find_content_box(placeholder: Placeholder, layout: Layout) -> Box:
    """Returns a placeholder's box without its left and right insets, so that drawn content is in line with its text.

    The box ends above footers and artwork that overlap the lowest quarter of the placeholder: a list seldom reaches
    that far down, but drawn content does.
    """
    insets, box = placeholder.insets, placeholder.box
    low = box.y + box.height * 3 // 4
    feet = [*(p.box for p in layout.placeholders if p.type in FOOTERS), *layout.drawings]
    feet = [foot for foot in feet if foot.x < box.x + box.width and box.x < foot.x + foot.width]
    bottom = min([box.y + box.height, *(foot.y for foot in feet if low < foot.y)])
    return Box(box.x + insets.left, box.y, box.width - insets.left - insets.right, bottom - box.y)


def find_free_box(brand: Brand, layout: Layout) -> Box:
    """Returns the space between title, second line and footers, or above the title if there is more space there."""
    heads = [p.box for p in (layout.title, layout.subtitle) if p]
    left = min((box.x for box in heads), default=brand.width // 15)
    right = max((box.x + box.width for box in heads), default=brand.width - left)
    feet = min((p.box.y for p in layout.placeholders if p.type in FOOTERS), default=brand.height * 11 // 12)
    below = max((box.y + box.height for box in heads), default=brand.height // 12)
    above = min((box.y for box in heads), default=0) - brand.height // 20
    if feet - below >= max(above - brand.height // 20, brand.height // 8):
        return Box(left, below, right - left, feet - below)
    return Box(left, brand.height // 20, right - left, max(above, brand.height // 8))


def make_text_blocks(placeholder: Placeholder, content: tuple[str, ...]) -> tuple[Block, ...]:
    """Returns a text as a paragraph in the style of the placeholder."""
    style = placeholder.levels[0]
    return tuple(Block(words, _drop_bullet(style), inherited=style) for words in trim_content(content))


def make_element_blocks(
    placeholder: Placeholder, element: TextElement | ListElement, context: SlideContext
) -> tuple[Block, ...]:
    """Returns a text or a list as paragraphs with the levels and bullets of the placeholder."""
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
        inherited, bulleted = placeholder.levels[entry.level], entry.style
        style = _resolve_style(element, inherited, context)
        if not inherited.bullet:  # layouts for plain text have no bullets, so the list brings its own
            style = replace(style, bullet=bulleted.bullet, margin_left=bulleted.margin_left, indent=bulleted.indent)
        blocks.append(Block(entry.content, style, entry.level, entry.link, inherited))
    return tuple(blocks)


def _resolve_style(part: TextualElement, inherited: Style, context: SlideContext) -> Style:
    """Returns the layout's style with the changes that the slide template makes."""
    style = inherited
    if "style" in part.explicit_attributes:
        own = context.brand.styles[part.style]
        style = replace(own, bullet=style.bullet, margin_left=style.margin_left, indent=style.indent)
    return part.override_style(style)


def _drop_bullet(style: Style) -> Style:
    return replace(style, bullet="", margin_left=0, indent=0) if style.bullet else style


def fill_placeholder(
    placeholder: Placeholder, blocks: tuple[Block, ...], context: SlideContext, at: Box | None = None
) -> tuple[Shape, Misfit | None]:
    """Returns the placeholder with its text, shrunk as far as needed and allowed, and what does not fit even then.

    `at` replaces the layout's box. Footers may shrink below the brand's smallest size.
    """
    insets, box = placeholder.insets, at or placeholder.box
    width, height = box.width - insets.left - insets.right, box.height - insets.top - insets.bottom
    is_footer = placeholder.type in FOOTERS
    if placeholder.type in HEADS or placeholder.use == "subtitle":
        blocks = balance_lines(blocks, width, context)
    least = context.brand.smallest * (SMALL_PRINT if is_footer else 1)
    smallest = min(block.style.size for block in blocks)
    floor = min(least, smallest)
    for scale, reduction in (step for step in SHRINKING if smallest * step[0] / 100 >= floor):
        extent = measure_extent(blocks, width, context, shrink=scale / 100, spacing=reduction)
        if extent.fits(height):
            break
    if is_footer and scale < 100:  # LibreOffice reads a:normAutofit in a footer as another kind of box
        sizes = [int(block.style.size * scale / 50) / 2 for block in blocks]
        blocks = tuple(replace(b, style=replace(b.style, size=s)) for b, s in zip(blocks, sizes, strict=True))
        scale, reduction = 100, 0
    frame = TextFrame(
        tuple(make_paragraph(block, context) for block in blocks),
        font_scale=scale if scale < 100 else None,
        line_reduction=reduction,
    )
    longest = max(blocks, key=lambda block: len(block.plain))
    shape = Shape(placeholder.name, at, frame, slot=Slot(placeholder.type, placeholder.index), span=longest.span)
    if extent.fits(height):
        return shape, None
    shrunk, excess = replace(context, scale=scale / 100), max(0, extent.height - height)
    return shape, Misfit.from_blocks(blocks, excess, width, shrunk, word=extent.broken_word, spacing=reduction)


def fit_body(body: Element, context: SlideContext, box: Box) -> tuple[SlideContext, Misfit | None]:
    """Returns `context` at the largest scale at which `body` fits `box`, and what does not fit at the smallest."""
    for scaled in iter_scales(body, context):
        misfit = body.find_misfit(scaled, box)
        if misfit is None:
            break
    return scaled, misfit


def iter_scales(body: Element, context: SlideContext) -> Iterator[SlideContext]:
    """Yields `context` at each scale that the brand's smallest type allows, from the largest."""
    largest = None
    for scale in SCALES:
        yield replace(context, scale=scale)
        if largest is None:  # after the first scale, because most bodies need no second
            largest = max((block.style.size for block in _iter_blocks(body, context)), default=0)
        if largest * scale <= context.brand.smallest:
            break


def report_misfit(misfit: Misfit, context: SlideContext, place: Span) -> None:
    """Reports `text-overflow` or `table-too-wide` at the author's line; at `place` if the text has no line."""
    slide, brand = f"slide '{context.slide}' ({context.locale})", context.brand
    width, excess = misfit.width / EMU_PER_CM, misfit.excess / EMU_PER_CM
    code, message = "text-overflow", f"the text does not fit on {slide}: "
    if misfit.columns:
        code, message = "table-too-wide", f"the table on {slide} has {misfit.columns} columns, which need "
        message += f"{width + excess:.1f} cm; {width:.1f} cm are free"
        advice = "name the columns to show in 'columns:', or divide them between two slides"
    elif misfit.word:
        word = misfit.word if len(misfit.word) <= 40 else misfit.word[:39] + "…"
        message += f"the word '{word}' is wider than its line of {width:.1f} cm"
        advice = "use a shorter word, or put a soft hyphen (U+00AD) into it"
    else:
        message += f"{excess:.1f} cm too high, about {misfit.characters} characters too many"
        advice = "shorten the text, or divide it between two slides"
    note = f"type is already at {brand.smallest:g} pt, the smallest of brand '{brand.name}'"
    context.report.error(code, message, misfit.span or place, help=advice, notes=(note,))


def _iter_blocks(element: Element, context: SlideContext) -> Iterator[Block]:
    yield from element.make_blocks(context)
    for child in element.children:
        yield from _iter_blocks(child, context)
