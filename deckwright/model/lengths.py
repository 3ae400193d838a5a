"""Lengths of the slide markup: `0.6cm`, `12pt`, `30%`."""

from __future__ import annotations

import re

from msgspec import Struct

UNITS = {"cm": 360_000, "mm": 36_000, "in": 914_400, "pt": 12_700}
"""EMU in each unit."""

_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(cm|mm|in|pt|%)", re.ASCII)


class Length(Struct, frozen=True):
    """A fixed length in EMU, or a percentage of the available space."""

    emu: int = 0
    percent: float | None = None

    def of(self, space: int) -> int:
        """Returns the length in EMU; `space` is 100 %."""
        return self.emu if self.percent is None else round(space * self.percent / 100)


class Sides(Struct, frozen=True):
    """Padding in EMU, in CSS's order."""

    top: int = 0
    right: int = 0
    bottom: int = 0
    left: int = 0


def read_offset(value: str) -> Length:
    """Reads a length that may be negative. Raises ValueError."""
    if value == "0":
        return Length()
    match = _LENGTH.fullmatch(value)
    if not match:
        raise ValueError(value)
    number, unit = float(match[1]), match[2]
    return Length(percent=number) if unit == "%" else Length(round(number * UNITS[unit]))


def read_length(value: str) -> Length:
    """Reads a length of 0 or more. Raises ValueError."""
    length = read_offset(value)
    if length.emu < 0 or (length.percent or 0) < 0:
        raise ValueError(value)
    return length


def read_distance(value: str) -> int:
    """Reads a length of 0 or more that is not a percentage, in EMU. Raises ValueError."""
    length = read_length(value)
    if length.percent is not None:
        raise ValueError(value)
    return length.emu


def read_sides(value: str) -> Sides:
    """Reads one to four distances in the order of CSS's `padding`. Raises ValueError."""
    match [read_distance(part) for part in value.split()]:
        case [every]:
            return Sides(every, every, every, every)
        case [vertical, horizontal]:
            return Sides(vertical, horizontal, vertical, horizontal)
        case [top, horizontal, bottom]:
            return Sides(top, horizontal, bottom, horizontal)
        case [top, right, bottom, left]:
            return Sides(top, right, bottom, left)
    raise ValueError(value)
