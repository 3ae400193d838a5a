"""Data files as text: UTF-8 without characters that no presentation can hold, lines ending in a line feed."""

from __future__ import annotations

from deckwright.diagnostics import Report
from deckwright.parse.tree import characters_allowed, decode


def text_of(data: bytes, file: str, report: Report) -> str | None:
    """`data` as text. Reported, and None: `not-utf8`, `refused-character`."""
    text = decode(data, file, report)
    if text is None:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if characters_allowed(text, file, report, 1) else None
