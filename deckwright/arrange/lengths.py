"""Lengths of the slide markup: `0.6cm`, `12pt`, `30%`."""

from __future__ import annotations

import re
from dataclasses import dataclass

UNITS = {"cm": 360_000, "mm": 36_000, "in": 914_400, "pt": 12_700}
"""EMU in each unit."""

_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(cm|mm|in|pt|%)")


@dataclass(frozen=True, slots=True)
class Length:
    """A fixed length in EMU, or a share of the space there is."""

    emu: int = 0
    percent: float = 0

    def of(self, space: int) -> int:
        """In EMU, where `space` is what a percentage is a part of."""
        return round(space * self.percent / 100) if self.percent else self.emu


@dataclass(frozen=True, slots=True)
class Sides:
    """Padding, as in CSS: top, right, bottom, left."""

    top: Length = Length()
    right: Length = Length()
    bottom: Length = Length()
    left: Length = Length()


def read_length(value: str) -> Length:
    """Raises ValueError, saying what a length looks like."""
    match = _LENGTH.fullmatch(value.strip())
    if value.strip() == "0":
        return Length()
    if not match:
        raise ValueError("a length is a number and cm, mm, in, pt or %, such as 0.6cm")
    number, unit = float(match[1]), match[2]
    return Length(percent=number) if unit == "%" else Length(emu=round(number * UNITS[unit]))


def read_sides(value: str) -> Sides:
    """One to four lengths in CSS's order; raises ValueError."""
    lengths = [read_length(part) for part in value.split()]
    if not 1 <= len(lengths) <= 4:
        raise ValueError("one to four lengths: top, right, bottom, left")
    top = lengths[0]
    right = lengths[1] if len(lengths) > 1 else top
    bottom = lengths[2] if len(lengths) > 2 else top
    left = lengths[3] if len(lengths) > 3 else right
    return Sides(top, right, bottom, left)
