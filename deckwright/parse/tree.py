"""Reads a YAML file into a tree in which every key and value has its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

import yaml

from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.node import Entry, Mapping, Node, Sequence
from deckwright.model.source import Span, Text, make_text
from deckwright.parse.characters import check_characters, decode
from deckwright.parse.scalars import ScalarReader
from deckwright.system.files import read_file
from deckwright.system.limits import YAML_BYTES, YAML_DEPTH, YAML_NODES, YAML_REPEATED

_SCALAR, _MAPPING = yaml.ScalarEvent, yaml.MappingStartEvent
_MAPPING_END, _SEQUENCE_END, _ALIAS = yaml.MappingEndEvent, yaml.SequenceEndEvent, yaml.AliasEvent


def parse(path: Path, file: str, report: Report) -> Node | None:
    """Reads the YAML file at `path`, called `file` in diagnostics. Returns None after an error that leaves no tree."""
    data = read_file(path, file, YAML_BYTES, report)
    text = None if data is None else decode(data, file, report)
    return None if text is None else parse_text(text, file, report)


def parse_text(text: str, file: str, report: Report, first_line: int = 1) -> Node | None:
    """Reads `text`, which begins on line `first_line` of `file`. Returns None after an error that leaves no tree.

    After duplicate keys, tags, merge keys and impossible dates there is still a tree for further checks. Keys are
    always texts. An empty value, or an empty text, has the span of its key.
    """
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").replace("\r\n", "\n").replace("\r", "\n")
    if not check_characters(text, file, report, first_line):
        return None

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    builder = _TreeBuilder(loader, text, file, report, first_line)
    try:
        return builder.build_document()
    except yaml.MarkedYAMLError as error:
        from deckwright.parse.mistakes import explain

        report.add(builder.explain_quote(error) or explain(error, text, file, first_line))
    except _NoTreeError:
        pass
    finally:
        loader.dispose()
    return None


class _NoTreeError(Exception):
    """Parsing cannot continue after an error, which has been reported."""


class _TreeBuilder(ScalarReader):
    """Builds nodes from the loader's events: composing trees in C crashes on deep nesting."""

    def __init__(self, loader: Any, text: str, file: str, report: Report, first_line: int) -> None:
        super().__init__(text, file, report, first_line)
        self.next_event = loader.get_event
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        """Name → node, number of its nodes, number of levels below it."""
        self.open_anchors: set[str] = set()
        self.count = 0
        self.repeated = 0
        self.deepest = 0

    def build_document(self) -> Node:
        self.next_event()  # stream start
        if isinstance(event := self.next_event(), yaml.StreamEndEvent):
            self.fail("empty-file", f"'{self.file}' is empty", Span(self.file, self.first_line, 1))
        node = self.build_node(self.next_event(), None, 0)
        self.next_event()  # document end
        event = self.next_event()
        if not isinstance(event, yaml.StreamEndEvent):
            self.fail(
                "two-documents",
                "a second YAML document begins here, but a file can hold only one",
                self.make_span(event.start_mark, 3),
                advice="remove the line '---'",
            )
        return node

    def build_node(self, event: Any, key: Text | None, depth: int) -> Node:
        """Returns the node that begins with `event`; `key` is the key of this value."""
        self.count += 1
        if self.count > YAML_NODES:
            message = f"'{self.file}' holds more than {YAML_NODES:,} values"
            self.fail("too-large", message, self.make_span(event.start_mark, 1), advice="put values into a data file")
        anchor, kind = event.anchor, type(event)
        if kind is _SCALAR and anchor is None and event.tag is None:  # the usual case
            return self.read_scalar(event, event.start_mark, key)
        if kind is _ALIAS:
            return self.repeat_anchor(event, anchor, depth)
        if not anchor:
            return self.build_content(event, key, depth)
        before, deepest, self.deepest = self.count, self.deepest, depth
        self.open_anchors.add(anchor)
        node = self.build_content(event, key, depth)
        self.open_anchors.discard(anchor)
        self.anchors[anchor] = (node, self.count - before + 1, self.deepest - depth)
        self.deepest = max(self.deepest, deepest)
        return node

    def build_content(self, event: Any, key: Text | None, depth: int) -> Node:
        if event.tag is not None:
            self.report_tag(event)
        kind = type(event)
        if kind is _SCALAR:
            return self.read_scalar(event, self.skip_properties(event), key)
        self.check_depth(depth + 1, event.start_mark)
        return self.build_mapping(event, depth) if kind is _MAPPING else self.build_sequence(event, depth)

    def build_mapping(self, start: Any, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        next_event = self.next_event
        while type(event := next_event()) is not _MAPPING_END:
            key = self.read_key(event, start)
            entry = Entry(key, self.build_node(next_event(), key, depth + 1))
            if (first := entries.setdefault(key, entry)) is not entry and first.key.span and key.span:
                place = f"{self.file}:{first.key.span.line}:{first.key.span.column}"
                self.report.error("duplicate-key", f"'{key}' occurs twice", key.span, notes=[f"first at {place}"])
        rows = tuple(entries.values())
        span = rows[0].key.span if rows and not start.flow_style else None
        return Mapping(rows, span or self.find_flow(start, event))

    def read_key(self, event: Any, mapping: Any) -> Text:
        mark, end, is_scalar = event.start_mark, event.end_mark, type(event) is _SCALAR
        if is_scalar and event.tag is None and event.anchor is None:  # the usual case
            word = event.value
            if word and word != "<<" and word.isprintable():
                return make_text(
                    word, Span(self.file, mark.line + self.first_line, mark.column + 1, end.index - mark.index)
                )
        if not is_scalar:
            if self.text.startswith("{{", mark.index - 1):
                self.fail_on_braces(mapping.start_mark)
            self.fail("key-not-text", "a key must be a plain word", self.make_span(mark, 1))
        if event.tag is not None:
            self.report_tag(event)
        mark = self.skip_properties(event) if event.anchor or event.tag else mark
        span = self.make_span(mark, max(1, end.index - mark.index))
        if not event.value:
            self.report.error("key-not-text", "a key is missing before the ':'", span)
        elif event.value == "<<" and not event.style:
            self.report.error("merge-key", "'<<' (a YAML merge) is not supported", span, help="write out the entries")
        self.check_escapes(event.value, span)
        return Text(event.value, span)

    def build_sequence(self, start: Any, depth: int) -> Sequence:
        items = []
        next_event = self.next_event
        while type(event := next_event()) is not _SEQUENCE_END:
            items.append(self.build_node(event, None, depth + 1))
        return Sequence(tuple(items), self.find_flow(start, event))

    def repeat_anchor(self, event: Any, name: str, depth: int) -> Node:
        """Returns the node that an alias `*name` repeats."""
        span = self.make_span(event.start_mark, len(name) + 1)
        if name in self.open_anchors:
            self.fail("self-reference", f"'*{name}' is inside '&{name}', which it repeats", span)
        if name not in self.anchors:
            self.fail(
                "unknown-anchor",
                f"'&{name}' is not defined above '*{name}'",
                span,
                advice=did_you_mean(name, self.anchors) or "if it is a text, put quotation marks around it",
            )
        node, size, height = self.anchors[name]
        self.count += size
        self.repeated += size
        if self.repeated > YAML_REPEATED:
            message = f"'*{name}' and other aliases repeat more than {YAML_REPEATED:,} entries"
            self.fail("too-many-repeats", message, span)
        self.check_depth(depth + height, event.start_mark)
        return node

    def check_depth(self, depth: int, mark: Any) -> None:
        if depth > self.deepest:
            self.deepest = depth
        if depth > YAML_DEPTH:
            if self.text.startswith("{{", mark.index):
                self.fail_on_braces(mark)
            self.fail(
                "too-deep", f"lists and mappings are nested more than {YAML_DEPTH} levels deep", self.make_span(mark, 1)
            )

    def report_tag(self, event: Any) -> None:
        tag = self.text[event.start_mark.index :].split(maxsplit=1)[0]
        self.report.error(
            "yaml-tag",
            f"YAML tags such as '{tag}' are not supported",
            self.make_span(event.start_mark, len(tag)),
            help="if it is a text, put quotation marks around it",
        )

    def fail_on_braces(self, mark: Any) -> NoReturn:
        self.fail(
            "unquoted-braces",
            "a value that begins with '{{' needs quotation marks",
            self.make_span(mark, 2),
            advice='put quotation marks around the whole value: "{{ … }}"',
        )

    def find_flow(self, start: Any, end: Any) -> Span:
        """Returns the place of all of `[a, b]` if it is on one line, or else of the first character."""
        mark, last = start.start_mark, end.end_mark
        one_line = start.flow_style and mark.line == last.line
        return self.make_span(mark, last.index - mark.index if one_line else 1)

    def fail(self, code: str, message: str, span: Span, advice: str | None = None) -> NoReturn:
        self.report.error(code, message, span, help=advice)
        raise _NoTreeError


class _IndentingDumper(yaml.SafeDumper):
    """Indents lists within mappings, as decks are written."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def format_list_entry(source: str, key: str, first: tuple[str, str], width: int) -> list[str]:
    """Returns the mapping under `key` in the YAML `source`, in its own style, as the lines of an entry of a list.

    `first` is a key and its value that the entry begins with.
    """
    tree = yaml.compose(source, yaml.SafeLoader)
    fields: list[Any] = next((value.value for name, value in tree.value if name.value == key), []) if tree else []
    begin = tuple(yaml.ScalarNode("tag:yaml.org,2002:str", word) for word in first)
    entry = yaml.MappingNode("tag:yaml.org,2002:map", [begin, *fields], flow_style=False)
    entries = yaml.SequenceNode("tag:yaml.org,2002:seq", [entry], flow_style=False)
    return yaml.serialize(entries, Dumper=_IndentingDumper, width=width, allow_unicode=True).splitlines()
