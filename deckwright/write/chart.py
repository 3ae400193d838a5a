"""A native chart's own part: the c:chartSpace of ECMA-376 part 1, 21.2, its children in the schema's order."""

from __future__ import annotations

from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from deckwright.charts import CHART_KINDS, ChartKind
from deckwright.page import Chart, ChartSeries, Colour
from deckwright.write.chart_labels import label_range, labels
from deckwright.write.chart_text import NO_FILL, bit, fill, string_points, text_properties, title
from deckwright.write.workbook import categories_ref, name_ref, number_text, values_ref

_CATEGORY_AXIS, _VALUE_AXIS = 111111111, 222222222
_LINE_WIDTH, _MARKER_SIZE = 28_575, 8
_OUTLINE = Colour("background1")
"""Between slices."""
_BASELINE, _GRIDLINE = Colour("text1", lighter=50), Colour("text1", lighter=85)
_LABEL_ROOM = 0.08
"""Share of the frame kept free past the longest bar, where its label stands; PowerPoint reserves none."""
_TOP_LEFT = (
    '<c:layout><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/>'
    '<c:x val="0.005"/><c:y val="0.01"/></c:manualLayout></c:layout>'
)
"""Where a chart's title begins: like every other heading, at the left."""


def chart_xml(chart: Chart) -> bytes:
    """The chart part of `chart`; its relationship rId1 must lead to the workbook of `workbook_bytes`."""
    kind = CHART_KINDS[chart.kind]
    corner = "" if chart.rtl else _TOP_LEFT
    heading = title(chart, chart.title, chart.title_size or chart.text_size, layout=corner) if chart.title else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f'<c:date1904 val="0"/><c:lang val={quoteattr(chart.lang)}/><c:roundedCorners val="0"/>'
        f'<c:chart>{heading}<c:autoTitleDeleted val="{bit(not heading)}"/>'
        f"<c:plotArea>{_layout(chart, kind)}{_plot(chart, kind)}{_axes(chart, kind) if kind.axes else ''}"
        "<c:spPr><a:noFill/></c:spPr></c:plotArea>"
        f'{_legend(chart)}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"{NO_FILL}{text_properties(chart, chart.text_size)}"
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def _layout(chart: Chart, kind: ChartKind) -> str:
    """Room for labels past the ends of bars, where nothing else needs a place in the frame."""
    position = chart.label_position or kind.label_position
    needs_room = chart.data_labels and position == "outEnd" and kind.element == "barChart"
    if not needs_room or any((chart.title, chart.legend, chart.value_axis, chart.category_title, chart.value_title)):
        return "<c:layout/>"
    room = f"{_LABEL_ROOM}"
    rest = f"{1 - _LABEL_ROOM}"
    across = kind.direction == "bar"
    x = room if across and chart.rtl else "0"
    y = "0" if across else room
    width, height = (rest, "1") if across else ("1", rest)
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="outer"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{x}"/><c:y val="{y}"/><c:w val="{width}"/><c:h val="{height}"/></c:manualLayout></c:layout>'
    )


def _plot(chart: Chart, kind: ChartKind) -> str:
    direction = f'<c:barDir val="{kind.direction}"/>' if kind.direction else ""
    grouping = f'<c:grouping val="{kind.grouping}"/>' if kind.grouping else ""
    series = chart.series[:1] if kind.one_series else chart.series
    end = {
        "barChart": f'<c:gapWidth val="{chart.gap}"/><c:overlap val="{100 if kind.stacked else 0}"/>',
        "lineChart": '<c:marker val="1"/>',
        "pieChart": '<c:firstSliceAng val="0"/>',
        "doughnutChart": '<c:firstSliceAng val="0"/><c:holeSize val="60"/>',
    }.get(kind.element, "")
    axes = f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/>' if kind.axes else ""
    return (
        f'<c:{kind.element}>{direction}{grouping}<c:varyColors val="{bit(kind.coloured_by == "point")}"/>'
        f"{''.join(_series(chart, kind, index, one) for index, one in enumerate(series))}"
        f"{end}{axes}</c:{kind.element}>"
    )


def _series(chart: Chart, kind: ChartKind, index: int, series: ChartSeries) -> str:
    before_points = {
        "barChart": '<c:invertIfNegative val="0"/>',
        "lineChart": _marker(series.colour),
    }.get(kind.element, "")
    smooth = '<c:smooth val="0"/>' if kind.element == "lineChart" else ""
    points = "".join(
        _point(kind, n, colour)
        for n, colour in enumerate(series.point_colours)
        if colour is not None and colour != series.colour
    )
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>'
        f"<c:tx>{_strings(name_ref(index), (series.name,))}</c:tx>"
        f"{_look(kind, series.colour)}{before_points}{points if kind.points else ''}"
        f"{labels(chart, kind, series) if chart.data_labels else ''}"
        f"<c:cat>{_strings(categories_ref(chart), chart.categories)}</c:cat>"
        f"<c:val>{_numbers(chart, index, series)}</c:val>"
        f"{smooth}{label_range(chart, index, series) if chart.data_labels else ''}</c:ser>"
    )


def _look(kind: ChartKind, colour: Colour) -> str:
    """Fill or line of a series, a bar or a slice (c:spPr)."""
    if kind.element == "lineChart":
        return f'<c:spPr><a:ln w="{_LINE_WIDTH}" cap="rnd">{fill(colour)}<a:round/></a:ln></c:spPr>'
    if kind.coloured_by == "point":
        return f'<c:spPr>{fill(colour)}<a:ln w="19050">{fill(_OUTLINE)}</a:ln></c:spPr>'
    return f"<c:spPr>{fill(colour)}<a:ln><a:noFill/></a:ln></c:spPr>"


def _marker(colour: Colour) -> str:
    return (
        f'<c:marker><c:symbol val="circle"/><c:size val="{_MARKER_SIZE}"/>'
        f"<c:spPr>{fill(colour)}<a:ln><a:noFill/></a:ln></c:spPr></c:marker>"
    )


def _point(kind: ChartKind, index: int, colour: Colour) -> str:
    """One category in its own colour (c:dPt). On a line it is the marker: c:spPr would colour the way there."""
    look = {
        "barChart": f'<c:invertIfNegative val="0"/><c:bubble3D val="0"/>{_look(kind, colour)}',
        "lineChart": f'{_marker(colour)}<c:bubble3D val="0"/>',
    }.get(kind.element, f'<c:bubble3D val="0"/>{_look(kind, colour)}')
    return f'<c:dPt><c:idx val="{index}"/>{look}</c:dPt>'


def _axes(chart: Chart, kind: ChartKind) -> str:
    """c:catAx and c:valAx. Bars run downwards from the first category; right-to-left charts are mirrored."""
    across = kind.direction == "bar"
    side = "r" if chart.rtl else "l"
    category_side, value_side = (side, "b") if across else ("b", side)
    low = chart.minimum
    if low is None and kind.from_zero and all(v is None or v >= 0 for s in chart.series for v in s.values):
        low = Decimal(0)
    high = chart.maximum
    limits = (f'<c:max val="{number_text(high)}"/>' if high is not None else "") + (
        f'<c:min val="{number_text(low)}"/>' if low is not None else ""
    )
    gridlines = f'<c:majorGridlines><c:spPr><a:ln w="6350">{fill(_GRIDLINE)}</a:ln></c:spPr></c:majorGridlines>'
    category_title = _axis_title(chart, chart.category_title, upright=not across)
    value_title = _axis_title(chart, chart.value_title, upright=across)
    value_format = kind.value_format or chart.number_format
    text = text_properties(chart, chart.text_size)
    return (
        f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/>'
        f'<c:scaling><c:orientation val="{_orientation(across or chart.rtl)}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{category_side}"/>{category_title}'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/><c:spPr><a:ln w="9525">{fill(_BASELINE)}</a:ln></c:spPr>{text}'
        f'<c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="{_VALUE_AXIS}"/>'
        f'<c:scaling><c:orientation val="{_orientation(across and chart.rtl)}"/>{limits}</c:scaling>'
        f'<c:delete val="{bit(not chart.value_axis and not value_title)}"/><c:axPos val="{value_side}"/>'
        f"{gridlines if chart.value_axis else ''}{value_title}"
        f'<c:numFmt formatCode={quoteattr(value_format)} sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{"nextTo" if chart.value_axis else "none"}"/>'
        f"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{text}"
        # With the first category on top, "at the last category" is what keeps the numbers below the bars.
        f'<c:crossAx val="{_CATEGORY_AXIS}"/><c:crosses val="{"max" if across else "autoZero"}"/>'
        f'<c:crossBetween val="{"midCat" if kind.element == "areaChart" else "between"}"/></c:valAx>'
    )


def _axis_title(chart: Chart, text: str | None, *, upright: bool) -> str:
    """`upright` for a title that reads across the page: that of the axis at the bottom."""
    if not text:
        return ""
    return title(chart, text, chart.text_size, "<a:bodyPr/>" if upright else '<a:bodyPr rot="-5400000" vert="horz"/>')


def _legend(chart: Chart) -> str:
    if not chart.legend:
        return ""
    side = {"right": "l" if chart.rtl else "r", "bottom": "b", "top": "t"}[chart.legend]
    text = text_properties(chart, chart.text_size)
    return f'<c:legend><c:legendPos val="{side}"/><c:overlay val="0"/>{text}</c:legend>'


def _strings(formula: str, texts: tuple[str, ...]) -> str:
    return f"<c:strRef><c:f>{formula}</c:f><c:strCache>{string_points(texts)}</c:strCache></c:strRef>"


def _numbers(chart: Chart, index: int, series: ChartSeries) -> str:
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{number_text(value)}</c:v></c:pt>'
        for n, value in enumerate(series.values)
        if value is not None
    )
    return (
        f"<c:numRef><c:f>{values_ref(chart, index)}</c:f><c:numCache>"
        f"<c:formatCode>{escape(chart.number_format)}</c:formatCode>"
        f'<c:ptCount val="{len(series.values)}"/>{points}</c:numCache></c:numRef>'
    )


def _orientation(reversed_axis: bool) -> str:
    return "maxMin" if reversed_axis else "minMax"
