"""Writes Excel workbooks with one sheet: the workbooks inside charts, and those for translators."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path

from msgspec import Struct

from deckwright.ooxml import names
from deckwright.ooxml.xml import DECLARATION, escape, quoteattr
from deckwright.ooxml.zip_file import ZipMember, pack_member, zip_members

_FROZEN_HEADER = (
    '<sheetViews><sheetView tabSelected="1" workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>'
    "</sheetView></sheetViews>"
)
_FIRST_CUSTOM_FORMAT = 164
"""The ids below it are Excel's built-in number formats (ECMA-376 part 1, 18.8.30)."""

_NOT_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
_LINE_BREAK = re.compile("\r\n|[\r\v]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

Cell = str | Decimal | None


class SheetColumn(Struct, frozen=True):
    """A column of the sheet."""

    heading: str
    cells: tuple[Cell, ...]
    number_format: str = ""


class CellStyle(Struct, frozen=True):
    """The format of a cell."""

    number_format: str = ""
    is_bold: bool = False
    is_wrapped: bool = False
    """Long texts wrap, and begin at the top of their cell."""


class SheetLook(Struct, frozen=True):
    """The column widths and cell styles of the sheet."""

    widths: tuple[int, ...]
    """In characters, of the first columns."""
    header: CellStyle | None = None
    """The style of the first row, which then stays in view when the sheet is scrolled."""
    text: CellStyle | None = None
    """The style of texts and empty cells below the header; without one, texts are plain and empty cells not written."""


def write_workbook(
    name: str, columns: Iterable[SheetColumn], look: SheetLook, *, formats: Iterable[str] = (), compressed: bool = True
) -> bytes:
    """Returns a .xlsx with one sheet: the same bytes for the same cells.

    A text that starts with "=" stays a text. The styles of the number `formats` come first in the file. Without
    `compressed` the parts are only stored: the zip of a presentation compresses the whole workbook, which is quicker
    and gives a smaller file.
    """
    texts: dict[str, int] = {}
    styles: dict[CellStyle, int] = {CellStyle(): 0}
    for number_format in formats:
        styles.setdefault(CellStyle(number_format), len(styles))
    sheet = _sheet_xml(list(columns), look, texts, styles)
    views = "<bookViews><workbookView/></bookViews>" if look.header else ""
    workbook = (
        f'{DECLARATION}<workbook xmlns="{names.SHEET_NS}" xmlns:r="{names.R_NS}">{views}'
        f'<sheets><sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    parts = {
        names.CONTENT_TYPES: _pack_file("types", compressed),
        "_rels/.rels": _pack_file("package_rels", compressed),
        "xl/workbook.xml": _pack(workbook, compressed),
        "xl/_rels/workbook.xml.rels": _pack_file("rels", compressed),
        "xl/worksheets/sheet1.xml": _pack(sheet, compressed),
        "xl/sharedStrings.xml": _pack(_shared_strings_xml(texts), compressed),
        "xl/styles.xml": _pack(_styles_xml(list(styles)), compressed),
        "xl/theme/theme1.xml": _pack_file("theme", compressed),
    }
    return zip_members(parts.items())


def format_double(value: Decimal) -> str:
    """Returns `value` as Excel stores it, a double, in plain digits: 0.18, not 0.18000000000000002, and not 1.2E+3."""
    text = repr(float(value)).removesuffix(".0")
    if "e" in text or "n" in text:  # 1e-05, 1e+16, inf
        text = format(Decimal(text).normalize(), "f")
    return "0" if text == "-0" else text


def clean_cell_text(text: str) -> str:
    """Returns `text` for a cell or a chart's cache: line breaks as U+000A, no other control characters."""
    return text if text.isprintable() else re.sub(_NOT_XML, "", _LINE_BREAK.sub("\n", text))


def _pack(xml: str, compressed: bool) -> ZipMember:
    return pack_member("", xml.encode(), compressed=compressed)


@cache
def _pack_file(name: str, compressed: bool) -> ZipMember:
    """Packs a part that is the same in all workbooks, one of the files next to this module."""
    data = Path(__file__).with_name(f"workbook_{name}.xml").read_bytes()
    return pack_member("", data, compressed=compressed)


def _sheet_xml(columns: list[SheetColumn], look: SheetLook, texts: dict[str, int], styles: dict[CellStyle, int]) -> str:
    """Returns the sheet, and numbers its texts in `texts` and its styles in `styles`."""

    def style_number(style: CellStyle) -> int:
        return styles.setdefault(style, len(styles))

    def cell_xml(letters: str, row: int, content: Cell, number_style: int, text_style: int | None) -> str:
        if isinstance(content, Decimal):
            return f'<c r="{letters}{row}" s="{number_style}"><v>{format_double(content)}</v></c>'
        style = "" if text_style is None else f' s="{text_style}"'
        if not content or not (text := clean_cell_text(content)):
            return f'<c r="{letters}{row}"{style}/>' if style else ""
        return f'<c r="{letters}{row}"{style} t="s"><v>{texts.setdefault(text, len(texts))}</v></c>'

    lettered = [
        (names.column_letters(number), column.heading, column.cells, style_number(CellStyle(column.number_format)))
        for number, column in enumerate(columns, 1)
    ]
    header_style, text_style = (style_number(style) if style else None for style in (look.header, look.text))
    rows = ["".join(cell_xml(letters, 1, heading, 0, header_style) for letters, heading, _, _ in lettered)]
    for n in range(max(len(column.cells) for column in columns)):
        long_enough = (column for column in lettered if n < len(column[2]))
        rows.append(
            "".join(cell_xml(letters, n + 2, cells[n], style, text_style) for letters, _, cells, style in long_enough)
        )
    sheet_data = "".join(f'<row r="{n}">{cells}</row>' for n, cells in enumerate(rows, 1))
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(look.widths, 1)
    )
    area = f"A1:{names.column_letters(len(columns))}{len(rows)}"
    return (
        f'{DECLARATION}<worksheet xmlns="{names.SHEET_NS}"><dimension ref="{area}"/>'
        f"{_FROZEN_HEADER if look.header else ''}"
        '<sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{widths}</cols><sheetData>{sheet_data}</sheetData>"
        # No green corners: years as categories are texts on purpose.
        f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>'
        "</worksheet>"
    )


def _shared_strings_xml(texts: dict[str, int]) -> str:
    """Returns the table of texts. Excel reads _xHHHH_ as a character, so a text that contains it escapes its "_"."""
    items = "".join(f'<si><t xml:space="preserve">{escape(_ESCAPE.sub("_x005F_", text))}</t></si>' for text in texts)
    return f'{DECLARATION}<sst xmlns="{names.SHEET_NS}" uniqueCount="{len(texts)}">{items}</sst>'


def _styles_xml(styles: list[CellStyle]) -> str:
    """Returns the cell formats in the order of `styles`, the first of which is plain."""
    codes = dict.fromkeys(style.number_format for style in styles if style.number_format)
    ids = {code: _FIRST_CUSTOM_FORMAT + n for n, code in enumerate(codes)}
    formats = "".join(f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>' for code, number in ids.items())
    is_any_bold = any(style.is_bold for style in styles)
    font = '<sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    fonts = f"<font>{font}<font><b/>{font}" if is_any_bold else f"<font>{font}"
    cell_formats = "".join(_cell_format_xml(style, ids.get(style.number_format, 0)) for style in styles)
    return (
        f'{DECLARATION}<styleSheet xmlns="{names.SHEET_NS}">'
        f'<numFmts count="{len(codes)}">{formats}</numFmts>'
        f'<fonts count="{1 + is_any_bold}">{fonts}</fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(styles)}">{cell_formats}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


def _cell_format_xml(style: CellStyle, format_id: int) -> str:
    applied = ' applyNumberFormat="1"' if format_id else ""
    applied += ' applyFont="1"' if style.is_bold else ""
    wrap = ' applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>' if style.is_wrapped else "/>"
    return f'<xf numFmtId="{format_id}" fontId="{int(style.is_bold)}" fillId="0" borderId="0" xfId="0"{applied}{wrap}'
