"""The reader of SQLite databases: a table, or what a query finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckwright.assets.data.limits import MAX_ROWS, STEPS
from deckwright.assets.data.options import Given, refuse
from deckwright.assets.data.query_result import found_table
from deckwright.model.data_table import RawTable
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import Text

if TYPE_CHECKING:
    import sqlite3

_LONGEST_VALUE = 1_000_000
"""Characters or bytes, so that no query fills the memory with one."""
_AT_ONCE = 10_000
"""Instructions of SQLite that are counted together."""


def read_sqlite(given: Given, _report: Report) -> RawTable:
    """The rows of `table`, of the only table there is, or of `query`.

    The database is read from a copy in memory, so nothing can be written and no lock is waited for. Dates and
    percentages are texts in SQLite and are understood; a number kept as a text stays one. Raises UnreadableError.
    """
    import sqlite3

    base = sqlite3.connect(":memory:")
    try:
        tables = _open(base, given)
        query = given.word("query")
        if query is None:
            name = _table(tables, given)
            query = Text(f'SELECT * FROM "{name.replace(chr(34), chr(34) * 2)}"', given.place_of("table"))
        return _found(base, query, tables, given)
    finally:
        base.close()


def _open(base: sqlite3.Connection, given: Given) -> list[str]:
    """The database in memory; the names of its tables and views."""
    import sqlite3

    data = given.data
    if data[18:20] == b"\x02\x02":  # kept with a write-ahead log, which there is none of in memory
        data = data[:18] + b"\x01\x01" + data[20:]
    try:
        base.deserialize(data)
        base.execute("PRAGMA trusted_schema = OFF")
        rows = base.execute(
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        return sorted(name for (name,) in rows)
    except (sqlite3.Error, MemoryError, UnicodeDecodeError):
        refuse("malformed-data", f"'{given.file}' is not an SQLite database", given.place)


def _table(tables: list[str], given: Given) -> str:
    wanted = given.word("table")
    if wanted is not None:
        found = next((name for name in tables if name.lower() == wanted.lower()), None)
        if found is None:
            notes = f"its tables are {', '.join(tables)}" if tables else "it has no tables"
            message = f"'{given.file}' has no table '{wanted}'"
            refuse("unknown-table", message, wanted.span, did_you_mean(wanted, tables), notes)
        return found
    if len(tables) != 1:
        message = f"'{given.file}' has {len(tables)} tables" + (f": {', '.join(tables)}" if tables else "")
        advice = f"say which in deck.yaml: 'table: {tables[0]}', or write a 'query'" if tables else None
        refuse("which-table", message, given.place, advice)
    return tables[0]


def _found(base: sqlite3.Connection, query: Text, tables: list[str], given: Given) -> RawTable:
    import sqlite3

    left = STEPS

    def is_too_much() -> bool:
        nonlocal left
        left -= _AT_ONCE
        return left < 0

    base.set_progress_handler(is_too_much, _AT_ONCE)
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    base.set_authorizer(_allow)
    try:
        cursor = base.execute(query)
        rows = cursor.fetchmany(MAX_ROWS + 1)
    except (sqlite3.Error, sqlite3.Warning, MemoryError, UnicodeDecodeError) as error:
        if left < 0:
            refuse("query-too-slow", f"the query takes more than {STEPS:,} instructions of SQLite", query.span)
        if given.word("query") is None:
            refuse("malformed-data", f"'{given.file}' is damaged: {error}", given.place)
        refuse("query-failed", f"the query fails: {error}", query.span, None, f"the tables are {', '.join(tables)}")
    if cursor.description is None:
        refuse("query-failed", "the query finds no rows: it is not a SELECT", query.span)
    return found_table([column[0] for column in cursor.description], rows, given.file, query.span)


def _allow(action: int, *_about: str | None) -> int:
    """Only reading: no ATTACH, which could open other files, and no PRAGMA."""
    import sqlite3

    allowed = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE)
    return sqlite3.SQLITE_OK if action in allowed else sqlite3.SQLITE_DENY
