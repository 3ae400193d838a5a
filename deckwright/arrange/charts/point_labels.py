"""Places the names of points: each at the side of its point where it overlaps least."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.charts.label_room import Room
from deckwright.model.page_chart import ChartSeries, NativeChart

MAX_PLACED_POINTS = 150
"""With more points, no side is free for a name."""
_PLOT_SHARE = (0.86, 0.72)
"""Approximate width and height of the plot, as shares of the frame."""
_MAX_BUBBLE_SHARE = 0.25
"""Diameter of the largest bubble at a scale of 100 percent, as a share of the plot's shorter side."""

Rect = tuple[float, float, float, float]
"""Left, top, right and bottom, in points."""


class _NamedPoint(Struct, frozen=True):
    """A point in the plot; `width` is that of its name, 0 without one. In points from the left and the top."""

    series: int
    point: int
    x: float
    y: float
    radius: float
    width: float


def place_names(chart: NativeChart, room: Room) -> NativeChart:
    """Returns `chart` with a label position for each point that has a name."""
    if not chart.data_labels or not any(series.labels for series in chart.series):
        return chart
    points = list(_find_points(chart, room))
    if not points or len(points) > MAX_PLACED_POINTS:
        return chart
    width, height = (share * size for share, size in zip(_PLOT_SHARE, (room.width, room.height), strict=True))
    taken = [(p.x - p.radius, p.y - p.radius, p.x + p.radius, p.y + p.radius) for p in points]
    positions: dict[tuple[int, int], str] = {}
    for point in sorted((point for point in points if point.width), key=lambda point: (point.y, point.x)):
        places = _find_label_places(point, chart.label_size)
        costs = {s: _measure_overlap(at, taken) + _measure_overhang(at, width, height) for s, at in places.items()}
        side = min(costs, key=costs.__getitem__)
        taken.append(places[side])
        positions[point.series, point.point] = side
    return replace(chart, series=tuple(_set_positions(n, series, positions) for n, series in enumerate(chart.series)))


def _find_points(chart: NativeChart, room: Room) -> Iterator[_NamedPoint]:
    low, high, left, right = chart.minimum, chart.maximum, chart.x_axis.minimum, chart.x_axis.maximum
    if low is None or high is None or left is None or right is None:
        return  # a logarithmic axis, whose ends PowerPoint chooses
    width, height = room.width * _PLOT_SHARE[0], room.height * _PLOT_SHARE[1]
    sizes = [float(size) for series in chart.series for size in series.sizes if size]
    widest = _MAX_BUBBLE_SHARE * min(width, height) * chart.bubble_scale / 100
    for n, series in enumerate(chart.series):
        for at, (x, y) in enumerate(zip(series.xs, series.values, strict=True)):
            if x is None or y is None:
                continue
            across, down = float((x - left) / (right - left)), float((high - y) / (high - low))
            radius = series.marker / 2
            if series.sizes and (size := series.sizes[at]):
                radius = widest / 2 * math.sqrt(float(size) / max(sizes))
            name = series.labels[at] if series.labels else ""
            name_width = room.measure_text(name, chart.label_size) if name else 0
            yield _NamedPoint(n, at, width * (1 - across if chart.rtl else across), height * down, radius, name_width)


def _find_label_places(point: _NamedPoint, size: float) -> Mapping[str, Rect]:
    """Returns the place of a label at each side, the default side first."""
    half, tall, gap = point.width / 2, size * 1.2, point.radius + 3
    return {
        "r": (point.x + gap, point.y - tall / 2, point.x + gap + point.width, point.y + tall / 2),
        "l": (point.x - gap - point.width, point.y - tall / 2, point.x - gap, point.y + tall / 2),
        "t": (point.x - half, point.y - gap - tall, point.x + half, point.y - gap),
        "b": (point.x - half, point.y + gap, point.x + half, point.y + gap + tall),
    }


def _measure_overlap(label: Rect, taken: Sequence[Rect]) -> float:
    """Returns the area of a label that overlaps others."""
    return sum(
        max(0.0, min(label[2], other[2]) - max(label[0], other[0]))
        * max(0.0, min(label[3], other[3]) - max(label[1], other[1]))
        for other in taken
    )


def _measure_overhang(label: Rect, width: float, height: float) -> float:
    """Returns a cost for the length by which a label extends beyond the plot."""
    return 20 * (max(0.0, -label[0]) + max(0.0, label[2] - width) + max(0.0, -label[1]) + max(0.0, label[3] - height))


def _set_positions(index: int, series: ChartSeries, positions: Mapping[tuple[int, int], str]) -> ChartSeries:
    if not series.labels:
        return series
    return replace(series, label_positions=tuple(positions.get((index, n)) for n in range(len(series.values))))
