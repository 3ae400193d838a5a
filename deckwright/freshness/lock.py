"""The lock: deck.lock, the data of a talk as they were when somebody last accepted them.

Text that people can read in a review: YAML, sorted, one value a line. It is read strictly, for what it says is
relied upon; it is written by Deckwright alone.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field

from deckwright.model import node
from deckwright.model.data_table import Cell, DataTable
from deckwright.model.diagnostics import Report
from deckwright.model.node import Node, Scalar
from deckwright.model.periods import read_period
from deckwright.model.source import Span, Text
from deckwright.system.program import program

VERSION = 1
_LOCKED = Context(prec=17, rounding=ROUND_HALF_UP)
_HEAD = """\
# The data of this talk as they were when somebody last accepted them. Commit this file beside deck.yaml.
# `deckwright data` says what has changed since, `deckwright data lock` accepts it. Nobody needs to edit this by hand.
"""
_Read = TypeVar("_Read")
_HASH = re.compile(r"[0-9a-f]{64}")
_ADVICE = f"bring it back from version control, or write it anew: {program()} data lock"


class LockedTable(Struct, frozen=True):
    """One table of `data:`."""

    file: str
    """`assets/data/growth.csv`."""
    bytes: str
    """SHA-256 of the file, in hexadecimal."""
    table: str
    """SHA-256 of the values in it, however they are written: see `table_digest`."""
    rows: int
    as_of: str = ""


class Lock(Struct, frozen=True):
    data: Mapping[str, LockedTable] = field(default_factory=dict)
    facts: Mapping[str, Cell] = field(default_factory=dict)
    generated: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """A generated picture → its inputs (`file …`, `data …`) → the SHA-256 of that."""


def table_digest(table: DataTable) -> str:
    """SHA-256 of columns, kinds and cells; the same for the same values in another file, format or way of writing."""
    total = hashlib.sha256()
    for row in (table.columns, tuple(map(Text, table.kinds)), *table.rows):
        total.update(json.dumps([_plain(cell) for cell in row]).encode())
    return total.hexdigest()


def write_lock(lock: Lock) -> bytes:
    return (_HEAD + "\n".join(_lines(lock)) + "\n").encode()


def read_lock(path: Path, file: str, report: Report) -> Lock | None:
    """The lock at `path`, which diagnostics call `file`; None after a report: `broken-lock`, or of what is no YAML."""
    from deckwright.parse.tree import parse

    own = Report()
    tree = parse(path, file, own)
    lock = _Reading(own).lock(tree, Span(file, 1, 1))
    for diagnostic in own.diagnostics:
        report.add(diagnostic)
    return None if own.failed else lock


def _lines(lock: Lock) -> Iterator[str]:
    yield f"\nversion: {VERSION}"
    if lock.data:
        yield "\ndata:"
    for name, table in sorted(lock.data.items()):
        yield f"  {name}:"
        yield f"    file: {_quoted(table.file)}"
        yield f"    bytes: {table.bytes}"
        yield f"    table: {table.table}"
        yield f"    rows: {table.rows}"
        if table.as_of:
            yield f"    as_of: {table.as_of}"
    if lock.facts:
        yield "\nfacts:"
    for name, value in sorted(lock.facts.items()):
        yield f"  {name}: {_quoted(value) if isinstance(value, str) else _plain(value)}"
    if lock.generated:
        yield "\ngenerated:"
    for name, inputs in sorted(lock.generated.items()):
        yield f"  {_quoted(name)}:"
        yield from (f"    {_quoted(what)}: {digest}" for what, digest in sorted(inputs.items()))


def as_locked(cell: Cell) -> Cell:
    """A fact as the lock keeps it: as exact as any program's numbers, not as long as a division may make it."""
    return cell.normalize(_LOCKED) if isinstance(cell, Decimal) else cell


def _plain(cell: Cell) -> str | None:
    """A cell in the one way it is written: without zeros at its end, a day as 2019-10-07."""
    if cell is None or isinstance(cell, str):
        return None if cell is None else str(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    number = Decimal(cell)
    return format(number.normalize() if number else Decimal(0), "f")


def _quoted(text: str) -> str:
    """A double-quoted scalar: JSON's strings are YAML's."""
    return json.dumps(str(text), ensure_ascii=False)


def _cell(scalar: Scalar) -> Cell:
    return None if isinstance(scalar.value, bool) else scalar.value


class _Reading:
    """A strict reading: nothing missing, nothing more, everything of its kind."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def lock(self, tree: Node | None, start: Span) -> Lock:
        if not isinstance(tree, node.Mapping):
            if not self.report.failed:
                self.fault("deck.lock holds nothing that can be read", tree.span if tree else start)
            return Lock()
        known = {"version", "data", "facts", "generated"}
        parts = {str(entry.key): entry.value for entry in tree if self.known(entry.key, known, "deck.lock")}
        version = parts.get("version")
        if not isinstance(version, Scalar) or version.value != VERSION:
            place = version.span if version else start
            self.fault(f"this deck.lock is not of version {VERSION}, the one this Deckwright reads", place)
            return Lock()
        tables = {name: self.table(name, value) for name, value in self.named(parts.get("data"))}
        return Lock(
            {str(name): table for name, table in tables.items() if table is not None},
            {str(name): self.scalar(name, value, _cell) for name, value in self.named(parts.get("facts"))},
            {
                str(name): {str(what): self.digest(what, value) for what, value in self.named(inputs)}
                for name, inputs in self.named(parts.get("generated"))
            },
        )

    def table(self, name: Text, value: Node) -> LockedTable | None:
        wanted = ("file", "bytes", "table", "rows")
        known = {*wanted, "as_of"}
        values = {str(key): (key, one) for key, one in self.named(value) if self.known(key, known, f"'{name}'")}
        if not isinstance(value, node.Mapping):
            return None
        for key in wanted:
            if key not in values:
                self.fault(f"'{name}' has no '{key}'", name.span)
                return None
        of_bytes, of_table = self.digest(*values["bytes"]), self.digest(*values["table"])
        file = self.scalar(*values["file"], lambda one: one.raw) or ""
        as_of = self.scalar(*values["as_of"], lambda one: one.raw) if "as_of" in values else ""
        if as_of and read_period(as_of) is None:
            self.fault("'as_of' is not a year, a month or a day", values["as_of"][1].span)
        rows = self.scalar(*values["rows"], lambda one: one.value)
        if not isinstance(rows, int) or isinstance(rows, bool) or rows < 0:
            self.fault("'rows' is not a number of rows", values["rows"][1].span)
            return None
        return LockedTable(file, of_bytes, of_table, rows, as_of or "")

    def named(self, value: Node | None) -> list[tuple[Text, Node]]:
        if value is None:
            return []
        if not isinstance(value, node.Mapping):
            self.fault("names with values are wanted here", value.span)
            return []
        return [(entry.key, entry.value) for entry in value]

    def known(self, key: Text, known: set[str], owner: str) -> bool:
        if key not in known:
            self.fault(f"{owner} has '{key}', which means nothing there", key.span)
        return key in known

    def digest(self, name: Text, value: Node) -> str:
        digest = self.scalar(name, value, lambda one: one.raw) or ""
        if isinstance(value, Scalar) and not _HASH.fullmatch(digest):
            self.fault(f"'{name}' is not a SHA-256 hash", value.span)
        return digest

    def scalar(self, name: Text, value: Node, read: Callable[[Scalar], _Read]) -> _Read | None:
        if isinstance(value, Scalar) and value.value is not None and not isinstance(value.value, bool):
            return read(value)
        self.fault(f"'{name}' has no value that can be read", value.span)
        return None

    def fault(self, message: str, span: Span | None) -> None:
        self.report.error("broken-lock", message, span, help=_ADVICE)
