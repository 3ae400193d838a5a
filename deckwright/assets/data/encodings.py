"""Decodes data files, checks their characters, and replaces line ends by line feeds."""

from __future__ import annotations

from typing import NoReturn

from deckwright.assets.data.data_source import DataSource, refuse
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span
from deckwright.parse.characters import check_characters, decode

ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf-16": "utf-16",
    **{f"windows-{page}": f"cp{page}" for page in range(1250, 1259)},
    "windows-874": "cp874",
    "macintosh": "mac_roman",
    "shift-jis": "cp932",
    "gb18030": "gb18030",
    "big5": "cp950",
    "euc-kr": "cp949",
}
"""Encodings in which Excel saves CSV files: name on the web → Python's codec."""
_MAX_QUOTED = 40
"""Characters of a line that a note quotes."""


def decode_utf8(data: bytes, file: str, report: Report) -> str | None:
    """Decodes UTF-8. Returns None after reporting `not-utf8` or `refused-character`."""
    text = decode(data, file, report)
    return None if text is None else _normalise(text, file, report)


def decode_source(source: DataSource, report: Report) -> str | None:
    """Decodes a source in the encoding that deck.yaml gives; else in UTF-8, or UTF-16 with a byte order mark.

    Raises UnreadableError `not-utf8` for another encoding. The error quotes a line as Windows-1252, which Excel uses
    most. Assuming it would garble Polish, Greek and files from a Mac. Returns None after reporting `refused-character`.
    """
    data, declared = source.data, source.options.get("encoding")
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    codec = ENCODINGS.get(declared or ("utf-16" if is_utf16 else "utf-8"), "utf-8-sig")
    try:
        return _normalise(data.decode(codec), source.file, report)
    except UnicodeDecodeError as error:
        if declared:
            message = f"'{source.file}' is not saved in {declared}"
            refuse("not-utf8", message, declared.span, "give the encoding in which it is saved")
        _refuse_bytes(source, error)


def _normalise(text: str, file: str, report: Report) -> str | None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if check_characters(text, file, report, 1) else None


def _refuse_bytes(source: DataSource, error: UnicodeDecodeError) -> NoReturn:
    report = Report()
    decode(source.data, source.file, report)
    if not report.diagnostics:  # UTF-16 that breaks off
        refuse("not-utf8", f"'{source.file}' is not saved as UTF-16", Span(source.file, 1, 1))
    (diagnostic,) = report.diagnostics
    start = source.data.rfind(b"\n", 0, error.start) + 1
    line = source.data[start : start + 2 * _MAX_QUOTED].splitlines()[0].decode("cp1252", errors="replace").strip()
    quoted = f"{line[:_MAX_QUOTED]}…" if len(line) > _MAX_QUOTED else line
    advice = "save it as 'CSV UTF-8', or give its encoding in deck.yaml: 'encoding: windows-1252'"
    notes = []
    if diagnostic.span and "\N{REPLACEMENT CHARACTER}" not in quoted:
        notes = [f"in windows-1252, line {diagnostic.span.line} is: {quoted}"]
    refuse("not-utf8", diagnostic.message, diagnostic.span, advice, *notes)
