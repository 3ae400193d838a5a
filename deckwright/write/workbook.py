"""The workbook inside a chart: the .xlsx package of its sheet, equal to the chart's caches."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

from deckwright.model.page_chart import Chart
from deckwright.ooxml.xml import escape, quoteattr
from deckwright.ooxml.zipped import Packed, packed, zip_members
from deckwright.write.sheet import SHEET, Sheet, letters, sheet_of

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPES}.sharedStrings+xml"/>'
    '<Override PartName="/xl/theme/theme1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
    "</Types>"
)
_PACKAGE_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_WORKBOOK = (
    f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}">'
    f'<sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_WORKBOOK_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELS}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{_RELS}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId4" Type="{_RELS}/theme" Target="theme/theme1.xml"/></Relationships>'
)

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile("\r\n|[\r\v]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def workbook_bytes(chart: Chart, sheet: Sheet | None = None) -> bytes:
    """The .xlsx package of `chart`: the same bytes for the same chart.

    Numbers carry their number format; every text is a text, also one that starts with "=".
    """
    texts: dict[str, int] = {}
    formats = {"": 0, chart.number_format: 1}
    parts = {
        "[Content_Types].xml": _same(_CONTENT_TYPES),
        "_rels/.rels": _same(_PACKAGE_RELS),
        "xl/workbook.xml": _same(_WORKBOOK),
        "xl/_rels/workbook.xml.rels": _same(_WORKBOOK_RELS),
        "xl/worksheets/sheet1.xml": _stored(_sheet(sheet or sheet_of(chart), texts, formats)),
        "xl/sharedStrings.xml": _stored(_shared_strings(texts)),
        "xl/styles.xml": _stored(_styles(formats)),
        "xl/theme/theme1.xml": _theme(),
    }
    return zip_members(parts.items())


def number_text(value: Decimal) -> str:
    """`value` as Excel holds it, a double, in plain digits: 0.18, 1200, never 1.2E+3 or 0.18000000000000002."""
    text = repr(float(value)).removesuffix(".0")
    if "e" in text or "n" in text:  # 1e-05 and 1e+16; infinity too
        text = format(Decimal(text).normalize(), "f")
    return "0" if text == "-0" else text


def _stored(xml: str) -> Packed:
    """Not compressed: the presentation's own zip compresses the whole, which is quicker and smaller than twice."""
    return packed("", xml.encode(), compressed=False)


_same = cache(_stored)
"""Of what all workbooks have."""


def cell_text(text: str) -> str:
    """`text` as a cell and a chart's cache can both hold it: line breaks as U+000A, no other control characters."""
    return text if text.isprintable() else _NOT_XML.sub("", _LINE_BREAK.sub("\n", text))


def _sheet(sheet: Sheet, texts: dict[str, int], formats: dict[str, int]) -> str:
    """The sheet; texts it shows are entered in `texts`, formats in `formats`, which number them in order."""
    columns = [
        (letters(number), column, formats.setdefault(column.format, len(formats)))
        for number, column in enumerate(sheet.columns, 1)
    ]

    def cell(name: str, row: int, content: str | Decimal | None, style: int) -> str:
        if isinstance(content, Decimal):
            return f'<c r="{name}{row}" s="{style}"><v>{number_text(content)}</v></c>'
        if not content or not (shown := cell_text(content)):
            return ""
        return f'<c r="{name}{row}" t="s"><v>{texts.setdefault(shown, len(texts))}</v></c>'

    heading = "".join(cell(name, 1, column.heading, 0) for name, column, _ in columns)
    rows = [
        "".join(cell(name, n + 2, column.cells[n], style) for name, column, style in columns if n < len(column.cells))
        for n in range(sheet.rows - 1)
    ]
    rows.insert(0, heading)
    sheet_data = "".join(f'<row r="{n}">{cells}</row>' for n, cells in enumerate(rows, 1))
    area = f"A1:{letters(len(columns))}{len(rows)}"
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><dimension ref="{area}"/>'
        '<sheetFormatPr defaultRowHeight="15"/>'
        '<cols><col min="1" max="1" width="32" customWidth="1"/></cols><sheetData>'
        f"{sheet_data}</sheetData>"
        # Years as categories are texts and are meant: no green corners.
        f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>'
        "</worksheet>"
    )


def _shared_strings(texts: dict[str, int]) -> str:
    """Excel reads _xHHHH_ as a character, so a text that says just that escapes its "_"."""
    items = "".join(f'<si><t xml:space="preserve">{escape(_ESCAPE.sub("_x005F_", text))}</t></si>' for text in texts)
    return f'{_HEAD}<sst xmlns="{_MAIN}" uniqueCount="{len(texts)}">{items}</sst>'


@cache
def _theme() -> Packed:
    """Excel wants one in every workbook; nothing in the sheet shows it."""
    return _stored((Path(__file__).parent / "workbook_theme.xml").read_text(encoding="utf-8"))


def _styles(formats: dict[str, int]) -> str:
    """Cell formats by the number that `formats` gives them; the first is none in particular."""
    codes = list(formats)[1:]
    listed = "".join(f'<numFmt numFmtId="{164 + n}" formatCode={quoteattr(code)}/>' for n, code in enumerate(codes))
    styles = "".join(
        f'<xf numFmtId="{164 + n}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for n in range(len(codes))
    )
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
        f'<numFmts count="{len(codes)}">{listed}</numFmts>'
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{1 + len(codes)}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        f"{styles}</cellXfs>"
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )
