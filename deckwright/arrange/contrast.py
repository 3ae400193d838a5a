"""Contrast of theme colours, by WCAG 2.2 (relative luminance and contrast ratio)."""

from __future__ import annotations

import colorsys

from deckwright.brand import Brand
from deckwright.page import Colour


def contrast(brand: Brand, first: Colour, second: Colour) -> float:
    """1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(rgb(brand, first)), _luminance(rgb(brand, second))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def rgb(brand: Brand, colour: Colour) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1, after a:lumMod and a:lumOff (which work on HSL luminance)."""
    value = brand.colours.get(colour.slot, "000000").lstrip("#")
    red, green, blue = (int(value[index : index + 2], 16) / 255 for index in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light *= 1 - (colour.lighter or colour.darker) / 100
    return colorsys.hls_to_rgb(hue, min(1, light + colour.lighter / 100), saturation)


def _luminance(channels: tuple[float, float, float]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
