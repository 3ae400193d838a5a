"""The formats of data files: the reader of each, and the options that deck.yaml may give for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from msgspec import Struct

from deckwright.assets.data.data_source import DataSource, refuse
from deckwright.model import node
from deckwright.model.data_table import RawTable
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import Span

Reader = Callable[[DataSource, Report], RawTable | None]
"""Reads a source. Raises UnreadableError, or returns None after a report."""


class DataFormat(Struct, frozen=True):
    noun: str
    """In messages: "a CSV file"."""
    reader: str
    """Module in this folder and name of its Reader, imported when needed: `workbook.read_xlsx`."""
    options: tuple[str, ...] = ()
    """Options in deck.yaml, in addition to those of every table."""
    log_suffix: str = ""
    """The end of the name of a write-ahead log, which can hold changes that are not yet in the file."""

    def read(self, source: DataSource, report: Report) -> RawTable | None:
        module, name = self.reader.split(".")
        reader: Reader = getattr(import_module(f"deckwright.assets.data.{module}"), name)
        return reader(source, report)


_CSV = ("delimiter", "encoding", "decimal", "dates", "header")
_XLSX = DataFormat("an Excel workbook", "workbook.read_xlsx", ("sheet", "range", "table", "header", "dates"))
_SQLITE = DataFormat("an SQLite database", "databases.read_sqlite", ("table", "query", "dates"), log_suffix="-wal")
_YAML = DataFormat("a YAML file", "records.read_yaml", ("encoding", "dates"))

READERS: Mapping[str, DataFormat] = {
    ".csv": DataFormat("a CSV file", "delimited.read_csv", _CSV),
    ".tsv": DataFormat("a TSV file", "delimited.read_tsv", _CSV),
    ".json": DataFormat("a JSON file", "records.read_json", ("encoding", "dates")),
    ".yaml": _YAML,
    ".yml": _YAML,
    ".xlsx": _XLSX,
    ".xlsm": _XLSX,
    ".sqlite": _SQLITE,
    ".sqlite3": _SQLITE,
    ".db": _SQLITE,
    ".parquet": DataFormat("a Parquet file", "duckdb_sql.read_parquet", ("query", "dates")),
}
"""Suffix → format. A new data format is one more row."""
ALL_OPTIONS = ("sheet", "range", "table", "header", "delimiter", "encoding", "decimal", "dates", "query")


def choose_format(suffix: str, span: Span | None, message: str = "") -> DataFormat:
    """Returns the format of files with `suffix`. Raises UnreadableError, with `message` if it is given."""
    if suffix.lower() not in READERS:
        message = message or f"data cannot be read from a '{suffix}' file"
        note = f"supported are {', '.join(READERS)}"
        refuse("unknown-data-format", message, span, did_you_mean(suffix.lower(), READERS), note)
    return READERS[suffix.lower()]


def check_options(declaration: node.Mapping, noun: str, options: tuple[str, ...], report: Report) -> None:
    """Reports, at its key, every option that does not apply to a source of this kind: `unfit-option`."""
    for entry in declaration:
        if entry.key in ALL_OPTIONS and entry.key not in options:
            fitting = [option for option in ALL_OPTIONS if option in options]
            notes = [f"its options are {', '.join(fitting)}"] if fitting else []
            message = f"'{entry.key}' is not an option of {noun}"
            near = did_you_mean(entry.key, fitting)
            report.error("unfit-option", message, entry.key.span, help=near or f"remove '{entry.key}'", notes=notes)
