"""The data labels of a series in a chart (c:dLbls), and the cells that label texts come from."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from deckwright.charts import ChartKind
from deckwright.page import Chart, ChartSeries, Colour
from deckwright.write.chart_text import (
    NO_FILL,
    bit,
    paragraph_properties,
    run_properties,
    string_points,
    text_properties,
)
from deckwright.write.workbook import cell_text, labels_ref

_C15 = 'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'
_LABELS_FROM_CELLS = (
    f'<c:extLst><c:ext uri="{{CE6537A1-D6FC-4f65-9D91-7224C49458BB}}" {_C15}>'
    '<c15:showDataLabelsRange val="1"/></c:ext></c:extLst>'
)
_CELLS_EXTENSION = "{02D57815-91ED-43cb-92C2-25804820EDAC}"


def labels(chart: Chart, kind: ChartKind, series: ChartSeries) -> str:
    """The data labels of a series (c:dLbls): one c:dLbl where a label differs, then what holds for the rest."""
    size = chart.label_size or chart.text_size
    position = (chart.label_position or kind.label_position) if kind.label_positions else None
    number_format = f'<c:numFmt formatCode={quoteattr(chart.number_format)} sourceLinked="0"/>'
    where = f'<c:dLblPos val="{position}"/>' if position else ""

    def shown(value: bool) -> str:
        return (
            f'{where}<c:showLegendKey val="0"/><c:showVal val="{bit(value)}"/><c:showCatName val="0"/>'
            '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
        )

    def own(index: int) -> str:
        bold = index in chart.emphasised
        colour = series.label_colours[index] if series.label_colours else None
        if series.values[index] is None or not (bold or colour or series.labels):
            return ""
        if not series.labels:
            look = f"{number_format}{NO_FILL}{text_properties(chart, size, bold, colour)}{shown(True)}"
        elif text := cell_text(series.labels[index]):
            cell = f"{_cell(chart, size, bold, colour, index, text)}{number_format}{NO_FILL}{shown(False)}"
            look = f"{cell}{_LABELS_FROM_CELLS}"
        else:
            look = '<c:delete val="1"/>'
        return f'<c:dLbl><c:idx val="{index}"/>{look}</c:dLbl>'

    leaders = '<c:showLeaderLines val="0"/>' if kind.coloured_by == "point" else ""
    extension = _LABELS_FROM_CELLS if series.labels else ""
    return (
        f"<c:dLbls>{''.join(map(own, range(len(series.values))))}{number_format}{NO_FILL}{text_properties(chart, size)}"
        f"{shown(not series.labels)}{leaders}{extension}</c:dLbls>"
    )


def label_range(chart: Chart, index: int, series: ChartSeries) -> str:
    """The cells that label texts come from (c15:datalabelsRange): PowerPoint's "Value From Cells"."""
    if not series.labels:
        return ""
    return (
        f'<c:extLst><c:ext uri="{_CELLS_EXTENSION}" {_C15}><c15:datalabelsRange>'
        f"<c15:f>{labels_ref(chart, index)}</c15:f>"
        f"<c15:dlblRangeCache>{string_points(series.labels)}</c15:dlblRangeCache>"
        "</c15:datalabelsRange></c:ext></c:extLst>"
    )


def _cell(chart: Chart, size: float, bold: bool, colour: Colour | None, index: int, text: str) -> str:
    """The text of a label (c:tx) as a field that repeats its cell."""
    look = run_properties(chart, size, bold, colour, f"a:rPr lang={quoteattr(chart.lang)}")
    # A GUID need only be unique within the series, and must not be random.
    guid = f"{{00000000-0000-4000-8000-{index + 1:012X}}}"
    return (
        f"<c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p>{paragraph_properties(chart, size, bold, colour)}"
        f'<a:fld id="{guid}" type="CELLRANGE">{look}<a:pPr/><a:t>{escape(text)}</a:t></a:fld>'
        f"<a:endParaRPr lang={quoteattr(chart.lang)}/></a:p></c:rich></c:tx>"
    )
