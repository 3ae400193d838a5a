"""Reads the scalars of a YAML file: texts, numbers, dates, yes and no, each with its place."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from deckwright.model.diagnostics import Diagnostic, Report
from deckwright.model.node import Scalar
from deckwright.model.source import Span, Text, make_text
from deckwright.parse.characters import describe_refused
from deckwright.system.limits import TEXT_CHARACTERS

BOOLEANS = {"yes": True, "true": True, "no": False, "false": False}
"""Plain words read as yes or no, in any case. `on`, `off`, `y` and `n` are texts."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,39})(\.[0-9]{1,40})?")  # 0123, 1e5, 1_000, .5, .inf and 12:30 are texts
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
_BLOCK_START = re.compile(r"[^\n]*\n(?:[ \t]*\n)* *([^\n]*)")
_FOLDED_DASH = re.compile(r"\n *(- .*)")
_COMMENT_IN_TEXT = re.compile(r" (#\w\S*)")


class ScalarReader:
    """Reads the scalar events of libyaml. `text` begins on line `first_line` of `file`."""

    def __init__(self, text: str, file: str, report: Report, first_line: int) -> None:
        self.text = text
        self.file = file
        self.report = report
        self.first_line = first_line
        self.long_quote: tuple[Any, Any] | None = None
        """Begin and end of the last quoted text of several lines."""

    def read_scalar(self, event: Any, start: Any, key: Text | None) -> Scalar:
        """Returns the scalar of `event`, which begins at `start`, after its anchor and tag."""
        end, value, style = event.end_mark, event.value, event.style
        if not value:
            return self.read_empty(event, start, key)
        if not style and start.line == end.line and len(value) <= TEXT_CHARACTERS:  # the usual case
            at = end.index
            if self.text.startswith(" #", at):
                self.warn_of_comment(end)
            span = Span(self.file, start.line + self.first_line, start.column + 1, at - start.index)
            return self.resolve(value, span, value)
        if style in ("|", ">"):
            span, raw = self.find_block(start), value
        else:
            last = end.index if start.line == end.line else self.text.index("\n", start.index)
            span = self.make_span(start, last - start.index)
            raw = self.text[start.index + 1 : end.index - 1] if style else self.text[start.index : end.index]
        if len(value) > TEXT_CHARACTERS:
            message = f"this text is longer than {TEXT_CHARACTERS:,} characters"
            self.report.error(
                "too-long", message, span, help="a slide holds a few hundred; check for a missing quotation mark"
            )
            value = value[:1]
        if style:
            if start.line != end.line and style in ("'", '"'):
                self.long_quote = start, end
            self.check_escapes(value, span)
            return _make_scalar(value, span, raw)
        if start.line != end.line and (dash := _FOLDED_DASH.search(raw)):
            self.report_folded_dash(start, dash)
        if self.text.startswith(" #", end.index):
            self.warn_of_comment(end)
        return self.resolve(value, span, raw)

    def read_empty(self, event: Any, start: Any, key: Text | None) -> Scalar:
        if key is not None and key.span is not None:
            span = key.span
        elif event.style:
            span = self.make_span(start, 2)
        else:  # an empty entry of a list: libyaml's mark is after the dash
            span = Span(self.file, start.line + self.first_line, start.column or 1)
        return Scalar(Text("", span) if event.style else None, span, "")

    def resolve(self, word: str, span: Span, raw: str) -> Scalar:
        """Returns the value of an unquoted `word`: a number, a date, yes or no, null, and else a text.

        YAML 1.1 reads many more words as something else than text.
        """
        if word[0] in "-0123456789":
            if (number := _read_number(word)) is not None:
                return Scalar(number, span, raw)
            if _DATE.fullmatch(word):
                try:
                    return Scalar(date.fromisoformat(word), span, raw)
                except ValueError:
                    self.report.error(
                        "impossible-date",
                        f"'{word}' is not a date in the calendar",
                        span,
                        help="write year-month-day, or put quotation marks around it if it is a text",
                    )
        elif len(word) <= 5 and (boolean := BOOLEANS.get(word.lower())) is not None:
            return Scalar(boolean, span, raw)
        elif len(word) <= 4 and word in _NULLS:
            return Scalar(None, span, raw)
        return _make_scalar(word, span, raw)

    def explain_quote(self, fault: Any) -> Diagnostic | None:
        """Returns the diagnostic for a missing closing quotation mark, if it is the cause of a syntax error.

        The text then ends at the next mark, some lines below, and YAML fails there.
        """
        if self.long_quote is None or not fault.problem_mark:
            return None
        start, end = self.long_quote
        if end.line != fault.problem_mark.line or end.index > fault.problem_mark.index:
            return None
        mark = self.text[start.index]
        message = f"this {mark} is not closed before line {end.line + self.first_line}"
        return Diagnostic("unclosed-quote", message, self.make_span(start, 1), help=f"put a {mark} where the text ends")

    def report_folded_dash(self, start: Any, dash: re.Match[str]) -> None:
        """Reports an indented `- entry` below an unquoted text, which YAML reads as more of that text."""
        before = self.text[self.text.rfind("\n", 0, start.index) + 1 : start.index]
        is_nested = before.lstrip().startswith("- ")
        at = start.index + dash.start(1)
        line = start.line + self.text.count("\n", start.index, at)
        self.report.error(
            "folded-list",
            "this line was joined to the line above and is not a list entry",
            Span(self.file, line + self.first_line, at - self.text.rfind("\n", 0, at), len(dash[1].rstrip())),
            help="for bullets below a bullet write '- text: …' and 'bullets:' under it"
            if is_nested
            else "put the text above on a line of its own that begins with '- ' too",
        )

    def warn_of_comment(self, end: Any) -> None:
        """Warns that an unquoted `Question #3` loses '#3'; an intended comment has a space after its '#'."""
        if comment := _COMMENT_IN_TEXT.match(self.text, end.index):
            span = Span(self.file, end.line + self.first_line, end.column + 2, len(comment[1]))
            self.report.warning(
                "comment-in-text",
                f"'{comment[1]}' and the rest of the line are a comment, not part of the text",
                span,
                help="put quotation marks around the text, or a space after '#'",
            )

    def check_escapes(self, value: str, span: Span) -> None:
        """Reports characters that are not allowed in the file itself, but were written as escapes in "…"."""
        if message := describe_refused(value):
            self.report.error("refused-character", message, span)

    def skip_properties(self, event: Any) -> Any:
        """Returns the mark at which a scalar itself begins; the event of libyaml begins at its anchor or tag."""
        mark = event.start_mark
        if properties := _PROPERTIES.match(self.text, mark.index):
            index = min(properties.end(), event.end_mark.index)
            skipped = self.text[mark.index : index]
            column = index - self.text.rfind("\n", 0, index) - 1
            return type(mark)(mark.name, index, mark.line + skipped.count("\n"), column, None, None)
        return mark

    def find_block(self, start: Any) -> Span:
        """Returns the place of the first line of a block scalar's content."""
        first = _BLOCK_START.match(self.text, start.index)
        if first is None:
            return self.make_span(start, 1)
        column = first.start(1) - self.text.rfind("\n", 0, first.start(1)) - 1
        line = start.line + self.text.count("\n", start.index, first.start(1))
        return Span(self.file, line + self.first_line, column + 1, max(1, len(first[1].rstrip())))

    def make_span(self, mark: Any, length: int) -> Span:
        return Span(self.file, mark.line + self.first_line, mark.column + 1, length)


@lru_cache(maxsize=4096)
def _read_number(word: str) -> int | Decimal | None:
    number = _NUMBER.fullmatch(word)
    return None if number is None else Decimal(word) if number[1] else int(word)


def _make_scalar(value: str, span: Span, raw: str) -> Scalar:
    # Value and raw text are nearly always the same: then they share one string.
    text = make_text(value, span)
    return Scalar(text, span, text if value == raw else raw)
