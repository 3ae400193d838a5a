"""Writes the axes of a chart (c:catAx, c:dateAx, c:valAx); right-to-left charts are mirrored."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from deckwright.charts.kinds import ChartKind
from deckwright.model.colours import Colour
from deckwright.model.page_chart import Axis, NativeChart
from deckwright.ooxml.workbook_writer import format_double
from deckwright.ooxml.xml import quoteattr
from deckwright.write.chart_text import fill_xml, text_properties_xml, title_xml

FIRST_AXES = ("111111111", "222222222")
"""The ids of the category axis (or the axis of x) and of the value axis."""
SECOND_AXES = ("333333333", "444444444")
"""The same for the secondary axes."""
_BASELINE, _WEB, _GRIDLINE = 50, 65, 85
"""How much lighter than text the lines are, in percent."""


def axes_xml(chart: NativeChart, kind: ChartKind) -> str:
    """Returns the axes of a chart, with the secondary axes when a series has them."""
    low = chart.minimum
    if low is None and kind.starts_at_zero and all(v is None or v >= 0 for s in chart.series for v in s.values):
        low = Decimal(0)
    gridlines = chart.value_axis if chart.gridlines is None else chart.gridlines
    values = Axis(
        chart.value_axis, gridlines, low, chart.maximum, chart.step, chart.logarithmic, chart.value_title,
        chart.percent_format if kind.value_format else chart.axis_format or chart.number_format,
    )  # fmt: skip
    side = "r" if chart.rtl else "l"
    if kind.is_numeric:
        # The axis of x is below the lowest value, not at zero, with a line.
        x_axis = _number_axis_xml(
            chart, chart.x_axis, *FIRST_AXES, side="b", backwards=chart.rtl, crosses="min", upright=True, line=True
        )
        return x_axis + _number_axis_xml(chart, values, *reversed(FIRST_AXES), side=side, crosses="min")
    # The numbers are below horizontal bars, whose first category is at the top, if they cross at the last category.
    value_axis = _number_axis_xml(
        chart, values, *reversed(FIRST_AXES),
        side="b" if kind.is_horizontal else side,
        crosses="max" if kind.is_horizontal else "autoZero",
        backwards=kind.is_horizontal and chart.rtl,
        between=not (kind.element == "areaChart" or chart.edge_to_edge),
        upright=kind.is_horizontal,
        keep=kind.element == "radarChart",
    )  # fmt: skip
    return (
        _category_axis_xml(chart, kind, side)
        + value_axis
        + (_second_axes_xml(chart) if any(series.secondary for series in chart.series) else "")
    )


def _category_axis_xml(chart: NativeChart, kind: ChartKind, side: str) -> str:
    """Returns the category axis (c:catAx, c:dateAx). The first category of bars is at the top."""
    text_size = chart.category_size or chart.text_size
    # Keeps PowerPoint from rotating category names, which are hard to read then.
    level = not kind.is_horizontal and chart.label_every == 1
    text = text_properties_xml(chart, text_size, body='<a:bodyPr rot="0" vert="horz"/>' if level else "<a:bodyPr/>")
    web = kind.element == "radarChart"
    common = (
        f'<c:axId val="{FIRST_AXES[0]}"/>'
        f'<c:scaling><c:orientation val="{_orientation(kind.is_horizontal or (chart.rtl and not web))}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side if kind.is_horizontal else "b"}"/>'
        f"{_gridlines_xml(chart, web or chart.edge_to_edge, web)}"
        f"{_axis_title_xml(chart, chart.category_title, upright=not kind.is_horizontal)}"
        f'<c:numFmt formatCode={quoteattr(chart.date_format or "General")} sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{"nextTo" if web else "low"}"/>'
        f'<c:spPr><a:ln w="9525">{_line_xml(chart, _BASELINE)}</a:ln></c:spPr>{text}'
        f'<c:crossAx val="{FIRST_AXES[1]}"/><c:crosses val="{"min" if kind.composition == "range" else "autoZero"}"/>'
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


def _second_axes_xml(chart: NativeChart) -> str:
    """Returns the secondary axes: values on the opposite side; the categories, drawn once already, are deleted."""
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
    values = _number_axis_xml(chart, axis, *reversed(SECOND_AXES), side=side, crosses="max", between=True)
    return values + categories


def _number_axis_xml(
    chart: NativeChart,
    axis: Axis,
    axis_id: str,
    crossed_id: str,
    *,
    side: str,
    crosses: str,
    backwards: bool = False,
    between: bool = False,
    upright: bool = False,
    line: bool = False,
    keep: bool = False,
) -> str:
    """Returns a c:valAx. `keep` draws it even without numbers, as a radar chart needs for its web."""
    base = '<c:logBase val="10"/>' if axis.logarithmic else ""
    limits = "".join(
        f'<c:{end} val="{format_double(value)}"/>'
        for end, value in (("max", axis.maximum), ("min", axis.minimum))
        if value is not None
    )
    step = f'<c:majorUnit val="{format_double(axis.step)}"/>' if axis.step else ""
    deleted = not (axis.shown or axis.title or line or keep)
    edge = f'<a:ln w="9525">{_line_xml(chart, _BASELINE)}</a:ln>' if line else "<a:ln><a:noFill/></a:ln>"
    return (
        f'<c:valAx><c:axId val="{axis_id}"/>'
        f'<c:scaling>{base}<c:orientation val="{_orientation(backwards)}"/>{limits}</c:scaling>'
        f'<c:delete val="{int(deleted)}"/><c:axPos val="{side}"/>'
        f"{_gridlines_xml(chart, axis.gridlines, keep)}{_axis_title_xml(chart, axis.title, upright=upright)}"
        f'<c:numFmt formatCode={quoteattr(axis.number_format or chart.number_format)} sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{("low" if line else "nextTo") if axis.shown else "none"}"/>'
        f"<c:spPr>{edge}</c:spPr>{text_properties_xml(chart, chart.text_size)}"
        f'<c:crossAx val="{crossed_id}"/><c:crosses val="{crosses}"/>'
        f'<c:crossBetween val="{"between" if between else "midCat"}"/>{step}</c:valAx>'
    )


def _gridlines_xml(chart: NativeChart, has_gridlines: bool, web: bool = False) -> str:
    if not has_gridlines:
        return ""
    line = _line_xml(chart, _WEB if web else _GRIDLINE)
    return f'<c:majorGridlines><c:spPr><a:ln w="6350">{line}</a:ln></c:spPr></c:majorGridlines>'


def _line_xml(chart: NativeChart, lighter: int) -> str:
    """Returns the fill of a line: mixed with white on a light background, transparent on a dark one."""
    on_dark = replace(chart.text_colour, opacity=100 - lighter)
    return fill_xml(on_dark if chart.on_dark else Colour("text1", lighter=lighter))


def _axis_title_xml(chart: NativeChart, text: str | None, *, upright: bool) -> str:
    """Returns the title of an axis: `upright` at the bottom axis, else turned to read upwards."""
    if not text:
        return ""
    body = "<a:bodyPr/>" if upright else '<a:bodyPr rot="-5400000" vert="horz"/>'
    return title_xml(chart, text, chart.text_size, body)


def _orientation(is_reversed: bool) -> str:
    return "maxMin" if is_reversed else "minMax"
