"""How the values of each kind of chart become the series that PowerPoint draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from deckwright.arrange.charts.colours import Palette, label_colours
from deckwright.arrange.charts.composed import dumbbell, slope, spans, waterfall
from deckwright.arrange.charts.parts import Made, word
from deckwright.arrange.context import Context
from deckwright.charts.kinds import CHART_KINDS, POSITION_WORDS, TRENDS
from deckwright.model import deck
from deckwright.model.colours import Colour
from deckwright.model.page_chart import ChartSeries, ErrorBars, Trend
from deckwright.texts.marks import plain

FEW = 16
"""Up to so many points of a line have a marker."""

_HAIR = Colour("text1", lighter=35)


def made(chart: deck.Chart, context: Context) -> Made:
    """The series that `chart` is drawn as."""
    return MADE[CHART_KINDS[chart.kind].made](chart, Palette(chart, context.brand.chart), context)


def _plain(chart: deck.Chart, palette: Palette, context: Context) -> Made:
    return Made(tuple(_as_it_is(index, palette, context) for index in range(len(chart.series))))


def _as_it_is(index: int, palette: Palette, context: Context) -> ChartSeries:
    chart, kind = palette.chart, palette.kind
    one, options = chart.series[index], chart.options or {}
    colour, points = palette.series(index), palette.points(index)
    position = POSITION_WORDS.get(str(options.get("label_position")), kind.label_position)
    quiet = bool(chart.picked) and index not in chart.picked
    return ChartSeries(
        plain(one.name),
        one.values,
        _see_through(colour, palette),
        points,
        one.labels,
        label_colours(kind, position, colour, points, len(one.values), context),
        line=1.5 if quiet else 2.25,
        marker=_marker(palette, quiet),
        errors=_errors(one, options),
        trend=_trend(one, colour, options, context),
    )


def _see_through(colour: Colour, palette: Palette) -> Colour:
    """Areas that lie over each other are clear enough to show what is behind."""
    over = palette.kind.element == "areaChart" and not palette.kind.stacked and len(palette.chart.series) > 1
    return replace(colour, opacity=70) if over or palette.kind.style == "filled" else colour


def _marker(palette: Palette, quiet: bool) -> float:
    chart, wanted = palette.chart, (palette.chart.options or {}).get("markers")
    if palette.kind.element not in {"lineChart", "radarChart"} or palette.kind.style == "filled":
        return 0
    few = len(chart.categories) <= FEW and len(chart.series) <= FEW and not chart.dates[FEW:]
    return (0 if quiet else 7) if (few if wanted is None else wanted) else 0


def _errors(series: deck.Series, options: Mapping[str, Any]) -> ErrorBars | None:
    wanted = options.get("errors")
    if wanted is None:
        return None
    kind, value = wanted
    none = (None,) * len(series.values)
    return ErrorBars(kind, value, series.plus or none, series.minus or none, _HAIR, 19_050)


def _trend(series: deck.Series, colour: Colour, options: Mapping[str, Any], context: Context) -> Trend | None:
    kind = options.get("trend")
    if not isinstance(kind, str):
        return None
    name = f"{word('trend', context)}: {plain(series.name)}"
    return Trend(TRENDS[kind], name, replace(colour, darker=25, lighter=0), int(options.get("period", 2)))


def _points(chart: deck.Chart, palette: Palette, context: Context) -> Made:
    """Points with an x and a y. Where there are many they are small, and clear, so that crowds are seen."""
    count = sum(len(one.values) for one in chart.series)
    size, opacity = next(row[1:] for row in _CROWDS if count <= row[0])
    bubbles, own_place = palette.kind.form == "bubbles", (chart.options or {}).get("label_position")
    if bubbles:
        size, opacity = 0, 75
    series = []
    for index, one in enumerate(chart.series):
        colour = replace(palette.series(index), opacity=opacity)
        points = tuple(
            replace(point, opacity=opacity) if (point := _picked_point(palette, index, n)) else None
            for n in range(len(one.values))
        )
        series.append(
            replace(
                _as_it_is(index, palette, context),
                colour=colour,
                point_colours=points if any(points) else (),
                xs=one.xs,
                sizes=one.sizes,
                x_name=one.x_name,
                size_name=one.size_name,
                line=0,
                marker=size,
                label_colours=(),
                label_position="r" if bubbles and one.names and one.labels and not own_place else None,
            )
        )
    scale = next(percent for most, percent in _BUBBLES if count <= most)
    return Made(tuple(series), {"bubble_scale": scale, "value_axis": True})


_CROWDS: tuple[tuple[float, float, int], ...] = ((40, 10, 100), (200, 8, 80), (2_000, 5, 60), (float("inf"), 3, 40))
"""Up to how many points: the size of a marker in points, and how opaque it is in percent."""
_BUBBLES = ((12, 60), (40, 40), (float("inf"), 20))
"""Up to how many bubbles: c:bubbleScale."""


def _picked_point(palette: Palette, series: int, point: int) -> Colour | None:
    """`highlight` counts points through all series."""
    before = sum(len(one.values) for one in palette.chart.series[:series])
    return palette.look.highlight if before + point in palette.chart.highlight else None


def _combo(chart: deck.Chart, palette: Palette, context: Context) -> Made:
    """Columns, and lines over them, on an axis of their own where the author wants one."""
    options = chart.options or {}
    lines, own_axis = options["lines"], bool(options.get("secondary"))
    series = []
    for index in range(len(chart.series)):
        one = _as_it_is(index, palette, context)
        if index in lines:
            few = len(chart.categories) <= FEW if options.get("markers") is None else options["markers"]
            one = replace(
                one, kind="line", secondary=own_axis, marker=8 if few else 0, line=2.75, label_colours=(),
                number_format=chart.second_format, colour=_line_colour(index, palette),
            )  # fmt: skip
        series.append(one)
    columns_first = sorted(range(len(series)), key=lambda index: index in lines)
    return Made(tuple(series[index] for index in columns_first))


def _line_colour(index: int, palette: Palette) -> Colour:
    """What stands out from the columns, unless the author has said."""
    given = (palette.chart.options or {}).get("colours") or {}
    lines = (palette.chart.options or {})["lines"]
    if index != lines[0] or (isinstance(given, dict) and ("series", index) in given):
        return palette.series(index)
    columns = tuple(palette.series(n) for n in range(len(palette.chart.series)) if n not in lines)
    return palette.look.highlight if palette.look.highlight not in columns else palette.apart_from(*columns)


MADE: Mapping[str, Callable[[deck.Chart, Palette, Context], Made]] = {
    "": _plain,
    "combo": _combo,
    "dumbbell": dumbbell,
    "points": _points,
    "range": spans,
    "slope": slope,
    "waterfall": waterfall,
}
"""What makes the series of a kind, by the name that its row has under `made`."""
