"""What a brand says by itself when it brings a template: sizes, colours and charts after the template's own looks."""

from __future__ import annotations

from collections.abc import Mapping

from deckwright.brands.settings import Settings
from deckwright.brands.values import SIZES
from deckwright.model.brand import Layout, Theme
from deckwright.model.colours import DRAWN, Colour, contrast
from deckwright.model.page import Box

BODY = 24.0
"""Points of the built-in brand's body, for which its other sizes are made."""
SMALLEST_SCALE = 0.7
ACCENTS = tuple(f"accent{number}" for number in range(1, 7))
FAINT = 1.25
"""Contrast below which a colour is not seen on the paper at all."""


def own_settings(layouts: Mapping[str, Layout], page: Box, theme: Theme) -> Settings:
    """Settings that stand between what brand.yaml says and what the built-in brand says.

    A designer who sets bodies in 18 pt wants no heading of 24 beside them: the styles follow the body's size.
    """
    content = layouts["content"]
    body = next((p for p in content.placeholders if p.use == "body"), None)
    values: dict[str, object] = {}
    if body is not None:
        reference = Box(0, 0, *SIZES["16:9"])
        area = (page.width * page.height / (reference.width * reference.height)) ** 0.5
        values["scale"] = min(1.0, max(SMALLEST_SCALE, body.levels[0].size / (BODY * area)))
        if body.levels[0].bullet:
            values["bullets.character"] = body.levels[0].bullet
    seen = [Colour(slot) for slot in ACCENTS if _contrast(theme, Colour(slot), content.background) >= FAINT]
    strong = [colour for colour in seen if _contrast(theme, colour, content.background) >= DRAWN] or seen
    if seen:
        rest = [colour for colour in seen if colour not in strong]
        values["chart.series"] = tuple((strong + rest) if strong[0] == seen[0] else seen)
        values["chart.highlight"] = strong[1] if len(strong) > 1 else strong[0]
        values["bullets.colour"] = strong[0]
        values["chart.muted"] = Colour(strong[0].slot, lighter=60)
    return Settings({key: value for key, value in values.items() if value is not None})


def _contrast(theme: Theme, first: Colour, second: Colour) -> float:
    return contrast(theme.colours, first, second)
