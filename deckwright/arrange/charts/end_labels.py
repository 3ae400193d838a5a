"""Names lines at their ends, which is easier to read than a legend."""

from __future__ import annotations

from collections.abc import Sequence
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
    named = {end.series for end in ends if chart.series[end.series].name in end.text}
    if named >= {n for n, series in enumerate(chart.series) if series.drawn}:
        chart = replace(chart, legend="")
    elif chart.legend and CHART_KINDS[chart.kind].element == "lineChart" and not _are_targets(ends, chart):
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
        return list(_find_slope_ends(chart))
    targets = [n for n, s in enumerate(chart.series) if s.labelled == () and s.kind == "line" and s.drawn]
    lines = [n for n, s in enumerate(chart.series) if _is_line(s, chart) and n not in targets]
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


def _find_slope_ends(chart: NativeChart) -> Sequence[_End]:
    return [
        _End(n, point, series.labels[point], value, at_start=point == 0)
        for n, series in enumerate(chart.series)
        for point, value in enumerate(series.values)
        if value is not None
    ]


def _are_targets(ends: list[_End], chart: NativeChart) -> bool:
    return all(chart.series[end.series].labelled == () for end in ends)


def _is_line(series: ChartSeries, chart: NativeChart) -> bool:
    return CHART_KINDS[series.kind or chart.kind].element == "lineChart" and series.drawn and series.line > 0


def _place_plot(chart: NativeChart, room: Room, widths: dict[bool, float]) -> tuple[float, float, float, float]:
    """Returns left, top, width and height of the plot, as shares of the frame, with space for everything around it."""
    size = chart.text_size
    end = widths[False] + 2 * _PADDING
    start = widths[True] + 2 * _PADDING if widths[True] else 0.0
    if not start:
        start = _PADDING + (
            room.measure_text(_estimate_widest_number(chart), size) + _PADDING if chart.value_axis else 0
        )
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
