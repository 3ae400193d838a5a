"""Theme colours: as brands write them, as RGB, their contrast by WCAG 2.2, and as colour-blind people see them."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

READABLE = 4.5
"""Contrast of text, by WCAG 2.2 AA."""
DRAWN = 3.0
"""Contrast of drawn shapes and of large text."""
LARGE, LARGE_BOLD = 18, 14
"""Sizes in points from which text counts as large, on slides of 33.9 × 19.1 cm."""

COLOUR_SLOTS: dict[str, str] = {
    "text1": "tx1",
    "background1": "bg1",
    "text2": "tx2",
    "background2": "bg2",
    "accent1": "accent1",
    "accent2": "accent2",
    "accent3": "accent3",
    "accent4": "accent4",
    "accent5": "accent5",
    "accent6": "accent6",
    "hyperlink": "hlink",
    "followed-hyperlink": "folHlink",
}
"""Our names of the theme colours → ST_SchemeColorVal (ECMA-376 20.1.10.54)."""

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


class Colour(Struct, frozen=True, gc=False):
    """A theme colour, as PowerPoint's colour menu names it: "Accent 1, Lighter 80%"."""

    slot: str
    """text1, background1, text2, background2, accent1 … accent6, hyperlink, followed-hyperlink."""
    lighter: int = 0
    """Percent, 0–100: a:lumMod 100−n, a:lumOff n."""
    darker: int = 0
    """Percent, 0–100: a:lumMod 100−n."""
    opacity: int = 100
    """Percent; 0 is clear (a:alpha)."""


def parse_colour(text: str) -> Colour | None:
    """Reads `accent1`, `accent1 lighter 80%` or `text1 darker 25%`; returns None for anything else."""
    match text.split():
        case [slot] if slot in COLOUR_SLOTS:
            return Colour(slot)
        case [slot, "lighter" | "darker" as way, percent] if slot in COLOUR_SLOTS and percent.endswith("%"):
            number = percent.removesuffix("%")
            if number.isascii() and number.isdigit() and int(number) <= 100:
                return Colour(slot, **{way: int(number)})
    return None


def format_colour(colour: Colour) -> str:
    """Returns a colour as brand.yaml writes it: accent1 lighter 80%."""
    shade = f" lighter {colour.lighter}%" if colour.lighter else f" darker {colour.darker}%" if colour.darker else ""
    return f"{colour.slot}{shade}"


def to_rgb(colours: Mapping[str, str], colour: Colour) -> tuple[float, float, float]:
    """Returns red, green and blue from 0 to 1, after a:lumMod and a:lumOff (which change the luminance of HSL)."""
    return _rgb(colours[colour.slot], colour)


def _rgb(value: str, colour: Colour) -> tuple[float, float, float]:
    red, green, blue = (int(value[index : index + 2], 16) / 255 for index in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light *= 1 - (colour.lighter or colour.darker) / 100
    return colorsys.hls_to_rgb(hue, min(1, light + colour.lighter / 100), saturation)


def measure_contrast(colours: Mapping[str, str], first: Colour, second: Colour) -> float:
    """Returns the contrast of two theme colours, from 1 (equal) to 21 (black on white)."""
    return _contrast(colours[first.slot], first, colours[second.slot], second)


def measure_contrast_on(colours: Mapping[str, str], colour: Colour, value: str) -> float:
    """Returns the contrast of a theme colour on RRGGBB."""
    return _contrast(colours[colour.slot], colour, value, Colour("background1"))


def choose_legible(colours: Mapping[str, str], colour: Colour, background: Colour, least: float = READABLE) -> Colour:
    """Returns `colour`, or the better of text 1 and background 1 if its contrast on `background` is below `least`."""
    candidates = (Colour("text1"), Colour("background1"))
    reached = measure_contrast(colours, colour, background)
    if reached >= (max(least, READABLE) if colour in candidates else least):
        return colour  # text 1 and background 1 must reach READABLE, or the other one is better
    return max(candidates, key=lambda candidate: measure_contrast(colours, candidate, background))


def choose_legible_on(colours: Mapping[str, str], colour: Colour, value: str) -> Colour:
    """Returns `colour`, or the best of it, text 1 and background 1 if its contrast on RRGGBB is too low."""
    if measure_contrast_on(colours, colour, value) >= DRAWN:
        return colour
    candidates = (colour, Colour("text1"), Colour("background1"))
    return max(candidates, key=lambda candidate: measure_contrast_on(colours, candidate, value))


def is_light(colours: Mapping[str, str], colour: Colour) -> bool:
    """Returns True if the colour contrasts more with black than with white."""
    return measure_contrast_on(colours, colour, "000000") > measure_contrast_on(colours, colour, "FFFFFF")


def measure_distance(first: str, second: str) -> int:
    """Returns the squared distance of two RRGGBB: 0 for equal ones."""
    pairs = zip(bytes.fromhex(first), bytes.fromhex(second), strict=True)
    return sum((one - other) ** 2 for one, other in pairs)


def mix_colours(first: str, second: str, share: float) -> str:
    """Returns an RRGGBB mixed with a share of a second one, from 0 to 1."""
    pairs = zip(bytes.fromhex(first), bytes.fromhex(second), strict=True)
    return "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def measure_difference(colours: Mapping[str, str], first: Colour, second: Colour, kind: str) -> float:
    """Returns the CIE 1976 ΔE of two theme colours for a person with this kind of blindness (a key of BLINDNESS)."""
    return math.dist(*(_convert_to_lab(_simulate(to_rgb(colours, colour), kind)) for colour in (first, second)))


@lru_cache(maxsize=4096)
def _contrast(first: str, first_colour: Colour, second: str, second_colour: Colour) -> float:
    """Returns the contrast of two slots, given as RRGGBB, each made lighter or darker as its colour says."""
    dark, light = sorted(_luminance(_rgb(value, c)) for value, c in ((first, first_colour), (second, second_colour)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(channels: tuple[float, float, float]) -> float:
    red, green, blue = _linearise(channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linearise(channels: tuple[float, float, float]) -> list[float]:
    """Returns linear red, green and blue of sRGB."""
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def _simulate(channels: tuple[float, float, float], kind: str) -> tuple[float, ...]:
    """Returns the linear red, green and blue that a person with this kind of blindness sees of an sRGB colour."""
    linear = _linearise(channels)
    return tuple(min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in BLINDNESS[kind])


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
