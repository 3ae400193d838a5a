"""Fetches network sources into snapshots, for `data refresh`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from deckwright.assets.data.data_source import DataSource, UnreadableError, read_scalar, refuse
from deckwright.assets.data.databases import POSTGRES_SCHEMES, read_postgres
from deckwright.assets.data.formats import POSTGRES_OPTIONS, READERS, check_options
from deckwright.assets.data.read import build_table, read_options, read_text_columns
from deckwright.assets.data.snapshot import build_snapshot_path, format_snapshot, hash_options
from deckwright.assets.data.web import download
from deckwright.model import node
from deckwright.model.data_table import DataTable
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.project import Project
from deckwright.model.source import Text

_VARIABLE = "env:"


class Snapshot(Struct, frozen=True):
    """A fetched source, not yet written to its file."""

    path: Path
    data: bytes
    summary: str
    """A printed line: `assets/data/snapshots/beds.json: 12 rows, 2 new or changed lines`."""
    is_unchanged: bool


def fetch_snapshots(tree: node.Mapping, project: Project, names: Sequence[str], report: Report) -> list[Snapshot]:
    """Fetches the network sources of deck.yaml, `tree`: those called `names`, or all.

    A failure is reported where deck.yaml names the source, and does not keep the others from being fetched.
    """
    entries = tree.get("data")
    declarations = {
        str(entry.key): entry.value
        for entry in (entries if isinstance(entries, node.Mapping) else ())
        if isinstance(entry.value, node.Mapping) and entry.value.get("url") is not None
    }
    for name in names:
        if name not in declarations:
            notes = [f"tables with a 'url' are {', '.join(declarations)}"] if declarations else ["no table has a 'url'"]
            message = f"'{name}' is not a table that comes from the network"
            report.error("unknown-data", message, None, help=did_you_mean(name, declarations), notes=notes)
    snapshots = []
    for name in dict.fromkeys(names or declarations):
        source_report = Report()
        try:
            is_declared = name in declarations
            snapshot = _fetch_snapshot(name, declarations[name], project, source_report) if is_declared else None
        except UnreadableError as error:
            error.add_to(source_report)
            snapshot = None
        for diagnostic in source_report.diagnostics:
            report.add(diagnostic)
        if snapshot and not source_report.failed:
            snapshots.append(snapshot)
    return snapshots


def _fetch_snapshot(name: str, declaration: node.Mapping, project: Project, report: Report) -> Snapshot | None:
    url = read_scalar(declaration, "url")
    if url is None:
        report.error("empty-value", "'url' is empty", declaration.span, help="write https://… or env:NAME")
        return None
    if not name.isidentifier() or not name.isascii():
        message = f"'{name}' cannot be the name of a table"
        report.error("bad-name", message, declaration.span, help="use letters, digits and '_'")
        return None
    options = read_options(declaration)
    table = _fetch_table(name, declaration, options, url, report)
    if table is None or report.failed:
        return None
    path = project.path(project.assets, *build_snapshot_path(name).split("/"))
    display_path = f"{project.assets}/{build_snapshot_path(name)}"
    if not path.resolve().is_relative_to(project.path(project.assets).resolve()):
        refuse("outside-project", f"'{display_path}' is a link to a file outside '{project.assets}'", url.span)
    data = format_snapshot(table, hash_options({**options, "url": url}))
    before = path.read_bytes() if path.is_file() else b""
    rows = f"{len(table.rows)} row{'s' * (len(table.rows) != 1)}"
    return Snapshot(path, data, f"{display_path}: {rows}, {_describe_change(before, data)}", before == data)


def _fetch_table(
    name: str, declaration: node.Mapping, options: Mapping[str, Text], url: Text, report: Report
) -> DataTable | None:
    address, label = _resolve_address(url)
    text_columns = read_text_columns(declaration)
    if address.startswith(POSTGRES_SCHEMES):
        source = DataSource(name, label, b"", options, text_columns, url.span)
        check_options(declaration, "a PostgreSQL database", POSTGRES_OPTIONS, report)
        return None if report.failed else build_table(read_postgres(address, label, source), source, "", report)
    data, suffix = download(address, label, url.span)
    format_ = READERS.get(suffix)
    if format_ is None:
        message = f"data cannot be read from a '{suffix}' file" if suffix else "the server does not name a data format"
        notes = [f"supported are {', '.join(READERS)}"]
        report.error("unknown-data-format", message, url.span, notes=notes)
        return None
    check_options(declaration, format_.noun, format_.options, report)
    source = DataSource(name, label, data, options, text_columns, url.span)
    raw = None if report.failed else format_.read(source, report)
    return None if raw is None else build_table(raw, source, "", report)


def _resolve_address(url: Text) -> tuple[str, str]:
    """Returns the address, and its name in messages, which never show the value of an environment variable."""
    if not url.startswith(_VARIABLE):
        if url.startswith(POSTGRES_SCHEMES):
            message = "the address of a database does not belong in deck.yaml: it can contain a password"
            refuse("bad-address", message, url.span, "put it into an environment variable, and write 'url: env:NAME'")
        return str(url), str(url)
    name = url.removeprefix(_VARIABLE).strip()
    address = os.environ.get(name, "").strip()
    if not address:
        message = f"the environment variable '{name}' is not set"
        refuse("unset-variable", message, url.span, f"set it to the source's address: export {name}=…")
    return address, f"'{name}'"


def _describe_change(before: bytes, after: bytes) -> str:
    if not before:
        return "new"
    if before == after:
        return "unchanged"
    new_lines = {*after.splitlines()} - {*before.splitlines()}
    return f"{len(new_lines)} new or changed lines" if new_lines else "changed"
