"""Texts and numbers in a chart: their looks (hundredths of a point, theme colours, theme fonts, language, direction),
and the cells they come from."""

from __future__ import annotations

from decimal import Decimal

from deckwright.model.colours import COLOUR_SLOTS, Colour
from deckwright.model.page_chart import Chart
from deckwright.ooxml.drawing import tint
from deckwright.ooxml.workbook_writer import cell_text, number_text
from deckwright.ooxml.xml import escape, quoteattr
from deckwright.write.sheet import Sheet

NO_FILL = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"


def title(chart: Chart, text: str, size: float, body: str = "<a:bodyPr/>", layout: str = "") -> str:
    """The title of a chart or an axis (c:title)."""
    properties = run_properties(chart, size, False, None, f"a:rPr lang={quoteattr(chart.lang)}")
    return (
        f"<c:title><c:tx><c:rich>{body}<a:lstStyle/><a:p>{paragraph_properties(chart, size, False, None)}"
        f"<a:r>{properties}<a:t>{escape(cell_text(text))}</a:t></a:r></a:p></c:rich></c:tx>"
        f'{layout}<c:overlay val="0"/></c:title>'
    )


def text_properties(
    chart: Chart, size: float, bold: bool = False, colour: Colour | None = None, body: str = "<a:bodyPr/>"
) -> str:
    """How texts look that come from data (c:txPr)."""
    return (
        f"<c:txPr>{body}<a:lstStyle/><a:p>{paragraph_properties(chart, size, bold, colour)}"
        f"<a:endParaRPr lang={quoteattr(chart.lang)}/></a:p></c:txPr>"
    )


def paragraph_properties(chart: Chart, size: float, bold: bool, colour: Colour | None) -> str:
    """Direction, and the looks that hold where a run says nothing (a:pPr)."""
    direction = ' rtl="1"' if chart.rtl else ""
    return f"<a:pPr{direction}>{run_properties(chart, size, bold, colour, 'a:defRPr')}</a:pPr>"


def run_properties(chart: Chart, size: float, bold: bool, colour: Colour | None, tag: str) -> str:
    """Size, weight, colour and theme fonts. `tag` is a:defRPr, or a:rPr with its attributes."""
    return (
        f'<{tag} sz="{round(size * 100)}" b="{bit(bold)}">{fill(colour or chart.text_colour)}'
        f'<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></{tag.split()[0]}>'
    )


def fill(colour: Colour) -> str:
    """A theme colour with its tint, as clear as it is (a:solidFill)."""
    return f'<a:solidFill><a:schemeClr val="{COLOUR_SLOTS[colour.slot]}">{tint(colour)}</a:schemeClr></a:solidFill>'


def bit(value: bool) -> int:
    """xsd:boolean as Office spells it."""
    return 1 if value else 0


def string_points(texts: tuple[str, ...]) -> str:
    """The content of a cache of texts (CT_StrData); an empty text is no point, as its cell is empty."""
    shown = [cell_text(text) for text in texts]
    points = "".join([f'<c:pt idx="{n}"><c:v>{escape(text)}</c:v></c:pt>' for n, text in enumerate(shown) if text])
    return f'<c:ptCount val="{len(texts)}"/>{points}'


def strings(formula: str, texts: tuple[str, ...]) -> str:
    """Texts that stand in cells, and their cache (c:strRef)."""
    return f"<c:strRef><c:f>{formula}</c:f><c:strCache>{string_points(texts)}</c:strCache></c:strRef>"


def numbers(sheet: Sheet, what: str, series: int) -> str:
    """The numbers of a column of the sheet, and their cache (c:numRef)."""
    column = sheet.column(what, series)
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{number_text(value)}</c:v></c:pt>'
        for n, value in enumerate(column.cells)
        if isinstance(value, Decimal)
    )
    return (
        f"<c:numRef><c:f>{sheet.cells(what, series)}</c:f><c:numCache>"
        f"<c:formatCode>{escape(column.number_format)}</c:formatCode>"
        f'<c:ptCount val="{len(column.cells)}"/>{points}</c:numCache></c:numRef>'
    )
