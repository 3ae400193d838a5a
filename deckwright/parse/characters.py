"""Checks the characters of a source file: its encoding, and characters that a presentation cannot hold."""

from __future__ import annotations

import re

from deckwright.model.diagnostics import Report
from deckwright.model.source import Span

_REFUSED = "[\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff\\ufdd0-\\ufdef\\ufeff\\ufffe\\uffff]"
"""Control characters, surrogates, noncharacters, byte order marks, and line breaks that only YAML recognises."""


def decode(data: bytes, file: str, report: Report) -> str | None:
    """Decodes UTF-8, with or without a byte order mark. Another encoding is reported at its first byte."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        report.error("not-utf8", f"'{file}' is saved as UTF-16", Span(file, 1, 1), help="save it as UTF-8")
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The codec counts from after the byte order mark.
        body = data.removeprefix(b"\xef\xbb\xbf")
        before = body[: error.start].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        place = Span(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        report.error("not-utf8", f"'{file}' is not saved as UTF-8", place, help="save it as UTF-8")
        return None


def describe_refused(text: str) -> str | None:
    """Returns a message about the first character of `text` that is not allowed in a presentation, if any."""
    refused = None if text.isprintable() else re.search(_REFUSED, text)
    return _describe(refused[0]) if refused else None


def check_characters(text: str, file: str, report: Report, first_line: int) -> bool:
    """Returns True if a presentation can hold `text`; reports the first refused character of each line."""
    if text.replace("\n", " ").isprintable() or not re.search(_REFUSED, text):
        return True
    for number, line in enumerate(text.split("\n"), first_line):
        if refused := re.search(_REFUSED, line):
            report.error("refused-character", _describe(refused[0]), Span(file, number, refused.start() + 1))
    return False


def _describe(character: str) -> str:
    return f"the invisible character U+{ord(character):04X} is not allowed in a presentation"
