"""How the values of each kind of chart become the series that PowerPoint draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from deckwright.arrange.charts.colours import Palette, choose_label_colours
from deckwright.arrange.charts.composed import make_dumbbell, make_range, make_slope, make_waterfall
from deckwright.arrange.charts.parts import SeriesParts, find_word
from deckwright.arrange.context import SlideContext
from deckwright.charts.kinds import CHART_KINDS, POSITION_WORDS, TRENDS
from deckwright.model import deck
from deckwright.model.colours import Colour
from deckwright.model.page_chart import ChartSeries, ErrorBars, Trend
from deckwright.texts.marks import strip_marks

MAX_MARKED_POINTS = 16
"""Up to so many points of a line have a marker."""

_HAIR = Colour("text1", lighter=35)


def make_series(source: deck.Chart, context: SlideContext) -> SeriesParts:
    """The series that `source` is drawn as."""
    return COMPOSITIONS[CHART_KINDS[source.kind].composition](source, Palette(source, context.brand.chart), context)


def _make_plain_series(source: deck.Chart, palette: Palette, context: SlideContext) -> SeriesParts:
    return SeriesParts(tuple(_make_one_series(index, palette, context) for index in range(len(source.series))))


def _make_one_series(index: int, palette: Palette, context: SlideContext) -> ChartSeries:
    source, kind = palette.source, palette.kind
    one, options = source.series[index], source.options or {}
    colour, points = palette.choose_series_colour(index), palette.choose_point_colours(index)
    position = POSITION_WORDS.get(str(options.get("label_position")), kind.label_position)
    quiet = bool(source.picked) and index not in source.picked
    return ChartSeries(
        strip_marks(one.name),
        one.values,
        _make_transparent(colour, palette),
        points,
        one.labels,
        choose_label_colours(kind, position, colour, points, len(one.values), context),
        line=1.5 if quiet else 2.25,
        marker=_choose_marker(palette, quiet),
        errors=_make_error_bars(one, options),
        trend=_make_trend(one, colour, options, context),
    )


def _make_transparent(colour: Colour, palette: Palette) -> Colour:
    """Areas that lie over each other are clear enough to show what is behind."""
    over = palette.kind.element == "areaChart" and not palette.kind.is_stacked and len(palette.source.series) > 1
    return replace(colour, opacity=70) if over or palette.kind.style == "filled" else colour


def _choose_marker(palette: Palette, quiet: bool) -> float:
    source, wanted = palette.source, (palette.source.options or {}).get("markers")
    if palette.kind.element not in {"lineChart", "radarChart"} or palette.kind.style == "filled":
        return 0
    few = (
        len(source.categories) <= MAX_MARKED_POINTS
        and len(source.series) <= MAX_MARKED_POINTS
        and not source.dates[MAX_MARKED_POINTS:]
    )
    return (0 if quiet else 7) if (few if wanted is None else wanted) else 0


def _make_error_bars(series: deck.Series, options: Mapping[str, Any]) -> ErrorBars | None:
    wanted = options.get("errors")
    if wanted is None:
        return None
    kind, value = wanted
    none = (None,) * len(series.values)
    return ErrorBars(kind, value, series.plus or none, series.minus or none, _HAIR, 19_050)


def _make_trend(series: deck.Series, colour: Colour, options: Mapping[str, Any], context: SlideContext) -> Trend | None:
    kind = options.get("trend")
    if not isinstance(kind, str):
        return None
    name = f"{find_word('trend', context)}: {strip_marks(series.name)}"
    return Trend(TRENDS[kind], name, replace(colour, darker=25, lighter=0), int(options.get("period", 2)))


def _make_point_series(source: deck.Chart, palette: Palette, context: SlideContext) -> SeriesParts:
    """Points with an x and a y. Where there are many they are small, and clear, so that crowds are seen."""
    count = sum(len(one.values) for one in source.series)
    size, opacity = next(row[1:] for row in _CROWDS if count <= row[0])
    bubbles, own_place = palette.kind.form == "bubbles", (source.options or {}).get("label_position")
    if bubbles:
        size, opacity = 0, 75
    series = []
    for index, one in enumerate(source.series):
        colour = replace(palette.choose_series_colour(index), opacity=opacity)
        points = tuple(
            replace(point, opacity=opacity) if (point := _find_point_highlight(palette, index, n)) else None
            for n in range(len(one.values))
        )
        series.append(
            replace(
                _make_one_series(index, palette, context),
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
    return SeriesParts(tuple(series), {"bubble_scale": scale, "value_axis": True})


_CROWDS: tuple[tuple[float, float, int], ...] = ((40, 10, 100), (200, 8, 80), (2_000, 5, 60), (float("inf"), 3, 40))
"""Up to how many points: the size of a marker in points, and how opaque it is in percent."""
_BUBBLES = ((12, 60), (40, 40), (float("inf"), 20))
"""Up to how many bubbles: c:bubbleScale."""


def _find_point_highlight(palette: Palette, series: int, point: int) -> Colour | None:
    """`highlight` counts points through all series."""
    before = sum(len(one.values) for one in palette.source.series[:series])
    return palette.look.highlight if before + point in palette.source.highlight else None


def _make_combo_series(source: deck.Chart, palette: Palette, context: SlideContext) -> SeriesParts:
    """Columns, and lines over them, on an axis of their own where the author wants one."""
    options = source.options or {}
    lines, own_axis = options["lines"], bool(options.get("secondary"))
    series = []
    for index in range(len(source.series)):
        one = _make_one_series(index, palette, context)
        if index in lines:
            few = len(source.categories) <= MAX_MARKED_POINTS if options.get("markers") is None else options["markers"]
            one = replace(
                one, kind="line", secondary=own_axis, marker=8 if few else 0, line=2.75, label_colours=(),
                number_format=source.second_format, colour=_choose_line_colour(index, palette),
            )  # fmt: skip
        series.append(one)
    columns_first = sorted(range(len(series)), key=lambda index: index in lines)
    return SeriesParts(tuple(series[index] for index in columns_first))


def _choose_line_colour(index: int, palette: Palette) -> Colour:
    """What stands out from the columns, unless the author has said."""
    given = (palette.source.options or {}).get("colours") or {}
    lines = (palette.source.options or {})["lines"]
    if index != lines[0] or (isinstance(given, dict) and ("series", index) in given):
        return palette.choose_series_colour(index)
    columns = tuple(palette.choose_series_colour(n) for n in range(len(palette.source.series)) if n not in lines)
    return palette.look.highlight if palette.look.highlight not in columns else palette.pick_other(*columns)


COMPOSITIONS: Mapping[str, Callable[[deck.Chart, Palette, SlideContext], SeriesParts]] = {
    "": _make_plain_series,
    "combo": _make_combo_series,
    "dumbbell": make_dumbbell,
    "points": _make_point_series,
    "range": make_range,
    "slope": make_slope,
    "waterfall": make_waterfall,
}
"""What makes the series of a kind, by the name that its row has under `make_series`."""
