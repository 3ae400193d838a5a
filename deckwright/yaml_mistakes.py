"""What a YAML syntax error most likely is, in an author's words: the scanner's complaint → diagnostic."""

from __future__ import annotations

import re
from typing import Protocol

from deckwright.diagnostics import Diagnostic
from deckwright.source import Span

_LEAD = re.compile(r"""\s*(?:-\s+)*(?:(?:"[^"]*"|'[^']*'|[^\s'"#:{\[][^:#]*):\s+)?""")
"""What stands before a value on its line: indentation, dashes and a key."""

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
    mark = fault.problem_mark or fault.context_mark
    row, column = (mark.line, mark.column) if mark else (0, 0)
    row = min(row, len(lines) - 1)
    line = lines[row]
    problem, context = fault.problem or "", fault.context or ""

    def at(code: str, message: str, row: int, column: int, length: int = 1, advice: str | None = None) -> Diagnostic:
        return Diagnostic(code, message, Span(file, row + first_line, column + 1, length), help=advice)

    if braces := _unquoted_braces(lines, row, fault.context_mark):
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
    if "quoted scalar" in context and "end of" in problem and fault.context_mark:
        start = fault.context_mark
        mark_character = lines[start.line][start.column : start.column + 1]
        return at("unclosed-quote", f"this {mark_character} has no closing {mark_character}", start.line, start.column)
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
    if "flow" in context and fault.context_mark:
        start = fault.context_mark
        opening = lines[start.line][start.column : start.column + 1]
        closing = "]" if opening == "[" else "}"
        return at("unclosed-bracket", f"this '{opening}' has no closing '{closing}'", start.line, start.column)
    if "could not find expected ':'" in problem and fault.context_mark:
        start = fault.context_mark
        length = len(lines[start.line].rstrip()) - start.column
        return at(
            "key-without-colon",
            "this line is neither a key with its ':' nor an entry with its '- '",
            start.line,
            start.column,
            max(1, length),
        )
    if "block sequence entries" in problem:
        return at("list-on-key-line", "a list with '- ' begins on the line below its key", row, column, 1)
    if ("block" in context or "document start" in problem) and column <= _indent(line):
        return at("indentation", "this line does not stand under its neighbours", row, _indent(line))
    return at("yaml-syntax", "YAML cannot read on here", row, column, advice="put quotation marks around a text")


def _unquoted_braces(lines: list[str], row: int, context: Mark | None) -> tuple[int, int, str] | None:
    """Line, column and beginning of a value that begins with `{{` or `{%`, on or just before the line at fault."""
    for number in dict.fromkeys((row, context.line if context else row, row - 1)):
        if not 0 <= number < len(lines):
            continue
        lead = _LEAD.match(lines[number])
        column = lead.end() if lead else 0
        if (start := lines[number][column : column + 2]) in ("{{", "{%"):
            return number, column, start
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
