"""Text styles of a brand: those that settings name, and the nine levels of a body."""

from __future__ import annotations

import math
from collections.abc import Mapping

from msgspec.structs import replace

from deckwright.brands.settings import PLACEHOLDER_STYLES, TEXT_STYLES, Settings
from deckwright.languages.scripts import LATIN
from deckwright.model.brand import Style
from deckwright.model.colours import Colour
from deckwright.model.page import Box

LEVELS = 9
STEP = 300_000
"""EMU that each level of a list stands further in: room for a bullet and its gap at 22 pt."""
SMALLEST_LEVEL = 16.0
"""Points under which no deeper level of a list goes."""


def named_styles(settings: Settings, script: str = LATIN, scale: float = 1.0) -> Mapping[str, Style]:
    """Every style of the brand, by name, its sizes as they are on a slide of this scale.

    Only Latin, Greek and Cyrillic have italics: other scripts stand upright.
    """
    styles = {name: _style(settings.under(f"styles.{name}"), scale) for name in (*PLACEHOLDER_STYLES, *TEXT_STYLES)}
    return styles if script == LATIN else {name: replace(style, italic=False) for name, style in styles.items()}


def scale_of(settings: Settings, page: Box) -> float:
    """By what the sizes that a brand names are multiplied on slides of this size: they are given for another."""
    reference = settings.values["reference"]
    return math.sqrt(page.width * page.height / (reference.width * reference.height))


def resized(defaults: Settings, factor: float) -> Settings:
    """What the built-in brand says, its sizes of type by `factor` larger or smaller."""
    sizes = ("size", "space-before", "smallest", "text-size")
    return Settings(
        {
            key: value * factor if key.rpartition(".")[2] in sizes and isinstance(value, float) else value
            for key, value in defaults.values.items()
        }
    )


def half_points(size: float) -> float:
    """A size of type as PowerPoint's menu has them."""
    return round(size * 2) / 2


def list_levels(body: Style, character: str) -> tuple[Style, ...]:
    """The levels of a bulleted list: each a little smaller and closer than the one around it."""
    floor = min(body.size, SMALLEST_LEVEL)
    return tuple(
        replace(
            body,
            size=max(floor, body.size - 2 * level),
            space_before=round(body.space_before / (1 if level == 0 else 2), 1),
            bullet=character,
            margin_left=STEP * (level + 1),
            indent=-STEP,
        )
        for level in range(LEVELS)
    )


def _style(values: Mapping[str, object], scale: float) -> Style:
    said = {key.replace("-", "_"): value for key, value in values.items()}
    if scale != 1:
        for key in ("size", "space_before"):
            if key in said:
                said[key] = half_points(float(str(said[key])) * scale)
    if "line_spacing" in said:
        said["line_spacing"] = round(float(str(said["line_spacing"])))
    return Style(**{"colour": Colour("text1"), **said})  # type: ignore[arg-type]  # checked by the table of settings
