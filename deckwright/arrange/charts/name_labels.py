"""Names lines at their ends, which is easier to read than a legend, and points at the side with the least overlap."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from deckwright.arrange.charts.axes import find_value_scale
from deckwright.arrange.charts.label_room import Room
from deckwright.charts.kinds import CHART_KINDS
from deckwright.model import deck
from deckwright.model.page_chart import ChartSeries, NativeChart

MAX_NAMED_LINES = 8
_MAX_NAME_SHARE = 0.32
"""Largest share of the frame's width for names."""
_LINE_HEIGHT = 1.15
_PADDING = 8
"""Points between the end of a line and its name, and around the plot."""
MAX_PLACED_POINTS = 150
"""With more points, no side is free for a name."""
_PLOT_SHARE = (0.86, 0.72)
"""Approximate width and height of the plot, as shares of the frame."""
_MAX_BUBBLE_SHARE = 0.25
"""Diameter of the largest bubble at a scale of 100 percent, as a share of the plot's shorter side."""

Rect = tuple[float, float, float, float]
"""Left, top, right and bottom, in points."""


class _End(Struct, frozen=True):
    """The end of a line, with the name to write there."""

    series: int
    point: int
    text: str
    value: Decimal
    at_start: bool = False


def name_ends(chart: NativeChart, source: deck.Chart, room: Room) -> NativeChart:
    """Writes the names of lines and of a target at their ends, if there is space."""
    ends = _find_ends(chart, source)
    sides = {at_start: [end for end in ends if end.at_start == at_start] for at_start in (False, True)}
    widths = {
        at_start: max((room.measure_text(end.text, chart.label_size, bold=True) for end in side), default=0.0)
        for at_start, side in sides.items()
    }
    if not ends or max(widths.values()) > _MAX_NAME_SHARE * room.width:
        return chart
    lines_named = any(chart.series[end.series].labelled != () for end in ends)  # targets have no labels
    named = {end.series for end in ends if chart.series[end.series].name in end.text}
    if named >= {n for n, series in enumerate(chart.series) if series.drawn}:
        chart = replace(chart, legend="")
    elif chart.legend and CHART_KINDS[chart.kind].element == "lineChart" and lines_named:
        return chart
    plot = _place_plot(chart, room, widths)
    scale = find_value_scale(chart)
    half = 0.0 if chart.edge_to_edge or chart.date_unit else plot[2] / (2 * len(chart.categories))
    shifts: dict[int, dict[int, tuple[float, float]]] = {}
    for side in sides.values():
        downs = _spread([1 - scale.locate(end.value) for end in side], plot[3] * room.height, chart.label_size)
        for end, down in zip(side, downs, strict=True):
            series = chart.series[end.series]
            is_target = series.trend is not None and not series.line
            x = half * (-1 if chart.rtl else 1) if is_target else 0.0
            shifts.setdefault(end.series, {})[end.point] = (x, down * plot[3])
    if chart.edge_to_edge or any(y for points in shifts.values() for _, y in points.values()):
        chart = replace(chart, minimum=scale.minimum, maximum=scale.maximum, step=chart.step or scale.step)
    named_series = tuple(_add_names(s, shifts[n], chart) if n in shifts else s for n, s in enumerate(chart.series))
    return replace(chart, series=named_series, plot=plot, data_labels=True)


def _find_ends(chart: NativeChart, source: deck.Chart) -> list[_End]:
    """Returns the ends of the lines to name."""
    if chart.edge_to_edge:
        return [
            _End(n, point, series.labels[point], value, at_start=point == 0)
            for n, series in enumerate(chart.series)
            for point, value in enumerate(series.values)
            if value is not None
        ]
    targets = [n for n, s in enumerate(chart.series) if s.labelled == () and s.kind == "line" and s.drawn]
    drawn = [n for n, s in enumerate(chart.series) if s.drawn and s.line > 0 and n not in targets]
    lines = [n for n in drawn if CHART_KINDS[chart.series[n].kind or chart.kind].element == "lineChart"]
    legend = (source.options or {}).get("legend")
    named = source.highlighted_series or tuple(lines)
    is_direct = legend == "direct" or (legend is None and len(lines) >= 2)
    has_labels = chart.data_labels and any(chart.series[n].labelled is None for n in lines)
    if not is_direct or has_labels or len(named) > MAX_NAMED_LINES or source.kind != "line":
        named = ()
    ends = []
    for n in (*named, *targets):
        series = chart.series[n]
        last = max((at for at, value in enumerate(series.values) if value is not None), default=None)
        if last is not None and (value := series.values[last]) is not None:
            ends.append(_End(n, last, series.name, value))
    return ends


def _place_plot(chart: NativeChart, room: Room, widths: dict[bool, float]) -> tuple[float, float, float, float]:
    """Returns left, top, width and height of the plot, as shares of the frame, with space for everything around it."""
    size = chart.text_size
    end = widths[False] + 2 * _PADDING
    start = widths[True] + 2 * _PADDING if widths[True] else 0.0
    if not start:
        number = _estimate_widest_number(chart)
        start = _PADDING + (room.measure_text(number, size) + _PADDING if chart.value_axis else 0)
    start += size * 1.4 if chart.value_title else 0
    top = size * 0.8 + (chart.title_size * 1.6 if chart.title else 0)
    top += chart.label_size if chart.data_labels else 0
    lines = 1 if chart.date_unit else max(
        room.count_lines(name, chart.category_size or size, 0.94 * (room.width - start - end) / len(chart.categories))
        for name in sorted(chart.categories, key=len)[-12:]
    )  # fmt: skip
    below = min(lines, 3) * (chart.category_size or size) * 1.25 + _PADDING
    below += size * 1.6 if chart.category_title else 0
    below += size * 1.8 if chart.legend in {"bottom", "top"} else 0
    left, right = (end, start) if chart.rtl else (start, end)
    width, height = room.width - left - right, room.height - top - below
    return left / room.width, top / room.height, width / room.width, height / room.height


def _estimate_widest_number(chart: NativeChart) -> str:
    """Returns a text about as wide as the widest number on the value axis."""
    values = (abs(value) for series in chart.series for value in series.values if value is not None)
    digits = len(str(int(max(values, default=Decimal(0)))))
    decimals = chart.number_format.count("0") - 1 if "." in chart.number_format else 0
    return "0" * (digits + digits // 3 + decimals + 1) + ("%" if "%" in chart.number_format else "")


def _spread(shares: Sequence[float], height: float, size: float) -> list[float]:
    """Returns how far down to move names at these shares of the height so that they do not overlap."""
    need = size * _LINE_HEIGHT / height
    order = sorted(range(len(shares)), key=lambda n: shares[n])
    places = [shares[n] for n in order]
    for n in range(1, len(places)):
        places[n] = max(places[n], places[n - 1] + need)
    overflow = places[-1] - max(1.0, shares[order[-1]]) if places else 0
    if overflow > 0:
        places[-1] -= overflow
        for n in range(len(places) - 2, -1, -1):
            places[n] = min(places[n], places[n + 1] - need)
    moved = [0.0] * len(shares)
    for n, place in zip(order, places, strict=True):
        moved[n] = place - shares[n] if abs(place - shares[n]) > 1e-9 else 0.0
    return moved


def _add_names(series: ChartSeries, shifts: dict[int, tuple[float, float]], chart: NativeChart) -> ChartSeries:
    """Returns the series with its name at its last point."""
    moves = tuple(shifts.get(n, (0.0, 0.0)) for n in range(len(series.values)))
    if chart.edge_to_edge:
        return replace(series, label_shifts=moves)
    side, labelled = "l" if chart.rtl else "r", tuple(shifts)
    return replace(series, labels=(), labelled=labelled, says=("series",), label_position=side, label_shifts=moves)


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
    placed = []
    for n, series in enumerate(chart.series):
        sides = tuple(positions.get((n, at)) for at in range(len(series.values)))
        placed.append(replace(series, label_positions=sides) if series.labels else series)
    return replace(chart, series=tuple(placed))


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
