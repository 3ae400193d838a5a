"""Fetches network sources into snapshots, for `data refresh`: files over https, and tables of PostgreSQL."""

from __future__ import annotations

import os
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from functools import partial
from http.client import HTTPException, HTTPMessage
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import quote, urlsplit

from msgspec import Struct

from deckwright.assets.data.data_source import DataSource, read_or_report, read_scalar, refuse, refuse_size
from deckwright.assets.data.databases import POSTGRES_SCHEMES, read_postgres
from deckwright.assets.data.formats import check_options, choose_format
from deckwright.assets.data.read import build_table, read_options, read_text_columns
from deckwright.assets.data.snapshot import build_snapshot_path, format_snapshot, hash_options
from deckwright.model import node
from deckwright.model.data_table import DataTable
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.project import Project
from deckwright.model.source import Span, Text
from deckwright.system.limits import DATA_BYTES

_VARIABLE = "env:"
_MAX_DOWNLOAD_SECONDS = 60
_MAX_IDLE_SECONDS = 15
"""Without receiving a byte."""
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
_SUFFIXES = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/json": ".json",
    "application/yaml": ".yaml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.apache.parquet": ".parquet",
    "application/vnd.sqlite3": ".sqlite",
}
"""Media type → suffix, for addresses without one."""


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
    known = [name for name in dict.fromkeys(names or declarations) if name in declarations]
    snapshots = [read_or_report(partial(_fetch_snapshot, name, declarations[name], project), report) for name in known]
    return [snapshot for snapshot in snapshots if snapshot]


def _fetch_snapshot(name: str, declaration: node.Mapping, project: Project, report: Report) -> Snapshot | None:
    url = read_scalar(declaration, "url")
    if url is None:
        refuse("empty-value", "'url' is empty", declaration.span, "write https://… or env:NAME")
    if not name.isidentifier() or not name.isascii():
        message = f"'{name}' cannot be the name of a table"
        refuse("bad-name", message, declaration.span, "use letters, digits and '_'")
    options = read_options(declaration)
    table = _fetch_table(name, declaration, options, url, report)
    if table is None:
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
        check_options(declaration, "a PostgreSQL database", ("table", "query", "dates"), report)
        return None if report.failed else build_table(read_postgres(address, label, source), source, report)
    data, suffix = _download(address, label, url.span)
    format_ = choose_format(suffix, url.span, "" if suffix else "the server does not name a data format")
    check_options(declaration, format_.noun, format_.options, report)
    source = DataSource(name, label, data, options, text_columns, url.span)
    return None if report.failed else build_table(format_.read(source, report), source, report)


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


def _download(address: str, label: str, span: Span | None) -> tuple[bytes, str]:
    """Returns the bytes at `address`, and the suffix of their format; an empty one when it is not known.

    Messages show `label`, because an address from an environment variable may contain a password.
    Raises UnreadableError: `bad-address`, `fetch-failed`, `too-much-data`.
    """
    _check_address(address, label, span)
    end = time.monotonic() + _MAX_DOWNLOAD_SECONDS
    headers = {"User-Agent": "Deckwright", "Accept": ", ".join([*_SUFFIXES, "*/*;q=0.1"])}
    request = urllib.request.Request(_quote_address(address), headers=headers)
    try:
        with urllib.request.build_opener(_SafeRedirects(span)).open(request, timeout=_MAX_IDLE_SECONDS) as response:
            chunks = []
            size = 0
            while chunk := response.read(65_536):
                chunks.append(chunk)
                size += len(chunk)
                if size > DATA_BYTES:
                    refuse_size(label, span)
                if time.monotonic() > end:
                    raise TimeoutError
            suffix = PurePosixPath(urlsplit(address).path).suffix.lower()
            if suffix not in _SUFFIXES.values():
                suffix = _SUFFIXES.get(response.headers.get_content_type(), suffix)
            return b"".join(chunks), suffix
    except (OSError, HTTPException, ValueError) as error:
        reason = _explain_failure(error, time.monotonic() > end)
        refuse("fetch-failed", f"{label} cannot be fetched: {reason}", span)


def _explain_failure(error: Exception, is_over: bool) -> str:
    match error:
        case urllib.error.HTTPError():
            return f"the server answers {error.code} {error.reason}"
        case TimeoutError():
            return f"it takes longer than {_MAX_DOWNLOAD_SECONDS} seconds" if is_over else "the server does not answer"
        case OSError():
            cause = getattr(error, "reason", error)
            return str(getattr(cause, "strerror", None) or cause or "the connection was lost").lower()
    return "the answer of the server is not valid"  # the texts of other errors can repeat the address


def _check_address(address: str, label: str, span: Span | None) -> None:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if host and (parts.scheme == "https" or (parts.scheme == "http" and host in _LOCAL_HOSTS)):
        return
    if parts.scheme == "http" and host:
        message, advice = f"{label} is not fetched over http, where anyone can change it on its way", "write https://…"
    else:
        message = f"{label} is not a web address"
        advice = "write https://…, or env:NAME with the name of an environment variable"
    refuse("bad-address", message, span, advice)


def _quote_address(address: str) -> str:
    """Escapes spaces and letters beyond ASCII, and removes the fragment."""
    parts = urlsplit(address)
    path, query = quote(parts.path, safe="/%:@!$&'()*+,;=~"), quote(parts.query, safe="/%:@!$&'()*+,;=~?")
    return parts._replace(path=path, query=query, fragment="").geturl()


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only if its address would be allowed in deck.yaml."""

    def __init__(self, span: Span | None) -> None:
        self.span = span

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        _check_address(newurl, "the address to which the server redirects", self.span)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
