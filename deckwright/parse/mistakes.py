"""What a YAML syntax error most likely is, in an author's words: the scanner's complaint → diagnostic."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from deckwright.model.diagnostics import Diagnostic
from deckwright.model.source import Span

_LEAD = re.compile(r"""\s*(?:-\s+)*(?:(?:"[^"]*"|'[^']*'|[^\s'"#:{\[][^:#]*):\s+)?""")
"""What stands before a value on its line: indentation, dashes and a key."""

_GLUED = re.compile(r"\s*(?:(-)(?=[A-Za-z\"'])|(?:- +)?[A-Za-z_]+(:)(?=[^\s/]))")
"""A dash or a colon with no space behind it, at the beginning of a line. What goes on with `//` is an address."""

_BEGINNINGS = {
    "*": "a text that begins with '*' must stand in quotation marks",
    "&": "a text that begins with '&' must stand in quotation marks",
    "!": "a text that begins with '!' must stand in quotation marks",
    "@": "a text that begins with '@' must stand in quotation marks",
    "`": "a text that begins with '`' must stand in quotation marks",
    "%": "a text that begins with '%' must stand in quotation marks",
    "|": "a text that begins with '|' must stand in quotation marks",
    ">": "a text that begins with '>' must stand in quotation marks",
    "[": "a text that begins with '[' must stand in quotation marks, and a list must end with ']'",
    "{": "a text that begins with '{' must stand in quotation marks, and '{' needs its '}'",
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
    """The diagnostic for `fault` in `text`, whose first line is line `first_line` of `file`."""
    lines = text.split("\n")
    row, column = _place(fault.problem_mark or fault.context_mark, lines)
    start_row, start_column = _place(fault.context_mark, lines)
    start = lines[start_row][start_column : start_column + 1]
    line = lines[row]
    problem, context = fault.problem or "", fault.context or ""

    def at(code: str, message: str, row: int, column: int, length: int = 1, advice: str | None = None) -> Diagnostic:
        return Diagnostic(code, message, Span(file, row + first_line, column + 1, length), help=advice)

    if braces := _unquoted_braces(lines, (row, start_row, row - 1)):
        return at(
            "unquoted-braces",
            f"a value that begins with '{braces[2]}' must stand in quotation marks",
            braces[0],
            braces[1],
            2,
            'put quotation marks around the whole value: "{{ … }}"',
        )
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return at("tab", "this line is indented with a tab", row, line.index("\t"), advice="use spaces")
    if spaced := _missing_space(lines, (row, start_row)):
        return at("missing-space", f"a space is missing after this '{spaced[2]}'", spaced[0], spaced[1])
    if "quoted scalar" in context and "end of" in problem:
        return at("unclosed-quote", f"this {start} has no closing {start}", start_row, start_column)
    if "escape" in problem:
        return at(
            "unknown-escape",
            "'\\' begins a special character in \"…\", and this one is unknown",
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
                "a text with ': ' in it must stand in quotation marks",
                row,
                value,
                max(1, len(line.rstrip()) - value),
                "put quotation marks around the whole text",
            )
        return at("indentation", "this line is indented further than its neighbours", row, _indent(line))
    if "flow" in context and start in _BRACKETS:
        return at("unclosed-bracket", f"this '{start}' has no closing '{_BRACKETS[start]}'", start_row, start_column)
    opened = _last_opened(text) if "flow node" in context and not "".join(lines[row:])[column:].strip() else -1
    if opened >= 0:
        row, column = text.count("\n", 0, opened), opened - text.rfind("\n", 0, opened) - 1
        closing = _BRACKETS[text[opened]]
        return at("unclosed-bracket", f"this '{text[opened]}' has no closing '{closing}'", row, column)
    if "could not find expected ':'" in problem:
        length = len(lines[start_row].rstrip()) - start_column
        return at(
            "key-without-colon",
            "this line is neither a key with its ':' nor an entry with its '- '",
            start_row,
            start_column,
            max(1, length),
        )
    if "block sequence entries" in problem:
        return at("list-on-key-line", "a list with '- ' begins on the line below its key", row, column, 1)
    if ("block" in context or "document start" in problem) and column <= _indent(line):
        advice = "indent it by as many spaces as the lines it belongs to"
        return at("indentation", "this line does not stand under its neighbours", row, _indent(line), 1, advice)
    return at("yaml-syntax", "YAML cannot read on here", row, column, advice="put quotation marks around a text")


def _place(mark: Mark | None, lines: list[str]) -> tuple[int, int]:
    """Row and column of `mark`, from 0. At the end of a file the scanner's marks may lie behind the last line."""
    if mark is None:
        return 0, 0
    return (mark.line, mark.column) if mark.line < len(lines) else (len(lines) - 1, len(lines[-1]))


def _unquoted_braces(lines: list[str], rows: Iterable[int]) -> tuple[int, int, str] | None:
    """Row, column and beginning of the first value on `rows` that begins with `{{` or `{%`."""
    for row in rows:
        lead = _LEAD.match(lines[row]) if row >= 0 else None
        if lead and (start := lines[row][lead.end() : lead.end() + 2]) in ("{{", "{%"):
            return row, lead.end(), start
    return None


def _missing_space(lines: list[str], rows: Iterable[int]) -> tuple[int, int, str] | None:
    """Row, column and mark of the first `-entry` or `key:value` on `rows`."""
    for row in rows:
        if found := _GLUED.match(lines[row]):
            mark = found[1] or found[2]
            return row, found.end() - 1, mark
    return None


def _last_opened(text: str) -> int:
    """The offset of the last bracket in `text` that is not closed; -1 when there is none."""
    while (without := _CLOSED.sub(lambda pair: " " * len(pair[0]), text)) != text:
        text = without
    return max(text.rfind("["), text.rfind("{"))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
