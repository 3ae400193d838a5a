"""The data labels of a series in a chart (c:dLbls), and the cells that label texts come from."""

from __future__ import annotations

from deckwright.charts.kinds import ChartKind
from deckwright.model.colours import Colour
from deckwright.model.page_chart import Chart, ChartSeries
from deckwright.ooxml.names import CHART_2012_NS
from deckwright.ooxml.workbook_writer import cell_text
from deckwright.ooxml.xml import escape, quoteattr
from deckwright.write.chart_text import (
    NO_FILL,
    bit,
    paragraph_properties,
    run_properties,
    string_points,
    text_properties,
)
from deckwright.write.sheet import Sheet

_C15 = f'xmlns:c15="{CHART_2012_NS}"'
_LABELS_EXTENSION = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"


def _extended(flag: str, value: int) -> str:
    return f'<c:extLst><c:ext uri="{_LABELS_EXTENSION}" {_C15}><c15:{flag} val="{value}"/></c:ext></c:extLst>'


_LABELS_FROM_CELLS = _extended("showDataLabelsRange", 1)
_SAYS = {
    "value": "showVal",
    "category": "showCatName",
    "series": "showSerName",
    "percent": "showPercent",
    "size": "showBubbleSize",
}
"""What a label says → its flag, in the schema's order."""
_ONE_LINE = '<a:bodyPr wrap="none"/>'
_CELLS_EXTENSION = "{02D57815-91ED-43cb-92C2-25804820EDAC}"


def labels(chart: Chart, kind: ChartKind, series: ChartSeries) -> str:
    """The data labels of a series (c:dLbls): one c:dLbl where a label differs, then what holds for the rest."""
    size = chart.label_size or chart.text_size
    number_format = series.number_format or chart.number_format
    says = chart.says if series.says is None else series.says
    if "percent" in says and "value" not in says:
        number_format = chart.percent_format
    body = "<a:bodyPr/>" if kind.coloured_by == "point" else _ONE_LINE
    looks = f'<c:numFmt formatCode={quoteattr(number_format)} sourceLinked="0"/>{NO_FILL}'

    def shown(words: tuple[str, ...], index: int | None = None) -> str:
        position = _position(chart, kind, series, index)
        where = f'<c:dLblPos val="{position}"/>' if position else ""
        flags = "".join(f'<c:{_SAYS[word]} val="{bit(word in words)}"/>' for word in _SAYS)
        between = f"<c:separator>{_between(kind)}</c:separator>" if len(words) > 1 else ""
        return f'{where}<c:showLegendKey val="0"/>{flags}{between}'

    def own(index: int) -> str:
        if series.values[index] is None or (series.labelled is not None and index not in series.labelled):
            return ""
        bold = index in chart.emphasised
        colour = series.label_colours[index] if series.label_colours else None
        placed = series.label_positions and series.label_positions[index]
        shift = _shift(series.label_shifts[index]) if series.label_shifts else ""
        if not (bold or colour or series.labels or placed or shift or series.labelled):
            return ""
        if not series.labels:
            look = f"{shift}{looks}{text_properties(chart, size, bold, colour, body)}{shown(says, index)}"
        elif text := cell_text(series.labels[index]):
            cell = f"{shift}{_cell(chart, size, bold, colour, index, text)}{looks}{shown((), index)}"
            look = f"{cell}{_LABELS_FROM_CELLS}"
        else:
            look = '<c:delete val="1"/>'
        return f'<c:dLbl><c:idx val="{index}"/>{look}</c:dLbl>'

    if not (says or series.labels) or series.labelled == ():
        return ""
    rest = () if series.labels or series.labelled is not None else says
    leaders = '<c:showLeaderLines val="0"/>' if kind.coloured_by == "point" else ""
    extension = _extension(series)
    return (
        f"<c:dLbls>{''.join(map(own, range(len(series.values))))}{looks}{text_properties(chart, size, body=body)}"
        f"{shown(rest)}{leaders}{extension}</c:dLbls>"
    )


def _position(chart: Chart, kind: ChartKind, series: ChartSeries, index: int | None) -> str | None:
    """ST_DLblPos of the label of a point, or of those that have none of their own."""
    if not kind.label_positions:
        return None
    if index is not None and series.label_positions and (own := series.label_positions[index]):
        return own
    if series.label_position:
        return series.label_position
    return kind.label_position if series.kind else chart.label_position or kind.label_position


def _extension(series: ChartSeries) -> str:
    """What Office 2013 added: texts from cells, and no line from a point to a label that has been moved."""
    if series.label_shifts:
        return _extended("showLeaderLines", 0)
    return _LABELS_FROM_CELLS if series.labels and series.labelled is None else ""


def _shift(by: tuple[float, float]) -> str:
    """Where a label stands, from where it would by itself (c:layout)."""
    if by == (0, 0):
        return ""
    x, y = (f"{share:.4f}" for share in by)
    return f'<c:layout><c:manualLayout><c:x val="{x}"/><c:y val="{y}"/></c:manualLayout></c:layout>'


def _between(kind: ChartKind) -> str:
    return "\n" if kind.coloured_by == "point" else " "


def label_range(index: int, series: ChartSeries, sheet: Sheet) -> str:
    """The cells that label texts come from (c15:datalabelsRange): PowerPoint's "Value From Cells"."""
    if not series.labels:
        return ""
    return (
        f'<c:extLst><c:ext uri="{_CELLS_EXTENSION}" {_C15}><c15:datalabelsRange>'
        f"<c15:f>{sheet.cells('labels', index)}</c15:f>"
        f"<c15:dlblRangeCache>{string_points(series.labels)}</c15:dlblRangeCache>"
        "</c15:datalabelsRange></c:ext></c:extLst>"
    )


def _cell(chart: Chart, size: float, bold: bool, colour: Colour | None, index: int, text: str) -> str:
    """The text of a label (c:tx) as a field that repeats its cell."""
    look = run_properties(chart, size, bold, colour, f"a:rPr lang={quoteattr(chart.lang)}")
    # A GUID need only be unique within the series, and must not be random.
    guid = f"{{00000000-0000-4000-8000-{index + 1:012X}}}"
    return (
        f"<c:tx><c:rich>{_ONE_LINE}<a:lstStyle/><a:p>{paragraph_properties(chart, size, bold, colour)}"
        f'<a:fld id="{guid}" type="CELLRANGE">{look}<a:pPr/><a:t>{escape(text)}</a:t></a:fld>'
        f"<a:endParaRPr lang={quoteattr(chart.lang)}/></a:p></c:rich></c:tx>"
    )
