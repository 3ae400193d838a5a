"""Rows: what every exchange format holds of a catalog, one row for each text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

TRANSLATED, OUTDATED, MISSING = "translated", "outdated", "missing"
COLUMNS = ("key", "source", "target", "note", "status")
NEEDED = ("key", "source", "target")
"""Without these columns a table cannot be taken in."""


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    source: str
    target: str = ""
    """Empty where nothing is translated yet."""
    note: str = ""
    """For the translator; lines."""
    status: str = MISSING
    """`translated`, `outdated` or `missing`; what translators write otherwise counts for nothing."""
    line: int = field(default=1, compare=False)
    """Of the file it was read from; in a workbook, the row."""
    language: str = field(default="", compare=False)
    """That of the target, where the file says it."""

    @property
    def cells(self) -> tuple[str, ...]:
        return self.key, self.source, self.target, self.note, self.status


class Unreadable(Exception):
    """A file that is not what its name says; the message says why, in a translator's words."""

    def __init__(self, message: str, line: int | None = None, help: str | None = None) -> None:
        super().__init__(message)
        self.line, self.help = line, help


def rows_of_table(table: Iterable[tuple[int, list[str]]], language: str = "") -> Iterator[Row]:
    """The rows of a table with the columns' names at its top, in any order; `table` gives line and cells.

    Rows without a key are passed over. Raises Unreadable when a needed column is not there.
    """
    lines = iter(table)
    line, names = next(lines, (1, []))
    places = columns(names)
    if missing := [name for name in NEEDED if name not in places]:
        help_ = f"name its columns in the first line: {', '.join(NEEDED)}"
        raise Unreadable(f"it has no column '{missing[0]}'", line, help_)
    for line, cells in lines:
        values = {name: cells[n] for name, n in places.items() if name in COLUMNS and n < len(cells)}
        if values.get("key", "").strip():
            values.setdefault("source", "")
            yield Row(**{**values, "status": values.get("status", "").strip().lower()}, line=line, language=language)


def columns(names: Sequence[str]) -> dict[str, int]:
    """Where each column is, by the names at the top of a table."""
    return {name.strip().lower(): n for n, name in reversed(list(enumerate(names)))}
