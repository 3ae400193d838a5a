"""Fitting: the largest type at which a composed body has room, and what to say when there is none."""

from __future__ import annotations

from collections.abc import Iterator

from deckwright.arrange.context import SlideContext
from deckwright.arrange.elements.base import Element, Misfit
from deckwright.arrange.typeset import Block
from deckwright.model.page import EMU_PER_CM, Box
from deckwright.model.source import Span

SCALES = tuple(percent / 100 for percent in range(100, 10, -5))
"""Steps in which a whole body shrinks, so that texts of one style stay of one size."""


def fit_body(body: Element, context: SlideContext, box: Box) -> tuple[SlideContext, Misfit | None]:
    """`context` at the largest scale at which `body` fits `box`, and what does not fit even at the smallest."""
    for scaled in iter_scales(body, context):
        fault = body.find_misfit(scaled, box)
        if fault is None:
            break
    return scaled, fault


def iter_scales(body: Element, context: SlideContext) -> Iterator[SlideContext]:
    """`context` at each scale that the brand's smallest type allows, from the largest."""
    largest = None
    for scale in SCALES:
        yield context.with_scale(scale)
        if largest is None:  # most bodies need no second step
            largest = max((block.style.size for block in _iter_blocks(body, context)), default=0)
        if largest * scale <= context.brand.smallest:
            break


def report_misfit(fault: Misfit, context: SlideContext, place: Span) -> None:
    """`error[text-overflow]` at the author's line, with by how much."""
    size = context.brand.smallest
    if fault.columns:
        need, has = (width / EMU_PER_CM for width in (fault.width + fault.excess, fault.width))
        context.report.error(
            "table-too-wide",
            f"the {fault.columns} columns of the table on slide '{context.slide}' ({context.locale}) "
            f"need {need:.1f} cm, and there are {has:.1f} cm",
            fault.span or place,
            help="name the columns to show under 'columns:', or divide them between two slides",
            notes=(f"type is already at {size:g} pt, the smallest of brand '{context.brand.name}'",),
        )
        return
    if fault.word:
        excess = f"the word '{_shorten(fault.word)}' is wider than its line of {fault.width / EMU_PER_CM:.1f} cm"
        advice = "use a shorter word, or put a soft hyphen (U+00AD) into it"
    else:
        excess = f"{fault.excess / EMU_PER_CM:.1f} cm too high, about {fault.characters} characters too many"
        advice = "shorten the text, or divide it between two slides"
    context.report.error(
        "text-overflow",
        f"the text does not fit on slide '{context.slide}' ({context.locale}): {excess}",
        fault.span or place,
        help=advice,
        notes=(f"type is already at {size:g} pt, the smallest of brand '{context.brand.name}'",),
    )


def _iter_blocks(element: Element, context: SlideContext) -> Iterator[Block]:
    yield from element.make_blocks(context)
    for child in element.children:
        yield from _iter_blocks(child, context)


def _shorten(word: str) -> str:
    return word if len(word) <= 40 else word[:39] + "…"
