"""Reads PostgreSQL databases for `data refresh`: a table, or the result of a query."""

from __future__ import annotations

from typing import Any

from deckwright.assets.data.cells import convert_result
from deckwright.assets.data.data_source import DataSource, refuse, require_library
from deckwright.assets.data.limits import MAX_QUERY_SECONDS, MAX_ROWS
from deckwright.model.data_table import RawTable
from deckwright.model.source import Text

SCHEMES = ("postgresql://", "postgres://")
_MAX_CONNECT_SECONDS = 10


def read_postgres(address: str, label: str, source: DataSource) -> RawTable:
    """Reads `table` (`staff`, `wards.staff`) or the result of `query`, in a transaction that cannot write.

    `address` begins with one of SCHEMES and may contain a password, so messages show `label` instead.
    Raises UnreadableError.
    """
    require_library("psycopg", "reading a PostgreSQL database", source.span)
    import psycopg
    from psycopg import sql

    query, table = source.get_option("query"), source.get_option("table")
    if (query is None) == (table is None):
        message = (
            f"table '{source.name}' has {'both' if table else 'neither'} 'table' {'and' if table else 'nor'} 'query'"
        )
        refuse("which-table", message, source.span, "write either 'table:' and its name, or 'query: SELECT …'")
    statement: Any = query
    if table is not None:
        statement = sql.SQL("SELECT * FROM {}").format(sql.Identifier(*table.split(".")))
    span = (query or table or Text("")).span
    options = f"-c default_transaction_read_only=on -c statement_timeout={int(MAX_QUERY_SECONDS * 1000)}"
    try:
        with psycopg.connect(address, connect_timeout=_MAX_CONNECT_SECONDS, options=options) as connection:
            connection.read_only = True
            with connection.cursor("deckwright") as cursor:  # a named cursor: the server sends only what is fetched
                cursor.execute(statement)
                rows = cursor.fetchmany(MAX_ROWS + 1)
                names = [column.name for column in cursor.description or ()]
    except psycopg.errors.QueryCanceled:
        refuse("query-too-slow", f"the query took longer than {MAX_QUERY_SECONDS} seconds", span)
    except psycopg.errors.UndefinedTable as error:
        if table is None:
            refuse("query-failed", f"the query fails: {_get_first_line(error)}", span)
        advice = "for a table in a schema, write schema.table"
        refuse("unknown-table", f"the database has no table '{table}'", span, advice)
    except (psycopg.OperationalError, psycopg.ProgrammingError, psycopg.DataError, psycopg.Error) as error:
        if isinstance(error, psycopg.DatabaseError) and error.sqlstate:
            refuse("query-failed", f"the query fails: {_get_first_line(error)}", span)
        message = f"the database at {label} cannot be reached: {_hide_address(address, error)}"
        refuse("fetch-failed", message, source.span)
    return convert_result(names, rows, source.file, span)


def _get_first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _hide_address(address: str, error: Exception) -> str:
    """Returns the reason, unless it repeats a part of the address, which can contain a password."""
    reason = _get_first_line(error).removeprefix("connection failed: ")
    secret = address.partition("://")[2].rpartition("@")[0].partition(":")[2]
    if (secret and secret in reason) or "://" in reason or "invalid" in reason:
        return "its address is not valid"
    return reason
