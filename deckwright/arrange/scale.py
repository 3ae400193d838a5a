"""Scales: where an axis begins and ends, in steps that people count in."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


class Scale(Struct, frozen=True):
    minimum: Decimal
    maximum: Decimal
    step: Decimal | None
    logarithmic: bool = False

    def share(self, value: Decimal) -> float:
        """How far up `value` is: 0 at the axis's beginning, 1 at its end."""
        low, high, place = (float(one) for one in (self.minimum, self.maximum, value))
        if self.logarithmic:
            low, high, place = math.log10(low), math.log10(high), math.log10(place)
        return (place - low) / (high - low)


def logarithmic_scale_of(values: Iterable[Decimal]) -> Scale:
    """The whole powers of ten around `values`, which are above zero."""
    found = [math.log10(value) for value in values]
    low, high = math.floor(min(found)), math.ceil(max(found))
    return Scale(Decimal(10) ** low, Decimal(10) ** max(high, low + 1), None, logarithmic=True)


def scale_of(values: Iterable[Decimal], *, zero: bool, steps: int = 5, room: float = 0.05, unit: float = 0) -> Scale:
    """The scale that holds `values` with some `room`, in about so many `steps`; with `zero` it reaches there.

    A step is a multiple of `unit`, where there is one: what the numbers on the axis can tell apart.
    """
    found = [float(value) for value in values] or [0.0, 1.0]
    low, high = min(found), max(found)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = (0.0, 1.0) if zero else (low - 1, high + 1)
    margin = (high - low) * room
    bottom = low if zero and low == 0 else low - margin
    top = high if zero and high == 0 else high + margin
    step = nice_step((top - bottom) / steps, unit)
    size = Decimal(repr(step))
    return Scale(math.floor(bottom / step) * size, math.ceil(top / step) * size, size)


def nice_step(rough: float, unit: float = 0) -> float:
    """The step of 1, 2, 2.5 or 5 times a power of ten that is nearest above `rough`, and a multiple of `unit`."""
    rough = max(rough, unit)
    power = 10.0 ** math.floor(math.log10(rough) + 1e-9)
    found = (float(f"{step * power:.12g}") for step in _STEPS if step * power >= rough * 0.999)
    return next(step for step in found if not unit or abs(step / unit - round(step / unit)) < 1e-6)


def unit_of(code: str) -> float:
    """What numbers in this format can tell apart: 1 for `#,##0`, 0.01 for `0%`; 0 where they show all they have."""
    if "0" not in code:
        return 0
    if code.startswith("["):
        return 1  # whole numbers in the language's own marks
    decimals = re.search(r"\.(0+)", code)
    unit = 10.0 ** -len(decimals[1]) if decimals else 1.0
    return unit / 100 if "%" in code else unit
