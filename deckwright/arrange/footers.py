"""Date, footer and number of a page: in one line where that can be, and in a colour that is seen.

A footer is a line of small print. Where its placeholder is too narrow for it, it first takes what date and number
leave between them, as one would draw it wider by hand. Only when that is not enough, all three are set smaller alike.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.context import SlideContext, Shapes
from deckwright.arrange.elements.base import Misfit
from deckwright.arrange.fit import report_misfit
from deckwright.arrange.placeholders import SMALL_PRINT, fill_placeholder, make_text_blocks
from deckwright.arrange.typeset import Block, measure_natural_width
from deckwright.model.brand import Layout, Placeholder
from deckwright.model.colours import legible_on
from deckwright.model.page import EMU_PER_CM, MIRRORED, Align, Box, Paragraph, Run, Shape, Slot, TextFrame
from deckwright.model.source import Span

GAP = EMU_PER_CM * 3 // 5
"""Between the words of two footers, at least."""
WIDEST_NUMBER = "0000"
"""As wide as any slide number, so that a footer stands at one place on all slides."""
SCALES = tuple(percent / 100 for percent in range(100, 40, -5))
"""Sizes that are tried, of the layout's own; the smallest still has to be a size for small print."""
WIDTH_MARGIN = 1.02
"""Of the measured width: what surely holds a line."""


class _FooterLine(Struct, frozen=True):
    """How the footers of a layout are set."""

    box: Box | None = None
    """Of the footer's words, where its placeholder is too narrow."""
    scale: float = 1.0
    """Of the type of all three."""


def place_footers(layout: Layout, texts: Mapping[str, str], number: int, span: Span, context: SlideContext) -> Shapes:
    """What stands in the footers of a layout. `texts` are by ST_PlaceholderType: dt, ftr."""
    key = ("texts of footers", layout.part)
    if key not in context.style_cache:
        context.style_cache[key] = _set_texts(layout, texts, context)
    known, least, faults = context.style_cache[key]
    for fault in faults:
        report_misfit(fault, context, span)
    made: dict[int, Shape] = dict(known)
    for place, placeholder in enumerate(layout.placeholders):
        if placeholder.type == "sldNum":
            made[place] = _make_legible(_make_slide_number(placeholder, number, least, context), placeholder, context)
    return tuple(made[place] for place in sorted(made))


def _set_texts(
    layout: Layout, texts: Mapping[str, str], context: SlideContext
) -> tuple[dict[int, Shape], float | None, list[Misfit]]:
    """What all slides of a layout say alike, by the places of placeholders; the smallest size set there, and what does
    not fit."""
    line = _fit_line(layout, texts, context)
    made: dict[int, Shape] = {}
    faults = []
    for place, placeholder in enumerate(layout.placeholders):
        if text := texts.get(placeholder.type):
            at = line.box if placeholder.type == "ftr" else None
            shape, fault = fill_placeholder(placeholder, _make_blocks(placeholder, text, line.scale), context, at)
            made[place] = _make_legible(shape, placeholder, context)
            faults += [fault] if fault else []
    sizes = [run.size for one in made.values() if one.frame for text in one.frame.paragraphs for run in text.runs]
    return made, min((size for size in sizes if size), default=None), faults


def _make_blocks(placeholder: Placeholder, text: str, scale: float) -> tuple[Block, ...]:
    blocks = make_text_blocks(placeholder, (text,))
    return tuple(replace(one, style=replace(one.style, size=one.style.size * scale)) for one in blocks)


def _make_slide_number(placeholder: Placeholder, number: int, size: float | None, context: SlideContext) -> Shape:
    """No larger than what stands beside it, where that is smaller than the layout has it."""
    run = Run(str(number), context.lang, size=size if size and size < placeholder.levels[0].size else None)
    frame = TextFrame((Paragraph((run,), rtl=context.rtl, end_lang=context.lang),))
    return Shape(placeholder.name, None, frame, slot=Slot("sldNum", placeholder.index), field="slidenum")


def _make_legible(shape: Shape, placeholder: Placeholder, context: SlideContext) -> Shape:
    """The shape, its words in another colour where theirs is lost on what the template paints there.

    Programs that have no look of their own for footers leave them black, on whatever band they stand.
    """
    own, ground = placeholder.levels[0].colour, placeholder.ground
    colour = legible_on(context.brand.colours, own, ground) if ground else own
    if colour == own or shape.frame is None:
        return shape
    paragraphs = tuple(
        replace(one, runs=tuple(replace(run, colour=colour) for run in one.runs)) for one in shape.frame.paragraphs
    )
    return replace(shape, frame=replace(shape.frame, paragraphs=paragraphs))


def _fit_line(layout: Layout, texts: Mapping[str, str], context: SlideContext) -> _FooterLine:
    """The largest type, and its box, that brings the footer into one line."""
    footer = next((one for one in layout.placeholders if one.type == "ftr" and texts.get("ftr")), None)
    least = context.brand.smallest * SMALL_PRINT / footer.levels[0].size if footer else 1
    scales = [scale for scale in SCALES if scale >= min(1, least)]
    tried = (_try_scale(scale, footer, layout, texts, context) for scale in scales) if footer else ()
    return next((line for line in tried if line), _FooterLine())


def _try_scale(
    scale: float, footer: Placeholder, layout: Layout, texts: Mapping[str, str], context: SlideContext
) -> _FooterLine | None:
    """The line with its type at `scale`; None where it does not hold the footer."""
    box = footer.box
    wanted = _measure_width(footer, texts["ftr"], scale, context) + footer.insets.left + footer.insets.right
    if wanted <= box.width:
        return _FooterLine(None, scale)
    beside = [
        _find_text_edges(one, texts.get(one.type, WIDEST_NUMBER), scale, context)
        for one in layout.placeholders
        if one.type == "sldNum" or (one.type == "dt" and texts.get("dt"))
        if one.box.y < box.y + box.height and box.y < one.box.y + one.box.height
    ]
    middle, gap = box.x + box.width // 2, round(GAP * context.brand.scale)
    left = min(box.x, max((end + gap for _, end in beside if end <= middle), default=box.x))
    right = max(box.x + box.width, min((start - gap for start, _ in beside if start >= middle), default=0))
    if wanted > right - left:
        return None
    start = {"left": box.x, "right": box.x + box.width - wanted}.get(
        _find_page_align(footer, context), middle - wanted // 2
    )
    return _FooterLine(replace(box, x=min(max(start, left), right - wanted), width=wanted), scale)


def _find_text_edges(placeholder: Placeholder, text: str, scale: float, context: SlideContext) -> tuple[int, int]:
    """From where to where the words of a footer reach."""
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
    """EMU that a text takes in one line, and a little for other programs' fonts."""
    return round(measure_natural_width(_make_blocks(placeholder, text, scale), context) * WIDTH_MARGIN)


def _find_page_align(placeholder: Placeholder, context: SlideContext) -> Align:
    align = placeholder.levels[0].align
    return MIRRORED.get(align, align) if context.rtl else align
