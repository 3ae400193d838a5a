"""How the figures of each kind of chart become series that PowerPoint draws: as they are, or made of hidden and shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from deckwright import deck
from deckwright.arrange.chart_colours import Palette, label_colours
from deckwright.arrange.context import Context
from deckwright.arrange.scale import scale_of, unit_of
from deckwright.charts import CHART_KINDS
from deckwright.inline import plain
from deckwright.languages.table import language
from deckwright.page import ChartSeries, Colour, ErrorBars, Trend, Values

FEW = 16
"""Up to so many points of a line have a marker."""

_ZERO = Decimal(0)
_HAIR = Colour("text1", lighter=35)
_TRENDS = {
    "linear": "linear",
    "exponential": "exp",
    "logarithmic": "log",
    "power": "power",
    "moving-average": "movingAvg",
}


@dataclass(frozen=True, slots=True)
class Made:
    """The series of a chart, and what else its kind decides: fields of `page.Chart`."""

    series: tuple[ChartSeries, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)


def made(chart: deck.Chart, context: Context) -> Made:
    """The series that `chart` is drawn as."""
    return _MADE[CHART_KINDS[chart.kind].made](chart, Palette(chart, context.brand.chart), context)


def _plain(chart: deck.Chart, palette: Palette, context: Context) -> Made:
    return Made(tuple(_as_it_is(index, palette, context) for index in range(len(chart.series))))


def _as_it_is(index: int, palette: Palette, context: Context) -> ChartSeries:
    chart, kind = palette.chart, palette.kind
    one, options = chart.series[index], chart.options or {}
    colour, points = palette.series(index), palette.points(index)
    position = str(options.get("label_position") or kind.label_position or "")
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
    return ErrorBars(kind, value, series.plus or none, series.minus or none, _HAIR)


def _trend(series: deck.Series, colour: Colour, options: Mapping[str, Any], context: Context) -> Trend | None:
    kind = options.get("trend")
    if not isinstance(kind, str):
        return None
    name = f"{_word('trend', context)}: {plain(series.name)}"
    return Trend(_TRENDS[kind], name, replace(colour, darker=25, lighter=0), int(options.get("period", 2)))


def _points(chart: deck.Chart, palette: Palette, context: Context) -> Made:
    """Points with an x and a y. Where there are many they are small, and clear, so that crowds are seen."""
    count = sum(len(one.values) for one in chart.series)
    size, opacity = next(row[1:] for row in _CROWDS if count <= row[0])
    bubbles = palette.kind.form == "bubbles"
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
                label_position="r" if bubbles and one.names and one.labels else None,
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
    stands_out = index == lines[0] and not (isinstance(given, dict) and ("series", index) in given)
    return palette.look.highlight if stands_out else palette.series(index)


def _waterfall(chart: deck.Chart, palette: Palette, context: Context) -> Made:
    """Stacked columns over hidden ones. What crosses zero has a part on either side of it, both of one colour."""
    one, totals = chart.series[0], (chart.options or {}).get("totals", ())
    bars = _steps(one.values, totals)
    look = palette.look
    kinds = (("total", look.series[0]), ("increase", look.series[1 % len(look.series)]), ("decrease", look.highlight))
    hidden = tuple(_base(bar) for bar in bars)
    series = [ChartSeries(_word("base", context), hidden, look.muted, drawn=False, labelled=())]
    for word, colour in kinds:
        for above in (True, False):
            part = tuple(_part(bar, above) if bar and bar.kind == word else None for bar in bars)
            if any(part):
                name = _word(word, context) if above else f"{_word(word, context)} (< 0)"
                series.append(ChartSeries(name, part, colour, labelled=()))
    tops = tuple((bar.high if bar.high > 0 else bar.low) if bar else None for bar in bars)
    sides = tuple(None if bar is None or bar.high > 0 else "b" for bar in bars)
    texts = tuple(label if bar else "" for label, bar in zip(one.labels or ("",) * len(bars), bars, strict=True))
    if one.labels:
        series.append(
            ChartSeries(
                plain(one.name), tops, look.muted, kind="line", drawn=False, labels=texts, label_positions=sides,
            )
        )  # fmt: skip
    return Made(tuple(series), {"emphasised": tuple(totals), "data_labels": bool(one.labels)})


@dataclass(frozen=True, slots=True)
class _Bar:
    low: Decimal
    high: Decimal
    kind: str


def _steps(values: Values, totals: Sequence[int]) -> list[_Bar | None]:
    level, bars = _ZERO, list[_Bar | None]()
    for index, value in enumerate(values):
        if value is None:
            bars.append(None)
        elif index in totals:
            level = value
            bars.append(_Bar(min(level, _ZERO), max(level, _ZERO), "total"))
        else:
            ends = sorted((level, level + value))
            bars.append(_Bar(ends[0], ends[1], "increase" if value >= 0 else "decrease"))
            level += value
    return bars


def _base(bar: _Bar | None) -> Decimal | None:
    """What holds a bar up from zero, or down."""
    if bar is None:
        return None
    return bar.low if bar.low > 0 else min(bar.high, _ZERO)


def _part(bar: _Bar, above: bool) -> Decimal | None:
    """What is seen of a bar above zero, or below it; None where there is nothing."""
    part = bar.high - max(bar.low, _ZERO) if above else bar.low - min(bar.high, _ZERO)
    return part if (part > 0 if above else part < 0) else None


def _range(chart: deck.Chart, palette: Palette, context: Context) -> Made:
    """Bars over hidden ones, with where they begin and end written beside them."""
    begin, end = chart.series
    spans = [
        None if a is None or b is None else _Bar(min(a, b), max(a, b), "")
        for a, b in zip(begin.values, end.values, strict=True)
    ]
    known = [value for span in spans if span for value in (span.low, span.high)]
    scale = scale_of(known, zero=False, room=0.14, unit=unit_of(chart.axis_formats[0]))
    points = palette.points(0) if chart.highlight else ()
    picked = tuple(palette.look.highlight if n in chart.highlight else None for n in range(len(spans)))
    colour = palette.look.muted if chart.highlight else palette.of(0)
    shown = {"colour": colour, "point_colours": picked if points or chart.highlight else (), "labelled": ()}
    name = f"{plain(begin.name)} – {plain(end.name)}"
    hidden = tuple(_base(span) for span in spans)
    base = ChartSeries(_word("base", context), hidden, colour, drawn=False, labelled=())
    above = ChartSeries(name, tuple(span and _part(span, True) for span in spans), **shown)
    below = tuple(span and _part(span, False) for span in spans)
    limits = {"minimum": scale.minimum, "maximum": scale.maximum, "step": scale.step}
    if any(below):
        both = tuple(
            f"{first} – {last}" if span else ""
            for first, last, span in zip(*_in_order(chart, spans), spans, strict=True)
        )
        bars = (base, above, ChartSeries(f"{name} (< 0)", below, **shown))
        return Made(_with_middle_labels(bars, both, chart, context), limits)
    first, last = _in_order(chart, spans)
    rest = tuple(span and scale.maximum - span.high for span in spans)
    return Made(
        (
            replace(base, labels=first, labelled=None, label_position="inEnd"),
            above,
            ChartSeries(_word("rest", context), rest, colour, drawn=False, labels=last, label_position="inBase"),
        ),
        limits,
    )


def _in_order(chart: deck.Chart, spans: Sequence[_Bar | None]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts of the lower and of the higher value of each span."""
    begin, end = chart.series
    if not begin.labels:
        return (), ()
    pairs = [
        (a, b) if span and x is not None and span.low == x else (b, a)
        for a, b, x, span in zip(begin.labels, end.labels, begin.values, spans, strict=True)
    ]
    texts = [pair if span else ("", "") for pair, span in zip(pairs, spans, strict=True)]
    return tuple(low for low, _ in texts), tuple(high for _, high in texts)


def _with_middle_labels(
    bars: tuple[ChartSeries, ...], texts: tuple[str, ...], chart: deck.Chart, context: Context
) -> tuple[ChartSeries, ...]:
    """Each label on the longer part of its bar, which may lie on either side of zero."""
    base, above, below = bars
    longer = [abs(a or _ZERO) >= abs(b or _ZERO) for a, b in zip(above.values, below.values, strict=True)]
    kind = CHART_KINDS[chart.kind]
    found = []
    for one, mine in ((above, True), (below, False)):
        labels = tuple(text if on == mine else "" for text, on in zip(texts, longer, strict=True)) if texts else ()
        colours = label_colours(kind, "ctr", one.colour, one.point_colours, len(one.values), context)
        found.append(replace(one, labels=labels, labelled=None if texts else (), label_colours=colours))
    return (base, *found)


def _dumbbell(chart: deck.Chart, palette: Palette, context: Context) -> Made:
    """Two markers, and between them the error bar of the first: high-low lines are drawn by PowerPoint alone."""
    begin, end = chart.series
    look = palette.look
    pairs = tuple(zip(begin.values, end.values, strict=True))
    apart = [None if a is None or b is None else b - a for a, b in pairs]
    rises = [gap is None or gap >= 0 for gap in apart]
    bars = ErrorBars(
        "figures",
        plus=tuple(None if gap is None else max(gap, _ZERO) for gap in apart),
        minus=tuple(None if gap is None else max(-gap, _ZERO) for gap in apart),
        colour=look.muted,
        width=38_100,
        caps=False,
    )
    picked = tuple(look.highlight if n in chart.highlight else None for n in range(len(pairs)))
    shown = {"line": 0, "marker": 13, "label_positions": ()}
    first = ChartSeries(plain(begin.name), begin.values, look.muted, labels=begin.labels, errors=bars, **shown)
    last = ChartSeries(
        plain(end.name),
        end.values,
        look.muted if chart.highlight else palette.of(0),
        picked if chart.highlight else (),
        labels=end.labels,
        **shown,
    )
    first = replace(first, label_positions=tuple("b" if up else "t" for up in rises))
    last = replace(last, label_positions=tuple("t" if up else "b" for up in rises))
    return Made((first, last), {"legend": "bottom"})


def _slope(chart: deck.Chart, palette: Palette, context: Context) -> Made:
    """A line for each category, from one edge to the other, with its name at its end."""
    begin, end = chart.series
    look = palette.look
    series = []
    for n, category in enumerate(chart.categories):
        a, b = begin.values[n], end.values[n]
        picked = n in chart.highlight
        colour = look.series[0] if a is None or b is None or b >= a else look.highlight
        if chart.highlight:
            colour = look.highlight if picked else look.muted
        name = plain(category)
        labels = (begin.labels[n], f"{end.labels[n]}  {name}") if end.labels else ("", name)
        series.append(
            ChartSeries(
                name, (a, b), colour, labels=labels, line=3 if picked else 2.25, marker=8,
                label_positions=("r", "l") if context.rtl else ("l", "r"),
            )
        )  # fmt: skip
    names = (plain(begin.name), plain(end.name))
    return Made(tuple(series), {"categories": names, "emphasised": (), "edge_to_edge": True})


def _word(key: str, context: Context) -> str:
    return language(context.locale).words[key]


_MADE: Mapping[str, Callable[[deck.Chart, Palette, Context], Made]] = {
    "": _plain,
    "combo": _combo,
    "dumbbell": _dumbbell,
    "points": _points,
    "range": _range,
    "slope": _slope,
    "waterfall": _waterfall,
}
"""What makes the series of a kind, by the name that its row has under `made`."""
