"""How much a table of a talk may hold, and how long its query may take: what is more is refused, never cut."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NoReturn

from deckwright.assets.data.options import refuse
from deckwright.model.source import Span
from deckwright.system import limits

MAX_BYTES = limits.DATA_BYTES
"""Of a file, and of what is fetched from the network."""
MAX_UNPACKED = limits.DATA_UNPACKED_BYTES
"""Of all that is packed into a workbook."""
MAX_ROWS = limits.DATA_ROWS
MAX_COLUMNS = limits.DATA_COLUMNS
MAX_CELLS = limits.DATA_CELLS
STEPS = limits.QUERY_STEPS
"""Instructions of SQLite for a query."""
SECONDS = limits.QUERY_SECONDS
"""For a query in a program whose work cannot be counted."""

_SUM_UP = "sum the values up before, or read them with a query"


def read_bytes(path: Path, file: str, place: Span | None) -> bytes:
    """The bytes of the file at `path`. Raises UnreadableError for what is no ordinary file, cannot be read or is too
    large, without waiting for a pipe that nobody writes to."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as stream:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                refuse("unreadable-file", f"'{file}' cannot be read: it is no ordinary file", place)
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        refuse("unreadable-file", f"'{file}' cannot be read: {(error.strerror or str(error)).lower()}", place)
    if len(data) > MAX_BYTES:
        refuse_size(file, place)
    return data


def check_log(log: Path, file: str, place: Span | None) -> None:
    """Raises UnreadableError when there is something in `log`, what a program has yet to write into `file`."""
    if log.is_file() and log.stat().st_size:
        message = f"'{file}' cannot be read: a program has it open, and part of it is still in '{log.name}'"
        refuse("unreadable-file", message, place, "close that program")


def refuse_size(file: str, place: Span | None) -> NoReturn:
    refuse("too-much-data", f"'{file}' is larger than {MAX_BYTES // 1_000_000} MB", place, _SUM_UP)


def check_size(rows: int, columns: int, file: str, place: Span | None) -> None:
    """Raises UnreadableError for a table of more `rows` or `columns` than fit. Readers ask while they read."""
    for count, most, what in (
        (columns, MAX_COLUMNS, "columns"),
        (rows, MAX_ROWS, "rows"),
        (rows * columns, MAX_CELLS, "cells"),
    ):
        if count > most:
            refuse("too-much-data", f"'{file}' has more than {most:,} {what}", place, _SUM_UP)
