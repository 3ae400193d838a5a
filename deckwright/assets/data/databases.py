"""Reads a table, or the result of a query, from an SQLite or PostgreSQL database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from deckwright.assets.data.cells import convert_result
from deckwright.assets.data.data_source import DataSource, refuse, refuse_unknown, require_library
from deckwright.model.data_table import RawTable
from deckwright.model.diagnostics import Report
from deckwright.model.source import Text
from deckwright.system.limits import DATA_ROWS, QUERY_SECONDS, QUERY_STEPS

POSTGRES_SCHEMES = ("postgresql://", "postgres://")
_MAX_CONNECT_SECONDS = 10
_MAX_VALUE_LENGTH = 1_000_000
"""Characters or bytes in SQLite, so that a query cannot fill the memory with a single value."""
_STEPS_PER_CALL = 10_000
"""Instructions of SQLite between two calls of its progress handler."""


def read_sqlite(source: DataSource, _report: Report) -> RawTable:
    """Reads `table`, the only table of the database, or the result of `query`.

    Works on a copy in memory, so it cannot write and never waits for a lock. Converts texts that are dates or
    percentages, because SQLite has no such types; a number stored as text stays a text. Raises UnreadableError.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        tables = _load_database(database, source)
        query = source.options.get("query")
        if query is None:
            name = _choose_table(tables, source).replace('"', '""')
            query = Text(f'SELECT * FROM "{name}"', source.get_option_span("table"))
        return _run_query(database, query, tables, source)


def _load_database(database: sqlite3.Connection, source: DataSource) -> list[str]:
    """Loads the file into memory. Returns the names of its tables and views."""
    data = source.data
    if data[18:20] == b"\x02\x02":  # marks a database with a write-ahead log, which one in memory cannot have
        data = data[:18] + b"\x01\x01" + data[20:]
    try:
        database.deserialize(data)
        database.execute("PRAGMA trusted_schema = OFF")
        rows = database.execute(
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        return sorted(name for (name,) in rows)
    except (sqlite3.Error, MemoryError, UnicodeDecodeError):
        refuse("malformed-data", f"'{source.file}' is not an SQLite database", source.span)


def _choose_table(tables: list[str], source: DataSource) -> str:
    table = source.options.get("table")
    if table is not None:
        match = next((name for name in tables if name.lower() == table.lower()), None)
        if match is None:
            refuse_unknown("unknown-table", "table", table, tables, source.file)
        return match
    if len(tables) != 1:
        message = f"'{source.file}' has {len(tables)} tables" + (f": {', '.join(tables)}" if tables else "")
        advice = f"say which in deck.yaml: 'table: {tables[0]}', or write a 'query'" if tables else None
        refuse("which-table", message, source.span, advice)
    return tables[0]


def _run_query(database: sqlite3.Connection, query: Text, tables: list[str], source: DataSource) -> RawTable:
    steps_left = QUERY_STEPS

    def is_too_slow() -> bool:
        nonlocal steps_left
        steps_left -= _STEPS_PER_CALL
        return steps_left < 0

    database.set_progress_handler(is_too_slow, _STEPS_PER_CALL)
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE_LENGTH)
    database.set_authorizer(_authorise)
    try:
        cursor = database.execute(query)
        rows = cursor.fetchmany(DATA_ROWS + 1)
    except (sqlite3.Error, sqlite3.Warning, MemoryError, UnicodeDecodeError) as error:
        if steps_left < 0:
            message = f"the query needs more than {QUERY_STEPS:,} instructions of SQLite"
            refuse("query-too-slow", message, query.span)
        if source.options.get("query") is None:
            refuse("malformed-data", f"'{source.file}' is damaged: {error}", source.span)
        refuse("query-failed", f"the query fails: {error}", query.span, None, f"the tables are {', '.join(tables)}")
    if cursor.description is None:
        refuse("query-failed", "the query is not a SELECT: it returns no rows", query.span)
    return convert_result([column[0] for column in cursor.description], rows, source.file, query.span)


def _authorise(action: int, *_details: str | None) -> int:
    """Allows reading only: no ATTACH, which could open other files, and no PRAGMA."""
    allowed = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE)
    return sqlite3.SQLITE_OK if action in allowed else sqlite3.SQLITE_DENY


def read_postgres(address: str, label: str, source: DataSource) -> RawTable:
    """Reads `table` (`staff`, `wards.staff`) or the result of `query`, in a transaction that cannot write.

    Only `data refresh` does this. `address` begins with one of POSTGRES_SCHEMES and may contain a password, so
    messages show `label` instead. Raises UnreadableError.
    """
    require_library("psycopg", "reading a PostgreSQL database", source.span)
    import psycopg
    from psycopg import sql

    query, table = source.options.get("query"), source.options.get("table")
    if (query is None) == (table is None):
        choice = "both 'table' and" if table else "neither 'table' nor"
        message = f"table '{source.name}' has {choice} 'query'"
        refuse("which-table", message, source.span, "write either 'table:' and its name, or 'query: SELECT …'")
    statement: Any = query
    if table is not None:
        statement = sql.SQL("SELECT * FROM {}").format(sql.Identifier(*table.split(".")))
    span = (query or table or Text("")).span
    options = f"-c default_transaction_read_only=on -c statement_timeout={int(QUERY_SECONDS * 1000)}"
    try:
        with psycopg.connect(address, connect_timeout=_MAX_CONNECT_SECONDS, options=options) as connection:
            connection.read_only = True
            with connection.cursor("deckwright") as cursor:  # a named cursor: the server sends only what is fetched
                cursor.execute(statement)
                rows = cursor.fetchmany(DATA_ROWS + 1)
                names = [column.name for column in cursor.description or ()]
    except psycopg.errors.QueryCanceled:
        refuse("query-too-slow", f"the query took longer than {QUERY_SECONDS} seconds", span)
    except psycopg.Error as error:
        if table is not None and isinstance(error, psycopg.errors.UndefinedTable):
            advice = "for a table in a schema, write schema.table"
            refuse("unknown-table", f"the database has no table '{table}'", span, advice)
        if error.sqlstate:
            refuse("query-failed", f"the query fails: {_get_first_line(error)}", span)
        message = f"the database at {label} cannot be reached: {_explain_without_address(address, error)}"
        refuse("fetch-failed", message, source.span)
    return convert_result(names, rows, source.file, span)


def _get_first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _explain_without_address(address: str, error: Exception) -> str:
    """Returns the first line of an error, or a general reason if it repeats the address with its password."""
    reason = _get_first_line(error).removeprefix("connection failed: ")
    secret = address.partition("://")[2].rpartition("@")[0].partition(":")[2]
    if (secret and secret in reason) or "://" in reason or "invalid" in reason:
        return "its address is not valid"
    return reason
