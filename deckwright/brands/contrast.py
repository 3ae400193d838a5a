"""Contrast of text styles, and the difference of two colours for people with colour blindness."""

from __future__ import annotations

import math
from collections.abc import Mapping

from deckwright.brands.settings import PLACEHOLDER_STYLES
from deckwright.model.brand import Brand, Style
from deckwright.model.colours import DRAWN, LARGE, LARGE_BOLD, READABLE, Colour, measure_contrast, to_rgb
from deckwright.model.diagnostics import Report

PAPER = Colour("background1")


def warn_of_pale_styles(brand: Brand, report: Report) -> None:
    """Warns of each text style whose colour is too near to background 1, if brand.yaml sets one of the two.

    Styles of layouts' own placeholders are left out: they are made light or dark to suit their layout.
    """
    for name, style in brand.styles.items():
        place = brand.spans.get(f"styles.{name}.colour") or brand.spans.get(f"colours.{style.colour.slot}")
        if place is None or name in PLACEHOLDER_STYLES:
            continue
        reached, required = measure_contrast(brand.colours, style.colour, PAPER), find_required_contrast(style)
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
"""Kind → matrix for linear red, green and blue (Machado, Oliveira and Fernandes 2009, severity 1.0)."""
WHITE = (0.95047, 1.0, 1.08883)
"""D65."""


def measure_difference(colours: Mapping[str, str], first: Colour, second: Colour, kind: str) -> float:
    """Returns the CIE 1976 ΔE of two theme colours for a person with this kind of blindness (a key of BLINDNESS)."""
    return math.dist(*(_convert_to_lab(_simulate(to_rgb(colours, colour), kind)) for colour in (first, second)))


def _simulate(channels: tuple[float, float, float], kind: str) -> tuple[float, ...]:
    """Returns the linear red, green and blue that a person with this kind of blindness sees of an sRGB colour."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    rows = BLINDNESS[kind]
    return tuple(min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in rows)


def _convert_to_lab(linear: tuple[float, ...]) -> tuple[float, float, float]:
    """Returns L*, a*, b* of linear red, green and blue."""
    red, green, blue = linear
    x, y, z = (
        0.4124 * red + 0.3576 * green + 0.1805 * blue,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        0.0193 * red + 0.1192 * green + 0.9505 * blue,
    )
    fx, fy, fz = (_compress(value / white) for value, white in zip((x, y, z), WHITE, strict=True))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _compress(value: float) -> float:
    """Returns the cube root, with a straight line near zero, as CIE L*a*b* defines it."""
    return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116


def format_colour(colour: Colour) -> str:
    """Returns a colour as brand.yaml writes it: accent1 lighter 80%."""
    shade = f" lighter {colour.lighter}%" if colour.lighter else f" darker {colour.darker}%" if colour.darker else ""
    return f"{colour.slot}{shade}"
