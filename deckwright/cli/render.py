"""Formats a diagnostic for a terminal: place, message, the source line with carets, and help."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from deckwright.model.diagnostics import Diagnostic, Report

ReadLine = Callable[[str, int], str | None]
"""File name and line number (from 1) → the line without its line break, or None."""

MAX_CELLS = 120
"""Terminal cells of a source line; of a longer one only the part around the carets is shown."""
TAB = 4
MAX_CHARACTERS = 360
"""Characters of a message; of a longer one the middle is left out."""

_COLOURS = {"error": "1;31", "warning": "1;33", "caret": "1;31", "gutter": "34", "help": "1;36", "note": "1"}
_DIRECTION_CONTROLS = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""Characters that change the direction of the rest of the line."""


def render(diagnostic: Diagnostic, read_line: ReadLine, colour: bool = False) -> str:
    """Returns several lines, without a line break at the end:

    deck.yaml:6:5: error[unknown-field]: slide 'quotes' has no field 'titel'
      |
    6 |     titel: Hvad siger de?
      |     ^^^^^
      = help: did you mean 'title'?
    """
    return "\n".join(_lines(diagnostic, read_line, _paint if colour else _keep))


def summarise(report: Report) -> str:
    """Returns the number of errors and warnings: `2 errors, 1 warning`; empty if there are none."""
    severities = [diagnostic.severity for diagnostic in report.diagnostics]
    counts = ((severities.count("error"), "error"), (severities.count("warning"), "warning"))
    return ", ".join(f"{count} {word}{'s' * (count > 1)}" for count, word in counts if count)


def read_source_lines(*folders: Path) -> ReadLine:
    """Returns a function that reads a line of a file in the first of `folders` that has it. Each file is read once."""

    @cache
    def lines(file: str) -> list[str]:
        for folder in folders:
            try:
                data = (folder / file).read_bytes()
            except OSError:
                continue
            if data.startswith(b"PK\x03\x04"):
                return []  # an Excel workbook has no lines to show
            text = data.decode("utf-8-sig", errors="replace")
            return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return []

    def read_line(file: str, number: int) -> str | None:
        all_lines = lines(file)
        return all_lines[number - 1] if 0 < number <= len(all_lines) else None

    return read_line


def _lines(diagnostic: Diagnostic, read_line: ReadLine, paint: Callable[[str, str], str]) -> Iterator[str]:
    span, severity = diagnostic.span, diagnostic.severity
    place = f"{span}: " if span else ""
    yield f"{place}{paint(f'{severity}[{diagnostic.code}]', severity)}: {_shorten(diagnostic.message)}"
    number = str(span.line) if span and not span.cell else ""
    margin = " " * len(number)
    line = read_line(span.file, span.line) if span and number else None
    if span and line is not None:
        before, marked, after = _excerpt(line, span.column - 1, span.length)
        carets = " " * _width(before) + paint("^" * max(1, _width(marked)), "caret")
        yield paint(f"{margin} |", "gutter")
        yield f"{paint(f'{number} |', 'gutter')} {before}{marked}{after}".rstrip()
        yield f"{paint(f'{margin} |', 'gutter')} {carets}"
    for word, text in [("help", diagnostic.help), *(("note", note) for note in diagnostic.notes)]:
        if text:
            yield f"{margin} {paint('=', 'gutter')} {paint(f'{word}:', word)} {_shorten(text)}"


def _shorten(text: str) -> str:
    """Leaves out the middle of a long text."""
    shown = _make_visible(text)
    return (
        shown
        if len(shown) <= MAX_CHARACTERS
        else f"{shown[: MAX_CHARACTERS * 2 // 3]} … {shown[-MAX_CHARACTERS // 4 :]}"
    )


def _excerpt(line: str, start: int, length: int) -> tuple[str, str, str]:
    """Returns the line before, above and after the carets, as it is shown."""
    end = min(start + max(1, length), len(line))
    before, marked, after = _make_visible(line[:start]), _make_visible(line[start:end]), _make_visible(line[end:])
    before += " " * (start - len(line))  # for a place after the end of the line
    if _width(before + marked + after) <= MAX_CELLS:
        return before, marked, after
    if _width(marked) > MAX_CELLS - 20:
        marked, after = _cut(marked, MAX_CELLS - 20) + "…", ""
    room = MAX_CELLS - _width(marked)
    if _width(before) > room * 2 // 3:
        before = "…" + _cut(before[::-1], room * 2 // 3)[::-1]
    if _width(after) > room - _width(before):
        after = _cut(after, max(0, room - _width(before) - 1)) + "…"
    return before, marked, after


def _cut(text: str, cells: int) -> str:
    """Returns the longest start of `text` that takes no more than `cells`."""
    taken = 0
    for index, character in enumerate(text):
        taken += _width(character)
        if taken > cells:
            return text[:index]
    return text


def _make_visible(text: str) -> str:
    """Replaces tabs by spaces, and other characters that control a terminal by �."""
    if text.isprintable():
        return text
    shown = text.replace("\t", " " * TAB)
    return "".join("\N{REPLACEMENT CHARACTER}" if _is_control(character) else character for character in shown)


def _is_control(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("Cc", "Cs", "Cn", "Zl", "Zp") or character in _DIRECTION_CONTROLS


def _width(text: str) -> int:
    """Returns the terminal cells: two for wide East Asian characters, 0 for combining marks and joiners."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _keep(text: str, _role: str) -> str:
    return text


def _paint(text: str, role: str) -> str:
    return f"\x1b[{_COLOURS[role]}m{text}\x1b[0m"
