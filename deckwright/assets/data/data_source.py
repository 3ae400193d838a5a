"""Data sources, as their readers get them: limits on their size, and the errors that end the reading of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn, TypeVar

from msgspec import Struct, field

from deckwright.model import node
from deckwright.model.diagnostics import Diagnostic, Report, did_you_mean
from deckwright.model.source import Span, Text
from deckwright.system import files
from deckwright.system.limits import DATA_BYTES, DATA_CELLS, DATA_COLUMNS, DATA_ROWS

Result = TypeVar("Result")

_PIP_NAMES = {"duckdb": "duckdb", "psycopg": "'psycopg[binary]'"}
_FEWER_VALUES = "add the values up first, or read fewer with a query"


class DataSource(Struct, frozen=True):
    """The bytes of a source and the options that deck.yaml gives for reading them."""

    name: str
    """The table's name under `data:`."""
    file: str
    """The file in messages: `assets/data/growth.csv`."""
    data: bytes
    """Of a query over other tables, its text and the hashes of the tables."""
    options: Mapping[str, Text] = field(default_factory=dict)
    """The options in deck.yaml, as they are written there."""
    text_columns: frozenset[str] = frozenset()
    """Columns with `format: text` in deck.yaml."""
    span: Span | None = None
    """The place in deck.yaml that names the source."""

    def get_option_span(self, name: str) -> Span | None:
        """Returns the place of an option in deck.yaml; of the source when the option is missing."""
        option = self.options.get(name)
        return option.span if option is not None else self.span

    def get_header_row(self) -> int:
        """Returns the line or row, from 1, that option `header` gives; 0 without it. Raises UnreadableError."""
        option = self.options.get("header", Text("0"))
        if not (option.isdecimal() and len(option) < 8):
            message = f"'header' must be the number of a line, not '{option}'"
            refuse("bad-range", message, option.span, "write 'header: 3'")
        return int(option)


class UnreadableError(Exception):
    """Ends the reading of a table. `diagnostic` says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def refuse(code: str, message: str, span: Span | None, help_: str | None = None, *notes: str) -> NoReturn:
    """Raises UnreadableError."""
    raise UnreadableError(Diagnostic(code, message, span, "error", help_, notes))


def refuse_unknown(code: str, noun: str, name: Text, names: Sequence[str], file: str) -> NoReturn:
    """Raises UnreadableError for a table or sheet (`noun`) that `file` does not have. Its own ones are `names`."""
    note = f"its {noun}s are {', '.join(names)}" if names else f"it has no {noun}s"
    refuse(code, f"'{file}' has no {noun} '{name}'", name.span, did_you_mean(name, names), note)


def read_or_report(read: Callable[[Report], Result | None], report: Report) -> Result | None:
    """Returns the result of `read`; None after an error that it raises or reports, which is added to `report`."""
    own_report, result = Report(), None
    try:
        result = read(own_report)
    except UnreadableError as error:
        own_report.add(error.diagnostic)
    for diagnostic in own_report.diagnostics:
        report.add(diagnostic)
    return None if own_report.failed else result


def require_library(library: str, purpose: str, span: Span | None) -> None:
    """Raises UnreadableError with the command that installs `library` when it is missing."""
    if find_spec(library) is None:
        message = f"{purpose} needs {library}, which is not installed"
        note = "it is part of Deckwright's extra 'database'"
        refuse("missing-extra", message, span, f"python -m pip install {_PIP_NAMES[library]}", note)


def read_bytes(path: Path, file: str, span: Span | None) -> bytes:
    """Returns the bytes of the file at `path`.

    Raises UnreadableError when it cannot be read, is too large or is not an ordinary file. Never waits for a pipe.
    """
    try:
        return files.read_bytes(path, DATA_BYTES)
    except files.TooLargeError:
        refuse_size(file, span)
    except OSError as error:
        refuse("unreadable-file", f"'{file}' cannot be read: {(error.strerror or str(error)).lower()}", span)


def refuse_size(file: str, span: Span | None) -> NoReturn:
    refuse("too-much-data", f"'{file}' is larger than {DATA_BYTES // 1_000_000} MB", span, _FEWER_VALUES)


def check_table_size(rows: int, columns: int, file: str, span: Span | None) -> None:
    """Raises UnreadableError when a table is too large; it is never cut. Readers call it while they read."""
    for count, limit, noun in (
        (columns, DATA_COLUMNS, "columns"),
        (rows, DATA_ROWS, "rows"),
        (rows * columns, DATA_CELLS, "cells"),
    ):
        if count > limit:
            refuse("too-much-data", f"'{file}' has more than {limit:,} {noun}", span, _FEWER_VALUES)


def read_scalar(declaration: node.Mapping, key: str) -> Text | None:
    """Returns the text or number at `key`, stripped; None for anything else, which is reported elsewhere."""
    value = declaration.get(key)
    if not isinstance(value, node.Scalar) or value.value is None or isinstance(value.value, bool):
        return None
    text = Text(value.value if isinstance(value.value, Text) else value.raw, value.span)
    return text.like(text.strip()) if text.strip() else None
