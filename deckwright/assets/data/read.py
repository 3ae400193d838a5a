"""Reads the tables under `data:` in deck.yaml: from files, snapshots and queries over other tables."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from deckwright.assets.data.cells import convert_column
from deckwright.assets.data.data_source import DataSource, read_bytes, read_or_report, read_scalar, refuse
from deckwright.assets.data.formats import ALL_OPTIONS, READERS, check_options, choose_format
from deckwright.assets.data.notation import DateOrder
from deckwright.assets.folder import find_asset
from deckwright.model import node
from deckwright.model.data_table import DataTable, RawCell, RawTable
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import Text
from deckwright.parse.characters import describe_refused

_ORDERS: dict[str, DateOrder] = {"day-first": "day-first", "month-first": "month-first"}


def read_data(tree: node.Mapping, assets: Path, assets_name: str, report: Report) -> Mapping[str, DataTable]:
    """Returns the tables under `data:` of deck.yaml, `tree`, by name. Reports those that cannot be read.

    Ignores entries of the wrong type, which `evaluate` reports.
    """
    entries = tree.get("data")
    reader = _DataReader(entries if isinstance(entries, node.Mapping) else None, assets, assets_name, report)
    for name in reader.entries:
        reader.read_table(name)
    return {name: table for name, table in reader.tables.items() if table is not None}


def read_options(declaration: node.Mapping) -> dict[str, Text]:
    """Returns the options of a table in deck.yaml. Raises UnreadableError for an expression: data are read before
    expressions are evaluated."""
    options = {name: option for name in ALL_OPTIONS if (option := read_scalar(declaration, name)) is not None}
    for name, option in options.items():
        if "{{" in option:
            message = f"'{name}' cannot contain an expression: data are read before expressions are evaluated"
            refuse("unfit-option", message, option.span, "write the value itself")
    return options


def read_text_columns(declaration: node.Mapping) -> frozenset[str]:
    """Returns the columns with `format: text` in deck.yaml."""
    formats = declaration.get("format")
    return frozenset(
        str(entry.key)
        for entry in (formats if isinstance(formats, node.Mapping) else ())
        if isinstance(entry.value, node.Scalar) and entry.value.value == "text"
    )


def build_table(raw: RawTable | None, source: DataSource, report: Report) -> DataTable | None:
    """Checks `raw` and converts its columns. Reports all errors; returns None if the names of columns are wrong."""
    if raw is None or not _check_column_names(raw, report):
        return None
    rows = [_fit_row(row, raw, report) for row in raw.rows]
    order = _ORDERS.get(source.options.get("dates") or "")
    columns = [
        convert_column([row[position] for row in rows], name, name in source.text_columns, order, report)
        for position, name in enumerate(raw.columns)
    ]
    return DataTable(
        name=source.name,
        file=source.file,
        columns=raw.columns,
        kinds=tuple(kind for kind, _ in columns),
        rows=tuple(zip(*(values for _, values in columns), strict=True)),
        spans=tuple(tuple(cell.span for cell in row) for row in rows),
        digest=hashlib.sha256(source.data).hexdigest(),
    )


class _DataReader:
    """Reads each table once, even if several queries need it."""

    def __init__(self, entries: node.Mapping | None, assets: Path, assets_name: str, report: Report) -> None:
        self.entries = {str(entry.key): entry for entry in entries or () if isinstance(entry.value, node.Mapping)}
        self.assets, self.assets_name, self.report = assets, assets_name, report
        self.tables: dict[str, DataTable | None] = {}
        """The tables read so far; None for those with errors."""
        self.stack: list[str] = []
        """The names of the queries that are being read and, last, of the table that they need."""

    def read_table(self, name: str) -> DataTable | None:
        if name not in self.tables:
            self.stack.append(name)
            self.tables[name] = read_or_report(lambda report: self.read_source(name, report), self.report)
            self.stack.pop()
        return self.tables[name]

    def read_source(self, name: str, report: Report) -> DataTable | None:
        declaration = self.entries[name].value
        assert isinstance(declaration, node.Mapping)
        keys = [entry.key for entry in declaration if entry.key in ("file", "url", "from")]
        if not keys:
            advice = "write 'file:' and a file in assets/, or 'from:' and 'query:' for a query over other tables"
            refuse("missing-field", f"table '{name}' has no source", self.entries[name].key.span, advice)
        if len(keys) > 1:
            message = f"table '{name}' has both '{keys[0]}' and '{keys[1]}'"
            refuse("two-sources", message, keys[1].span, "keep the one that its values come from")
        if keys[0] == "from":
            return self.read_query(name, declaration, report)
        path = read_scalar(declaration, str(keys[0]))
        if path is None:
            return None
        if keys[0] == "url":
            return self.load_snapshot(name, declaration, path, report)
        return self.read_file(name, declaration, path, report)

    def read_file(self, name: str, declaration: node.Mapping, path: Text, report: Report) -> DataTable | None:
        options = read_options(declaration)
        asset = find_asset(path, self.assets, self.assets_name, report, READERS)
        if asset is None:
            return None
        format_ = choose_format(asset.suffix or asset.name, path.span)
        check_options(declaration, format_.noun, format_.options, report)
        file = f"{self.assets_name}/{asset.relative_to(self.assets).as_posix()}"
        log = asset.with_name(asset.name + format_.log_suffix)
        if format_.log_suffix and log.is_file() and log.stat().st_size:
            message = f"'{file}' cannot be read: a program has it open, and part of it is still in '{log.name}'"
            refuse("unreadable-file", message, path.span, "close that program")
        data = read_bytes(asset, file, path.span)
        source = DataSource(name, file, data, options, read_text_columns(declaration), path.span)
        return None if report.failed else build_table(format_.read(source, report), source, report)

    def load_snapshot(self, name: str, declaration: node.Mapping, url: Text, report: Report) -> DataTable | None:
        """Reads the snapshot of a network source; builds never use the network."""
        from deckwright.assets.data.snapshot import build_snapshot_path, hash_options, read_snapshot, suggest_refresh

        options = read_options(declaration)
        path = self.assets / build_snapshot_path(name)
        file = f"{self.assets_name}/{build_snapshot_path(name)}"
        if not path.is_file():
            message = f"'{name}' has not been fetched yet: there is no '{file}'"
            refuse("missing-snapshot", message, url.span, suggest_refresh(name))
        if find_asset(Text(build_snapshot_path(name), url.span), self.assets, self.assets_name, report) is None:
            return None  # a link that leads out of the assets folder
        data = read_bytes(path, file, url.span)
        source = DataSource(name, file, data, {}, read_text_columns(declaration), url.span)
        return build_table(read_snapshot(source, hash_options({**options, "url": url}), report), source, report)

    def read_query(self, name: str, declaration: node.Mapping, report: Report) -> DataTable | None:
        """Returns the result of a query over other tables."""
        from deckwright.assets.data.duckdb_sql import query_tables

        check_options(declaration, "a query over tables", ("query",), report)
        names, query = declaration.get("from"), read_options(declaration).get("query")
        if query is None:
            advice = "write 'query: SELECT …', or 'file:' to read a file"
            refuse("missing-field", f"table '{name}' has no query", self.entries[name].key.span, advice)
        items = names.items if isinstance(names, node.Sequence) else (names,)
        scalars = [item for item in items if isinstance(item, node.Scalar) and item.value is not None]
        tables = [self.read_table_of_query(item, name) for item in scalars]
        readable = [table for table in tables if table is not None]
        if len(readable) < len(tables) or not readable or report.failed:
            return None  # the errors are reported where that table is
        data = "\n".join([query, *(f"{table.name} {table.digest}" for table in readable)]).encode()
        source = DataSource(name, f"data.{name}", data, {}, read_text_columns(declaration))
        return build_table(query_tables(query, readable, source.file), source, report)

    def read_table_of_query(self, item: node.Scalar, name: str) -> DataTable | None:
        """Reads the table `item` for the query `name`."""
        if item.raw in self.stack:
            cycle = " → ".join([*self.stack[self.stack.index(item.raw) :], item.raw])
            refuse("circular-data", f"table '{name}' depends on itself: {cycle}", item.span)
        if item.raw not in self.entries:
            near = did_you_mean(item.raw, [other for other in self.entries if other != name])
            refuse("unknown-data", f"there is no table '{item.raw}' under 'data:'", item.span, near)
        return self.read_table(item.raw)


def _check_column_names(raw: RawTable, report: Report) -> bool:
    """Reports columns without a name, with the same name or with characters that no presentation can hold."""
    columns: dict[str, Text] = {}
    for column in raw.columns:
        if message := describe_refused(column):
            report.error("refused-character", message, column.span)
        elif not column:
            report.error("unnamed-column", "this column has no name", column.span)
        elif (earlier := columns.setdefault(column, column)) is not column:
            notes = [f"the first is at {earlier.span}"] if earlier.span else []
            report.error("duplicate-column", f"two columns are called '{column}'", column.span, notes=notes)
    return len(columns) == len(raw.columns)


def _fit_row(row: tuple[RawCell, ...], raw: RawTable, report: Report) -> tuple[RawCell, ...]:
    """Returns `row` as wide as its table. Reports `ragged-row` when it has more or fewer cells."""
    width = len(raw.columns)
    surplus = next((cell for cell in row[width:] if cell.kind), None)
    if surplus or len(row) < width:
        report.error(
            "ragged-row",
            f"this row has {len(row)} cells, but there are {width} columns",
            (surplus or row[-1]).span,
            help="put a cell that contains the delimiter in quotation marks" if surplus else None,
        )
    missing = tuple(RawCell(None, None, "", row[-1].span) for _ in range(width - len(row)))
    return row[:width] + missing
