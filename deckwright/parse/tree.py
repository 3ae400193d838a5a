"""The reader of YAML: a source file as a tree in which every key and value knows its place."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import yaml

from deckwright.model.diagnostics import Diagnostic, Report, did_you_mean
from deckwright.model.node import Entry, Mapping, Node, Scalar, Sequence
from deckwright.model.source import Span, Text, placed
from deckwright.parse.characters import characters_allowed, decode, refusal
from deckwright.system.files import read_file
from deckwright.system.limits import TEXT_CHARACTERS, YAML_BYTES, YAML_DEPTH, YAML_NODES, YAML_REPEATED

BOOLEANS = {"yes": True, "true": True, "no": False, "false": False}
"""Plain words read as yes or no, in any case. `on`, `off`, `y` and `n` are texts."""

_SCALAR, _MAPPING = yaml.ScalarEvent, yaml.MappingStartEvent
_MAPPING_END, _SEQUENCE_END, _ALIAS = yaml.MappingEndEvent, yaml.SequenceEndEvent, yaml.AliasEvent
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,39})(\.[0-9]{1,40})?")  # 0123, 1e5, 1_000, .5, .inf and 12:30 are texts
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
_BLOCK_START = re.compile(r"[^\n]*\n(?:[ \t]*\n)* *([^\n]*)")
_FOLDED_DASH = re.compile(r"\n *(- .*)")
_LOST = re.compile(r" (#\w\S*)")


def parse(path: Path, file: str, report: Report) -> Node | None:
    """The tree of the YAML file at `path`, which diagnostics call `file`; None after an error that leaves no tree."""
    data = read_file(path, file, YAML_BYTES, report)
    text = None if data is None else decode(data, file, report)
    return None if text is None else parse_text(text, file, report)


def parse_text(text: str, file: str, report: Report, first_line: int = 1) -> Node | None:
    """The tree of `text`, whose first line is line `first_line` of `file`; None after an error that leaves no tree.

    Duplicate keys, tags, merge keys and impossible dates are reported and the tree still comes, for
    further checks. Keys are always texts. An empty value, or an empty text, has the span of its key.
    """
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").replace("\r\n", "\n").replace("\r", "\n")
    if not characters_allowed(text, file, report, first_line):
        return None

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    builder = _Builder(loader, text, file, report, first_line)
    try:
        return builder.document()
    except yaml.MarkedYAMLError as error:
        from deckwright.parse.mistakes import explain

        report.add(builder.explain_quote(error) or explain(error, text, file, first_line))
    except _NoTreeError:
        pass
    finally:
        loader.dispose()
    return None


class _NoTreeError(Exception):
    """A reported error after which reading further makes no sense."""


class _Builder:
    """Makes nodes of the loader's events. Events, because composing trees in C crashes on deep nesting."""

    def __init__(self, loader: Any, text: str, file: str, report: Report, first_line: int) -> None:
        self.next_event = loader.get_event
        self.text = text
        self.file = file
        self.report = report
        self.first_line = first_line
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        """Name → node, how many nodes it is, how many levels lie below it."""
        self.open_anchors: set[str] = set()
        self.count = 0
        self.repeated = 0
        self.deepest = 0
        self.long_quote: tuple[Any, Any] | None = None
        """Beginning and end of the last quoted text of several lines."""

    def document(self) -> Node:
        self.next_event()  # stream start
        if isinstance(event := self.next_event(), yaml.StreamEndEvent):
            self.fatal("empty-file", f"'{self.file}' is empty", Span(self.file, self.first_line, 1))
        node = self.node(self.next_event(), None, 0)
        self.next_event()  # document end
        event = self.next_event()
        if not isinstance(event, yaml.StreamEndEvent):
            self.fatal(
                "two-documents",
                "a second YAML document begins here; a file holds one",
                self.span(event.start_mark, 3),
                advice="remove the line '---'",
            )
        return node

    def node(self, event: Any, key: Text | None, depth: int) -> Node:
        """The node that begins with `event`; `key` is the key it is the value of."""
        self.count += 1
        if self.count > YAML_NODES:
            message = f"'{self.file}' holds more than {YAML_NODES:,} values"
            self.fatal("too-large", message, self.span(event.start_mark, 1), advice="put values into a data file")
        anchor, kind = event.anchor, type(event)
        if kind is _SCALAR and anchor is None and event.tag is None:  # nearly all
            return self.scalar(event, event.start_mark, key)
        if kind is _ALIAS:
            return self.alias(event, anchor, depth)
        if not anchor:
            return self.plain_node(event, key, depth)
        before, deepest, self.deepest = self.count, self.deepest, depth
        self.open_anchors.add(anchor)
        node = self.plain_node(event, key, depth)
        self.open_anchors.discard(anchor)
        self.anchors[anchor] = (node, self.count - before + 1, self.deepest - depth)
        self.deepest = max(self.deepest, deepest)
        return node

    def plain_node(self, event: Any, key: Text | None, depth: int) -> Node:
        if event.tag is not None:
            self.refuse_tag(event)
        kind = type(event)
        if kind is _SCALAR:
            return self.scalar(event, self.skip_properties(event), key)
        self.reach(depth + 1, event.start_mark)
        return self.mapping(event, depth) if kind is _MAPPING else self.sequence(event, depth)

    def mapping(self, start: Any, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        next_event = self.next_event
        while type(event := next_event()) is not _MAPPING_END:
            key = self.key(event, start)
            entry = Entry(key, self.node(next_event(), key, depth + 1))
            if (first := entries.setdefault(key, entry)) is not entry and first.key.span and key.span:
                place = f"{self.file}:{first.key.span.line}:{first.key.span.column}"
                self.report.error("duplicate-key", f"'{key}' is given twice", key.span, notes=[f"first at {place}"])
        found = tuple(entries.values())
        span = found[0].key.span if found and not start.flow_style else None
        return Mapping(found, span or self.flow_span(start, event))

    def key(self, event: Any, mapping: Any) -> Text:
        mark, end, is_scalar = event.start_mark, event.end_mark, type(event) is _SCALAR
        if is_scalar and event.tag is None and event.anchor is None:  # nearly all
            word = event.value
            if word and word != "<<" and word.isprintable():
                return placed(
                    word, Span(self.file, mark.line + self.first_line, mark.column + 1, end.index - mark.index)
                )
        if not is_scalar:
            if self.text.startswith("{{", mark.index - 1):
                self.unquoted_braces(mapping.start_mark)
            self.fatal("key-not-text", "a key must be a plain word", self.span(mark, 1))
        if event.tag is not None:
            self.refuse_tag(event)
        mark = self.skip_properties(event) if event.anchor or event.tag else mark
        span = self.span(mark, max(1, end.index - mark.index))
        if not event.value:
            self.report.error("key-not-text", "a key is missing before the ':'", span)
        elif event.value == "<<" and not event.style:
            self.report.error(
                "merge-key", "'<<' (a YAML merge) is not used here", span, help="write the entries themselves"
            )
        self.check_characters(event.value, span)
        return Text(event.value, span)

    def sequence(self, start: Any, depth: int) -> Sequence:
        items = []
        next_event = self.next_event
        while type(event := next_event()) is not _SEQUENCE_END:
            items.append(self.node(event, None, depth + 1))
        return Sequence(tuple(items), self.flow_span(start, event))

    def scalar(self, event: Any, start: Any, key: Text | None) -> Scalar:
        """The scalar `event`, which begins itself at `start`."""
        end, value, style = event.end_mark, event.value, event.style
        if not value:
            return self.empty_scalar(event, start, key)
        if not style and start.line == end.line and len(value) <= TEXT_CHARACTERS:  # nearly all
            at = end.index
            if self.text.startswith(" #", at):
                self.warn_of_comment(end)
            span = Span(self.file, start.line + self.first_line, start.column + 1, at - start.index)
            return self.resolve(value, span, value)
        if style in ("|", ">"):
            span, raw = self.block_span(start), value
        elif start.line == end.line:
            span = Span(self.file, start.line + self.first_line, start.column + 1, end.index - start.index)
            raw = self.text[start.index + 1 : end.index - 1] if style else value
        else:
            span = self.span(start, self.text.index("\n", start.index) - start.index)
            raw = self.text[start.index + 1 : end.index - 1] if style else self.text[start.index : end.index]
        if len(value) > TEXT_CHARACTERS:
            message = f"this text is longer than {TEXT_CHARACTERS:,} characters"
            self.report.error(
                "too-long", message, span, help="a slide holds a few hundred; a quotation mark may be missing"
            )
            value = value[:1]
        if style:
            if start.line != end.line and style in ("'", '"'):
                self.long_quote = start, end
            self.check_characters(value, span)
            return _text(value, span, raw)
        if start.line != end.line and (dash := _FOLDED_DASH.search(raw)):
            self.refuse_folded_dash(start, dash)
        if self.text.startswith(" #", end.index):
            self.warn_of_comment(end)
        return self.resolve(value, span, raw)

    def empty_scalar(self, event: Any, start: Any, key: Text | None) -> Scalar:
        if key is not None and key.span is not None:
            span = key.span
        else:  # an empty entry of a list: libyaml's mark stands behind the dash
            span = (
                self.span(start, 2) if event.style else Span(self.file, start.line + self.first_line, start.column or 1)
            )
        return Scalar(Text("", span) if event.style else None, span, "")

    def resolve(self, word: str, span: Span, raw: str) -> Scalar:
        """What an unquoted `word` means. Little of YAML 1.1's guessing: see `BOOLEANS`, `_NUMBER`, `_DATE`."""
        if word[0] in "-0123456789":
            if (number := _number(word)) is not None:
                return Scalar(number, span, raw)
            if _DATE.fullmatch(word):
                try:
                    return Scalar(date.fromisoformat(word), span, raw)
                except ValueError:
                    self.report.error(
                        "impossible-date",
                        f"there is no day '{word}'",
                        span,
                        help="write year-month-day, or put quotation marks around it if it is a text",
                    )
        elif len(word) <= 5 and (yes := BOOLEANS.get(word.lower())) is not None:
            return Scalar(yes, span, raw)
        elif len(word) <= 4 and word in _NULLS:
            return Scalar(None, span, raw)
        return _text(word, span, raw)

    def alias(self, event: Any, name: str, depth: int) -> Node:
        span = self.span(event.start_mark, len(name) + 1)
        if name in self.open_anchors:
            self.fatal("self-reference", f"'*{name}' stands inside '&{name}', which it repeats", span)
        if name not in self.anchors:
            self.fatal(
                "unknown-anchor",
                f"'*{name}' repeats '&{name}', which is not written above",
                span,
                advice=did_you_mean(name, self.anchors) or "if it is a text, put quotation marks around it",
            )
        node, size, height = self.anchors[name]
        self.count += size
        self.repeated += size
        if self.repeated > YAML_REPEATED:
            self.fatal("too-many-repeats", f"'*{name}' and others repeat more than {YAML_REPEATED:,} entries", span)
        self.reach(depth + height, event.start_mark)
        return node

    def reach(self, depth: int, mark: Any) -> None:
        if depth > self.deepest:
            self.deepest = depth
        if depth > YAML_DEPTH:
            if self.text.startswith("{{", mark.index):
                self.unquoted_braces(mark)
            self.fatal("too-deep", f"lists and mappings are nested more than {YAML_DEPTH} deep", self.span(mark, 1))

    def refuse_tag(self, event: Any) -> None:
        written = self.text[event.start_mark.index :].split(maxsplit=1)[0]
        self.report.error(
            "yaml-tag",
            f"'{written}' is a YAML tag, and these are not used here",
            self.span(event.start_mark, len(written)),
            help="if it is a text, put quotation marks around it",
        )

    def unquoted_braces(self, mark: Any) -> None:
        self.fatal(
            "unquoted-braces",
            "a value that begins with '{{' must stand in quotation marks",
            self.span(mark, 2),
            advice='put quotation marks around the whole value: "{{ … }}"',
        )

    def explain_quote(self, fault: Any) -> Diagnostic | None:
        """A text whose closing mark is forgotten ends at the next one, lines below, where YAML cannot read on."""
        if self.long_quote is None or not fault.problem_mark:
            return None
        start, end = self.long_quote
        if end.line != fault.problem_mark.line or end.index > fault.problem_mark.index:
            return None
        mark = self.text[start.index]
        message = f"this {mark} is not closed before line {end.line + self.first_line}"
        return Diagnostic("unclosed-quote", message, self.span(start, 1), help=f"put a {mark} where the text ends")

    def refuse_folded_dash(self, start: Any, dash: re.Match[str]) -> None:
        """An indented `- entry` below an unquoted text is no list to YAML, but more of that text."""
        before = self.text[self.text.rfind("\n", 0, start.index) + 1 : start.index]
        nested = before.lstrip().startswith("- ")
        at = start.index + dash.start(1)
        line = start.line + self.text.count("\n", start.index, at)
        self.report.error(
            "folded-list",
            "this line was joined to the line above, so it is no entry of a list",
            Span(self.file, line + self.first_line, at - self.text.rfind("\n", 0, at), len(dash[1].rstrip())),
            help="for bullets below a bullet write '- text: …' and 'bullets:' under it"
            if nested
            else "begin the entry above on a line of its own with '- ' too",
        )

    def warn_of_comment(self, end: Any) -> None:
        """`Question #3` unquoted silently loses '#3'; a comment meant as one has a space behind its '#'."""
        if lost := _LOST.match(self.text, end.index):
            span = Span(self.file, end.line + self.first_line, end.column + 2, len(lost[1]))
            self.report.warning(
                "comment-in-text",
                f"'{lost[1]}' and what follows is a comment, not part of the text",
                span,
                help="put quotation marks around the text, or a space after '#'",
            )

    def check_characters(self, value: str, span: Span) -> None:
        """Escapes in "…" can make characters that the file itself may not hold."""
        if message := refusal(value):
            self.report.error("refused-character", message, span)

    def skip_properties(self, event: Any) -> Any:
        """Where a scalar itself begins: libyaml's event begins at its anchor or tag."""
        mark = event.start_mark
        if properties := _PROPERTIES.match(self.text, mark.index):
            index = min(properties.end(), event.end_mark.index)
            passed = self.text[mark.index : index]
            column = index - self.text.rfind("\n", 0, index) - 1
            return type(mark)(mark.name, index, mark.line + passed.count("\n"), column, None, None)
        return mark

    def flow_span(self, start: Any, end: Any) -> Span:
        """All of `[a, b]` when it stands on one line; else the first character."""
        mark, last = start.start_mark, end.end_mark
        one_line = start.flow_style and mark.line == last.line
        return self.span(mark, last.index - mark.index if one_line else 1)

    def block_span(self, start: Any) -> Span:
        """The first line of a block scalar's content."""
        first = _BLOCK_START.match(self.text, start.index)
        if first is None:
            return self.span(start, 1)
        column = first.start(1) - self.text.rfind("\n", 0, first.start(1)) - 1
        line = start.line + self.text.count("\n", start.index, first.start(1))
        return Span(self.file, line + self.first_line, column + 1, max(1, len(first[1].rstrip())))

    def span(self, mark: Any, length: int) -> Span:
        return Span(self.file, mark.line + self.first_line, mark.column + 1, length)

    def fatal(self, code: str, message: str, span: Span, advice: str | None = None) -> NoReturn:
        self.report.error(code, message, span, help=advice)
        raise _NoTreeError


@lru_cache(maxsize=4096)
def _number(word: str) -> int | Decimal | None:
    """The number that `word` is. In tables and charts the same ones come again and again."""
    number = _NUMBER.fullmatch(word)
    return None if number is None else Decimal(word) if number[1] else int(word)


def _text(value: str, span: Span, raw: str) -> Scalar:
    """One string for both where they are the same, as nearly always: a large deck has a million characters."""
    text = placed(value, span)
    return Scalar(text, span, text if value == raw else raw)
