"""The axes of a chart (c:catAx, c:dateAx, c:valAx); right-to-left charts are mirrored."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from deckwright.charts.kinds import ChartKind
from deckwright.model.colours import Colour
from deckwright.model.page_chart import Axis, Chart
from deckwright.ooxml.workbook_writer import number_text
from deckwright.ooxml.xml import quoteattr
from deckwright.write.chart_text import bit, fill, text_properties, title

FIRST_AXES = ("111111111", "222222222")
"""Ids of the axis of categories (or of x) and of the axis of values."""
SECOND_AXES = ("333333333", "444444444")
_BASELINE, _WEB, _GRIDLINE = 50, 65, 85
"""How much paler than text lines are, in percent."""


def axes(chart: Chart, kind: ChartKind) -> str:
    """Those of the chart, and of series that have an axis at the other side those as well."""
    low = chart.minimum
    if low is None and kind.from_zero and all(v is None or v >= 0 for s in chart.series for v in s.values):
        low = Decimal(0)
    gridlines = chart.value_axis if chart.gridlines is None else chart.gridlines
    values = Axis(
        chart.value_axis, gridlines, low, chart.maximum, chart.step, chart.logarithmic, chart.value_title,
        chart.percent_format if kind.value_format else chart.axis_format or chart.number_format,
    )  # fmt: skip
    side = "r" if chart.rtl else "l"
    if kind.numeric:
        return _x_axis(chart) + _y_axis(chart, values, side)
    first = _category_axis(chart, kind, side) + _value_axis(chart, kind, values, side)
    if not any(series.secondary for series in chart.series):
        return first
    return first + _second_axes(chart)


def _category_axis(chart: Chart, kind: ChartKind, side: str) -> str:
    """Bars run downwards from the first category."""
    text_size = chart.category_size or chart.text_size
    # Names are not turned: names that stand on end are not read.
    level = not kind.across and chart.label_every == 1
    text = text_properties(chart, text_size, body='<a:bodyPr rot="0" vert="horz"/>' if level else "<a:bodyPr/>")
    web = kind.element == "radarChart"
    common = (
        f'<c:axId val="{FIRST_AXES[0]}"/>'
        f'<c:scaling><c:orientation val="{_orientation(kind.across or (chart.rtl and not web))}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side if kind.across else "b"}"/>'
        f"{_gridlines(chart, web or chart.edge_to_edge, web)}"
        f"{_axis_title(chart, chart.category_title, upright=not kind.across)}"
        f'<c:numFmt formatCode={quoteattr(chart.date_format or "General")} sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{"nextTo" if web else "low"}"/>'
        f'<c:spPr><a:ln w="9525">{_line(chart, _BASELINE)}</a:ln></c:spPr>{text}'
        f'<c:crossAx val="{FIRST_AXES[1]}"/><c:crosses val="{"min" if kind.made == "range" else "autoZero"}"/>'
    )
    if chart.date_unit:
        number, unit = chart.date_step or (0, "")
        step = f'<c:majorUnit val="{number}"/><c:majorTimeUnit val="{unit}"/>' if number else ""
        return (
            f'<c:dateAx>{common}<c:auto val="0"/><c:lblOffset val="100"/>'
            f'<c:baseTimeUnit val="{chart.date_unit}"/>{step}</c:dateAx>'
        )
    every = "" if chart.label_every == 1 else f'<c:tickLblSkip val="{chart.label_every}"/>'
    return (
        f'<c:catAx>{common}<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>{every}'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(chart: Chart, kind: ChartKind, axis: Axis, side: str) -> str:
    across, web = kind.across, kind.element == "radarChart"
    # With the first category on top, "at the last category" is what keeps the numbers below the bars.
    crosses = "max" if across else "autoZero"
    return _counting_axis(
        chart, axis, FIRST_AXES[1], FIRST_AXES[0],
        side="b" if across else side,
        backwards=across and chart.rtl,
        crosses=crosses,
        between=not (kind.element == "areaChart" or chart.edge_to_edge),
        upright=across,
        kept=web,
    )  # fmt: skip


def _second_axes(chart: Chart) -> str:
    """The values stand at the far side; the categories are there already, so theirs is not drawn."""
    categories = (
        f'<c:catAx><c:axId val="{SECOND_AXES[0]}"/>'
        f'<c:scaling><c:orientation val="{_orientation(chart.rtl)}"/></c:scaling>'
        '<c:delete val="1"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="none"/>'
        f'<c:crossAx val="{SECOND_AXES[1]}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )
    axis = replace(chart.second_axis, gridlines=False)
    side = "l" if chart.rtl else "r"
    return (
        _counting_axis(chart, axis, SECOND_AXES[1], SECOND_AXES[0], side=side, crosses="max", between=True) + categories
    )


def _x_axis(chart: Chart) -> str:
    """Below the lowest value, not at zero, with the line that points stand over."""
    return _counting_axis(
        chart, chart.x_axis, *FIRST_AXES, side="b", backwards=chart.rtl, crosses="min", upright=True, line=True
    )


def _y_axis(chart: Chart, axis: Axis, side: str) -> str:
    return _counting_axis(chart, axis, FIRST_AXES[1], FIRST_AXES[0], side=side, crosses="min")


def _counting_axis(
    chart: Chart,
    axis: Axis,
    number: str,
    crossed: str,
    *,
    side: str,
    crosses: str,
    backwards: bool = False,
    between: bool = False,
    upright: bool = False,
    line: bool = False,
    kept: bool = False,
) -> str:
    """A c:valAx. `kept` even without its numbers, as that of a radar, which holds the web."""
    base = '<c:logBase val="10"/>' if axis.logarithmic else ""
    limits = "".join(
        f'<c:{end} val="{number_text(value)}"/>'
        for end, value in (("max", axis.maximum), ("min", axis.minimum))
        if value is not None
    )
    step = f'<c:majorUnit val="{number_text(axis.step)}"/>' if axis.step else ""
    gone = not (axis.shown or axis.title or line or kept)
    edge = f'<a:ln w="9525">{_line(chart, _BASELINE)}</a:ln>' if line else "<a:ln><a:noFill/></a:ln>"
    return (
        f'<c:valAx><c:axId val="{number}"/>'
        f'<c:scaling>{base}<c:orientation val="{_orientation(backwards)}"/>{limits}</c:scaling>'
        f'<c:delete val="{bit(gone)}"/><c:axPos val="{side}"/>'
        f"{_gridlines(chart, axis.gridlines, kept)}{_axis_title(chart, axis.title, upright=upright)}"
        f'<c:numFmt formatCode={quoteattr(axis.number_format or chart.number_format)} sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{("low" if line else "nextTo") if axis.shown else "none"}"/>'
        f"<c:spPr>{edge}</c:spPr>{text_properties(chart, chart.text_size)}"
        f'<c:crossAx val="{crossed}"/><c:crosses val="{crosses}"/>'
        f'<c:crossBetween val="{"between" if between else "midCat"}"/>{step}</c:valAx>'
    )


def _gridlines(chart: Chart, there: bool, web: bool = False) -> str:
    if not there:
        return ""
    line = _line(chart, _WEB if web else _GRIDLINE)
    return f'<c:majorGridlines><c:spPr><a:ln w="6350">{line}</a:ln></c:spPr></c:majorGridlines>'


def _line(chart: Chart, paler: int) -> str:
    """On light paper mixed with white, as designers do; on dark what lies behind shines through."""
    return fill(replace(chart.text_colour, opacity=100 - paler) if chart.on_dark else Colour("text1", lighter=paler))


def _axis_title(chart: Chart, text: str | None, *, upright: bool) -> str:
    """`upright` for a title that reads across the page: that of the axis at the bottom."""
    if not text:
        return ""
    return title(chart, text, chart.text_size, "<a:bodyPr/>" if upright else '<a:bodyPr rot="-5400000" vert="horz"/>')


def _orientation(reversed_axis: bool) -> str:
    return "maxMin" if reversed_axis else "minMax"
