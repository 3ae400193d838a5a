"""Writes the plots of a chart (c:barChart, c:lineChart …) with their series (ECMA-376 part 1, 21.2.2)."""

from __future__ import annotations

from msgspec import Struct

from deckwright.charts.kinds import CHART_KINDS, ChartKind
from deckwright.model.colours import Colour
from deckwright.model.page import EMU_PER_POINT
from deckwright.model.page_chart import ChartSeries, NativeChart
from deckwright.ooxml.drawing import DASHES
from deckwright.ooxml.workbook_writer import clean_cell_text, format_double
from deckwright.ooxml.xml import escape
from deckwright.write.chart_sheet import ChartSheet
from deckwright.write.chart_text import NO_FILL, fill_xml, label_range_xml, labels_xml, numbers_xml, strings_xml

FIRST_AXES = ("111111111", "222222222")
"""The ids of the category axis (or the axis of x) and of the value axis."""
SECOND_AXES = ("333333333", "444444444")
"""The same for the secondary axes."""
_EDGE_COLOUR = Colour("background1")
"""The colour of the lines around slices, bubbles and the bars of histograms."""
_ERROR_KINDS = {"fixed": "fixedVal", "percent": "percentage", "values": "cust"}
"""Kind of error bars → ST_ErrValType."""
_NO_EDGE = "<a:ln><a:noFill/></a:ln>"
_MIN_HIGHLIGHT = 8
"""The size in points of a highlighted marker on a line without markers."""


class Plot(Struct, frozen=True):
    """Series of the same kind on the same axes."""

    kind: ChartKind
    secondary: bool
    series: tuple[tuple[int, ChartSeries], ...]
    """Index in the chart, and series."""


def group_plots(chart: NativeChart) -> tuple[Plot, ...]:
    """Groups the series of `chart` into plots, in the order of their first series."""
    groups: dict[tuple[str, str, str, bool], list[tuple[int, ChartSeries]]] = {}
    kinds: dict[tuple[str, str, str, bool], ChartKind] = {}
    main = CHART_KINDS[chart.kind]
    is_single = main.is_single_series and not main.composition
    for index, series in enumerate(chart.series[:1] if is_single else chart.series):
        kind = CHART_KINDS[series.kind or chart.kind]
        key = (kind.element, kind.direction, kind.grouping, series.secondary)
        kinds.setdefault(key, kind)
        groups.setdefault(key, []).append((index, series))
    return tuple(Plot(kinds[key], key[-1], tuple(series)) for key, series in groups.items())


def plot_xml(chart: NativeChart, plot: Plot, sheet: ChartSheet) -> str:
    kind = plot.kind
    start = f'<c:barDir val="{kind.direction}"/>' if kind.direction else ""
    start += f'<c:grouping val="{kind.grouping}"/>' if kind.grouping else ""
    start += f'<c:{kind.element[:-5]}Style val="{kind.style}"/>' if kind.style else ""
    end = {
        "barChart": f'<c:gapWidth val="{chart.gap}"/><c:overlap val="{100 if kind.is_stacked else 0}"/>',
        "lineChart": '<c:marker val="1"/>',
        "pieChart": '<c:firstSliceAng val="0"/>',
        "doughnutChart": '<c:firstSliceAng val="0"/><c:holeSize val="60"/>',
        "bubbleChart": f'<c:bubbleScale val="{chart.bubble_scale}"/><c:showNegBubbles val="0"/>'
        '<c:sizeRepresents val="area"/>',
    }.get(kind.element, "")
    ids = SECOND_AXES if plot.secondary else FIRST_AXES
    axes = "".join(f'<c:axId val="{number}"/>' for number in ids) if kind.has_axes else ""
    return (
        f'<c:{kind.element}>{start}<c:varyColors val="{int(kind.coloured_by == "point")}"/>'
        f"{''.join(_series_xml(chart, kind, index, series, sheet) for index, series in plot.series)}"
        f"{end}{axes}</c:{kind.element}>"
    )


def _series_xml(chart: NativeChart, kind: ChartKind, index: int, series: ChartSeries, sheet: ChartSheet) -> str:
    points = "".join(
        _point_xml(kind, n, colour, series)
        for n, colour in enumerate(series.point_colours)
        if colour is not None and (colour != series.colour or kind.coloured_by == "point")
    )
    before_points = '<c:invertIfNegative val="0"/>' if kind.element in {"barChart", "bubbleChart"} else ""
    if kind.element in {"lineChart", "scatterChart", "radarChart"}:
        before_points = _marker_xml(series.colour, series.marker)
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>'
        f"<c:tx>{strings_xml(sheet.name_formula(index), (series.name,))}</c:tx>"
        f"{_properties_xml(kind, series, series.colour)}{before_points}"
        f"{points if kind.colours_points else ''}"
        f"{labels_xml(chart, kind, series) if chart.data_labels else ''}"
        f"{_trend_line_xml(series)}{_error_bars_xml(kind, index, series, sheet)}"
        f"{_values_xml(chart, kind, index, series, sheet)}{_AFTER_VALUES.get(kind.element, '')}"
        f"{label_range_xml(index, series, sheet) if chart.data_labels else ''}</c:ser>"
    )


def _error_bars_xml(kind: ChartKind, index: int, series: ChartSeries, sheet: ChartSheet) -> str:
    errors = series.errors
    if errors is None:
        return ""
    if errors.kind == "values":
        lengths = "".join(f"<c:{side}>{numbers_xml(sheet, side, index)}</c:{side}>" for side in ("plus", "minus"))
    else:
        lengths = f'<c:val val="{format_double(errors.value)}"/>'
    # Error bars of bars and columns have one direction only, and may not name it.
    direction = "" if kind.element == "barChart" else '<c:errDir val="y"/>'
    return (
        f'<c:errBars>{direction}<c:errBarType val="both"/><c:errValType val="{_ERROR_KINDS[errors.kind]}"/>'
        f'<c:noEndCap val="{int(not errors.caps)}"/>{lengths}'
        f'<c:spPr><a:ln w="{errors.width}" cap="{"flat" if errors.caps else "rnd"}">'
        f"{fill_xml(errors.colour or series.colour)}<a:round/></a:ln></c:spPr></c:errBars>"
    )


def _trend_line_xml(series: ChartSeries) -> str:
    trend = series.trend
    if trend is None:
        return ""
    period = f'<c:period val="{trend.period}"/>' if trend.kind == "movingAvg" else ""
    beyond = format_double(trend.beyond)
    further = f'<c:forward val="{beyond}"/><c:backward val="{beyond}"/>' if trend.beyond else ""
    return (
        f"<c:trendline><c:name>{escape(clean_cell_text(trend.name))}</c:name>"
        f'<c:spPr><a:ln w="19050" cap="rnd">{fill_xml(trend.colour)}<a:prstDash val="{DASHES[trend.dash]}"/><a:round/>'
        "</a:ln></c:spPr>"
        f'<c:trendlineType val="{trend.kind}"/>{period}{further}'
        '<c:dispRSqr val="0"/><c:dispEq val="0"/></c:trendline>'
    )


_AFTER_VALUES = {
    "lineChart": '<c:smooth val="0"/>',
    "scatterChart": '<c:smooth val="0"/>',
    "bubbleChart": '<c:bubble3D val="0"/>',
}


def _values_xml(chart: NativeChart, kind: ChartKind, index: int, series: ChartSeries, sheet: ChartSheet) -> str:
    """Returns c:cat and c:val; for points c:xVal, c:yVal and c:bubbleSize."""
    values = numbers_xml(sheet, "values", index)
    if kind.is_numeric:
        sizes = f"<c:bubbleSize>{numbers_xml(sheet, 'sizes', index)}</c:bubbleSize>" if series.sizes else ""
        return f"<c:xVal>{numbers_xml(sheet, 'x', index)}</c:xVal><c:yVal>{values}</c:yVal>{sizes}"
    if chart.dates:
        return f"<c:cat>{numbers_xml(sheet, 'categories', 0)}</c:cat><c:val>{values}</c:val>"
    return f"<c:cat>{strings_xml(sheet.cells_formula('categories'), chart.categories)}</c:cat><c:val>{values}</c:val>"


def _properties_xml(kind: ChartKind, series: ChartSeries, colour: Colour) -> str:
    """Returns fill and line of a series, a bar or a slice (c:spPr)."""
    if not series.drawn:
        return NO_FILL
    if kind.element in {"lineChart", "scatterChart"} or kind.style == "marker":
        if not series.line:
            return '<c:spPr><a:ln w="19050"><a:noFill/></a:ln></c:spPr>'
        dash = f'<a:prstDash val="{DASHES[series.dash]}"/>' if series.dash != "solid" else ""
        width = round(series.line * EMU_PER_POINT)
        return f'<c:spPr><a:ln w="{width}" cap="rnd">{fill_xml(colour)}{dash}<a:round/></a:ln></c:spPr>'
    if kind.coloured_by == "point":
        return f'<c:spPr>{fill_xml(colour)}<a:ln w="19050">{fill_xml(_EDGE_COLOUR)}</a:ln></c:spPr>'
    edge = f'<a:ln w="9525">{fill_xml(_EDGE_COLOUR)}</a:ln>' if kind.form in {"raw", "bubbles"} else _NO_EDGE
    return f"<c:spPr>{fill_xml(colour)}{edge}</c:spPr>"


def _marker_xml(colour: Colour, size: float) -> str:
    if not size:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    return (
        f'<c:marker><c:symbol val="circle"/><c:size val="{round(size)}"/>'
        f"<c:spPr>{fill_xml(colour)}<a:ln><a:noFill/></a:ln></c:spPr></c:marker>"
    )


def _point_xml(kind: ChartKind, index: int, colour: Colour, series: ChartSeries) -> str:
    """Returns a point with its own colour (c:dPt); on a line only its marker has it, for c:spPr colours the line too.

    That marker is larger than the others, for LibreOffice ignores markers that differ in colour only.
    """
    bar = f'<c:invertIfNegative val="0"/><c:bubble3D val="0"/>{_properties_xml(kind, series, colour)}'
    dot = f'{_marker_xml(colour, max(series.marker, _MIN_HIGHLIGHT - 2) + 2)}<c:bubble3D val="0"/>'
    look = {"barChart": bar, "bubbleChart": bar, "lineChart": dot, "scatterChart": dot}.get(
        kind.element, f'<c:bubble3D val="0"/>{_properties_xml(kind, series, colour)}'
    )
    return f'<c:dPt><c:idx val="{index}"/>{look}</c:dPt>'
