"""The rows that every exchange format writes and reads: one for each text of a translation file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

TRANSLATED, OUTDATED, MISSING = "translated", "outdated", "missing"
COLUMNS = ("key", "source", "target", "note", "status")
REQUIRED = ("key", "source", "target")
"""The columns that a table needs to be imported."""


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """A text with its translation."""

    key: str
    source: str
    target: str = ""
    """Empty if the text is not translated yet."""
    note: str = ""
    """Lines for the translator."""
    status: str = MISSING
    """`translated`, `outdated` or `missing`; any other word that a translator writes is ignored."""
    line: int = field(default=1, compare=False)
    """The line of the file that it was read from; in a workbook, the row."""
    language: str = field(default="", compare=False)
    """The language of the target, if the file names it."""

    @property
    def cells(self) -> tuple[str, ...]:
        return self.key, self.source, self.target, self.note, self.status


class ExchangeError(Exception):
    """A file of a translator cannot be read; the message says why in plain words."""

    def __init__(self, message: str, line: int | None = None, help: str | None = None) -> None:
        super().__init__(message)
        self.line, self.help = line, help


def read_table(table: Iterable[tuple[int, list[str]]], language: str = "") -> Iterator[ExchangeRow]:
    """Reads a table of line numbers and cells; its first line names the columns, in any order.

    Ignores lines without a key. Raises ExchangeError when a required column is missing.
    """
    lines = iter(table)
    line, names = next(lines, (1, []))
    columns = find_columns(names)
    if missing := [name for name in REQUIRED if name not in columns]:
        help_ = f"name its columns in the first line: {', '.join(REQUIRED)}"
        raise ExchangeError(f"it has no column '{missing[0]}'", line, help_)
    for line, cells in lines:
        values = {name: cells[n] for name, n in columns.items() if name in COLUMNS and n < len(cells)}
        if values.get("key", "").strip():
            values.setdefault("source", "")
            status = values.get("status", "").strip().lower()
            yield ExchangeRow(**{**values, "status": status}, line=line, language=language)


def find_columns(names: Sequence[str]) -> dict[str, int]:
    """Returns the position of each column, by the names in the first line of a table."""
    return {name.strip().lower(): n for n, name in reversed(list(enumerate(names)))}
