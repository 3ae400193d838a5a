"""Explains YAML syntax errors: from the message of the scanner to the mistake that the author most likely made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from deckwright.model.diagnostics import Diagnostic
from deckwright.model.source import Span

_LEAD = re.compile(r"""\s*(?:-\s+)*(?:(?:"[^"]*"|'[^']*'|[^\s'"#:{\[][^:#]*):\s+)?""")
"""The part of a line before a value: indentation, dashes and a key."""

_NO_SPACE = re.compile(r"\s*(?:(-)(?=[A-Za-z\"'])|(?:- +)?[A-Za-z_]+(:)(?=[^\s/]))")
"""A dash or colon without a space after it, at the beginning of a line; with `//` it is a web address."""

_BEGINNINGS = {
    **{mark: f"a text that begins with '{mark}' needs quotation marks" for mark in "*&!@`%|>"},
    "[": "a text that begins with '[' needs quotation marks, and a list must end with ']'",
    "{": "a text that begins with '{' needs quotation marks, and '{' needs its '}'",
    '"': "the quotation marks end before the text does",
    "'": "the quotation marks end before the text does",
}
_BRACKETS = {"[": "]", "{": "}"}
_CLOSED = re.compile(r"\[[^][{}]*\]|\{[^][{}]*\}")
_QUOTE_HELP = {
    '"': "put the whole text in '…'",
    "'": 'put the whole text in "…"',
}


class Mark(Protocol):
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class SyntaxFault(Protocol):
    """PyYAML's MarkedYAMLError."""

    @property
    def context(self) -> str | None: ...
    @property
    def context_mark(self) -> Mark | None: ...
    @property
    def problem(self) -> str | None: ...
    @property
    def problem_mark(self) -> Mark | None: ...


def explain(fault: SyntaxFault, text: str, file: str, first_line: int) -> Diagnostic:
    """Returns the diagnostic for `fault` in `text`, which begins on line `first_line` of `file`."""
    lines = text.split("\n")
    row, column = _locate(fault.problem_mark or fault.context_mark, lines)
    start_row, start_column = _locate(fault.context_mark, lines)
    start = lines[start_row][start_column : start_column + 1]
    line = lines[row]
    problem, context = fault.problem or "", fault.context or ""

    def at(code: str, message: str, row: int, column: int, length: int = 1, advice: str | None = None) -> Diagnostic:
        return Diagnostic(code, message, Span(file, row + first_line, column + 1, length), help=advice)

    if braces := _find_unquoted_braces(lines, (row, start_row, row - 1)):
        return at(
            "unquoted-braces",
            f"a value that begins with '{braces[2]}' needs quotation marks",
            braces[0],
            braces[1],
            2,
            'put quotation marks around the whole value: "{{ … }}"',
        )
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return at("tab", "this line is indented with a tab", row, line.index("\t"), advice="use spaces")
    if mark := _find_missing_space(lines, (row, start_row)):
        return at("missing-space", f"a space is missing after this '{mark[2]}'", mark[0], mark[1])
    if "quoted scalar" in context and "end of" in problem:
        return at("unclosed-quote", f"this {start} has no closing {start}", start_row, start_column)
    if "escape" in problem:
        return at(
            "unknown-escape",
            "this '\\' begins an unknown escape sequence",
            row,
            column,
            advice="write '\\\\' for a backslash, or put the text in '…'",
        )
    lead = _LEAD.match(line)
    value = lead.end() if lead else 0
    first = line[value : value + 1]
    if first in _BEGINNINGS and column >= value:
        advice = _QUOTE_HELP.get(first, "put quotation marks around the whole text")
        return at("needs-quotes", _BEGINNINGS[first], row, value, max(1, len(line.rstrip()) - value), advice)
    if "mapping values" in problem:
        if re.search(r":\s", line[:column]):
            return at(
                "colon-in-text",
                "a text with ': ' in it needs quotation marks",
                row,
                value,
                max(1, len(line.rstrip()) - value),
                "put quotation marks around the whole text",
            )
        return at("indentation", "this line is indented further than its neighbours", row, _indent(line))
    if "flow" in context and start in _BRACKETS:
        return at("unclosed-bracket", f"this '{start}' has no closing '{_BRACKETS[start]}'", start_row, start_column)
    opened = _find_last_opened(text) if "flow node" in context and not "".join(lines[row:])[column:].strip() else -1
    if opened >= 0:
        row, column = text.count("\n", 0, opened), opened - text.rfind("\n", 0, opened) - 1
        closing = _BRACKETS[text[opened]]
        return at("unclosed-bracket", f"this '{text[opened]}' has no closing '{closing}'", row, column)
    if "could not find expected ':'" in problem:
        length = len(lines[start_row].rstrip()) - start_column
        return at(
            "key-without-colon",
            "this line is neither a key with ':' nor a list entry with '- '",
            start_row,
            start_column,
            max(1, length),
        )
    if "block sequence entries" in problem:
        message = "a list with '- ' cannot begin on the line of its key"
        return at("list-on-key-line", message, row, column, advice="begin it on the next line")
    if ("block" in context or "document start" in problem) and column <= _indent(line):
        advice = "indent it by as many spaces as the lines it belongs to"
        return at("indentation", "this line is not aligned with its neighbours", row, _indent(line), 1, advice)
    advice = "if it is a text, put quotation marks around it"
    return at("yaml-syntax", "this is not valid YAML", row, column, advice=advice)


def _locate(mark: Mark | None, lines: list[str]) -> tuple[int, int]:
    """Returns row and column of `mark`, from 0. At the end of a file the scanner's mark may be after the last line."""
    if mark is None:
        return 0, 0
    return (mark.line, mark.column) if mark.line < len(lines) else (len(lines) - 1, len(lines[-1]))


def _find_unquoted_braces(lines: list[str], rows: Iterable[int]) -> tuple[int, int, str] | None:
    """Returns row, column and beginning of the first value on `rows` that begins with `{{` or `{%`."""
    for row in rows:
        lead = _LEAD.match(lines[row]) if row >= 0 else None
        if lead and (start := lines[row][lead.end() : lead.end() + 2]) in ("{{", "{%"):
            return row, lead.end(), start
    return None


def _find_missing_space(lines: list[str], rows: Iterable[int]) -> tuple[int, int, str] | None:
    """Returns row, column and mark of the first `-entry` or `key:value` on `rows`."""
    for row in rows:
        if match := _NO_SPACE.match(lines[row]):
            return row, match.end() - 1, match[1] or match[2]
    return None


def _find_last_opened(text: str) -> int:
    """Returns the offset of the last bracket in `text` that is not closed, or -1."""
    while (without := _CLOSED.sub(lambda pair: " " * len(pair[0]), text)) != text:
        text = without
    return max(text.rfind("["), text.rfind("{"))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
