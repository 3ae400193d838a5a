"""Words that several commands print: the program's own name, counts, paths, reasons and tables."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

DASH = "–"
"""A cell with no value in a printed table."""


def format_count(number: int, noun: str) -> str:
    """Returns `1 slide` or `2 slides`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def display_path(path: Path) -> str:
    """Returns a path relative to the current folder if it is below it, else the whole path."""
    absolute = path.resolve()
    here = Path.cwd().resolve()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else absolute).as_posix()


def explain_os_error(error: OSError) -> str:
    """Returns the reason for an error of the file system, as the end of a message."""
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "its folder is a file"
    return (error.strerror or str(error)).lower()


def align_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Returns one line for each row, with every column as wide as its longest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def get_program() -> str:
    """Returns the words to type before a command: `.venv/bin/python build.py` in a talk's folder, or `deckwright`."""
    script = Path(sys.argv[0]).name
    return f"{_python()} {script}" if script.endswith(".py") and script != "__main__.py" else "deckwright"


def _python() -> str:
    """Returns the path of this Python below the current folder; the `python` that is found first may be another."""
    try:
        return str(Path(sys.executable).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return "python"
