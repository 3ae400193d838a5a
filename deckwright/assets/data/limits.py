"""Limits of data tables and queries. A table that exceeds one is an error; it is never cut."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NoReturn

from deckwright.assets.data.data_source import refuse
from deckwright.model.source import Span
from deckwright.system import limits

MAX_BYTES = limits.DATA_BYTES
"""Of a file or a download."""
MAX_UNPACKED_BYTES = limits.DATA_UNPACKED_BYTES
"""Of all parts of a workbook."""
MAX_ROWS = limits.DATA_ROWS
MAX_COLUMNS = limits.DATA_COLUMNS
MAX_CELLS = limits.DATA_CELLS
MAX_QUERY_STEPS = limits.QUERY_STEPS
"""Instructions of SQLite."""
MAX_QUERY_SECONDS = limits.QUERY_SECONDS
"""For DuckDB and PostgreSQL, which do not count their instructions."""

_ADVICE = "add the values up first, or read fewer with a query"


def read_bytes(path: Path, file: str, span: Span | None) -> bytes:
    """Returns the bytes of the file at `path`.

    Raises UnreadableError when it cannot be read, is too large or is not an ordinary file. Never waits for a pipe.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as stream:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                refuse("unreadable-file", f"'{file}' cannot be read: it is not an ordinary file", span)
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        refuse("unreadable-file", f"'{file}' cannot be read: {(error.strerror or str(error)).lower()}", span)
    if len(data) > MAX_BYTES:
        refuse_size(file, span)
    return data


def check_log(log: Path, file: str, span: Span | None) -> None:
    """Raises UnreadableError when the write-ahead log of a database holds changes that are not yet in `file`."""
    if log.is_file() and log.stat().st_size:
        message = f"'{file}' cannot be read: a program has it open, and part of it is still in '{log.name}'"
        refuse("unreadable-file", message, span, "close that program")


def refuse_size(file: str, span: Span | None) -> NoReturn:
    refuse("too-much-data", f"'{file}' is larger than {MAX_BYTES // 1_000_000} MB", span, _ADVICE)


def check_table_size(rows: int, columns: int, file: str, span: Span | None) -> None:
    """Raises UnreadableError when a table is too large. Readers call it while they read."""
    for count, limit, noun in (
        (columns, MAX_COLUMNS, "columns"),
        (rows, MAX_ROWS, "rows"),
        (rows * columns, MAX_CELLS, "cells"),
    ):
        if count > limit:
            refuse("too-much-data", f"'{file}' has more than {limit:,} {noun}", span, _ADVICE)
