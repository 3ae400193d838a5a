"""The intervals of a histogram: as many as tell the shape, with edges that people count in."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

MOST_BINS = 100

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


class Bins(Struct, frozen=True):
    """Each interval holds its lower edge; the last one its upper edge too."""

    edges: tuple[Decimal, ...]
    counts: tuple[int, ...]


def bins_of(values: Sequence[Decimal], wanted: int | None = None, width: Decimal | None = None) -> Bins:
    """The values counted in intervals of `width`, or in about `wanted` ones; else in as many as Freedman and
    Diaconis (or, for a few values, Sturges) would take."""
    ordered = sorted(values)
    low, high = ordered[0], ordered[-1]
    if width is None:
        rough = (high - low) / wanted if wanted else _usual_width(ordered)
        whole = all(value == value.to_integral_value() for value in ordered)
        width = _nice(rough, whole) if rough else Decimal(1)
    first = math.floor(low / width)
    last = max(first + 1, math.ceil(high / width))
    edges = tuple(n * width for n in range(first, last + 1))
    counts = [0] * (len(edges) - 1)
    for value in ordered:
        counts[min(bisect_right(edges, value) - 1, len(counts) - 1)] += 1
    return Bins(edges, tuple(counts))


def _usual_width(ordered: Sequence[Decimal]) -> Decimal:
    count, spread = len(ordered), ordered[-1] - ordered[0]
    middle_half = ordered[(3 * count) // 4 if count > 3 else -1] - ordered[count // 4]
    by_spread = 2 * middle_half / Decimal(str(count ** (1 / 3)))
    sturges = spread / math.ceil(math.log2(count) + 1)
    width = min(by_spread, sturges) if by_spread and count > 30 else sturges
    return max(width, spread / 24)


def _nice(rough: Decimal, whole: bool) -> Decimal:
    """The width of 1, 2, 2.5 or 5 times a power of ten that is nearest to `rough`; a whole one for whole numbers."""
    power = Decimal(10) ** math.floor(math.log10(rough))
    width = min((step * power for step in _STEPS), key=lambda step: abs(math.log(step / rough)))
    return max(Decimal(1), width.to_integral_value()) if whole else width
