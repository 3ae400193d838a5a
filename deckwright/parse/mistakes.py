"""Explains YAML syntax errors: from the message of the scanner to the mistake that the author most likely made."""

from __future__ import annotations

import re

from yaml import MarkedYAMLError
from yaml.error import Mark

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


def explain(fault: MarkedYAMLError, text: str, file: str, first_line: int) -> Diagnostic:
    """Returns the diagnostic for `fault` in `text`, which begins on line `first_line` of `file`."""
    explainer = _Explainer(fault, text, file, first_line)
    return (
        explainer.explain_spacing()
        or explainer.explain_quotes()
        or explainer.explain_brackets()
        or explainer.explain_structure()
        or explainer.diagnose(
            "yaml-syntax",
            "this is not valid YAML",
            explainer.row,
            explainer.column,
            advice="if it is a text, put quotation marks around it",
        )
    )


class _Explainer:
    """Knows the fault and its place; each method explains some mistakes, or returns None."""

    def __init__(self, fault: MarkedYAMLError, text: str, file: str, first_line: int) -> None:
        self.text, self.file, self.first_line = text, file, first_line
        self.lines = text.split("\n")
        self.row, self.column = _locate(fault.problem_mark or fault.context_mark, self.lines)
        self.start_row, self.start_column = _locate(fault.context_mark, self.lines)
        self.line = self.lines[self.row]
        self.start = self.lines[self.start_row][self.start_column : self.start_column + 1]
        """The first character of what could not be read to its end."""
        self.problem, self.context = fault.problem or "", fault.context or ""
        lead = _LEAD.match(self.line)
        self.value_column = lead.end() if lead else 0
        """The column at which the value on the line begins."""

    def diagnose(
        self, code: str, message: str, row: int, column: int, length: int = 1, advice: str | None = None
    ) -> Diagnostic:
        return Diagnostic(code, message, Span(self.file, row + self.first_line, column + 1, length), help=advice)

    def explain_spacing(self) -> Diagnostic | None:
        for row in (self.row, self.start_row, self.row - 1):
            lead = _LEAD.match(self.lines[row]) if row >= 0 else None
            if lead and (mark := self.lines[row][lead.end() : lead.end() + 2]) in ("{{", "{%"):
                message = f"a value that begins with '{mark}' needs quotation marks"
                advice = 'put quotation marks around the whole value: "{{ … }}"'
                return self.diagnose("unquoted-braces", message, row, lead.end(), 2, advice)
        if "\t" in self.line[: _count_indent(self.line)]:
            message = "this line is indented with a tab"
            return self.diagnose("tab", message, self.row, self.line.index("\t"), advice="use spaces")
        for row in (self.row, self.start_row):
            if match := _NO_SPACE.match(self.lines[row]):
                message = f"a space is missing after this '{match[1] or match[2]}'"
                return self.diagnose("missing-space", message, row, match.end() - 1)
        return None

    def explain_quotes(self) -> Diagnostic | None:
        if "quoted scalar" in self.context and "end of" in self.problem:
            message = f"this {self.start} has no closing {self.start}"
            return self.diagnose("unclosed-quote", message, self.start_row, self.start_column)
        if "escape" in self.problem:
            message = "this '\\' begins an unknown escape sequence"
            advice = "write '\\\\' for a backslash, or put the text in '…'"
            return self.diagnose("unknown-escape", message, self.row, self.column, advice=advice)
        first = self.line[self.value_column : self.value_column + 1]
        length = max(1, len(self.line.rstrip()) - self.value_column)
        if first in _BEGINNINGS and self.column >= self.value_column:
            advice = _QUOTE_HELP.get(first, "put quotation marks around the whole text")
            return self.diagnose("needs-quotes", _BEGINNINGS[first], self.row, self.value_column, length, advice)
        if "mapping values" in self.problem and re.search(r":\s", self.line[: self.column]):
            message = "a text with ': ' in it needs quotation marks"
            advice = "put quotation marks around the whole text"
            return self.diagnose("colon-in-text", message, self.row, self.value_column, length, advice)
        return None

    def explain_brackets(self) -> Diagnostic | None:
        row, column, bracket = self.start_row, self.start_column, self.start
        if "flow" not in self.context or bracket not in _BRACKETS:
            at_end = not "".join(self.lines[self.row :])[self.column :].strip()
            opened = _find_last_opened(self.text) if "flow node" in self.context and at_end else -1
            if opened < 0:
                return None
            bracket = self.text[opened]
            row, column = self.text.count("\n", 0, opened), opened - self.text.rfind("\n", 0, opened) - 1
        message = f"this '{bracket}' has no closing '{_BRACKETS[bracket]}'"
        return self.diagnose("unclosed-bracket", message, row, column)

    def explain_structure(self) -> Diagnostic | None:
        if "could not find expected ':'" in self.problem:
            message = "this line is neither a key with ':' nor a list entry with '- '"
            length = max(1, len(self.lines[self.start_row].rstrip()) - self.start_column)
            return self.diagnose("key-without-colon", message, self.start_row, self.start_column, length)
        if "block sequence entries" in self.problem:
            message = "a list with '- ' cannot begin on the line of its key"
            return self.diagnose("list-on-key-line", message, self.row, self.column, advice="begin it on the next line")
        indent = _count_indent(self.line)
        if "mapping values" in self.problem:
            message = "this line is indented further than its neighbours"
            return self.diagnose("indentation", message, self.row, indent)
        if ("block" in self.context or "document start" in self.problem) and self.column <= indent:
            advice = "indent it by as many spaces as the lines it belongs to"
            message = "this line is not aligned with its neighbours"
            return self.diagnose("indentation", message, self.row, indent, advice=advice)
        return None


def _locate(mark: Mark | None, lines: list[str]) -> tuple[int, int]:
    """Returns row and column of `mark`, from 0. At the end of a file the scanner's mark may be after the last line."""
    if mark is None:
        return 0, 0
    return (mark.line, mark.column) if mark.line < len(lines) else (len(lines) - 1, len(lines[-1]))


def _find_last_opened(text: str) -> int:
    """Returns the offset of the last bracket in `text` that is not closed, or -1."""
    while (without := _CLOSED.sub(lambda pair: " " * len(pair[0]), text)) != text:
        text = without
    return max(text.rfind("["), text.rfind("{"))


def _count_indent(line: str) -> int:
    return len(line) - len(line.lstrip())
