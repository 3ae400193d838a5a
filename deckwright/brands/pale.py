"""The check that a brand's text can be read: contrast of its styles by WCAG 2.2 AA."""

from __future__ import annotations

from deckwright.brand import Brand, Style
from deckwright.brands.settings import PLACEHOLDER_STYLES
from deckwright.colours import DRAWN, LARGE, LARGE_BOLD, READABLE, contrast
from deckwright.diagnostics import Report
from deckwright.page import Colour

PAPER = Colour("background1")


def warn_of_pale_text(brand: Brand, report: Report) -> None:
    """Warn of each text style whose colour is too near background 1, where brand.yaml says the one or the other.

    Styles of layouts' own placeholders are left out: base templates set those light or dark to suit their layout.
    """
    for name, style in brand.styles.items():
        place = brand.spans.get(f"styles.{name}.colour") or brand.spans.get(f"colours.{style.colour.slot}")
        if place is None or name in PLACEHOLDER_STYLES:
            continue
        reached, needed = contrast(brand.colours, style.colour, PAPER), least_contrast(style)
        if reached < needed:
            report.warning(
                "low-contrast",
                f"text of style '{name}' is hard to read on background1",
                place,
                help="take a colour further from background1",
                notes=(f"its contrast is {reached:.1f} to 1; {style.size:g} pt wants {needed:g} to 1 (WCAG AA)",),
            )


def least_contrast(style: Style, shown: float = 1.0) -> float:
    """What WCAG 2.2 AA wants: less of text of 18 pt, or 14 pt bold, and more; on slides as large as `shown`."""
    return DRAWN if style.size >= (LARGE_BOLD if style.bold else LARGE) * shown else READABLE
