"""Writes the texts and numbers of a chart: titles, text properties, caches of cells, and the data labels of a series.

Sizes are hundredths of a point; colours and fonts are those of the theme.
"""

from __future__ import annotations

from decimal import Decimal

from deckwright.charts.kinds import ChartKind
from deckwright.model.colours import COLOUR_SLOTS, Colour
from deckwright.model.page_chart import ChartSeries, NativeChart
from deckwright.ooxml.drawing import tint_xml
from deckwright.ooxml.names import CHART_2012_NS
from deckwright.ooxml.workbook_writer import clean_cell_text, format_double
from deckwright.ooxml.xml import escape, quoteattr
from deckwright.write.chart_sheet import ChartSheet

NO_FILL = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"


def title_xml(chart: NativeChart, text: str, size: float, body: str = "<a:bodyPr/>", layout: str = "") -> str:
    """Returns the title of a chart or an axis (c:title)."""
    properties = _run_properties_xml(chart, size, False, None, f"a:rPr lang={quoteattr(chart.lang)}")
    return (
        f"<c:title><c:tx><c:rich>{body}<a:lstStyle/><a:p>{_paragraph_properties_xml(chart, size, False, None)}"
        f"<a:r>{properties}<a:t>{escape(clean_cell_text(text))}</a:t></a:r></a:p></c:rich></c:tx>"
        f'{layout}<c:overlay val="0"/></c:title>'
    )


def text_properties_xml(
    chart: NativeChart, size: float, bold: bool = False, colour: Colour | None = None, body: str = "<a:bodyPr/>"
) -> str:
    """Returns the properties of texts that come from data (c:txPr)."""
    return (
        f"<c:txPr>{body}<a:lstStyle/><a:p>{_paragraph_properties_xml(chart, size, bold, colour)}"
        f"<a:endParaRPr lang={quoteattr(chart.lang)}/></a:p></c:txPr>"
    )


def _paragraph_properties_xml(chart: NativeChart, size: float, bold: bool, colour: Colour | None) -> str:
    """Returns the direction and the default run properties of a paragraph (a:pPr)."""
    direction = ' rtl="1"' if chart.rtl else ""
    return f"<a:pPr{direction}>{_run_properties_xml(chart, size, bold, colour, 'a:defRPr')}</a:pPr>"


def _run_properties_xml(chart: NativeChart, size: float, bold: bool, colour: Colour | None, tag: str) -> str:
    """Returns size, weight, colour and theme fonts. `tag` is a:defRPr, or a:rPr with its attributes."""
    return (
        f'<{tag} sz="{round(size * 100)}" b="{int(bold)}">{fill_xml(colour or chart.text_colour)}'
        f'<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></{tag.split()[0]}>'
    )


def fill_xml(colour: Colour) -> str:
    """Returns the a:solidFill of a theme colour with its tint, never an empty a:schemeClr as outside of charts."""
    return f'<a:solidFill><a:schemeClr val="{COLOUR_SLOTS[colour.slot]}">{tint_xml(colour)}</a:schemeClr></a:solidFill>'


def strings_xml(formula: str, texts: tuple[str, ...]) -> str:
    """Returns the reference to texts in cells, with their cache (c:strRef)."""
    return f"<c:strRef><c:f>{formula}</c:f><c:strCache>{_string_points_xml(texts)}</c:strCache></c:strRef>"


def _string_points_xml(texts: tuple[str, ...]) -> str:
    """Returns the content of a cache of texts (CT_StrData). An empty text is no point, for its cell is empty."""
    cleaned = [clean_cell_text(text) for text in texts]
    points = "".join([f'<c:pt idx="{n}"><c:v>{escape(text)}</c:v></c:pt>' for n, text in enumerate(cleaned) if text])
    return f'<c:ptCount val="{len(texts)}"/>{points}'


def numbers_xml(sheet: ChartSheet, content: str, series: int) -> str:
    """Returns the reference to the numbers of a column of the sheet, with their cache (c:numRef)."""
    column = sheet.columns[sheet.numbers[content, series] - 1]
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{format_double(value)}</c:v></c:pt>'
        for n, value in enumerate(column.cells)
        if isinstance(value, Decimal)
    )
    return (
        f"<c:numRef><c:f>{sheet.cells_formula(content, series)}</c:f><c:numCache>"
        f"<c:formatCode>{escape(column.number_format)}</c:formatCode>"
        f'<c:ptCount val="{len(column.cells)}"/>{points}</c:numCache></c:numRef>'
    )


_C15 = f'xmlns:c15="{CHART_2012_NS}"'
_LABELS_EXTENSION = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"
_CELLS_EXTENSION = "{02D57815-91ED-43cb-92C2-25804820EDAC}"


def _extension_xml(flag: str, value: int) -> str:
    return f'<c:extLst><c:ext uri="{_LABELS_EXTENSION}" {_C15}><c15:{flag} val="{value}"/></c:ext></c:extLst>'


_LABELS_FROM_CELLS = _extension_xml("showDataLabelsRange", 1)
_FLAGS = {
    "value": "showVal",
    "category": "showCatName",
    "series": "showSerName",
    "percent": "showPercent",
    "size": "showBubbleSize",
}
"""Part of a label → its flag, in the schema's order."""
_ONE_LINE = '<a:bodyPr wrap="none"/>'


def labels_xml(chart: NativeChart, kind: ChartKind, series: ChartSeries) -> str:
    """Returns the data labels of a series (c:dLbls): a c:dLbl for each label that differs, then the rest."""
    size = chart.label_size or chart.text_size
    number_format = series.number_format or chart.number_format
    says = chart.says if series.says is None else series.says
    if "percent" in says and "value" not in says:
        number_format = chart.percent_format
    by_point = kind.coloured_by == "point"
    body = "<a:bodyPr/>" if by_point else _ONE_LINE
    common = f'<c:numFmt formatCode={quoteattr(number_format)} sourceLinked="0"/>{NO_FILL}'

    def flags_xml(parts: tuple[str, ...], index: int | None = None) -> str:
        position = _find_position(chart, kind, series, index)
        position_xml = f'<c:dLblPos val="{position}"/>' if position else ""
        flags = "".join(f'<c:{flag} val="{int(part in parts)}"/>' for part, flag in _FLAGS.items())
        line_break = "\n" if by_point else " "
        separator = f"<c:separator>{line_break}</c:separator>" if len(parts) > 1 else ""
        return f'{position_xml}<c:showLegendKey val="0"/>{flags}{separator}'

    def label_xml(index: int) -> str:
        if series.values[index] is None or (series.labelled is not None and index not in series.labelled):
            return ""
        bold = index in chart.emphasised
        colour = series.label_colours[index] if series.label_colours else None
        position = series.label_positions and series.label_positions[index]
        shift = ""
        if series.label_shifts and series.label_shifts[index] != (0, 0):
            x, y = (f"{share:.4f}" for share in series.label_shifts[index])
            shift = f'<c:layout><c:manualLayout><c:x val="{x}"/><c:y val="{y}"/></c:manualLayout></c:layout>'
        if not (bold or colour or series.labels or position or shift or series.labelled):
            return ""
        if not series.labels:
            look = f"{shift}{common}{text_properties_xml(chart, size, bold, colour, body)}{flags_xml(says, index)}"
        elif text := clean_cell_text(series.labels[index]):
            cell = f"{shift}{_cell_text_xml(chart, size, bold, colour, index, text)}{common}{flags_xml((), index)}"
            look = f"{cell}{_LABELS_FROM_CELLS}"
        else:
            look = '<c:delete val="1"/>'
        return f'<c:dLbl><c:idx val="{index}"/>{look}</c:dLbl>'

    if not (says or series.labels) or series.labelled == ():
        return ""
    rest = () if series.labels or series.labelled is not None else says
    leaders = '<c:showLeaderLines val="0"/>' if by_point else ""
    if series.label_shifts:
        extension = _extension_xml("showLeaderLines", 0)  # no line from a point to a label that was moved
    else:
        extension = _LABELS_FROM_CELLS if series.labels and series.labelled is None else ""
    return (
        f"<c:dLbls>{''.join(map(label_xml, range(len(series.values))))}{common}"
        f"{text_properties_xml(chart, size, body=body)}{flags_xml(rest)}{leaders}{extension}</c:dLbls>"
    )


def _find_position(chart: NativeChart, kind: ChartKind, series: ChartSeries, index: int | None) -> str | None:
    """Returns the ST_DLblPos of the label of a point, or for `index` None of the labels without their own position."""
    if not kind.label_positions:
        return None
    if index is not None and series.label_positions and (position := series.label_positions[index]):
        return position
    if series.label_position:
        return series.label_position
    return kind.label_position if series.kind else chart.label_position or kind.label_position


def label_range_xml(index: int, series: ChartSeries, sheet: ChartSheet) -> str:
    """Returns the cells that label texts come from (c15:datalabelsRange): PowerPoint's "Value From Cells"."""
    if not series.labels:
        return ""
    return (
        f'<c:extLst><c:ext uri="{_CELLS_EXTENSION}" {_C15}><c15:datalabelsRange>'
        f"<c15:f>{sheet.cells_formula('labels', index)}</c15:f>"
        f"<c15:dlblRangeCache>{_string_points_xml(series.labels)}</c15:dlblRangeCache>"
        "</c15:datalabelsRange></c:ext></c:extLst>"
    )


def _cell_text_xml(chart: NativeChart, size: float, bold: bool, colour: Colour | None, index: int, text: str) -> str:
    """Returns the text of a label (c:tx) as a field that repeats its cell."""
    properties = _run_properties_xml(chart, size, bold, colour, f"a:rPr lang={quoteattr(chart.lang)}")
    # A GUID need only be unique within the series, and must not be random.
    guid = f"{{00000000-0000-4000-8000-{index + 1:012X}}}"
    return (
        f"<c:tx><c:rich>{_ONE_LINE}<a:lstStyle/><a:p>{_paragraph_properties_xml(chart, size, bold, colour)}"
        f'<a:fld id="{guid}" type="CELLRANGE">{properties}<a:pPr/><a:t>{escape(text)}</a:t></a:fld>'
        f"<a:endParaRPr lang={quoteattr(chart.lang)}/></a:p></c:rich></c:tx>"
    )
