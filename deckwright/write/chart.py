"""Writes a chart as its own part with its axes and its workbook (c:chartSpace, ECMA-376 part 1, 21.2).

Right-to-left charts are mirrored.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from deckwright.charts.kinds import CHART_KINDS, ChartKind
from deckwright.model.colours import Colour
from deckwright.model.page_chart import Axis, NativeChart
from deckwright.ooxml.names import A_NS, CHART_NS, CHART_TYPE, OFFICE, R_NS, TYPES_BY_EXTENSION
from deckwright.ooxml.package import Package, Relationships
from deckwright.ooxml.workbook_writer import format_double
from deckwright.ooxml.xml import DECLARATION, quoteattr
from deckwright.write.chart_plots import FIRST_AXES, SECOND_AXES, group_plots, plot_xml
from deckwright.write.chart_sheet import ChartSheet, build_sheet, build_workbook
from deckwright.write.chart_text import NO_FILL, fill_xml, text_properties_xml, title_xml

CHARTS, WORKBOOKS = "/ppt/charts/chart{}.xml", "/ppt/embeddings/Microsoft_Excel_Sheet{}.xlsx"
_LABEL_ROOM = 0.08
"""Share of the frame kept free past the longest bar for its label; PowerPoint reserves no room."""
_SIDES = {"right": "r", "left": "l", "bottom": "b", "top": "t"}
_MIRRORED = {"r": "l", "l": "r"}
_BASELINE, _WEB, _GRIDLINE = 50, 65, 85
"""How much lighter than text the lines are, in percent."""


def add_chart(package: Package, chart: NativeChart) -> str:
    """Adds the part of a chart and the part of its workbook; returns the name of the chart's part."""
    name, workbook = package.next_part_name(CHARTS), package.next_part_name(WORKBOOKS)
    relationships = Relationships(name)
    relationships.get_or_add(OFFICE + "package", workbook)  # the rId1 of c:externalData
    sheet = build_sheet(chart)
    package.add(name, CHART_TYPE, chart_xml(chart, sheet), relationships)
    package.add(workbook, TYPES_BY_EXTENSION["xlsx"], build_workbook(chart, sheet))
    return name


def chart_xml(chart: NativeChart, sheet: ChartSheet | None = None) -> bytes:
    """Returns the chart part of `chart`; its relationship rId1 must lead to the workbook of `build_workbook`."""
    kind, sheet = CHART_KINDS[chart.kind], sheet or build_sheet(chart)
    plots = "".join(plot_xml(chart, plot, sheet) for plot in group_plots(chart))
    # The title is at the side where lines begin, like all headings.
    layout = "" if chart.title_left is None else _layout_xml(x=f"{chart.title_left:.4f}", y="0.01")
    title_size = chart.title_size or chart.text_size
    heading = title_xml(chart, chart.title, title_size, layout=layout) if chart.title else ""
    return (
        f'{DECLARATION}<c:chartSpace xmlns:c="{CHART_NS}" xmlns:a="{A_NS}" xmlns:r="{R_NS}">'
        f'<c:date1904 val="0"/><c:lang val={quoteattr(chart.lang)}/><c:roundedCorners val="0"/>'
        f'<c:chart>{heading}<c:autoTitleDeleted val="{int(not heading)}"/>'
        f"<c:plotArea>{_plot_layout_xml(chart, kind)}{plots}"
        f"{_axes_xml(chart, kind) if kind.has_axes else ''}<c:spPr><a:noFill/></c:spPr></c:plotArea>"
        f'{_legend_xml(chart)}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"{NO_FILL}{text_properties_xml(chart, chart.text_size)}"
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def _plot_layout_xml(chart: NativeChart, kind: ChartKind) -> str:
    """Returns the layout of the plot: as `arrange` placed it, or with room for labels past the ends of bars.

    PowerPoint chooses the layout of all other plots, and of bars whose chart has a title, legend or value axis.
    """
    if chart.plot:
        x, y, width, height = (f"{share:.4f}" for share in chart.plot)
        return _layout_xml("inner", x=x, y=y, w=width, h=height)
    position = chart.label_position or kind.label_position
    needs_room = chart.data_labels and position == "outEnd" and kind.element == "barChart"
    if not needs_room or any((chart.title, chart.legend, chart.value_axis, chart.category_title, chart.value_title)):
        return "<c:layout/>"
    room, rest = f"{_LABEL_ROOM}", f"{1 - _LABEL_ROOM}"
    x = room if kind.is_horizontal and chart.rtl else "0"
    y = "0" if kind.is_horizontal else room
    width, height = (rest, "1") if kind.is_horizontal else ("1", rest)
    return _layout_xml("outer", x=x, y=y, w=width, h=height)


def _layout_xml(target: str = "", **box: str) -> str:
    start = f'<c:layoutTarget val="{target}"/>' if target else ""
    start += '<c:xMode val="edge"/><c:yMode val="edge"/>'
    sides = "".join(f'<c:{side} val="{share}"/>' for side, share in box.items())
    return f"<c:layout><c:manualLayout>{start}{sides}</c:manualLayout></c:layout>"


def _legend_xml(chart: NativeChart) -> str:
    """Returns the legend, without entries for trend lines and series that are not drawn.

    Entries are numbered: first all series, then all trend lines.
    """
    if not chart.legend:
        return ""
    side = _SIDES[chart.legend]
    side = _MIRRORED.get(side, side) if chart.rtl else side
    all_series = [series for plot in group_plots(chart) for _, series in plot.series]
    deleted = [index for index, series in enumerate(all_series) if not series.drawn]
    deleted += range(len(all_series), len(all_series) + sum(series.trend is not None for series in all_series))
    entries = "".join(f'<c:legendEntry><c:idx val="{index}"/><c:delete val="1"/></c:legendEntry>' for index in deleted)
    text = text_properties_xml(chart, chart.text_size)
    return f'<c:legend><c:legendPos val="{side}"/>{entries}<c:overlay val="0"/>{text}</c:legend>'


def _axes_xml(chart: NativeChart, kind: ChartKind) -> str:
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
    has_second = any(series.secondary for series in chart.series)
    return _category_axis_xml(chart, kind, side) + value_axis + (_second_axes_xml(chart) if has_second else "")


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
