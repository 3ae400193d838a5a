"""Makes the series that PowerPoint draws from the values of a chart, for each composition of chart kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from deckwright.arrange.charts import composed
from deckwright.arrange.charts.composed import SeriesParts, find_word
from deckwright.arrange.charts.palette import Palette, choose_label_colours
from deckwright.arrange.slide_context import SlideContext
from deckwright.charts.kinds import CHART_KINDS, POSITION_WORDS, TRENDS
from deckwright.model import deck
from deckwright.model.colours import Colour
from deckwright.model.page_chart import ChartSeries, ErrorBars, Trend
from deckwright.texts.marks import strip_marks

MAX_MARKED_POINTS = 16
"""Longer lines have no markers by default."""
_CROWDS: tuple[tuple[float, float, int], ...] = ((40, 10, 100), (200, 8, 80), (2_000, 5, 60), (float("inf"), 3, 40))
"""Largest number of points, size of a marker in points, and opacity in percent."""
_BUBBLES = ((12, 60), (40, 40), (float("inf"), 20))
"""Largest number of bubbles, and c:bubbleScale."""


def make_series(source: deck.Chart, context: SlideContext) -> SeriesParts:
    """Returns the series that `source` is drawn as."""
    return COMPOSITIONS[CHART_KINDS[source.kind].composition](source, Palette(source, context.brand.chart), context)


def _make_plain_series(source: deck.Chart, palette: Palette, context: SlideContext) -> SeriesParts:
    return SeriesParts(tuple(_make_basic_series(index, palette, context) for index in range(len(source.series))))


def _make_basic_series(index: int, palette: Palette, context: SlideContext) -> ChartSeries:
    source, kind = palette.source, palette.kind
    data, options = source.series[index], source.options or {}
    colour, points = palette.choose_series_colour(index), palette.choose_point_colours(index)
    position = POSITION_WORDS.get(str(options.get("label_position")), kind.label_position)
    is_muted = bool(source.highlighted_series) and index not in source.highlighted_series
    is_overlap = kind.element == "areaChart" and not kind.is_stacked and len(source.series) > 1
    return ChartSeries(
        strip_marks(data.name),
        data.values,
        replace(colour, opacity=70) if is_overlap or kind.style == "filled" else colour,  # to see areas behind
        points,
        data.labels,
        choose_label_colours(kind, position, colour, points, len(data.values), context),
        line=1.5 if is_muted else 2.25,
        marker=_choose_marker(palette, is_muted),
        errors=_make_error_bars(data, options),
        trend=_make_trend(data, colour, options, context),
    )


def _choose_marker(palette: Palette, is_muted: bool) -> float:
    """Returns the size of markers in points, 0 for none."""
    source, markers = palette.source, (palette.source.options or {}).get("markers")
    if palette.kind.element not in {"lineChart", "radarChart"} or palette.kind.style == "filled":
        return 0
    if markers is None:
        markers = max(len(source.categories), len(source.series), len(source.dates)) <= MAX_MARKED_POINTS
    return 7 if markers and not is_muted else 0


def _make_error_bars(series: deck.Series, options: Mapping[str, Any]) -> ErrorBars | None:
    errors = options.get("errors")
    if errors is None:
        return None
    kind, value = errors
    none = (None,) * len(series.values)
    return ErrorBars(kind, value, series.plus or none, series.minus or none, Colour("text1", lighter=35), 19_050)


def _make_trend(series: deck.Series, colour: Colour, options: Mapping[str, Any], context: SlideContext) -> Trend | None:
    kind = options.get("trend")
    if not isinstance(kind, str):
        return None
    name = f"{find_word('trend', context)}: {strip_marks(series.name)}"
    return Trend(TRENDS[kind], name, replace(colour, darker=25, lighter=0), int(options.get("period", 2)))


def _make_point_series(source: deck.Chart, palette: Palette, context: SlideContext) -> SeriesParts:
    """Returns points with an x and a y: the more there are, the smaller and the more transparent."""
    count = sum(len(data.values) for data in source.series)
    size, opacity = next(row[1:] for row in _CROWDS if count <= row[0])
    bubbles, has_own_position = palette.kind.form == "bubbles", bool((source.options or {}).get("label_position"))
    if bubbles:
        size, opacity = 0, 75
    series = []
    highlight = replace(palette.style.highlight, opacity=opacity)
    for index, data in enumerate(source.series):
        before = sum(len(other.values) for other in source.series[:index])  # `highlight` counts through all series
        points = tuple(highlight if before + n in source.highlight else None for n in range(len(data.values)))
        series.append(
            replace(
                _make_basic_series(index, palette, context),
                colour=replace(palette.choose_series_colour(index), opacity=opacity),
                point_colours=points if any(points) else (),
                xs=data.xs,
                sizes=data.sizes,
                x_name=data.x_name,
                size_name=data.size_name,
                line=0,
                marker=size,
                label_colours=(),
                label_position="r" if bubbles and data.names and data.labels and not has_own_position else None,
            )
        )
    scale = next(percent for most, percent in _BUBBLES if count <= most)
    return SeriesParts(tuple(series), {"bubble_scale": scale, "value_axis": True})


def _make_combo_series(source: deck.Chart, palette: Palette, context: SlideContext) -> SeriesParts:
    """Returns columns, then lines, on a secondary axis if the author has one."""
    options = source.options or {}
    lines, markers = options["lines"], options.get("markers")
    if markers is None:
        markers = len(source.categories) <= MAX_MARKED_POINTS
    combined = []
    for index in range(len(source.series)):
        series = _make_basic_series(index, palette, context)
        if index in lines:
            series = replace(
                series,
                kind="line",
                secondary=bool(options.get("secondary")),
                marker=8 if markers else 0,
                line=2.75,
                label_colours=(),
                number_format=source.second_format,
                colour=_choose_line_colour(index, palette),
            )
        combined.append(series)
    columns_first = sorted(range(len(combined)), key=lambda index: index in lines)
    return SeriesParts(tuple(combined[index] for index in columns_first))


def _choose_line_colour(index: int, palette: Palette) -> Colour:
    """Returns the author's colour, otherwise for the first line a colour that differs from the columns."""
    options = palette.source.options or {}
    colours, lines = options.get("colours") or {}, options["lines"]
    if index != lines[0] or (isinstance(colours, dict) and ("series", index) in colours):
        return palette.choose_series_colour(index)
    columns = tuple(palette.choose_series_colour(n) for n in range(len(palette.source.series)) if n not in lines)
    return palette.style.highlight if palette.style.highlight not in columns else palette.pick_other(*columns)


COMPOSITIONS: Mapping[str, Callable[[deck.Chart, Palette, SlideContext], SeriesParts]] = {
    "": _make_plain_series,
    "combo": _make_combo_series,
    "dumbbell": composed.make_dumbbell,
    "points": _make_point_series,
    "range": composed.make_range,
    "slope": composed.make_slope,
    "waterfall": composed.make_waterfall,
}
"""`ChartKind.composition` → the function that makes its series."""
