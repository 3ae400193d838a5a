"""Snapshots: what was fetched from the network, kept in the project for every build to use.

    {"of": "3f2a…",
     "columns": ["ward", "beds"],
     "rows": [
      {"ward": "A1", "beds": 25},
      {"ward": "A2", "beds": 31}
     ]}

`of` is the hash of what deck.yaml said of the source when it was fetched.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NoReturn

from deckwright.assets.data.options import Given, refuse
from deckwright.assets.data.records import records_in
from deckwright.assets.data.text import given_text
from deckwright.model.data_table import Cell, CellKind, DataTable, RawCell, RawTable
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text
from deckwright.system.program import program

FOLDER = "data/snapshots"
"""In the assets folder."""

_HEAD = re.compile(r'\{"of": "([0-9a-f]*)",\s*"columns": (\[.*\]),\s*"rows": ')


def snapshot_file(name: str) -> str:
    """Where the snapshot of the table `name` is, from the assets folder."""
    return f"{FOLDER}/{name}.json"


def stamp_of(options: Mapping[str, Text]) -> str:
    """The hash of what deck.yaml says of a source: another query asks for another snapshot."""
    return hashlib.sha256(json.dumps(options, sort_keys=True).encode()).hexdigest()


def write_snapshot(table: DataTable, stamp: str) -> bytes:
    """`table` as a snapshot: a row in each line, so that a comparison of versions shows what has changed."""
    lines = (
        ", ".join(
            f"{_json(name)}: {_value(cell, kind)}"
            for name, cell, kind in zip(table.columns, row, table.kinds, strict=True)
        )
        for row in table.rows
    )
    columns = ", ".join(map(_json, table.columns))
    body = ",".join(f"\n  {{{line}}}" for line in lines)
    return f'{{"of": "{stamp}",\n "columns": [{columns}],\n "rows": [{body}\n ]}}\n'.encode()


def read_snapshot(given: Given, stamp: str, report: Report) -> RawTable | None:
    """The table in a snapshot. Raises UnreadableError, also where deck.yaml describes the source otherwise by now."""
    text = given_text(given, report)
    if text is None:
        return None
    head = _HEAD.match(text)
    if head is None:
        refuse("malformed-data", "this is no snapshot", Span(given.file, 1, 1), _again(given.name))
    if head[1] != stamp:
        message = f"'{given.name}' was fetched before its source was changed in deck.yaml"
        refuse("outdated-snapshot", message, given.place, _again(given.name))
    table = records_in(text, given.file, head.end(), "}")
    known = {str(name): position for position, name in enumerate(table.columns)}
    names = [str(name) for name in json.loads(head[2])]
    place = Span(given.file, 2, 1)
    return RawTable(
        tuple(table.columns[known[name]] if name in known else Text(name, place) for name in names),
        tuple(tuple(_cell(row, known.get(name), place) for name in names) for row in table.rows),
    )


def refuse_missing(name: str, file: str, place: Span | None) -> NoReturn:
    """Raises UnreadableError: builds never wait for the network."""
    refuse("missing-snapshot", f"'{name}' has not been fetched yet: there is no '{file}'", place, _again(name))


def _again(name: str) -> str:
    return f"fetch it: {program()} data refresh {name}"


def _cell(row: tuple[RawCell, ...], position: int | None, place: Span) -> RawCell:
    return RawCell(None, None, "", place) if position is None else row[position]


def _value(cell: Cell, kind: CellKind) -> str:
    match cell:
        case None:
            return "null"
        case str():
            return _json(cell)
        case date():
            return _json(cell.isoformat())
    if kind == "percent":
        return _json(f"{Decimal(cell).scaleb(2):f}%")
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _json(text: str) -> str:
    return json.dumps(str(text), ensure_ascii=False)
