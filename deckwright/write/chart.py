"""A native chart's own part: the c:chartSpace of ECMA-376 part 1, 21.2, its children in the schema's order."""

from __future__ import annotations

from deckwright.charts.kinds import CHART_KINDS, ChartKind
from deckwright.model.page_chart import Chart
from deckwright.ooxml.names import A_NS, CHART_NS, R_NS
from deckwright.ooxml.xml import quoteattr
from deckwright.write.chart_axes import axes
from deckwright.write.chart_plots import plots, plots_of
from deckwright.write.chart_text import NO_FILL, bit, text_properties, title
from deckwright.write.sheet import Sheet, sheet_of

_LABEL_ROOM = 0.08
"""Share of the frame kept free past the longest bar, where its label stands; PowerPoint reserves none."""
_SIDES = {"right": "r", "left": "l", "bottom": "b", "top": "t"}
_MIRRORED = {"r": "l", "l": "r"}


def chart_xml(chart: Chart, sheet: Sheet | None = None) -> bytes:
    """The chart part of `chart`; its relationship rId1 must lead to the workbook of `workbook_bytes`."""
    kind, sheet = CHART_KINDS[chart.kind], sheet or sheet_of(chart)
    heading = _title(chart)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{CHART_NS}"'
        f' xmlns:a="{A_NS}"'
        f' xmlns:r="{R_NS}">'
        f'<c:date1904 val="0"/><c:lang val={quoteattr(chart.lang)}/><c:roundedCorners val="0"/>'
        f'<c:chart>{heading}<c:autoTitleDeleted val="{bit(not heading)}"/>'
        f"<c:plotArea>{_layout(chart, kind)}{plots(chart, sheet)}{axes(chart, kind) if kind.axes else ''}"
        "<c:spPr><a:noFill/></c:spPr></c:plotArea>"
        f'{_legend(chart)}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"{NO_FILL}{text_properties(chart, chart.text_size)}"
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def _title(chart: Chart) -> str:
    """The chart's title: like every other heading at the side where lines begin."""
    if not chart.title:
        return ""
    left = chart.title_left
    corner = "" if left is None else _manual(f'<c:x val="{left:.4f}"/><c:y val="0.01"/>')
    return title(chart, chart.title, chart.title_size or chart.text_size, layout=corner)


def _layout(chart: Chart, kind: ChartKind) -> str:
    """Where `arrange` has put the plot; else room for labels past the ends of bars, if nothing else needs a place."""
    if chart.plot:
        x, y, width, height = (f"{share:.4f}" for share in chart.plot)
        return _manual(
            f'<c:x val="{x}"/><c:y val="{y}"/><c:w val="{width}"/><c:h val="{height}"/>',
            '<c:layoutTarget val="inner"/>',
        )
    position = chart.label_position or kind.label_position
    needs_room = chart.data_labels and position == "outEnd" and kind.element == "barChart"
    if not needs_room or any((chart.title, chart.legend, chart.value_axis, chart.category_title, chart.value_title)):
        return "<c:layout/>"
    room = f"{_LABEL_ROOM}"
    rest = f"{1 - _LABEL_ROOM}"
    x = room if kind.across and chart.rtl else "0"
    y = "0" if kind.across else room
    width, height = (rest, "1") if kind.across else ("1", rest)
    return _manual(
        f'<c:x val="{x}"/><c:y val="{y}"/><c:w val="{width}"/><c:h val="{height}"/>', '<c:layoutTarget val="outer"/>'
    )


def _manual(places: str, target: str = "") -> str:
    return (
        f'<c:layout><c:manualLayout>{target}<c:xMode val="edge"/><c:yMode val="edge"/>'
        f"{places}</c:manualLayout></c:layout>"
    )


def _legend(chart: Chart) -> str:
    """What is not drawn has no entry, and no trend has. The file counts the series first, then the trend lines."""
    if not chart.legend:
        return ""
    side = _SIDES[chart.legend]
    side = _MIRRORED.get(side, side) if chart.rtl else side
    series = [one for plot in plots_of(chart) for _, one in plot.series]
    gone = [index for index, one in enumerate(series) if not one.drawn]
    gone += range(len(series), len(series) + sum(one.trend is not None for one in series))
    entries = "".join(f'<c:legendEntry><c:idx val="{index}"/><c:delete val="1"/></c:legendEntry>' for index in gone)
    text = text_properties(chart, chart.text_size)
    return f'<c:legend><c:legendPos val="{side}"/>{entries}<c:overlay val="0"/>{text}</c:legend>'
