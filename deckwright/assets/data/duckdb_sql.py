"""Runs SQL over data tables and Parquet files in DuckDB, without access to other files or the network."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deckwright.assets.data.cells import convert_result
from deckwright.assets.data.data_source import DataSource, UnreadableError, refuse, require_library
from deckwright.model.data_table import CellKind, DataTable, RawTable
from deckwright.model.diagnostics import Report
from deckwright.model.source import Text
from deckwright.system.limits import DATA_ROWS, QUERY_SECONDS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,  # so that rows always come in the same order
    "memory_limit": "1GB",
    "autoinstall_known_extensions": False,  # they would be downloaded
    "autoload_known_extensions": False,
    "python_enable_replacements": False,  # names in a query are tables, never Python variables
}


def read_parquet(source: DataSource, _report: Report) -> RawTable:
    """Reads all rows of a Parquet file, or the result of `query` over it. Raises UnreadableError."""
    require_library("duckdb", "reading a Parquet file", source.span)
    import duckdb

    query = source.options.get("query")
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(":memory:", config=_SETTINGS) as database:
        path = Path(folder, "table.parquet")
        path.write_bytes(source.data)
        try:
            database.execute("SET allowed_paths = [$path]", {"path": str(path)})
            _forbid_access(database)
            database.read_parquet(str(path)).create_view(source.name)
        except duckdb.Error:
            refuse("malformed-data", f"'{source.file}' is not a Parquet file", source.span)
        statement = query or Text(f"SELECT * FROM {_quote_name(source.name)}", source.span)
        try:
            names, rows = _run_query(database, statement, [source.name])
        except UnreadableError as error:
            if query is None and error.diagnostic.code == "query-failed":
                refuse("malformed-data", f"'{source.file}' is damaged", source.span)
            raise
        return convert_result(names, rows, source.file, statement.span)


def query_tables(query: Text, tables: Sequence[DataTable], file: str) -> RawTable:
    """Runs `query` over `tables`, named as in deck.yaml, and returns the result. Raises UnreadableError.

    A column of the result with the name of a column of percentages holds percentages. `file` is its name in messages.
    """
    require_library("duckdb", "a query over tables", query.span)
    import duckdb

    with duckdb.connect(":memory:", config=_SETTINGS) as database:
        _forbid_access(database)
        for table in tables:
            _create_table(database, table)
        names, rows = _run_query(database, query, [table.name for table in tables])
    percent_columns = {
        name for table in tables for name, kind in zip(table.columns, table.kinds, strict=True) if kind == "percent"
    }
    return convert_result(names, rows, file, query.span, percent_columns)


def _forbid_access(database: DuckDBPyConnection) -> None:
    """Forbids files and the network, and changes of these settings."""
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")


def _create_table(database: DuckDBPyConnection, table: DataTable) -> None:
    """Copies `table` into the database. Values are passed as texts, so that decimals stay exact."""
    types = [_choose_type(kind, table.values(position)) for position, kind in enumerate(table.kinds)]
    columns = ", ".join(f"{_quote_name(name)} {type_}" for name, type_ in zip(table.columns, types, strict=True))
    database.execute(f"CREATE TABLE {_quote_name(table.name)} ({columns})")
    if table.rows:
        values = [[None if cell is None else str(cell) for cell in column] for column in zip(*table.rows, strict=True)]
        lists = ", ".join(["unnest(?::VARCHAR[])"] * len(values))
        database.execute(f"INSERT INTO {_quote_name(table.name)} SELECT {lists}", values)


def _choose_type(kind: CellKind, numbers: tuple[int | Decimal, ...]) -> str:
    """Returns DuckDB's type for a column: an exact one for numbers of at most 38 digits."""
    if kind in ("text", "date"):
        return {"text": "VARCHAR", "date": "DATE"}[kind]
    if all(isinstance(number, int) and abs(number) < 2**63 for number in numbers):
        return "BIGINT"
    exponents = [exponent for number in numbers if isinstance(exponent := Decimal(number).as_tuple().exponent, int)]
    decimals = max(0, -min(exponents))
    whole = max(max(0, Decimal(number).adjusted() + 1) for number in numbers)
    return f"DECIMAL(38, {decimals})" if whole + decimals <= 38 and decimals <= 30 else "DOUBLE"


def _run_query(database: DuckDBPyConnection, query: Text, tables: list[str]) -> tuple[list[str], list[Any]]:
    """Returns the names of the columns, and the rows: at most one more than a table may have."""
    import duckdb

    timer = threading.Timer(QUERY_SECONDS, database.interrupt)
    timer.start()
    try:
        statements = database.extract_statements(query)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            refuse("query-failed", "the query must be one SELECT", query.span)
        database.execute(statements[0])
        return [column[0] for column in database.description or ()], database.fetchmany(DATA_ROWS + 1)
    except duckdb.InterruptException:
        refuse("query-too-slow", f"the query took longer than {QUERY_SECONDS} seconds", query.span)
    except duckdb.Error as error:
        reason = str(error).partition("\n")[0].partition(": ")[2] or str(error)
        refuse("query-failed", f"the query fails: {reason}", query.span, None, f"the tables are {', '.join(tables)}")
    finally:
        timer.cancel()


def _quote_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
