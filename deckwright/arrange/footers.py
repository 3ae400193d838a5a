"""Places date, footer and slide number: on one line if possible, and in a colour that is legible.

A footer that is too wide for its placeholder first takes the free space between date and number. If that is not enough,
all three are set smaller.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from deckwright.arrange.elements.base import Misfit
from deckwright.arrange.placeholders import SMALL_PRINT, fill_placeholder, make_text_blocks, report_misfit
from deckwright.arrange.slide_context import Shapes, SlideContext
from deckwright.arrange.typesetting import Block, measure_width
from deckwright.model.brand import Layout, Placeholder
from deckwright.model.colours import choose_legible_on
from deckwright.model.page import EMU_PER_CM, MIRRORED, Align, Box, Paragraph, Run, Shape, Slot, TextFrame
from deckwright.model.source import Span

GAP = EMU_PER_CM * 3 // 5
"""Smallest distance between the texts of two footers."""
WIDEST_NUMBER = "0000"
"""As wide as any slide number, so that the footer has the same place on all slides."""
SCALES = tuple(percent / 100 for percent in range(100, 40, -5))
"""Factors to try for the layout's type sizes."""
WIDTH_MARGIN = 1.02
"""Factor on measured widths: other programs' fonts may be a little wider."""


def place_footers(layout: Layout, texts: Mapping[str, str], number: int, span: Span, context: SlideContext) -> Shapes:
    """Returns the footers of a layout in its order. `texts` are by ST_PlaceholderType: dt, ftr. Reports misfits."""
    key = ("texts of footers", layout.part)
    shared, least, misfits = context.cache_style(key, lambda: _set_texts(layout, texts, context))
    for misfit in misfits:
        report_misfit(misfit, context, span)
    shapes: dict[int, Shape] = dict(shared)
    for place, placeholder in enumerate(layout.placeholders):
        if placeholder.type == "sldNum":
            shape = _make_slide_number(placeholder, number, least, context)
            shapes[place] = _make_legible(shape, placeholder, context)
    return tuple(shapes[place] for place in sorted(shapes))


def _set_texts(
    layout: Layout, texts: Mapping[str, str], context: SlideContext
) -> tuple[dict[int, Shape], float | None, list[Misfit]]:
    """Places date and footer, which are the same on all slides of a layout.

    Returns the shapes by the position of their placeholders, the smallest type size and what does not fit.
    """
    footer_box, scale = _fit_line(layout, texts, context)
    shapes: dict[int, Shape] = {}
    misfits = []
    for place, placeholder in enumerate(layout.placeholders):
        if text := texts.get(placeholder.type):
            at = footer_box if placeholder.type == "ftr" else None
            shape, misfit = fill_placeholder(placeholder, _make_blocks(placeholder, text, scale), context, at)
            shapes[place] = _make_legible(shape, placeholder, context)
            misfits += [misfit] if misfit else []
    frames = (shape.frame for shape in shapes.values() if shape.frame)
    sizes = [run.size for frame in frames for paragraph in frame.paragraphs for run in paragraph.runs]
    return shapes, min((size for size in sizes if size), default=None), misfits


def _make_blocks(placeholder: Placeholder, text: str, scale: float) -> tuple[Block, ...]:
    blocks = make_text_blocks(placeholder, (text,))
    return tuple(replace(block, style=replace(block.style, size=block.style.size * scale)) for block in blocks)


def _make_slide_number(placeholder: Placeholder, number: int, size: float | None, context: SlideContext) -> Shape:
    """Returns the slide number in the layout's size, or in `size`, that of the other footers, if it is smaller."""
    run = Run(str(number), context.lang, size=size if size and size < placeholder.levels[0].size else None)
    frame = TextFrame((Paragraph((run,), rtl=context.rtl, end_lang=context.lang),))
    return Shape(placeholder.name, None, frame, slot=Slot("sldNum", placeholder.index), field="slidenum")


def _make_legible(shape: Shape, placeholder: Placeholder, context: SlideContext) -> Shape:
    """Gives the text another colour if it is not legible on the template's artwork.

    Some programs write black footers whatever is behind them.
    """
    layout_colour, background = placeholder.levels[0].colour, placeholder.background
    colour = choose_legible_on(context.brand.colours, layout_colour, background) if background else layout_colour
    if colour == layout_colour or shape.frame is None:
        return shape
    paragraphs = tuple(
        replace(paragraph, runs=tuple(replace(run, colour=colour) for run in paragraph.runs))
        for paragraph in shape.frame.paragraphs
    )
    return replace(shape, frame=replace(shape.frame, paragraphs=paragraphs))


def _fit_line(layout: Layout, texts: Mapping[str, str], context: SlideContext) -> tuple[Box | None, float]:
    """Returns the footer's box, None for the layout's, and the largest scale at which it fits on one line."""
    footer = next((p for p in layout.placeholders if p.type == "ftr" and texts.get("ftr")), None)
    if footer is None:
        return None, 1.0
    least = min(1, context.brand.smallest * SMALL_PRINT / footer.levels[0].size)
    lines = (_try_scale(scale, footer, layout, texts, context) for scale in SCALES if scale >= least)
    return next((line for line in lines if line), (None, 1.0))


def _try_scale(
    scale: float, footer: Placeholder, layout: Layout, texts: Mapping[str, str], context: SlideContext
) -> tuple[Box | None, float] | None:
    """Returns the footer's box with its type at `scale`, and `scale`; None if the footer is too wide for it."""
    box = footer.box
    needed = _measure_width(footer, texts["ftr"], scale, context) + footer.insets.left + footer.insets.right
    if needed <= box.width:
        return None, scale
    neighbours = [
        _find_text_edges(p, texts.get(p.type, WIDEST_NUMBER), scale, context)
        for p in layout.placeholders
        if p.type == "sldNum" or (p.type == "dt" and texts.get("dt"))
        if p.box.y < box.y + box.height and box.y < p.box.y + p.box.height
    ]
    middle, gap = box.x + box.width // 2, round(GAP * context.brand.scale)
    left = min(box.x, max((end + gap for _, end in neighbours if end <= middle), default=box.x))
    right = max(box.x + box.width, min((start - gap for start, _ in neighbours if start >= middle), default=0))
    if needed > right - left:
        return None
    starts = {"left": box.x, "right": box.x + box.width - needed}
    start = starts.get(_find_page_align(footer, context), middle - needed // 2)
    return replace(box, x=min(max(start, left), right - needed), width=needed), scale


def _find_text_edges(placeholder: Placeholder, text: str, scale: float, context: SlideContext) -> tuple[int, int]:
    """Returns the left and the right edge of a footer's text in EMU."""
    start, end = placeholder.box.x + placeholder.insets.left, placeholder.box.x + placeholder.box.width
    end -= placeholder.insets.right
    width = min(_measure_width(placeholder, text, scale, context), end - start)
    match _find_page_align(placeholder, context):
        case "left":
            return start, start + width
        case "right":
            return end - width, end
        case _:
            return (start + end - width) // 2, (start + end + width) // 2


def _measure_width(placeholder: Placeholder, text: str, scale: float, context: SlideContext) -> int:
    """Returns the width in EMU of a text on one line."""
    return round(measure_width(_make_blocks(placeholder, text, scale), context) * WIDTH_MARGIN)


def _find_page_align(placeholder: Placeholder, context: SlideContext) -> Align:
    align = placeholder.levels[0].align
    return MIRRORED.get(align, align) if context.rtl else align
