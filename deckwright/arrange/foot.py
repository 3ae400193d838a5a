"""The foot of a body: a line of small type below what stands there, which gives way."""

from __future__ import annotations

from msgspec.structs import replace

from deckwright.arrange.context import SlideContext, Shapes
from deckwright.arrange.elements.texts import TextElement
from deckwright.model.brand import Placeholder
from deckwright.model.page import EMU_PER_CM, Box
from deckwright.model.source import Span, Text

STYLE = "credit"
GAP = EMU_PER_CM * 3 // 10
NAME = "Source"
"""What the selection pane calls it."""


def place_source_line(
    line: Text, body: Placeholder | None, box: Box, span: Span, context: SlideContext
) -> tuple[Shapes, Placeholder | None, Box]:
    """`line` at the foot of `box`, and what is left of the body's placeholder and of `box` above it."""
    element = TextElement(span=span, content=(line,), style=STYLE, name=NAME)
    height = element.measure_height(context, box.width)
    foot = element.place(context, Box(box.x, box.y + box.height - height, box.width, height))
    taken = height + context.scale_gap(GAP)
    left = replace(box, height=box.height - taken)
    if body is not None:
        body = replace(body, box=replace(body.box, height=body.box.height - taken))
    return foot, body, left
