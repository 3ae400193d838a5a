"""Files on the web: fetched by `refresh`, over https alone, up to a size and within a time."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from http.client import HTTPException, HTTPMessage
from pathlib import PurePosixPath
from typing import IO
from urllib.parse import quote, urlsplit

from deckwright.assets.data.limits import MAX_BYTES, refuse_size
from deckwright.assets.data.options import UnreadableError, refuse
from deckwright.model.data_table import Mistake
from deckwright.model.source import Span

SECONDS = 60
"""For the whole of a file."""
_STALLED = 15
"""Seconds without a byte."""
_HERE = ("localhost", "127.0.0.1", "::1")
_TYPES = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/json": ".json",
    "application/yaml": ".yaml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.apache.parquet": ".parquet",
    "application/vnd.sqlite3": ".sqlite",
}
"""Media type → extension, where the address shows none."""


def fetch(address: str, called: str, place: Span | None) -> tuple[bytes, str]:
    """The bytes at `address`, and the extension of the kind of file that they are, or an empty one.

    `called` is what messages call the address, for one that comes from the environment may hold a password.
    Raises UnreadableError: `bad-address`, `fetch-failed`, `too-much-data`.
    """
    _check(address, called, place)
    end = time.monotonic() + SECONDS
    request = urllib.request.Request(
        _quoted(address), headers={"User-Agent": "Deckwright", "Accept": ", ".join([*_TYPES, "*/*;q=0.1"])}
    )
    try:
        with urllib.request.build_opener(_Careful(place)).open(request, timeout=_STALLED) as answer:
            parts = []
            size = 0
            while part := answer.read(65_536):
                parts.append(part)
                size += len(part)
                if size > MAX_BYTES:
                    refuse_size(called, place)
                if time.monotonic() > end:
                    raise TimeoutError
            shown = PurePosixPath(urlsplit(address).path).suffix.lower()
            told = _TYPES.get(answer.headers.get_content_type(), "")
            return b"".join(parts), shown if shown in _TYPES.values() else told or shown
    except urllib.error.HTTPError as error:
        why = f"the server answers {error.code} {error.reason}"
    except TimeoutError:
        why = f"it takes longer than {SECONDS} seconds" if time.monotonic() > end else "the server does not answer"
    except OSError as error:
        reason = getattr(error, "reason", error)
        why = str(getattr(reason, "strerror", None) or reason or "the connection breaks off").lower()
    except (HTTPException, ValueError):  # whose words can repeat the address
        why = "the answer is not understood"
    raise UnreadableError(Mistake("fetch-failed", f"{called} cannot be fetched: {why}"), place)


def _check(address: str, called: str, place: Span | None) -> None:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme == "https" and host:
        return
    if parts.scheme == "http" and host in _HERE:
        return
    if parts.scheme == "http" and host:
        message, advice = f"{called} is not fetched over http, where anyone on the way can change it", "write https://…"
    else:
        message, advice = (
            f"{called} is no address",
            "write https://…, or env:NAME with the name of an environment variable",
        )
    refuse("bad-address", message, place, advice)


def _quoted(address: str) -> str:
    """`address` with its spaces and its letters beyond ASCII as servers want them."""
    parts = urlsplit(address)
    path, query = quote(parts.path, safe="/%:@!$&'()*+,;=~"), quote(parts.query, safe="/%:@!$&'()*+,;=~?")
    return parts._replace(path=path, query=query, fragment="").geturl()


class _Careful(urllib.request.HTTPRedirectHandler):
    """Follows a server to another address only where that one may be asked as well."""

    def __init__(self, place: Span | None) -> None:
        self.place = place

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        _check(newurl, "the address to which the server sends on", self.place)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
