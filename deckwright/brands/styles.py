"""Text styles of a brand, their scale on its slides, and the settings that follow a template's own look."""

from __future__ import annotations

import math
from collections.abc import Mapping

from msgspec.structs import replace

from deckwright.brands.settings import PLACEHOLDER_STYLES, TEXT_STYLES, Settings
from deckwright.brands.text_levels import LEVELS
from deckwright.brands.values import SIZES
from deckwright.languages.scripts import LATIN
from deckwright.model.brand import Brand, Layout, Style, Theme
from deckwright.model.colours import DRAWN, LARGE, LARGE_BOLD, READABLE, Colour, measure_contrast
from deckwright.model.diagnostics import Report
from deckwright.model.page import Box

LEVEL_INDENT = 300_000
"""EMU by which each level of a list is indented: room for a bullet and its gap at 22 pt."""
MIN_LEVEL_SIZE = 16.0
"""Points that deeper levels of a list do not go below."""
BODY_SIZE = 24.0
"""Points of the built-in brand's body, to which its other sizes are related."""
MIN_SCALE = 0.7
ACCENTS = tuple(f"accent{number}" for number in range(1, 7))
MIN_VISIBLE_CONTRAST = 1.25
"""Contrast below which a colour is invisible on its background."""


def make_styles(settings: Settings, script: str = LATIN, scale: float = 1.0) -> Mapping[str, Style]:
    """Returns every style of the brand by name, its sizes multiplied by `scale`.

    Only Latin, Greek and Cyrillic have italics: in other scripts all styles are upright.
    """
    styles = {
        name: _make_style(settings.select(f"styles.{name}"), scale) for name in (*PLACEHOLDER_STYLES, *TEXT_STYLES)
    }
    return styles if script == LATIN else {name: replace(style, italic=False) for name, style in styles.items()}


def compute_scale(settings: Settings, page: Box) -> float:
    """Returns the factor for sizes on slides of this size: brand.yaml gives them for its `reference` size."""
    reference = settings.values["reference"]
    return math.sqrt(page.width * page.height / (reference.width * reference.height))


def scale_sizes(settings: Settings, factor: float) -> Settings:
    """Returns the values of `settings` with all sizes of type multiplied by `factor`."""
    sizes = ("size", "space-before", "smallest", "text-size")
    return Settings(
        {
            key: value * factor if key.rpartition(".")[2] in sizes and isinstance(value, float) else value
            for key, value in settings.values.items()
        }
    )


def round_to_half_points(size: float) -> float:
    return round(size * 2) / 2


def make_list_levels(body: Style, character: str) -> tuple[Style, ...]:
    """Returns the nine levels of a bulleted list, each a little smaller and closer than the one above it."""
    smallest = min(body.size, MIN_LEVEL_SIZE)
    return tuple(
        replace(
            body,
            size=max(smallest, body.size - 2 * level),
            space_before=round(body.space_before / (1 if level == 0 else 2), 1),
            bullet=character,
            margin_left=LEVEL_INDENT * (level + 1),
            indent=-LEVEL_INDENT,
        )
        for level in range(LEVELS)
    )


def derive_settings(layouts: Mapping[str, Layout], page: Box, theme: Theme) -> Settings:
    """Returns defaults that follow the content layout of a brand's own template.

    Styles are scaled with its body's size: next to a body of 18 pt, headings of 24 pt would be too large. Charts and
    bullets get the accents that are visible on its background.
    """
    content = layouts["content"]
    body = next((p for p in content.placeholders if p.use == "body"), None)
    values: dict[str, object] = {}
    if body is not None:
        reference = Box(0, 0, *SIZES["16:9"])
        page_scale = (page.width * page.height / (reference.width * reference.height)) ** 0.5
        values["scale"] = min(1.0, max(MIN_SCALE, body.levels[0].size / (BODY_SIZE * page_scale)))
        if body.levels[0].bullet:
            values["bullets.character"] = body.levels[0].bullet
    contrasts = {Colour(slot): measure_contrast(theme.colours, Colour(slot), content.background) for slot in ACCENTS}
    visible = [colour for colour, value in contrasts.items() if value >= MIN_VISIBLE_CONTRAST]
    strong = [colour for colour in visible if contrasts[colour] >= DRAWN] or visible
    if visible:
        weak = [colour for colour in visible if colour not in strong]
        values["chart.series"] = tuple((strong + weak) if strong[0] == visible[0] else visible)
        values["chart.highlight"] = strong[1] if len(strong) > 1 else strong[0]
        values["bullets.colour"] = strong[0]
        values["chart.muted"] = Colour(strong[0].slot, lighter=60)
    return Settings(values)


def warn_of_pale_styles(brand: Brand, report: Report) -> None:
    """Warns of each text style whose colour is too near to background 1, if brand.yaml sets one of the two.

    Styles of layouts' own placeholders are left out: they are made light or dark to suit their layout.
    """
    for name, style in brand.styles.items():
        place = brand.spans.get(f"styles.{name}.colour") or brand.spans.get(f"colours.{style.colour.slot}")
        if place is None or name in PLACEHOLDER_STYLES:
            continue
        reached, required = (
            measure_contrast(brand.colours, style.colour, Colour("background1")),
            find_required_contrast(style),
        )
        if reached < required:
            report.warning(
                "low-contrast",
                f"text of style '{name}' is hard to read on background1",
                place,
                help="choose a colour further from background1",
                notes=(f"its contrast is {reached:.1f} to 1; {style.size:g} pt needs {required:g} to 1 (WCAG AA)",),
            )


def find_required_contrast(style: Style, scale: float = 1.0) -> float:
    """Returns the contrast that WCAG 2.2 AA requires: less for text from 18 pt, or 14 pt bold.

    `scale` is the size of the slide relative to 33.9 × 19.1 cm; the limits grow with it.
    """
    return DRAWN if style.size >= (LARGE_BOLD if style.bold else LARGE) * scale else READABLE


def _make_style(values: Mapping[str, object], scale: float) -> Style:
    fields = {key.replace("-", "_"): value for key, value in values.items()}
    if scale != 1:
        for key in ("size", "space_before"):
            if key in fields:
                fields[key] = round_to_half_points(float(str(fields[key])) * scale)
    if "line_spacing" in fields:
        fields["line_spacing"] = round(float(str(fields["line_spacing"])))
    return Style(**{"colour": Colour("text1"), **fields})  # type: ignore[arg-type]  # checked by the table of settings
