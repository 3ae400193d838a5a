"""The names of points in a cloud: each at the side of its point where it lies on nothing else."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.charts.label_room import Room
from deckwright.model.page_chart import ChartSeries, NativeChart

MAX_PLACED_NAMES = 150
"""Of more names none finds a free place."""

_PLOT_SHARE = (0.86, 0.72)
"""About what the plot has of the frame's width and height."""
_MAX_BUBBLE_SHARE = 0.25
"""Its diameter at a scale of 100 percent, as a share of the plot's shorter side."""

Rect = tuple[float, float, float, float]
"""Left, top, right and bottom, in points."""


class _NamedPoint(Struct, frozen=True):
    series: int
    point: int
    x: float
    y: float
    radius: float
    width: float


def place_names(chart: NativeChart, room: Room) -> NativeChart:
    """`chart` with a label position for each point that has a name."""
    if not chart.data_labels or not any(one.labels for one in chart.series):
        return chart
    points = list(_find_points(chart, room))
    if not points or len(points) > MAX_PLACED_NAMES:
        return chart
    width, height = (share * size for share, size in zip(_PLOT_SHARE, (room.width, room.height), strict=True))
    taken = [(one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius) for one in points]
    found: dict[tuple[int, int], str] = {}
    for one in sorted((one for one in points if one.width), key=lambda one: (one.y, one.x)):
        places = _find_label_places(one, chart.label_size)
        best = min(
            places,
            key=lambda side: _measure_overlap(places[side], taken) + _measure_overhang(places[side], width, height),
        )
        taken.append(places[best])
        found[one.series, one.point] = best
    series = tuple(_set_positions(n, one, found) for n, one in enumerate(chart.series))
    return replace(chart, series=series)


def _find_points(chart: NativeChart, room: Room) -> Iterator[_NamedPoint]:
    low, high, left, right = chart.minimum, chart.maximum, chart.x_axis.minimum, chart.x_axis.maximum
    if low is None or high is None or left is None or right is None:
        return  # logarithmic: where points stand, only PowerPoint knows
    width, height = room.width * _PLOT_SHARE[0], room.height * _PLOT_SHARE[1]
    sizes = [float(size) for one in chart.series for size in one.sizes if size]
    widest = _MAX_BUBBLE_SHARE * min(width, height) * chart.bubble_scale / 100
    for n, one in enumerate(chart.series):
        for at, (x, y) in enumerate(zip(one.xs, one.values, strict=True)):
            if x is None or y is None:
                continue
            across = float((x - left) / (right - left))
            radius = one.marker / 2
            if one.sizes and (size := one.sizes[at]):
                radius = widest / 2 * math.sqrt(float(size) / max(sizes))
            text = one.labels[at] if one.labels else ""
            yield _NamedPoint(
                n, at, width * (1 - across if chart.rtl else across), height * float((high - y) / (high - low)), radius,
                room.measure_text(text, chart.label_size) if text else 0,
            )  # fmt: skip


def _find_label_places(one: _NamedPoint, size: float) -> Mapping[str, Rect]:
    """Where a label stands at each side, the usual one first."""
    half, tall, gap = one.width / 2, size * 1.2, one.radius + 3
    return {
        "r": (one.x + gap, one.y - tall / 2, one.x + gap + one.width, one.y + tall / 2),
        "l": (one.x - gap - one.width, one.y - tall / 2, one.x - gap, one.y + tall / 2),
        "t": (one.x - half, one.y - gap - tall, one.x + half, one.y - gap),
        "b": (one.x - half, one.y + gap, one.x + half, one.y + gap + tall),
    }


def _measure_overlap(label: Rect, taken: Sequence[Rect]) -> float:
    """How much of a label lies on something else."""
    return sum(
        max(0.0, min(label[2], other[2]) - max(label[0], other[0]))
        * max(0.0, min(label[3], other[3]) - max(label[1], other[1]))
        for other in taken
    )


def _measure_overhang(label: Rect, width: float, height: float) -> float:
    """How much of it lies beside the plot."""
    return 20 * (max(0.0, -label[0]) + max(0.0, label[2] - width) + max(0.0, -label[1]) + max(0.0, label[3] - height))


def _set_positions(index: int, one: ChartSeries, found: Mapping[tuple[int, int], str]) -> ChartSeries:
    if not one.labels:
        return one
    return replace(one, label_positions=tuple(found.get((index, point)) for point in range(len(one.values))))
