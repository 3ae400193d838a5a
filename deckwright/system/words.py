"""Words and tables that several commands print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def reason(error: OSError) -> str:
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "what should be its folder is a file"
    return (error.strerror or str(error)).lower()


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def shown(path: Path) -> str:
    """A path as people read it: from where they stand, when it is below."""
    absolute = path.resolve()
    here = Path.cwd().resolve()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else absolute).as_posix()


NOTHING = "–"


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as lines, each column as wide as it must be."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
