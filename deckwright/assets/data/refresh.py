"""What `data refresh` does: network sources are fetched into snapshots, which builds use."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from deckwright.assets.data.formats import POSTGRES, READERS, check_options
from deckwright.assets.data.options import Given, UnreadableError, refuse, word_of
from deckwright.assets.data.postgres import SCHEMES, read_postgres
from deckwright.assets.data.read import options_of, settled, texts_of
from deckwright.assets.data.snapshot import snapshot_file, stamp_of, write_snapshot
from deckwright.assets.data.web import fetch
from deckwright.model import node
from deckwright.model.data_table import DataTable
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.project import Project
from deckwright.model.source import Text

_VARIABLE = "env:"


class Snapshot(Struct, frozen=True):
    """A source as it was fetched, not yet written."""

    path: Path
    data: bytes
    line: str
    """What is said of it: `assets/data/snapshots/beds.json: 12 rows, 2 of them new`."""
    unchanged: bool


def refresh(tree: node.Mapping, project: Project, names: Sequence[str], report: Report) -> list[Snapshot]:
    """What the network sources of deck.yaml, `tree`, hold now: those called `names`, or all.

    Every one of them is fetched, however many fail; each failure is reported where deck.yaml names the source.
    """
    entries = tree.get("data")
    sources = {
        str(entry.key): entry.value
        for entry in (entries if isinstance(entries, node.Mapping) else ())
        if isinstance(entry.value, node.Mapping) and entry.value.get("url") is not None
    }
    for name in names:
        if name not in sources:
            notes = [f"from the network come {', '.join(sources)}"] if sources else ["no table has a 'url'"]
            message = f"'{name}' is no table that comes from the network"
            report.error("unknown-data", message, None, help=did_you_mean(name, sources), notes=notes)
    fetched = []
    for name in dict.fromkeys(names or sources):
        own = Report()
        try:
            snapshot = _refreshed(name, sources[name], project, own) if name in sources else None
        except UnreadableError as error:
            error.tell(own)
            snapshot = None
        for diagnostic in own.diagnostics:
            report.add(diagnostic)
        if snapshot and not own.failed:
            fetched.append(snapshot)
    return fetched


def _refreshed(name: str, source: node.Mapping, project: Project, report: Report) -> Snapshot | None:
    url = word_of(source, "url")
    if url is None:
        report.error("empty-value", "'url' is empty", source.span, help="write https://… or env:NAME")
        return None
    if not name.isidentifier() or not name.isascii():
        report.error(
            "bad-name", f"'{name}' cannot be the name of a table", source.span, help="use letters, digits and '_'"
        )
        return None
    options = options_of(source)
    table = _table(name, source, options, url, report)
    if table is None or report.failed:
        return None
    path = project.path(project.assets, *snapshot_file(name).split("/"))
    shown = f"{project.assets}/{snapshot_file(name)}"
    if not path.resolve().is_relative_to(project.path(project.assets).resolve()):
        refuse("outside-project", f"'{shown}' is a link to somewhere outside '{project.assets}'", url.span)
    data = write_snapshot(table, stamp_of({**options, "url": url}))
    before = path.read_bytes() if path.is_file() else b""
    rows = f"{len(table.rows)} row{'s' * (len(table.rows) != 1)}"
    return Snapshot(path, data, f"{shown}: {rows}, {_change(before, data)}", before == data)


def _table(name: str, source: node.Mapping, options: Mapping[str, Text], url: Text, report: Report) -> DataTable | None:
    """The table that a network source holds now."""
    address, called = _address(url)
    given = Given(name, called, b"", options, texts_of(source), url.span)
    if address.startswith(SCHEMES):
        check_options(source, "a PostgreSQL database", POSTGRES, report)
        return None if report.failed else settled(read_postgres(address, called, given), given, "", report)
    data, kind = fetch(address, called, url.span)
    format_ = READERS.get(kind)
    if format_ is None:
        what = f"a '{kind}' file" if kind else "what does not say what it is"
        notes = [f"it is read from {', '.join(READERS)}"]
        report.error("unknown-data-format", f"data cannot be read from {what}", url.span, notes=notes)
        return None
    check_options(source, format_.noun, format_.options, report)
    given = Given(name, called, data, options, given.texts, url.span)
    raw = None if report.failed else format_.read(given, report)
    return None if raw is None else settled(raw, given, "", report)


def _address(url: Text) -> tuple[str, str]:
    """The address that deck.yaml names, and what messages call it: an environment variable's value is never shown."""
    if not url.startswith(_VARIABLE):
        if url.startswith(SCHEMES):
            message = "the address of a database can hold a password, and deck.yaml is no place for that"
            refuse("bad-address", message, url.span, "put it into an environment variable, and write 'url: env:NAME'")
        return str(url), str(url)
    name = url.removeprefix(_VARIABLE).strip()
    address = os.environ.get(name, "").strip()
    if not address:
        message = f"the environment variable '{name}' is not set"
        refuse("unset-variable", message, url.span, f"set it to the source's address: export {name}=…")
    return address, f"'{name}'"


def _change(before: bytes, after: bytes) -> str:
    if not before:
        return "new"
    if before == after:
        return "unchanged"
    old, new = before.splitlines(), after.splitlines()
    return f"{len({*new} - {*old})} new or changed lines" if {*new} - {*old} else "changed"
