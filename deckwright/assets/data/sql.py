"""SQL over tables and Parquet files, by DuckDB: it sees what it is given and nothing else."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deckwright.assets.data.extras import need
from deckwright.assets.data.limits import MAX_ROWS, SECONDS
from deckwright.assets.data.options import Given, UnreadableError, refuse
from deckwright.assets.data.query_result import found_table
from deckwright.model.data_table import CellKind, DataTable, RawTable
from deckwright.model.diagnostics import Report
from deckwright.model.source import Text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,  # so that rows come in one order
    "memory_limit": "1GB",
    "autoinstall_known_extensions": False,  # they would be fetched from the network
    "autoload_known_extensions": False,
    "python_enable_replacements": False,  # names in a query are tables, never our variables
}


def read_parquet(given: Given, _report: Report) -> RawTable:
    """The rows of a Parquet file, or of `query`, which calls it by the table's name. Raises UnreadableError."""
    need("duckdb", "reading a Parquet file", given.place)
    import duckdb

    query = given.word("query")
    with tempfile.TemporaryDirectory() as folder, _opened() as base:
        path = Path(folder, "table.parquet")
        path.write_bytes(given.data)
        try:
            base.execute("SET allowed_paths = [$path]", {"path": str(path)})
            _lock(base)
            base.execute(f"CREATE VIEW {_quoted(given.name)} AS SELECT * FROM read_parquet({_literal(str(path))})")
        except duckdb.Error:
            refuse("malformed-data", f"'{given.file}' is not a Parquet file", given.place)
        asked = query or Text(f"SELECT * FROM {_quoted(given.name)}", given.place)
        try:
            names, rows = _answer(base, asked, [given.name])
        except UnreadableError as error:
            if query is None and error.mistake.code == "query-failed":
                refuse("malformed-data", f"'{given.file}' is damaged", given.place)
            raise
        return found_table(names, rows, given.file, asked.span)


def ask(query: Text, tables: Iterable[DataTable], file: str) -> RawTable:
    """What `query` finds in `tables`, which it calls by their names. Raises UnreadableError.

    A column that bears the name of a column of percentages holds percentages too.
    """
    need("duckdb", "a query over tables", query.span)
    tables = tuple(tables)
    with _opened() as base:
        _lock(base)
        for table in tables:
            _create(base, table)
        names, rows = _answer(base, query, [table.name for table in tables])
    percents = {
        name for table in tables for name, kind in zip(table.columns, table.kinds, strict=True) if kind == "percent"
    }
    return found_table(names, rows, file, query.span, percents)


@contextmanager
def _opened() -> Iterator[DuckDBPyConnection]:
    import duckdb

    base = duckdb.connect(":memory:", config=_SETTINGS)
    try:
        yield base
    finally:
        base.close()


def _lock(base: DuckDBPyConnection) -> None:
    """No other files, no network, and no way to change that."""
    base.execute("SET enable_external_access = false")
    base.execute("SET lock_configuration = true")


def _create(base: DuckDBPyConnection, table: DataTable) -> None:
    """`table` in the database, with columns of its types. Values travel as texts, which keeps every decimal."""
    types = [_type(kind, table.values(at)) for at, kind in enumerate(table.kinds)]
    columns = ", ".join(f"{_quoted(name)} {type_}" for name, type_ in zip(table.columns, types, strict=True))
    base.execute(f"CREATE TABLE {_quoted(table.name)} ({columns})")
    if table.rows:
        values = [[None if cell is None else str(cell) for cell in column] for column in zip(*table.rows, strict=True)]
        lists = ", ".join(["unnest(?::VARCHAR[])"] * len(values))
        base.execute(f"INSERT INTO {_quoted(table.name)} SELECT {lists}", values)


def _type(kind: CellKind, numbers: tuple[int | Decimal, ...]) -> str:
    """DuckDB's type for a column: whole numbers and decimals exactly, as long as they have at most 38 digits."""
    if kind in ("text", "date"):
        return {"text": "VARCHAR", "date": "DATE"}[kind]
    if all(isinstance(number, int) and abs(number) < 2**63 for number in numbers):
        return "BIGINT"
    exponents = [exponent for number in numbers if isinstance(exponent := Decimal(number).as_tuple().exponent, int)]
    decimals = max(0, -min(exponents))
    whole = max(max(0, Decimal(number).adjusted() + 1) for number in numbers)
    return f"DECIMAL(38, {decimals})" if whole + decimals <= 38 and decimals <= 30 else "DOUBLE"


def _answer(base: DuckDBPyConnection, query: Text, tables: list[str]) -> tuple[list[str], list[Any]]:
    """Names of the columns, and the rows: at most one more than are allowed."""
    import duckdb

    timer = threading.Timer(SECONDS, base.interrupt)
    timer.start()
    try:
        statements = base.extract_statements(query)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            refuse("query-failed", "the query must be one SELECT", query.span)
        base.execute(statements[0])
        return [column[0] for column in base.description or ()], base.fetchmany(MAX_ROWS + 1)
    except duckdb.InterruptException:
        refuse("query-too-slow", f"the query took longer than {SECONDS} seconds", query.span)
    except duckdb.Error as error:
        reason = str(error).partition("\n")[0].partition(": ")[2] or str(error)
        refuse("query-failed", f"the query fails: {reason}", query.span, None, f"the tables are {', '.join(tables)}")
    finally:
        timer.cancel()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
