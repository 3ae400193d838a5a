"""The reading of a talk's data: every table named under `data:`, checked and typed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from deckwright.assets.data.columns import settle_column
from deckwright.assets.data.dates import Order
from deckwright.assets.data.formats import FILE_OPTIONS, READERS, SQL, check_options
from deckwright.assets.data.limits import check_log, read_bytes
from deckwright.assets.data.options import Given, UnreadableError, refuse, word_of
from deckwright.assets.folder import find_asset
from deckwright.model import node
from deckwright.model.data_table import DataTable, RawCell, RawTable
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import Span, Text, span_of
from deckwright.parse.characters import refusal

_ORDERS: dict[str, Order] = {"day-first": "day-first", "month-first": "month-first"}
_SOURCES = ("file", "url", "from")
"""Of these a table has one: a file, the network, or other tables."""


def read_data(tree: node.Mapping, assets: Path, assets_name: str, report: Report) -> Mapping[str, DataTable]:
    """The tables that deck.yaml, `tree`, names under `data:`, by name; one that cannot be read is reported.

    What is not shaped as it should be is passed over in silence, for `evaluate` reports it.
    """
    entries = tree.get("data")
    reading = _Reading(entries if isinstance(entries, node.Mapping) else None, assets, assets_name, report)
    for name in reading.entries:
        reading.table(name)
    return {name: table for name, table in reading.tables.items() if table is not None}


def options_of(source: node.Mapping) -> dict[str, Text]:
    """What deck.yaml says of how to read a source, by the name of the option. Reported at an expression, which is not
    worked out so early: raises UnreadableError."""
    options = {option: word for option in FILE_OPTIONS if (word := word_of(source, option)) is not None}
    for option, word in options.items():
        if "{{" in word:
            message = f"'{option}' cannot hold an expression: data is read before expressions are worked out"
            refuse("unfit-option", message, word.span, "write what it gives")
    return options


def settled(raw: RawTable, given: Given, digest: str, report: Report) -> DataTable | None:
    """The table of `raw`, with one kind for each column. What is wrong in it is reported."""
    if not _columns_named(raw, report):
        return None
    rows = [_whole(row, raw, report) for row in raw.rows]
    order = _ORDERS.get(given.word("dates") or "")
    columns = [
        settle_column([row[position] for row in rows], column, column in given.texts, order, report)
        for position, column in enumerate(raw.columns)
    ]
    return DataTable(
        name=given.name,
        file=given.file,
        columns=raw.columns,
        kinds=tuple(kind for kind, _ in columns),
        rows=tuple(zip(*(values for _, values in columns), strict=True)),
        spans=tuple(tuple(cell.span for cell in row) for row in rows),
        digest=digest,
    )


def texts_of(source: node.Mapping) -> frozenset[str]:
    """The columns that deck.yaml says are texts."""
    formats = source.get("format")
    return frozenset(
        str(entry.key)
        for entry in (formats if isinstance(formats, node.Mapping) else ())
        if isinstance(entry.value, node.Scalar) and entry.value.value == "text"
    )


class _Reading:
    """The tables read so far; a query asks for those that it is made from."""

    def __init__(self, entries: node.Mapping | None, assets: Path, assets_name: str, report: Report) -> None:
        self.entries = {str(entry.key): entry for entry in entries or () if isinstance(entry.value, node.Mapping)}
        self.assets, self.assets_name, self.report = assets, assets_name, report
        self.tables: dict[str, DataTable | None] = {}
        """None for what could not be read."""
        self.waiting: list[str] = []
        """Queries that wait for the tables they are made from."""

    def table(self, name: str) -> DataTable | None:
        if name not in self.tables:
            own = Report()
            source = self.entries[name].value
            assert isinstance(source, node.Mapping)
            self.waiting.append(name)
            try:
                table = self.read(name, source, own)
            except UnreadableError as error:
                error.tell(own)
                table = None
            self.waiting.pop()
            for diagnostic in own.diagnostics:
                self.report.add(diagnostic)
            self.tables[name] = None if own.failed else table
        return self.tables[name]

    def read(self, name: str, source: node.Mapping, report: Report) -> DataTable | None:
        kinds = [entry for entry in source if entry.key in _SOURCES]
        if not kinds:
            advice = "write 'file: ' and a file under assets/; a query over other tables needs 'from: ' and their names"
            refuse(
                "missing-field", f"'{name}' does not say where its values come from", _key(self.entries[name]), advice
            )
        if len(kinds) > 1:
            message = f"'{name}' has both '{kinds[0].key}' and '{kinds[1].key}'"
            refuse("two-sources", message, kinds[1].key.span, "keep the one that its values come from")
        if kinds[0].key == "from":
            return self.asked(name, source, report)
        written = word_of(source, str(kinds[0].key))
        if written is None:
            return None
        options = options_of(source)
        if kinds[0].key == "url":
            return self.fetched(name, source, options, written, report)
        path = find_asset(written, self.assets, self.assets_name, report, READERS)
        format_ = READERS.get(path.suffix.lower()) if path else None
        if path is None or format_ is None:
            if path:
                _unknown_format(path, written, report)
            return None
        check_options(source, format_.noun, format_.options, report)
        file = f"{self.assets_name}/{path.relative_to(self.assets).as_posix()}"
        if format_.log:
            check_log(path.with_name(path.name + format_.log), file, written.span)
        data = read_bytes(path, file, written.span)
        given = Given(name, file, data, options, texts_of(source), written.span)
        raw = None if report.failed else format_.read(given, report)
        return None if raw is None else settled(raw, given, hashlib.sha256(data).hexdigest(), report)

    def fetched(
        self, name: str, source: node.Mapping, options: dict[str, Text], url: Text, report: Report
    ) -> DataTable | None:
        """The table in the snapshot of a network source."""
        from deckwright.assets.data.snapshot import read_snapshot, refuse_missing, snapshot_file, stamp_of

        path = self.assets / snapshot_file(name)
        file = f"{self.assets_name}/{snapshot_file(name)}"
        if not path.is_file():
            refuse_missing(name, file, url.span)
        if find_asset(Text(snapshot_file(name), url.span), self.assets, self.assets_name, report) is None:
            return None  # a link to somewhere else
        data = read_bytes(path, file, url.span)
        given = Given(name, file, data, {}, texts_of(source), url.span)
        raw = read_snapshot(given, stamp_of({**options, "url": url}), report)
        return None if raw is None else settled(raw, given, hashlib.sha256(data).hexdigest(), report)

    def asked(self, name: str, source: node.Mapping, report: Report) -> DataTable | None:
        """What a query finds in other tables."""
        from deckwright.assets.data.sql import ask

        check_options(source, "a query over tables", SQL, report)
        wanted, query = source.get("from"), options_of(source).get("query")
        if query is None:
            advice = "write 'query: SELECT …', or 'file: ' where it is read from a file"
            refuse("missing-field", f"'{name}' has no query", _key(self.entries[name]), advice)
        words = [item for item in (wanted.items if isinstance(wanted, node.Sequence) else (wanted,)) if item]
        tables = [self.named(item, name) for item in words if isinstance(item, node.Scalar) and item.value is not None]
        known = [table for table in tables if table is not None]
        if len(known) < len(tables) or not known or report.failed:
            return None  # which is reported where that table is
        raw = ask(query, known, f"data.{name}")
        digest = hashlib.sha256(
            "\n".join([query, *(f"{table.name} {table.digest}" for table in known)]).encode()
        ).hexdigest()
        given = Given(name, f"data.{name}", b"", {}, texts_of(source))
        return settled(raw, given, digest, report)

    def named(self, item: node.Scalar, name: str) -> DataTable | None:
        """The table that a query calls `item`."""
        if item.raw in self.waiting:
            way = " → ".join([*self.waiting[self.waiting.index(item.raw) :], item.raw])
            refuse("circular-data", f"'{name}' is made from itself: {way}", item.span)
        if item.raw not in self.entries:
            near = did_you_mean(item.raw, [other for other in self.entries if other != name])
            refuse("unknown-data", f"there is no table '{item.raw}' under 'data:'", item.span, near)
        return self.table(item.raw)


def _key(entry: node.Entry) -> Span | None:
    return entry.key.span


def _unknown_format(path: Path, written: Text, report: Report) -> None:
    report.error(
        "unknown-data-format",
        f"data cannot be read from a '{path.suffix or path.name}' file",
        span_of(written),
        help=did_you_mean(path.suffix.lower(), READERS),
        notes=[f"it is read from {', '.join(READERS)}"],
    )


def _columns_named(raw: RawTable, report: Report) -> bool:
    """Report columns of one name, and columns of none that hold something."""
    first: dict[str, Text] = {}
    well = True
    for column in raw.columns:
        place = span_of(column)
        if message := refusal(column):
            report.error("refused-character", message, place)
            well = False
        elif not column:
            report.error("unnamed-column", "this column has no name", place)
            well = False
        elif (earlier := first.setdefault(column, column)) is not column:
            well = False
            notes = [f"first at {there}"] if (there := span_of(earlier)) else []
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
