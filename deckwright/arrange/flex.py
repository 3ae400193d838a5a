"""Shares space along one axis as CSS flexbox does, in whole EMU.

CSS Flexible Box Layout, section 9.7 (resolving flexible lengths), with a shrink factor of 1 for every item, and
section 9.5 (alignment along the main axis).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Justify = Literal["start", "center", "end", "space-between", "space-around"]
AlignItems = Literal["stretch", "start", "center", "end"]


class FlexItem(Struct, frozen=True, gc=False):
    """A child along the axis."""

    base: int
    """Size before growing and shrinking."""
    least: int = 0
    grow: float = 0
    is_fixed: bool = False
    """Keeps its least size even if the space is too small."""


def share_space(items: Sequence[FlexItem], space: int, gap: int) -> tuple[int, ...]:
    """Returns a size for each item; together they fill `space` unless no item can grow or shrink."""
    free = space - gap * max(0, len(items) - 1) - sum([item.base for item in items])
    if free >= 0:
        return _grow(items, free)
    return _shrink(items, -free)


def share_tightly(items: Sequence[FlexItem], space: int, gap: int) -> tuple[int, ...]:
    """Shares space like `share_space`, but shrinks items below their least size rather than overflow the box."""
    sizes = share_space(items, space, gap)
    if sum(sizes) + gap * max(0, len(items) - 1) <= space:
        return sizes
    return share_space([item if item.is_fixed else replace(item, least=0) for item in items], space, gap)


def find_offsets(sizes: Sequence[int], space: int, gap: int, justify: Justify = "start") -> tuple[int, ...]:
    """Returns the start of each item."""
    free = max(0, space - sum(sizes) - gap * max(0, len(sizes) - 1))
    start, between = {
        "start": (0, gap),
        "center": (free // 2, gap),
        "end": (free, gap),
        "space-between": (0, gap + free // (len(sizes) - 1)) if len(sizes) > 1 else (0, gap),
        "space-around": (free // (2 * len(sizes)), gap + free // len(sizes)) if sizes else (0, gap),
    }[justify]
    places, position = [], start
    for size in sizes:
        places.append(position)
        position += size + between
    return tuple(places)


def _grow(items: Sequence[FlexItem], free: int) -> tuple[int, ...]:
    total = sum([item.grow for item in items])
    if not total:
        return tuple([item.base for item in items])
    free = round(free * min(1, total))  # CSS: growth factors below 1 in total leave space free
    sizes = [item.base + int(free * item.grow / total) for item in items]
    last = max(index for index, item in enumerate(items) if item.grow)
    sizes[last] += free - (sum(sizes) - sum(item.base for item in items))
    return tuple(sizes)


def _shrink(items: Sequence[FlexItem], missing: int) -> tuple[int, ...]:
    sizes = [item.base for item in items]
    shrinkable = {index for index, item in enumerate(items) if item.base > item.least}
    while missing > 0 and shrinkable:
        weight = sum(items[index].base for index in shrinkable)
        taken = 0
        for index in sorted(shrinkable):
            cut = min(sizes[index] - items[index].least, -(-missing * items[index].base // weight))
            cut = min(cut, missing - taken)
            sizes[index] -= cut
            taken += cut
        shrinkable = {index for index in shrinkable if sizes[index] > items[index].least}
        missing -= taken
    return tuple(sizes)
