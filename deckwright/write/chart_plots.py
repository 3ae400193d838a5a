"""The plots of a chart (c:barChart, c:lineChart …) with their series, as ECMA-376 part 1, 21.2.2 orders them."""

from __future__ import annotations

from msgspec import Struct

from deckwright.charts.kinds import CHART_KINDS, ChartKind
from deckwright.model.colours import Colour
from deckwright.model.page import EMU_PER_POINT
from deckwright.model.page_chart import Chart, ChartSeries, ErrorBars
from deckwright.ooxml.drawing import DASHES
from deckwright.ooxml.workbook_writer import cell_text, number_text
from deckwright.ooxml.xml import escape
from deckwright.write.chart_axes import FIRST_AXES, SECOND_AXES
from deckwright.write.chart_labels import label_range, labels
from deckwright.write.chart_text import NO_FILL, bit, fill, numbers, strings
from deckwright.write.sheet import Sheet

_KINDS = {"fixed": "fixedVal", "percent": "percentage", "values": "cust"}


def error_bars(kind: ChartKind, index: int, series: ChartSeries, sheet: Sheet) -> str:
    errors = series.errors
    if errors is None:
        return ""
    # Bars and columns have but one direction to go, so that they do not name it.
    direction = "" if kind.element == "barChart" else '<c:errDir val="y"/>'
    return (
        f'<c:errBars>{direction}<c:errBarType val="both"/><c:errValType val="{_KINDS[errors.kind]}"/>'
        f'<c:noEndCap val="{bit(not errors.caps)}"/>{_lengths(index, errors, sheet)}'
        f'<c:spPr><a:ln w="{errors.width}" cap="{"flat" if errors.caps else "rnd"}">'
        f"{fill(errors.colour or series.colour)}<a:round/></a:ln></c:spPr></c:errBars>"
    )


def trend_line(series: ChartSeries) -> str:
    trend = series.trend
    if trend is None:
        return ""
    period = f'<c:period val="{trend.period}"/>' if trend.kind == "movingAvg" else ""
    beyond = number_text(trend.beyond)
    further = f'<c:forward val="{beyond}"/><c:backward val="{beyond}"/>' if trend.beyond else ""
    return (
        f"<c:trendline><c:name>{escape(cell_text(trend.name))}</c:name>"
        f'<c:spPr><a:ln w="19050" cap="rnd">{fill(trend.colour)}<a:prstDash val="{DASHES[trend.dash]}"/><a:round/>'
        "</a:ln></c:spPr>"
        f'<c:trendlineType val="{trend.kind}"/>{period}{further}'
        '<c:dispRSqr val="0"/><c:dispEq val="0"/></c:trendline>'
    )


def _lengths(index: int, errors: ErrorBars, sheet: Sheet) -> str:
    if errors.kind != "values":
        return f'<c:val val="{number_text(errors.value)}"/>'
    return "".join(f"<c:{way}>{numbers(sheet, way, index)}</c:{way}>" for way in ("plus", "minus"))


_OUTLINE = Colour("background1")
"""Between slices."""
_NO_EDGE = "<a:ln><a:noFill/></a:ln>"
_PICKED_OUT = 8
"""Points of a marker that is highlighted on a line without any."""


class Plot(Struct, frozen=True):
    """Series that are drawn alike, on the same axes."""

    kind: ChartKind
    secondary: bool
    series: tuple[tuple[int, ChartSeries], ...]
    """Each with its index in the chart."""


def plots_of(chart: Chart) -> tuple[Plot, ...]:
    """The plots of `chart`, in the order of their first series."""
    found: dict[tuple[str, str, str, bool], list[tuple[int, ChartSeries]]] = {}
    kinds: dict[tuple[str, str, str, bool], ChartKind] = {}
    shown = (
        chart.series[:1] if CHART_KINDS[chart.kind].one_series and not CHART_KINDS[chart.kind].made else chart.series
    )
    for index, series in enumerate(shown):
        kind = CHART_KINDS[series.kind or chart.kind]
        key = (kind.element, kind.direction, kind.grouping, series.secondary)
        kinds.setdefault(key, kind)
        found.setdefault(key, []).append((index, series))
    return tuple(Plot(kinds[key], key[-1], tuple(series)) for key, series in found.items())


def plots(chart: Chart, sheet: Sheet) -> str:
    return "".join(_plot(chart, plot, sheet) for plot in plots_of(chart))


def _plot(chart: Chart, plot: Plot, sheet: Sheet) -> str:
    kind = plot.kind
    start = f'<c:barDir val="{kind.direction}"/>' if kind.direction else ""
    start += f'<c:grouping val="{kind.grouping}"/>' if kind.grouping else ""
    start += f'<c:{kind.element[:-5]}Style val="{kind.style}"/>' if kind.style else ""
    ids = SECOND_AXES if plot.secondary else FIRST_AXES
    axes = "".join(f'<c:axId val="{number}"/>' for number in ids) if kind.axes else ""
    return (
        f'<c:{kind.element}>{start}<c:varyColors val="{bit(kind.coloured_by == "point")}"/>'
        f"{''.join(_series(chart, kind, index, one, sheet) for index, one in plot.series)}"
        f"{_end(chart, kind)}{axes}</c:{kind.element}>"
    )


def _end(chart: Chart, kind: ChartKind) -> str:
    """What a plot says besides its series, before its axes."""
    match kind.element:
        case "barChart":
            return f'<c:gapWidth val="{chart.gap}"/><c:overlap val="{100 if kind.stacked else 0}"/>'
        case "lineChart":
            return '<c:marker val="1"/>'
        case "pieChart":
            return '<c:firstSliceAng val="0"/>'
        case "doughnutChart":
            return '<c:firstSliceAng val="0"/><c:holeSize val="60"/>'
        case "bubbleChart":
            scale = f'<c:bubbleScale val="{chart.bubble_scale}"/>'
            return f'{scale}<c:showNegBubbles val="0"/><c:sizeRepresents val="area"/>'
    return ""


def _series(chart: Chart, kind: ChartKind, index: int, series: ChartSeries, sheet: Sheet) -> str:
    points = "".join(
        _point(kind, n, colour, series)
        for n, colour in enumerate(series.point_colours)
        if colour is not None and (colour != series.colour or kind.coloured_by == "point")
    )
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>'
        f"<c:tx>{strings(sheet.name(index), (series.name,))}</c:tx>"
        f"{_look(kind, series, series.colour)}{_before_points(kind, series)}{points if kind.points else ''}"
        f"{labels(chart, kind, series) if chart.data_labels else ''}"
        f"{trend_line(series)}{error_bars(kind, index, series, sheet)}"
        f"{_write_values(chart, kind, index, series, sheet)}{_AFTER_VALUES.get(kind.element, '')}"
        f"{label_range(index, series, sheet) if chart.data_labels else ''}</c:ser>"
    )


def _before_points(kind: ChartKind, series: ChartSeries) -> str:
    if kind.element in {"lineChart", "scatterChart", "radarChart"}:
        return _marker(series.colour, series.marker)
    return '<c:invertIfNegative val="0"/>' if kind.element in {"barChart", "bubbleChart"} else ""


_AFTER_VALUES = {
    "lineChart": '<c:smooth val="0"/>',
    "scatterChart": '<c:smooth val="0"/>',
    "bubbleChart": '<c:bubble3D val="0"/>',
}


def _write_values(chart: Chart, kind: ChartKind, index: int, series: ChartSeries, sheet: Sheet) -> str:
    """c:cat and c:val; of points c:xVal, c:yVal and c:bubbleSize."""
    values = numbers(sheet, "values", index)
    if kind.numeric:
        sizes = f"<c:bubbleSize>{numbers(sheet, 'sizes', index)}</c:bubbleSize>" if series.sizes else ""
        return f"<c:xVal>{numbers(sheet, 'x', index)}</c:xVal><c:yVal>{values}</c:yVal>{sizes}"
    if chart.dates:
        return f"<c:cat>{numbers(sheet, 'categories', 0)}</c:cat><c:val>{values}</c:val>"
    return f"<c:cat>{strings(sheet.cells('categories'), chart.categories)}</c:cat><c:val>{values}</c:val>"


def _look(kind: ChartKind, series: ChartSeries, colour: Colour) -> str:
    """Fill or line of a series, a bar or a slice (c:spPr)."""
    if not series.drawn:
        return NO_FILL
    if kind.element in {"lineChart", "scatterChart"} or kind.style == "marker":
        if not series.line:
            return '<c:spPr><a:ln w="19050"><a:noFill/></a:ln></c:spPr>'
        dash = f'<a:prstDash val="{DASHES[series.dash]}"/>' if series.dash != "solid" else ""
        width = round(series.line * EMU_PER_POINT)
        return f'<c:spPr><a:ln w="{width}" cap="rnd">{fill(colour)}{dash}<a:round/></a:ln></c:spPr>'
    if kind.coloured_by == "point":
        return f'<c:spPr>{fill(colour)}<a:ln w="19050">{fill(_OUTLINE)}</a:ln></c:spPr>'
    edge = f'<a:ln w="9525">{fill(_OUTLINE)}</a:ln>' if kind.form in {"raw", "bubbles"} else _NO_EDGE
    return f"<c:spPr>{fill(colour)}{edge}</c:spPr>"


def _marker(colour: Colour, size: float) -> str:
    if not size:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    return (
        f'<c:marker><c:symbol val="circle"/><c:size val="{round(size)}"/>'
        f"<c:spPr>{fill(colour)}<a:ln><a:noFill/></a:ln></c:spPr></c:marker>"
    )


def _point(kind: ChartKind, index: int, colour: Colour, series: ChartSeries) -> str:
    """One category in its own colour (c:dPt). On a line it is the marker: c:spPr would colour the way there.

    That marker is larger than the others, or LibreOffice would not see that it differs.
    """
    bar = f'<c:invertIfNegative val="0"/><c:bubble3D val="0"/>{_look(kind, series, colour)}'
    dot = f'{_marker(colour, max(series.marker, _PICKED_OUT - 2) + 2)}<c:bubble3D val="0"/>'
    look = {"barChart": bar, "bubbleChart": bar, "lineChart": dot, "scatterChart": dot}.get(
        kind.element, f'<c:bubble3D val="0"/>{_look(kind, series, colour)}'
    )
    return f'<c:dPt><c:idx val="{index}"/>{look}</c:dPt>'
