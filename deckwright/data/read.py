"""The reading of a talk's data: every file named under `data:`, as a checked table."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from deckwright import node
from deckwright.assets import find_asset
from deckwright.data.cells import settle_column
from deckwright.data.delimited import read_csv, read_tsv
from deckwright.data.records import read_json
from deckwright.data.table import DataTable, RawCell, RawTable
from deckwright.diagnostics import Report, did_you_mean
from deckwright.source import Text, span_of

Reader = Callable[[bytes, str, Report], RawTable | None]
"""Bytes of a file, its name in diagnostics → its table; None after reporting why there is none."""

READERS: Mapping[str, Reader] = {".csv": read_csv, ".tsv": read_tsv, ".json": read_json}
"""By extension. Another data format is one more row."""


def read_data(tree: node.Mapping, assets: Path, assets_name: str, report: Report) -> Mapping[str, DataTable]:
    """The tables that deck.yaml, `tree`, names under `data:`, by name; one that cannot be read is reported.

    What is not shaped as it should be is passed over in silence, for `evaluate` reports it.
    """
    tables = {}
    entries = tree.get("data")
    for entry in entries if isinstance(entries, node.Mapping) else ():
        if isinstance(entry.value, node.Mapping):
            own = Report()
            table = _read(str(entry.key), entry.value, assets, assets_name, own)
            for diagnostic in own.diagnostics:
                report.add(diagnostic)
            if table is not None and not own.failed:
                tables[table.name] = table
    return tables


def _read(name: str, source: node.Mapping, assets: Path, assets_name: str, report: Report) -> DataTable | None:
    written = source.get("file")
    if not isinstance(written, node.Scalar) or not isinstance(written.value, Text) or not written.value:
        return None
    path = find_asset(written.value, assets, assets_name, report)
    if path is None:
        return None
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        report.error(
            "unknown-data-format",
            f"data cannot be read from a '{path.suffix or path.name}' file",
            span_of(written.value),
            help=did_you_mean(path.suffix.lower(), READERS),
            notes=[f"it is read from {', '.join(READERS)}"],
        )
        return None
    file = f"{assets_name}/{path.relative_to(assets).as_posix()}"
    data = path.read_bytes()
    raw = reader(data, file, report)
    if raw is None or not _columns_named(raw, report):
        return None
    rows = [_whole(row, raw, report) for row in raw.rows]
    formats = source.get("format")
    forced = {
        str(entry.key)
        for entry in (formats if isinstance(formats, node.Mapping) else ())
        if isinstance(entry.value, node.Scalar) and entry.value.value == "text"
    }
    columns = [
        settle_column([row[position] for row in rows], column, column in forced, report)
        for position, column in enumerate(raw.columns)
    ]
    return DataTable(
        name=name,
        file=file,
        columns=raw.columns,
        kinds=tuple(kind for kind, _ in columns),
        rows=tuple(zip(*(values for _, values in columns), strict=True)),
        spans=tuple(tuple(cell.span for cell in row) for row in rows),
        digest=hashlib.sha256(data).hexdigest(),
    )


def _columns_named(raw: RawTable, report: Report) -> bool:
    """Report columns of one name, and columns of none that hold something."""
    first: dict[str, Text] = {}
    well = True
    for column in raw.columns:
        place = span_of(column)
        if not column:
            report.error("unnamed-column", "this column has no name", place)
            well = False
        elif (earlier := first.setdefault(column, column)) is not column:
            well = False
            notes = [f"first at {there.file}:{there.line}:{there.column}"] if (there := span_of(earlier)) else []
            report.error("duplicate-column", f"there are two columns '{column}'", place, notes=notes)
    return well


def _whole(row: tuple[RawCell, ...], raw: RawTable, report: Report) -> tuple[RawCell, ...]:
    """`row` as wide as its table; cells too many or too few are reported."""
    wide = len(raw.columns)
    surplus = next((cell for cell in row[wide:] if cell.kind), None)
    if surplus or len(row) < wide:
        report.error(
            "ragged-row",
            f"this row has {len(row)} cells, but there are {wide} columns",
            (surplus or row[-1]).span,
            help="put a cell that holds the delimiter into quotation marks" if surplus else None,
        )
    missing = tuple(RawCell(None, None, "", row[-1].span) for _ in range(wide - len(row)))
    return row[:wide] + missing
