"""The characters of a source file: its encoding, and those that a presentation cannot hold."""

from __future__ import annotations

import re

from deckwright.model.diagnostics import Report
from deckwright.model.source import Span

_REFUSED = re.compile(
    "[\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff\\ufdd0-\\ufdef\\ufeff\\ufffe\\uffff]"
)
"""Control characters, surrogates, noncharacters, stray byte order marks, and what YAML alone takes for line breaks."""


def decode(data: bytes, file: str, report: Report) -> str | None:
    """`data` as text: UTF-8, with or without byte order mark. Another encoding is reported at its first byte."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        report.error("not-utf8", f"'{file}' is saved as UTF-16", Span(file, 1, 1), help="save it as UTF-8")
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # With the byte order mark cut off, the codec counts from behind it.
        body = data.removeprefix(b"\xef\xbb\xbf")
        before = body[: error.start].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        place = Span(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        report.error("not-utf8", f"'{file}' is not saved as UTF-8", place, help="save it as UTF-8")
        return None


def refusal(text: str) -> str | None:
    """Why `text` cannot be part of a presentation, if it holds a character that makes it so."""
    bad = None if text.isprintable() else _REFUSED.search(text)
    return _refusal(bad[0]) if bad else None


def characters_allowed(text: str, file: str, report: Report, first_line: int) -> bool:
    """Whether `text` holds nothing that a presentation cannot; reports the first such character of each line."""
    if text.replace("\n", " ").isprintable() or not _REFUSED.search(text):
        return True
    for number, line in enumerate(text.split("\n"), first_line):
        if bad := _REFUSED.search(line):
            report.error("refused-character", _refusal(bad[0]), Span(file, number, bad.start() + 1))
    return False


def _refusal(character: str) -> str:
    return f"the invisible character U+{ord(character):04X} cannot be part of a presentation"
