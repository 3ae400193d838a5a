"""Downloads data files for `data refresh`: over https only, with limits on size and time."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from http.client import HTTPException, HTTPMessage
from pathlib import PurePosixPath
from typing import IO
from urllib.parse import quote, urlsplit

from deckwright.assets.data.data_source import UnreadableError, refuse
from deckwright.assets.data.limits import MAX_BYTES, refuse_size
from deckwright.model.data_table import Mistake
from deckwright.model.source import Span

MAX_DOWNLOAD_SECONDS = 60
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


def download(address: str, label: str, span: Span | None) -> tuple[bytes, str]:
    """Returns the bytes at `address`, and the suffix of their format; an empty one when it is not known.

    Messages show `label`, because an address from an environment variable may contain a password.
    Raises UnreadableError: `bad-address`, `fetch-failed`, `too-much-data`.
    """
    _check_address(address, label, span)
    end = time.monotonic() + MAX_DOWNLOAD_SECONDS
    headers = {"User-Agent": "Deckwright", "Accept": ", ".join([*_SUFFIXES, "*/*;q=0.1"])}
    request = urllib.request.Request(_quote_address(address), headers=headers)
    try:
        with urllib.request.build_opener(_SafeRedirects(span)).open(request, timeout=_MAX_IDLE_SECONDS) as response:
            chunks = []
            size = 0
            while chunk := response.read(65_536):
                chunks.append(chunk)
                size += len(chunk)
                if size > MAX_BYTES:
                    refuse_size(label, span)
                if time.monotonic() > end:
                    raise TimeoutError
            suffix = PurePosixPath(urlsplit(address).path).suffix.lower()
            if suffix not in _SUFFIXES.values():
                suffix = _SUFFIXES.get(response.headers.get_content_type(), suffix)
            return b"".join(chunks), suffix
    except urllib.error.HTTPError as error:
        reason = f"the server answers {error.code} {error.reason}"
    except TimeoutError:
        is_over = time.monotonic() > end
        reason = f"it takes longer than {MAX_DOWNLOAD_SECONDS} seconds" if is_over else "the server does not answer"
    except OSError as error:
        cause = getattr(error, "reason", error)
        reason = str(getattr(cause, "strerror", None) or cause or "the connection was lost").lower()
    except (HTTPException, ValueError):  # their texts can repeat the address
        reason = "the answer of the server is not valid"
    raise UnreadableError(Mistake("fetch-failed", f"{label} cannot be fetched: {reason}"), span)


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
