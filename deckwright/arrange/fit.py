"""Fitting: the largest type at which a composed body has room, and what to say when there is none."""

from __future__ import annotations

from collections.abc import Iterator

from deckwright.arrange.context import Context
from deckwright.arrange.typeset import LINE_HEIGHT, extent
from deckwright.elements.base import Element, Misfit
from deckwright.elements.texts import Worded
from deckwright.page import EMU_PER_CM, EMU_PER_POINT, Box
from deckwright.source import Span

SCALES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5)
"""Steps in which a whole body shrinks, so that texts of one style stay of one size."""


def fitted(body: Element, context: Context, box: Box) -> tuple[Context, Misfit | None]:
    """`context` at the largest scale at which `body` fits `box`, and what does not fit even at the smallest."""
    fault: Misfit | None = None
    for scale in SCALES:
        scaled = context.at(scale)
        fault = _fault(body, scaled, box)
        if fault is None:
            return scaled, None
    return context.at(SCALES[-1]), fault


def report_misfit(fault: Misfit, context: Context, place: Span) -> None:
    """`error[text-overflow]` at the author's line, with by how much."""
    size = context.brand.smallest
    if fault.word:
        excess = f"the word '{_short(fault.word)}' is wider than its line of {fault.width / EMU_PER_CM:.1f} cm"
        advice = "use a shorter word, or put a soft hyphen (U+00AD) into it"
    else:
        line = size * LINE_HEIGHT * EMU_PER_POINT
        characters = fault.width / EMU_PER_POINT / (size * 0.5)
        too_many = max(1, round(fault.excess / line * characters))
        excess = f"{fault.excess / EMU_PER_CM:.1f} cm too high, about {too_many} characters too many"
        advice = "shorten the text, or divide it between two slides"
    context.report.error(
        "text-overflow",
        f"the text does not fit on slide '{context.slide}' ({context.lang}): {excess}",
        fault.span or place,
        help=advice,
        notes=(f"type is already at {size:g} pt, the smallest of brand '{context.brand.name}'",),
    )


def _fault(body: Element, context: Context, box: Box) -> Misfit | None:
    excess = body.least_height(context, box.width) - box.height
    if excess <= 0:
        return body.misfit(context, box)
    longest = max(_texts(body), key=lambda text: _height(text, context, box.width), default=None)
    words = max(longest.blocks(context), key=lambda block: len(block.plain), default=None) if longest else None
    return Misfit(words.plain if words else "", words.span if words else None, excess, box.width)


def _texts(element: Element) -> Iterator[Worded]:
    if isinstance(element, Worded):
        yield element
    for child in element.children:
        yield from _texts(child)


def _height(text: Worded, context: Context, width: int) -> int:
    return extent(text.blocks(context), width, context).height


def _short(word: str) -> str:
    return word if len(word) <= 40 else word[:39] + "…"
