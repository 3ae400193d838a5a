"""Data files as text: without characters that no presentation can hold, lines ending in a line feed."""

from __future__ import annotations

from deckwright.assets.data.options import Given, UnreadableError, refuse
from deckwright.model.data_table import Mistake
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span
from deckwright.parse.characters import characters_allowed, decode

ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf-16": "utf-16",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "windows-1252": "cp1252",
    "windows-1253": "cp1253",
    "windows-1254": "cp1254",
    "windows-1255": "cp1255",
    "windows-1256": "cp1256",
    "windows-1257": "cp1257",
    "windows-1258": "cp1258",
    "windows-874": "cp874",
    "macintosh": "mac_roman",
    "shift-jis": "cp932",
    "gb18030": "gb18030",
    "big5": "cp950",
    "euc-kr": "cp949",
}
"""What Excel saves CSV files in, under the names by which the web knows them."""
_LONGEST = 40


def text_of(data: bytes, file: str, report: Report) -> str | None:
    """`data` as text. Reported, and None: `not-utf8`, `refused-character`."""
    text = decode(data, file, report)
    return None if text is None else _tidy(text, file, report)


def given_text(given: Given, report: Report) -> str | None:
    """The text of a file in the encoding that deck.yaml names, else in UTF-8, or in UTF-16 with its byte order mark.

    Raises UnreadableError where it is not: `not-utf8` says what it would be in Windows-1252, which is what Excel most
    often means, but does not take it for that, for Polish or Greek or a Mac's letters would come out wrong.
    """
    data, declared = given.data, given.word("encoding")
    sixteen = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    codec = ENCODINGS.get(declared or ("utf-16" if sixteen else "utf-8"), "utf-8-sig")
    try:
        return _tidy(data.decode(codec), given.file, report)
    except UnicodeDecodeError as error:
        if declared:
            message = f"'{given.file}' is not saved in {declared}"
            refuse("not-utf8", message, declared.span, "name the encoding that it is saved in")
        raise _not_utf8(given, error) from None


def _tidy(text: str, file: str, report: Report) -> str | None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if characters_allowed(text, file, report, 1) else None


def _not_utf8(given: Given, error: UnicodeDecodeError) -> UnreadableError:
    found = Report()
    decode(given.data, given.file, found)
    if not found.diagnostics:  # UTF-16 that breaks off
        return UnreadableError(Mistake("not-utf8", f"'{given.file}' is not saved as UTF-16"), Span(given.file, 1, 1))
    (fault,) = found.diagnostics
    start = given.data.rfind(b"\n", 0, error.start) + 1
    line = given.data[start : start + 2 * _LONGEST].splitlines()[0].decode("cp1252", errors="replace").strip()
    shown = f"{line[:_LONGEST]}…" if len(line) > _LONGEST else line
    advice = "save it as 'CSV UTF-8', or name its encoding in deck.yaml: 'encoding: windows-1252'"
    notes = (
        (f"in windows-1252, line {fault.span.line} is: {shown}",)
        if fault.span and "\N{REPLACEMENT CHARACTER}" not in shown
        else ()
    )
    return UnreadableError(Mistake("not-utf8", fault.message, advice), fault.span, notes)
