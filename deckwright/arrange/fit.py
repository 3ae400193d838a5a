"""Finds the largest type at which a composed body fits its box, and reports text that does not fit."""

from __future__ import annotations

from collections.abc import Iterator

from deckwright.arrange.elements.base import Element, Misfit
from deckwright.arrange.slide_context import SlideContext
from deckwright.arrange.typesetting import Block
from deckwright.model.page import EMU_PER_CM, Box
from deckwright.model.source import Span

SCALES = tuple(percent / 100 for percent in range(100, 10, -5))
"""A whole body shrinks in these steps, so that texts in one style keep the same size."""


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
        yield context.with_scale(scale)
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
        message += f"the word '{_shorten(misfit.word)}' is wider than its line of {width:.1f} cm"
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


def _shorten(word: str) -> str:
    return word if len(word) <= 40 else word[:39] + "…"
