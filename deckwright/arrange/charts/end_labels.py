"""Names that stand at the ends of lines, instead of a legend: who is who is read where the lines are."""

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
"""Up to so many lines are named at their ends."""

_MAX_NAME_SHARE = 0.32
"""Share of the frame that names may take."""
_LINE_HEIGHT = 1.15
_PADDING = 8
"""Points between a line's end and its name, and around the plot."""


class _End(Struct, frozen=True):
    series: int
    point: int
    measure_text: str
    value: Decimal
    at_start: bool = False


def name_ends(chart: NativeChart, source: deck.Chart, room: Room) -> NativeChart:
    """`chart` with the names of its lines and of its target at their ends, where they have any and there is room."""
    ends = _find_ends(chart, source)
    sides = {at_start: [end for end in ends if end.at_start == at_start] for at_start in (False, True)}
    widths = {
        at_start: max((room.measure_text(end.measure_text, chart.label_size, bold=True) for end in found), default=0.0)
        for at_start, found in sides.items()
    }
    if not ends or max(widths.values()) > _MAX_NAME_SHARE * room.width:
        return chart
    named = [end for end in ends if chart.series[end.series].name in end.measure_text]
    if {end.series for end in named} >= {n for n, one in enumerate(chart.series) if one.drawn}:
        chart = replace(chart, legend="")
    elif chart.legend and CHART_KINDS[chart.kind].element == "lineChart" and not _are_targets(ends, chart):
        return chart
    plot = _place_plot(chart, room, widths)
    scale = find_value_scale(chart)
    half = 0.0 if chart.edge_to_edge or chart.date_unit else plot[2] / (2 * len(chart.categories))
    shifts: dict[int, dict[int, tuple[float, float]]] = {}
    for found in sides.values():
        lowered = _spread([1 - scale.locate(end.value) for end in found], plot[3] * room.height, chart.label_size)
        for end, by in zip(found, lowered, strict=True):
            target = chart.series[end.series].trend is not None and not chart.series[end.series].line
            x = half * (-1 if chart.rtl else 1) if target else 0.0
            shifts.setdefault(end.series, {})[end.point] = (x, by * plot[3])
    moved = any(y for of_series in shifts.values() for _, y in of_series.values())
    if moved or chart.edge_to_edge:
        chart = replace(chart, minimum=scale.minimum, maximum=scale.maximum, step=chart.step or scale.step)
    series = tuple(_add_names(one, shifts[n], chart) if n in shifts else one for n, one in enumerate(chart.series))
    return replace(chart, series=series, plot=plot, data_labels=True)


def _find_ends(chart: NativeChart, source: deck.Chart) -> list[_End]:
    """What could be named, and with what."""
    if chart.edge_to_edge:
        return list(_find_slope_ends(chart))
    targets = [n for n, one in enumerate(chart.series) if one.labelled == () and one.kind == "line" and one.drawn]
    lines = [n for n, one in enumerate(chart.series) if _is_line(one, chart) and n not in targets]
    wanted = (source.options or {}).get("legend")
    shown = source.picked or tuple(lines)
    direct = wanted == "direct" or (wanted is None and len(lines) >= 2)
    labelled = chart.data_labels and any(chart.series[n].labelled is None for n in lines)
    if not direct or labelled or len(shown) > MAX_NAMED_LINES or source.kind != "line":
        shown = ()
    ends = []
    for n in (*shown, *targets):
        one = chart.series[n]
        last = max((at for at, value in enumerate(one.values) if value is not None), default=None)
        if last is not None and (value := one.values[last]) is not None:
            ends.append(_End(n, last, one.name, value))
    return ends


def _find_slope_ends(chart: NativeChart) -> Sequence[_End]:
    return [
        _End(n, point, one.labels[point], value, at_start=point == 0)
        for n, one in enumerate(chart.series)
        for point, value in enumerate(one.values)
        if value is not None
    ]


def _are_targets(ends: list[_End], chart: NativeChart) -> bool:
    return all(chart.series[end.series].labelled == () for end in ends)


def _is_line(one: ChartSeries, chart: NativeChart) -> bool:
    return CHART_KINDS[one.kind or chart.kind].element == "lineChart" and one.drawn and one.line > 0


def _place_plot(chart: NativeChart, room: Room, widths: dict[bool, float]) -> tuple[float, float, float, float]:
    """Left, top, width and height of the plot, with room for all that stands around it."""
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
    """About the widest number on the value axis."""
    longest = max((abs(value) for one in chart.series for value in one.values if value is not None), default=Decimal(0))
    digits = len(str(int(longest)))
    decimals = chart.number_format.count("0") - 1 if "." in chart.number_format else 0
    return "0" * (digits + digits // 3 + decimals + 1) + ("%" if "%" in chart.number_format else "")


def _spread(shares: Sequence[float], height: float, size: float) -> list[float]:
    """How far names at these places (from the top, as shares) move down so that none lies on another."""
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


def _add_names(one: ChartSeries, shifts: dict[int, tuple[float, float]], chart: NativeChart) -> ChartSeries:
    """The series with its name at its last point, beside the label that it may have there."""
    moved = tuple(shifts.get(n, (0.0, 0.0)) for n in range(len(one.values)))
    if chart.edge_to_edge:
        return replace(one, label_shifts=moved)
    side = "l" if chart.rtl else "r"
    return replace(
        one, labels=(), labelled=tuple(shifts), says=("series",), label_position=side, label_shifts=moved,
    )  # fmt: skip
