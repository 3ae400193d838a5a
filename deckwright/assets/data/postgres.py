"""The reader of PostgreSQL databases, used by `refresh` alone: a table, or what a query finds."""

from __future__ import annotations

from typing import Any

from deckwright.assets.data.extras import need
from deckwright.assets.data.limits import MAX_ROWS, SECONDS
from deckwright.assets.data.options import Given, refuse
from deckwright.assets.data.query_result import found_table
from deckwright.model.data_table import RawTable
from deckwright.model.source import Text

SCHEMES = ("postgresql://", "postgres://")
_SECONDS_TO_CONNECT = 10


def read_postgres(address: str, called: str, given: Given) -> RawTable:
    """The rows of `table` (`staff`, `wards.staff`) or of `query`, read without writing and within a time.

    `address` begins with one of SCHEMES and may hold a password, so messages have `called` in its place.
    Raises UnreadableError.
    """
    need("psycopg", "reading a PostgreSQL database", given.place)
    import psycopg
    from psycopg import sql

    asked, table = given.word("query"), given.word("table")
    if (asked is None) == (table is None):
        message = f"'{given.name}' says {'both a table and a query' if table else 'neither a table nor a query'}"
        refuse("which-table", message, given.place, "write 'table: ' and its name, or 'query: SELECT …'")
    statement: Any = asked
    if table is not None:
        statement = sql.SQL("SELECT * FROM {}").format(sql.Identifier(*table.split(".")))
    place = (asked or table or Text("")).span
    limits = f"-c default_transaction_read_only=on -c statement_timeout={int(SECONDS * 1000)}"
    try:
        with psycopg.connect(address, connect_timeout=_SECONDS_TO_CONNECT, options=limits) as connection:
            connection.read_only = True
            with connection.cursor("deckwright") as cursor:  # on the server, which then sends no more than is fetched
                cursor.execute(statement)
                rows = cursor.fetchmany(MAX_ROWS + 1)
                names = [column.name for column in cursor.description or ()]
    except psycopg.errors.QueryCanceled:
        refuse("query-too-slow", f"the query took longer than {SECONDS} seconds", place)
    except psycopg.errors.UndefinedTable as error:
        if table is None:
            refuse("query-failed", f"the query fails: {_reason(error)}", place)
        refuse("unknown-table", f"the database has no table '{table}'", place, "with a schema, write schema.table")
    except (psycopg.OperationalError, psycopg.ProgrammingError, psycopg.DataError, psycopg.Error) as error:
        if isinstance(error, psycopg.DatabaseError) and error.sqlstate:
            refuse("query-failed", f"the query fails: {_reason(error)}", place)
        refuse("fetch-failed", f"the database at {called} cannot be reached: {_without(address, error)}", given.place)
    return found_table(names, rows, given.file, place)


def _reason(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _without(address: str, error: Exception) -> str:
    """The reason, unless it repeats part of the address, which can hold a password."""
    reason = _reason(error).removeprefix("connection failed: ")
    secret = address.partition("://")[2].rpartition("@")[0].partition(":")[2]
    if (secret and secret in reason) or "://" in reason or "invalid" in reason:
        return "its address is not understood"
    return reason
