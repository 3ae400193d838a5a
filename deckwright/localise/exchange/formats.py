"""The file formats for translators: CSV, Excel, and XLIFF 2.0, the format of translation agencies.

XLIFF is specified by OASIS, urn:oasis:names:tc:xliff:document:2.0. The end of a file's name chooses its format.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.localise.exchange.rows import (
    COLUMNS,
    MISSING,
    OUTDATED,
    REQUIRED,
    TRANSLATED,
    ExchangeError,
    ExchangeRow,
    find_columns,
    read_table,
)
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span
from deckwright.ooxml.workbook_reader import WorkbookError, WorkbookReader
from deckwright.ooxml.workbook_writer import CellStyle, SheetColumn, SheetLook, write_workbook
from deckwright.system.files import exists, read_file, suggest_file
from deckwright.system.limits import CATALOG_BYTES, DATA_CELLS, DATA_UNPACKED_BYTES

if TYPE_CHECKING:
    from lxml import etree

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""Byte order marks of the format that Excel calls Unicode Text."""
_FORMULA = re.compile(r"'*[=+\-@\t]")
"""Cells that a spreadsheet would read as a formula are written with an apostrophe, which marks them as text."""
_TEXT_FORMAT = "@"
"""Keeps what a translator types as text: '1-2' does not become a date."""
_LOOK = SheetLook(
    widths=(28, 60, 60, 40, 12),
    header=CellStyle(_TEXT_FORMAT, is_bold=True, is_wrapped=True),
    text=CellStyle(_TEXT_FORMAT, is_wrapped=True),
)
_XLIFF = "urn:oasis:names:tc:xliff:document:2.0"
_NAMES = {"x": _XLIFF}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LINE_NUMBER = re.compile(r",? line \d+(?:, column \d+)?")
"""The place in a message of lxml, which the diagnostic shows already."""
_STATES = {
    TRANSLATED: {"state": "translated"},
    OUTDATED: {"state": "initial", "subState": "deckwright:outdated"},
    MISSING: {"state": "initial"},
}
"""Attributes of a segment. The translation of an outdated one is only a proposal."""


def write_csv(rows: Sequence[ExchangeRow], _source: str, _target: str) -> bytes:
    """Writes UTF-8 with a byte order mark, by which Excel recognises it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row.cells] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def read_csv(data: bytes) -> list[ExchangeRow]:
    """Reads cells separated by commas, semicolons or tabs. Raises ExchangeError."""
    try:
        text = data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ExchangeError("it is not in UTF-8: save it as 'CSV UTF-8'", line) from None
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        return list(read_table(_read_lines(text, separator)))
    except csv.Error as error:
        raise ExchangeError(str(error)) from None


def _read_lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    for cells in reader:
        yield line, [cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell for cell in cells]
        line = reader.line_num + 1


def write_xlsx(rows: Sequence[ExchangeRow], _source: str, target: str) -> bytes:
    """Writes one sheet, named after the target language; every cell is a text."""
    cells = zip(COLUMNS, *(row.cells for row in rows), strict=True)
    return write_workbook(target, [SheetColumn(heading, tuple(texts)) for heading, *texts in cells], _LOOK)


def read_xlsx(data: bytes) -> list[ExchangeRow]:
    """Reads the first sheet with the required columns; the name of the sheet is the language. Raises ExchangeError."""
    try:
        book = WorkbookReader(data, DATA_UNPACKED_BYTES)
        sheets = [(name, _read_sheet(book, name)) for name in book.sheet_names]
    except WorkbookError as fault:
        raise ExchangeError(f"it {fault}", help="open it in Excel and save it as .xlsx") from None
    complete = (sheet for sheet in sheets if sheet[1] and set(REQUIRED) <= set(find_columns(sheet[1][0][1])))
    name, table = next(complete, sheets[0])
    return list(read_table(table, name))


def _read_sheet(book: WorkbookReader, name: str) -> list[tuple[int, list[str]]]:
    """Returns the rows of a sheet with their numbers."""
    height, width = book.measure_sheet(name)
    if not height:
        return []
    if height * width > DATA_CELLS:
        raise ExchangeError(f"its sheet '{name}' reaches to row {height:,} and column {width:,}")
    # A whole number, which Excel stores as a float, gets no decimal point.
    rows = ([int(v) if isinstance(v, float) and v.is_integer() else v for v in row] for row in book.iter_rows(name))
    return [(number, list(map(str, row))) for number, row in enumerate(rows, 1)]


def write_xliff(rows: Sequence[ExchangeRow], source: str, target: str) -> bytes:
    from lxml import etree
    from lxml.builder import ElementMaker  # type: ignore[import-not-found]

    make = ElementMaker(namespace=_XLIFF, nsmap={None: _XLIFF})
    file = make.file(id="deck", original="deck.yaml")
    for row in rows:
        unit = make.unit(id=encode_key(row.key))
        if row.note:
            unit.append(make.notes(*map(make.note, row.note.split("\n"))))
        segment = make.segment(make.source({_SPACE: "preserve"}, row.source), _STATES.get(row.status, {}))
        if row.target:
            segment.append(make.target({_SPACE: "preserve"}, row.target))
        unit.append(segment)
        file.append(unit)
    root = make.xliff(file, version="2.0", srcLang=source, trgLang=target)
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def read_xliff(data: bytes) -> list[ExchangeRow]:
    """Reads an exported file after any program has edited it; joins the segments of a text. Raises ExchangeError."""
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ExchangeError(f"it is not XML: {_LINE_NUMBER.sub('', error.msg)}", error.lineno) from None
    if root.tag != f"{{{_XLIFF}}}xliff":
        raise ExchangeError("it is not XLIFF 2.0", 1)
    rows = []
    for unit in root.iter(f"{{{_XLIFF}}}unit"):
        parts = [part for part in unit if part.tag in (f"{{{_XLIFF}}}segment", f"{{{_XLIFF}}}ignorable")]
        source, target = ("".join(_read_text(part, name) for part in parts) for name in ("source", "target"))
        notes = [note.text or "" for note in unit.iterfind("x:notes/x:note", _NAMES)]
        states = {segment.get("state") for segment in unit.iterfind("x:segment", _NAMES)}
        row = ExchangeRow(
            key=decode_key(unit.get("id", "")),
            source=source,
            target=target,
            note="\n".join(notes),
            status=_find_status(states) if target else MISSING,
            line=unit.sourceline or 1,  # type: ignore[arg-type]
            language=root.get("trgLang", ""),
        )
        rows.append(row)
    return rows


def _read_text(part: etree._Element, name: str) -> str:
    element = part.find(f"x:{name}", _NAMES)
    return "" if element is None else "".join(map(str, element.itertext()))


def _find_status(states: Set[str | None]) -> str:
    """Returns the status of a text by the states of its segments: any state but `initial` is translated.

    Returns "" if the program wrote no states; then only a changed target changes the status.
    """
    if states <= {None}:
        return ""
    return OUTDATED if states & {None, "initial"} else TRANSLATED


def encode_key(key: str) -> str:
    """Returns `key` as an NMTOKEN: other characters than ASCII letters, digits, `.-_` become `:code point:`."""
    return re.sub(r"[^A-Za-z0-9._-]", lambda match: f":{ord(match[0]):x}:", key)


def decode_key(unit: str) -> str:
    return re.sub(r":([0-9a-f]{1,6}):", lambda match: chr(int(match[1], 16)), unit)


class ExchangeFormat(Struct, frozen=True):
    write: Callable[[Sequence[ExchangeRow], str, str], bytes]
    """Takes rows, the language of the sources and the language of the targets."""
    read: Callable[[bytes], list[ExchangeRow]]
    """Raises ExchangeError."""


FORMATS = {
    ".xlf": ExchangeFormat(write_xliff, read_xliff),
    ".xliff": ExchangeFormat(write_xliff, read_xliff),
    ".xlsx": ExchangeFormat(write_xlsx, read_xlsx),
    ".csv": ExchangeFormat(write_csv, read_csv),
}


def find_format(path: Path, report: Report) -> ExchangeFormat | None:
    """Returns the format by the end of the file name. Reports `unknown-exchange-format` and returns None."""
    file_format = FORMATS.get(path.suffix.lower())
    if file_format is None:
        message = f"the format of '{path.name}' is not supported"
        report.error("unknown-exchange-format", message, None, help=f"use {', '.join(FORMATS)}")
    return file_format


def check_file(path: Path, file: str, report: Report) -> None:
    """Reports `missing-file` or `unknown-exchange-format` for a file to import, called `file` in diagnostics."""
    if find_format(path, report) is None or exists(path):
        return
    siblings = (sibling.name for sibling in sorted(path.parent.iterdir())) if path.parent.is_dir() else ()
    near = suggest_file(path.name, siblings, FORMATS)
    report.error(
        "missing-file", f"file '{file}' does not exist", None, help=f"did you mean '{near}'?" if near else None
    )


def read_rows(path: Path, file: str, report: Report) -> list[ExchangeRow]:
    """Reads the file of a translator, called `file` in diagnostics.

    Reports `unreadable-file`, `too-large`, `exchange-syntax` and `unknown-exchange-format`, and returns no rows.
    """
    file_format = find_format(path, report)
    data = None if file_format is None else read_file(path, file, CATALOG_BYTES, report)
    if file_format is None or data is None:
        return []
    try:
        rows = file_format.read(data)
        if not rows:
            raise ExchangeError("it holds no texts")
        return rows
    except ExchangeError as error:
        place = Span(file, error.line, 1) if error.line else None
        report.error("exchange-syntax", f"'{file}' cannot be imported: {error}", place, help=error.help)
    return []
