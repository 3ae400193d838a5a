"""The kinds of data files: how each is read, and what deck.yaml may say of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from msgspec import Struct

from deckwright.assets.data.options import Given
from deckwright.model import node
from deckwright.model.data_table import RawTable
from deckwright.model.diagnostics import Report, did_you_mean

Reader = Callable[[Given, Report], RawTable | None]
"""What is given → its table; None after reporting why there is none, or UnreadableError."""


class Format(Struct, frozen=True):
    noun: str
    """As in "a CSV file"."""
    reader: str
    """Module of this package and name of its Reader, imported when there is such a file: `workbook.read_xlsx`."""
    options: tuple[str, ...] = ()
    """What deck.yaml may say of the file, besides what it may say of every table."""
    log: str = ""
    """What ends the name of a file beside it, in which there is what has not got into it yet."""

    def read(self, given: Given, report: Report) -> RawTable | None:
        module, name = self.reader.split(".")
        reader: Reader = getattr(import_module(f"deckwright.assets.data.{module}"), name)
        return reader(given, report)


_CSV = ("delimiter", "encoding", "decimal", "dates", "header")
_XLSX = Format("an Excel workbook", "workbook.read_xlsx", ("sheet", "range", "table", "header", "dates"))
_SQLITE = Format("an SQLite database", "sqlite.read_sqlite", ("table", "query", "dates"), log="-wal")
_YAML = Format("a YAML file", "yaml_rows.read_yaml", ("encoding", "dates"))

READERS: Mapping[str, Format] = {
    ".csv": Format("a CSV file", "delimited.read_csv", _CSV),
    ".tsv": Format("a TSV file", "delimited.read_tsv", _CSV),
    ".json": Format("a JSON file", "records.read_json", ("encoding", "dates")),
    ".yaml": _YAML,
    ".yml": _YAML,
    ".xlsx": _XLSX,
    ".xlsm": _XLSX,
    ".sqlite": _SQLITE,
    ".sqlite3": _SQLITE,
    ".db": _SQLITE,
    ".parquet": Format("a Parquet file", "sql.read_parquet", ("query", "dates")),
}
"""By extension. Another data format is one more row."""
POSTGRES = ("table", "query", "dates")
"""What deck.yaml may say of a PostgreSQL database, which `refresh` alone reads."""
SQL = ("query",)
"""What it may say of a query over other tables."""

FILE_OPTIONS = ("sheet", "range", "table", "header", "delimiter", "encoding", "decimal", "dates", "query")


def check_options(source: node.Mapping, noun: str, options: tuple[str, ...], report: Report) -> None:
    """Reports, at its name, every option that says nothing to a source of this kind: `unfit-option`."""
    for entry in source:
        if entry.key in FILE_OPTIONS and entry.key not in options:
            fitting = [option for option in FILE_OPTIONS if option in options]
            notes = [f"its options are {', '.join(fitting)}"] if fitting else []
            message = f"'{entry.key}' is not an option of {noun}"
            near = did_you_mean(entry.key, fitting)
            report.error("unfit-option", message, entry.key.span, help=near or f"remove '{entry.key}'", notes=notes)
