"""How colours look to those who do not see all of them, and how far two are apart then."""

from __future__ import annotations

import math
from collections.abc import Mapping

from deckwright.brands.settings import PLACEHOLDER_STYLES
from deckwright.model.brand import Brand, Style
from deckwright.model.colours import DRAWN, LARGE, LARGE_BOLD, READABLE, Colour, contrast, rgb
from deckwright.model.diagnostics import Report

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
                notes=(f"its contrast is {reached:.1f} to 1; {style.size:g} pt needs {needed:g} to 1 (WCAG AA)",),
            )


def least_contrast(style: Style, shown: float = 1.0) -> float:
    """What WCAG 2.2 AA wants: less of text of 18 pt, or 14 pt bold, and more; on slides as large as `shown`."""
    return DRAWN if style.size >= (LARGE_BOLD if style.bold else LARGE) * shown else READABLE


BLINDNESS: Mapping[str, tuple[tuple[float, float, float], ...]] = {
    "red blindness": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
    "green blindness": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
    "blue blindness": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip
"""Kind → what it makes of linear red, green and blue (Machado, Oliveira and Fernandes 2009, severity 1.0)."""
WHITE = (0.95047, 1.0, 1.08883)
"""D65."""


def difference(colours: Mapping[str, str], first: Colour, second: Colour, kind: str) -> float:
    """CIE 1976 ΔE of two colours of the theme, as somebody with this kind of blindness sees them."""
    one, other = (_lab(_seen(rgb(colours, colour), kind)) for colour in (first, second))
    return math.dist(one, other)


def _seen(channels: tuple[float, float, float], kind: str) -> tuple[float, ...]:
    """Linear red, green and blue."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    rows = BLINDNESS[kind]
    return tuple(min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in rows)


def _lab(linear: tuple[float, ...]) -> tuple[float, float, float]:
    red, green, blue = linear
    x, y, z = (
        0.4124 * red + 0.3576 * green + 0.1805 * blue,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        0.0193 * red + 0.1192 * green + 0.9505 * blue,
    )
    fx, fy, fz = (_root(value / white) for value, white in zip((x, y, z), WHITE, strict=True))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _root(value: float) -> float:
    return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116
