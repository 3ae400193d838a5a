"""Snapshots: data that were fetched from the network, stored in the project for every build to use.

    {"of": "3f2a…",
     "columns": ["ward", "beds"],
     "rows": [
      {"ward": "A1", "beds": 25},
      {"ward": "A2", "beds": 31}
     ]}

`of` is the hash of the source's options in deck.yaml at that time.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from deckwright.assets.data.data_source import DataSource, refuse
from deckwright.assets.data.encodings import decode_source
from deckwright.assets.data.records import parse_json_rows
from deckwright.model.data_table import Cell, CellKind, DataTable, RawCell, RawTable
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text
from deckwright.system.words import get_program

_HEAD = re.compile(r'\{"of": "([0-9a-f]*)",\s*"columns": (\[.*\]),\s*"rows": ')


def build_snapshot_path(name: str) -> str:
    """Returns the path of the snapshot of table `name`, relative to the assets folder."""
    return f"data/snapshots/{name}.json"


def hash_options(options: Mapping[str, Text]) -> str:
    """Returns the hash of a source's options: when they change, the snapshot is outdated."""
    return hashlib.sha256(json.dumps(options, sort_keys=True).encode()).hexdigest()


def format_snapshot(table: DataTable, options_hash: str) -> bytes:
    """Returns `table` as a snapshot, with one row per line, so that a diff of two versions shows the changed rows."""
    lines = (
        ", ".join(
            f"{_quote(name)}: {_format_cell(cell, kind)}"
            for name, cell, kind in zip(table.columns, row, table.kinds, strict=True)
        )
        for row in table.rows
    )
    columns = ", ".join(map(_quote, table.columns))
    body = ",".join(f"\n  {{{line}}}" for line in lines)
    return f'{{"of": "{options_hash}",\n "columns": [{columns}],\n "rows": [{body}\n ]}}\n'.encode()


def read_snapshot(source: DataSource, options_hash: str, report: Report) -> RawTable | None:
    """Reads a snapshot. Raises UnreadableError, also when the options in deck.yaml have changed since."""
    text = decode_source(source, report)
    if text is None:
        return None
    head = _HEAD.match(text)
    if head is None:
        message = f"'{source.file}' is not a snapshot"
        refuse("malformed-data", message, Span(source.file, 1, 1), suggest_refresh(source.name))
    if head[1] != options_hash:
        message = f"the snapshot of '{source.name}' is outdated: its source in deck.yaml changed"
        refuse("outdated-snapshot", message, source.span, suggest_refresh(source.name))
    table = parse_json_rows(text, source.file, head.end(), "}")
    positions = {str(name): position for position, name in enumerate(table.columns)}
    names = [str(name) for name in json.loads(head[2])]
    span = Span(source.file, 2, 1)
    empty = RawCell(None, None, "", span)
    return RawTable(
        tuple(table.columns[positions[name]] if name in positions else Text(name, span) for name in names),
        tuple(tuple(row[positions[name]] if name in positions else empty for name in names) for row in table.rows),
    )


def suggest_refresh(name: str) -> str:
    return f"run `{get_program()} data refresh {name}`"


def _format_cell(cell: Cell, kind: CellKind) -> str:
    match cell:
        case None:
            return "null"
        case str():
            return _quote(cell)
        case date():
            return _quote(cell.isoformat())
    if kind == "percent":
        return _quote(f"{Decimal(cell).scaleb(2):f}%")
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _quote(text: str) -> str:
    return json.dumps(str(text), ensure_ascii=False)
