"""The lines that `deckwright inspect` prints: which data a presentation shows, and whether the deck has changed them."""

from __future__ import annotations

from collections.abc import Mapping

from deckwright.model.data_table import DataTable
from deckwright.read.provenance import Provenance, ShownTable
from deckwright.system.words import DASH, align_columns

_HASH_LENGTH = 12
"""The number of characters of a hash that people compare."""
_SAME = "the same"


def list_tables(file: str, provenance: Provenance, tables: Mapping[str, DataTable] | None) -> list[str]:
    """Returns the lines about `file`; `tables` are the data tables of the deck, None if there is no deck."""
    if not provenance.is_built:
        return [f"{file}: not built by Deckwright"]
    state = "and saved by another program since" if provenance.is_edited else "unchanged"
    head = f"{file}: built by Deckwright, {state}"
    if not provenance.tables:
        return [head, "it lists no data"]
    rows = [("source", "from", "as of", "rows", "version", *(["now"] if tables is not None else []), "slides")]
    for table in provenance.tables:
        now = [_compare(table, tables)] if tables is not None else []
        cells = (table.name, table.source or DASH, table.as_of or DASH, str(table.rows), table.digest[:_HASH_LENGTH])
        rows.append((*cells, *now, ", ".join(table.slides) or DASH))
    return [head, "", *align_columns(rows)]


def is_up_to_date(provenance: Provenance, tables: Mapping[str, DataTable] | None) -> bool:
    """Returns True if the deck has the data of the presentation unchanged, or there is no deck."""
    return tables is None or all(_compare(table, tables) == _SAME for table in provenance.tables)


def _compare(table: ShownTable, tables: Mapping[str, DataTable]) -> str:
    if table.name not in tables:
        return "missing"
    return _SAME if tables[table.name].digest == table.digest else "changed"
