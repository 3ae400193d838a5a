"""Date, footer and number of a page: in one line where that can be, and in a colour that is seen.

A footer is a line of small print. Where its placeholder is too narrow for it, it first takes what date and number
leave between them, as one would draw it wider by hand. Only when that is not enough, all three are set smaller alike.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.context import Context, Shapes
from deckwright.arrange.elements.base import Misfit
from deckwright.arrange.fit import report_misfit
from deckwright.arrange.placeholders import SMALL_PRINT, filled, words_in
from deckwright.arrange.typeset import Block, natural_width
from deckwright.model.brand import Layout, Placeholder
from deckwright.model.colours import legible_on
from deckwright.model.page import EMU_PER_CM, MIRRORED, Align, Box, Paragraph, Run, Shape, Slot, TextFrame
from deckwright.model.source import Span

GAP = EMU_PER_CM * 3 // 5
"""Between the words of two footers, at least."""
AS_NUMBER = "0000"
"""As wide as any slide number, so that a footer stands at one place on all slides."""
SCALES = tuple(percent / 100 for percent in range(100, 40, -5))
"""Sizes that are tried, of the layout's own; the smallest still has to be a size for small print."""
SURE = 1.02
"""Of the measured width: what surely holds a line."""


class _Line(Struct, frozen=True):
    """How the footers of a layout are set."""

    box: Box | None = None
    """Of the footer's words, where its placeholder is too narrow."""
    scale: float = 1.0
    """Of the type of all three."""


def footers(layout: Layout, texts: Mapping[str, str], number: int, span: Span, context: Context) -> Shapes:
    """What stands in the footers of a layout. `texts` are by ST_PlaceholderType: dt, ftr."""
    key = ("texts of footers", layout.part)
    if key not in context.looks:
        context.looks[key] = _texts(layout, texts, context)
    known, least, faults = context.looks[key]
    for fault in faults:
        report_misfit(fault, context, span)
    made: dict[int, Shape] = dict(known)
    for place, placeholder in enumerate(layout.placeholders):
        if placeholder.type == "sldNum":
            made[place] = _seen(_slide_number(placeholder, number, least, context), placeholder, context)
    return tuple(made[place] for place in sorted(made))


def _texts(
    layout: Layout, texts: Mapping[str, str], context: Context
) -> tuple[dict[int, Shape], float | None, list[Misfit]]:
    """What all slides of a layout say alike, by the places of placeholders; the smallest size set there, and what does
    not fit."""
    line = _line(layout, texts, context)
    made: dict[int, Shape] = {}
    faults = []
    for place, placeholder in enumerate(layout.placeholders):
        if text := texts.get(placeholder.type):
            at = line.box if placeholder.type == "ftr" else None
            shape, fault = filled(placeholder, _words(placeholder, text, line.scale), context, at)
            made[place] = _seen(shape, placeholder, context)
            faults += [fault] if fault else []
    sizes = [run.size for one in made.values() if one.frame for text in one.frame.paragraphs for run in text.runs]
    return made, min((size for size in sizes if size), default=None), faults


def _words(placeholder: Placeholder, text: str, scale: float) -> tuple[Block, ...]:
    blocks = words_in(placeholder, (text,))
    return tuple(replace(one, style=replace(one.style, size=one.style.size * scale)) for one in blocks)


def _slide_number(placeholder: Placeholder, number: int, size: float | None, context: Context) -> Shape:
    """No larger than what stands beside it, where that is smaller than the layout has it."""
    run = Run(str(number), context.lang, size=size if size and size < placeholder.levels[0].size else None)
    frame = TextFrame((Paragraph((run,), rtl=context.rtl, end_lang=context.lang),))
    return Shape(placeholder.name, None, frame, slot=Slot("sldNum", placeholder.index), field="slidenum")


def _seen(shape: Shape, placeholder: Placeholder, context: Context) -> Shape:
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


def _line(layout: Layout, texts: Mapping[str, str], context: Context) -> _Line:
    """The largest type, and its box, that brings the footer into one line."""
    footer = next((one for one in layout.placeholders if one.type == "ftr" and texts.get("ftr")), None)
    least = context.brand.smallest * SMALL_PRINT / footer.levels[0].size if footer else 1
    scales = [scale for scale in SCALES if scale >= min(1, least)]
    tried = (_at(scale, footer, layout, texts, context) for scale in scales) if footer else ()
    return next((line for line in tried if line), _Line())


def _at(scale: float, footer: Placeholder, layout: Layout, texts: Mapping[str, str], context: Context) -> _Line | None:
    """The line with its type at `scale`; None where it does not hold the footer."""
    box = footer.box
    wanted = _width(footer, texts["ftr"], scale, context) + footer.insets.left + footer.insets.right
    if wanted <= box.width:
        return _Line(None, scale)
    beside = [
        _written(one, texts.get(one.type, AS_NUMBER), scale, context)
        for one in layout.placeholders
        if one.type == "sldNum" or (one.type == "dt" and texts.get("dt"))
        if one.box.y < box.y + box.height and box.y < one.box.y + one.box.height
    ]
    middle, gap = box.x + box.width // 2, round(GAP * context.brand.scale)
    left = min(box.x, max((end + gap for _, end in beside if end <= middle), default=box.x))
    right = max(box.x + box.width, min((start - gap for start, _ in beside if start >= middle), default=0))
    if wanted > right - left:
        return None
    start = {"left": box.x, "right": box.x + box.width - wanted}.get(_align(footer, context), middle - wanted // 2)
    return _Line(replace(box, x=min(max(start, left), right - wanted), width=wanted), scale)


def _written(placeholder: Placeholder, text: str, scale: float, context: Context) -> tuple[int, int]:
    """From where to where the words of a footer reach."""
    start, end = placeholder.box.x + placeholder.insets.left, placeholder.box.x + placeholder.box.width
    end -= placeholder.insets.right
    width = min(_width(placeholder, text, scale, context), end - start)
    match _align(placeholder, context):
        case "left":
            return start, start + width
        case "right":
            return end - width, end
        case _:
            return (start + end - width) // 2, (start + end + width) // 2


def _width(placeholder: Placeholder, text: str, scale: float, context: Context) -> int:
    """EMU that a text takes in one line, and a little for other programs' fonts."""
    return round(natural_width(_words(placeholder, text, scale), context) * SURE)


def _align(placeholder: Placeholder, context: Context) -> Align:
    align = placeholder.levels[0].align
    return MIRRORED.get(align, align) if context.rtl else align
