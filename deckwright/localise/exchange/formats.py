"""The files of translators: which format a name means, and how each is written and read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from deckwright.localise.exchange.csv_format import read_csv, write_csv
from deckwright.localise.exchange.rows import Row, Unreadable
from deckwright.localise.exchange.xliff_format import read_xliff, write_xliff
from deckwright.localise.exchange.xlsx_format import read_xlsx, write_xlsx
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span
from deckwright.system.files import exists, near_file, read_file
from deckwright.system.limits import CATALOG_BYTES


class Format(Struct, frozen=True):
    write: Callable[[Sequence[Row], str, str], bytes]
    """Of rows, the language of the sources and that of the targets."""
    read: Callable[[bytes], list[Row]]
    """Raises Unreadable."""


FORMATS = {
    ".xlf": Format(write_xliff, read_xliff),
    ".xliff": Format(write_xliff, read_xliff),
    ".xlsx": Format(write_xlsx, read_xlsx),
    ".csv": Format(write_csv, read_csv),
}


def format_of(path: Path, report: Report) -> Format | None:
    """By the end of the name. Reported, and None: `unknown-exchange-format`."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        message = f"the format of '{path.name}' is not supported"
        report.error("unknown-exchange-format", message, None, help=f"use {', '.join(FORMATS)}")
    return found


def is_there(path: Path, shown: str, report: Report) -> bool:
    """Whether there is such a file to take in, of a format that is known. Reported: `missing-file` and a wrong name."""
    if format_of(path, report) is None:
        return False
    if exists(path):
        return True
    beside = (one.name for one in sorted(path.parent.iterdir())) if path.parent.is_dir() else ()
    near = near_file(path.name, beside, FORMATS)
    report.error("missing-file", f"there is no file '{shown}'", None, help=f"did you mean '{near}'?" if near else None)
    return False


def read_rows(path: Path, shown: str, report: Report) -> list[Row]:
    """What a translator has sent back. Reported, and empty: `unreadable-file`, `too-large`,
    `exchange-syntax` and a wrong name."""
    form = format_of(path, report)
    if form is None:
        return []
    data = read_file(path, shown, CATALOG_BYTES, report)
    if data is None:
        return []
    try:
        rows = form.read(data)
        if not rows:
            raise Unreadable("there is no text in it")
        return rows
    except Unreadable as error:
        place = Span(shown, error.line, 1) if error.line else None
        report.error("exchange-syntax", f"'{shown}' cannot be taken in: {error}", place, help=error.help)
    return []
