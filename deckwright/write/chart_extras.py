"""What a series of a chart may have besides its points: error bars (c:errBars) and a trend line (c:trendline)."""

from __future__ import annotations

from deckwright.charts import ChartKind
from deckwright.ooxml.drawing import DASHES
from deckwright.ooxml.xml import escape
from deckwright.page_chart import ChartSeries, ErrorBars
from deckwright.write.chart_text import bit, fill, numbers
from deckwright.write.sheet import Sheet
from deckwright.write.workbook import cell_text, number_text

_KINDS = {"fixed": "fixedVal", "percent": "percentage", "figures": "cust"}


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
    if errors.kind != "figures":
        return f'<c:val val="{number_text(errors.value)}"/>'
    return "".join(f"<c:{way}>{numbers(sheet, way, index)}</c:{way}>" for way in ("plus", "minus"))
