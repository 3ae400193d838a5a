"""Writes a chart as its own part with its workbook (c:chartSpace, ECMA-376 part 1, 21.2)."""

from __future__ import annotations

from deckwright.charts.kinds import CHART_KINDS, ChartKind
from deckwright.model.page_chart import NativeChart
from deckwright.ooxml.names import A_NS, CHART_NS, CHART_TYPE, OFFICE, R_NS, TYPES_BY_EXTENSION
from deckwright.ooxml.package import Package, Relationships
from deckwright.ooxml.xml import DECLARATION, quoteattr
from deckwright.write.chart_axes import axes_xml
from deckwright.write.chart_plots import group_plots, plot_xml
from deckwright.write.chart_sheet import ChartSheet, build_sheet, build_workbook
from deckwright.write.chart_text import NO_FILL, text_properties_xml, title_xml

CHARTS, WORKBOOKS = "/ppt/charts/chart{}.xml", "/ppt/embeddings/Microsoft_Excel_Sheet{}.xlsx"
_LABEL_ROOM = 0.08
"""Share of the frame kept free past the longest bar for its label; PowerPoint reserves no room."""
_SIDES = {"right": "r", "left": "l", "bottom": "b", "top": "t"}
_MIRRORED = {"r": "l", "l": "r"}


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
    heading, plots = _title_xml(chart), "".join(plot_xml(chart, plot, sheet) for plot in group_plots(chart))
    return (
        f'{DECLARATION}<c:chartSpace xmlns:c="{CHART_NS}" xmlns:a="{A_NS}" xmlns:r="{R_NS}">'
        f'<c:date1904 val="0"/><c:lang val={quoteattr(chart.lang)}/><c:roundedCorners val="0"/>'
        f'<c:chart>{heading}<c:autoTitleDeleted val="{int(not heading)}"/>'
        f"<c:plotArea>{_plot_layout_xml(chart, kind)}{plots}"
        f"{axes_xml(chart, kind) if kind.has_axes else ''}<c:spPr><a:noFill/></c:spPr></c:plotArea>"
        f'{_legend_xml(chart)}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"{NO_FILL}{text_properties_xml(chart, chart.text_size)}"
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def _title_xml(chart: NativeChart) -> str:
    """Returns the title of the chart, at the side where lines begin, like all headings."""
    if not chart.title:
        return ""
    left = chart.title_left
    layout = "" if left is None else _layout_xml(x=f"{left:.4f}", y="0.01")
    return title_xml(chart, chart.title, chart.title_size or chart.text_size, layout=layout)


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
