"""Parsing: every key and value knows its place, and what cannot be read says so in an author's words."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping, Node, Scalar, Sequence
from deckwright.model.source import Span, Text
from deckwright.parse.tree import parse, parse_text
from deckwright.system.limits import YAML_DEPTH, YAML_REPEATED

DOCS = Path(__file__).parent.parent / "docs/diagnostics"


def read(text: str, first_line: int = 1) -> Mapping:
    """The tree of a text that has no faults."""
    report = Report()
    node = parse_text(text, "deck.yaml", report, first_line)
    assert report.diagnostics == ()
    assert isinstance(node, Mapping)
    return node


def faults(text: str) -> list[str]:
    """The faults of a text, as `line:column+length code: message (help)`."""
    report = Report()
    parse_text(text, "deck.yaml", report)
    return [
        f"{d.span.line}:{d.span.column}+{d.span.length} {d.code}: {d.message}" + (f" ({d.help})" if d.help else "")
        for d in report.diagnostics
        if d.span
    ]


def scalar(node: Node | None) -> Scalar:
    assert isinstance(node, Scalar)
    return node


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", True),
        ("No", False),
        ("TRUE", True),
        ("on", "on"),
        ("Off", "Off"),
        ("y", "y"),
        ("12", 12),
        ("-3", -3),
        ("1.10", Decimal("1.10")),
        ("-0.5", Decimal("-0.5")),
        ("2019-10-07", date(2019, 10, 7)),
        ("", None),
        ("~", None),
        ("null", None),
        ("12,4", "12,4"),
        ("0123", "0123"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("1e5", "1e5"),
        (".nan", ".nan"),
        ("-.inf", "-.inf"),
        ("0x1F", "0x1F"),
        ("9" * 5000, "9" * 5000),
        ("'12'", "12"),
        ('"no"', "no"),
        ("18 %", "18 %"),
    ],
)
def test_what_an_unquoted_word_means(written: str, value: object) -> None:
    found = scalar(read(f"a: {written}").get("a"))
    assert found.value == value
    assert type(found.value) is (Text if isinstance(value, str) else type(value))


def test_what_was_written_is_kept() -> None:
    tree = read("a: 1.10\nb: NO\nc: 'it''s'\nd: two\n  lines\n")
    assert [scalar(entry.value).raw for entry in tree] == ["1.10", "NO", "it''s", "two\n  lines"]


def test_keys_are_texts_with_places() -> None:
    tree = read("no: 1\n2: 2\n'a b': 3\n")
    assert [entry.key for entry in tree] == ["no", "2", "a b"]
    assert [entry.key.span for entry in tree] == [
        Span("deck.yaml", 1, 1, 2),
        Span("deck.yaml", 2, 1, 1),
        Span("deck.yaml", 3, 1, 5),
    ]


def test_values_know_their_places() -> None:
    tree = read("æ: ø\nlist:\n  - one\n  - 'two'\nempty:\nflow: [a, 日本]\n")
    assert scalar(tree.get("æ")).span == Span("deck.yaml", 1, 4, 1)
    listed, flow = tree.get("list"), tree.get("flow")
    assert isinstance(listed, Sequence)
    assert isinstance(flow, Sequence)
    assert [item.span for item in listed.items] == [Span("deck.yaml", 3, 5, 3), Span("deck.yaml", 4, 5, 5)]
    assert scalar(tree.get("empty")).span == Span("deck.yaml", 5, 1, 5)
    assert flow.span == Span("deck.yaml", 6, 7, 7)
    assert [item.span.column for item in flow.items] == [8, 11]
    assert isinstance(scalar(listed.items[0]).value, Text)


@pytest.mark.parametrize("written", ["''", '""', "|"])
def test_an_empty_text_points_at_its_key(written: str) -> None:
    assert scalar(read(f"b: 1\ntitle: {written}\n").get("title")).span == Span("deck.yaml", 2, 1, 5)


def test_block_texts_point_at_their_first_line() -> None:
    tree = read("notes: |\n  one\n  two\nmore: >-\n\n    folded\n    text\n")
    assert scalar(tree.get("notes")).value == "one\ntwo\n"
    assert scalar(tree.get("notes")).span == Span("deck.yaml", 2, 3, 3)
    assert scalar(tree.get("more")).value == "\nfolded text"
    assert scalar(tree.get("more")).span == Span("deck.yaml", 6, 5, 6)


def test_front_matter_counts_from_its_line() -> None:
    assert scalar(read("a: 1\nb: 2", first_line=7).get("b")).span.line == 8


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_way(end: str) -> None:
    tree = read(f"a: 1{end}b: x{end}")
    assert scalar(tree.get("b")).span == Span("deck.yaml", 2, 4, 1)


def test_aliases_repeat_a_value_with_its_place() -> None:
    tree = read("a: &name 'text'\nb: *name\n")
    assert scalar(tree.get("b")).value == "text"
    assert scalar(tree.get("b")).span == Span("deck.yaml", 1, 10, 6)


MISTAKES = {
    "title: {{ deck.title }}\n": (
        "1:8+2 unquoted-braces: a value that begins with '{{' needs quotation marks "
        '(put quotation marks around the whole value: "{{ … }}")'
    ),
    "- a: {{ 'x' ~ \"y\" }} more\n": (
        "1:6+2 unquoted-braces: a value that begins with '{{' needs quotation marks "
        '(put quotation marks around the whole value: "{{ … }}")'
    ),
    "a: {% if x %}\n": (
        "1:4+2 unquoted-braces: a value that begins with '{%' needs quotation marks "
        '(put quotation marks around the whole value: "{{ … }}")'
    ),
    "a: **bold** text\n": (
        "1:4+13 needs-quotes: a text that begins with '*' needs quotation marks "
        "(put quotation marks around the whole text)"
    ),
    'a: "quoted" text\n': (
        "1:4+13 needs-quotes: the quotation marks end before the text does (put the whole text in '…')"
    ),
    "a:\n\tb: 1\n": "2:1+1 tab: this line is indented with a tab (use spaces)",
    "a: b: c\n": (
        "1:4+4 colon-in-text: a text with ': ' in it needs quotation marks (put quotation marks around the whole text)"
    ),
    "a: 1\n  b: 2\n": "2:3+1 indentation: this line is indented further than its neighbours",
    "a:\n  b: 1\n c: 2\n": (
        "3:2+1 indentation: this line is not aligned with its neighbours "
        "(indent it by as many spaces as the lines it belongs to)"
    ),
    "a: 1\nb:2\nc: 3\n": "2:2+1 missing-space: a space is missing after this ':'",
    "a:\n  - b\n  -c\n  - d\n": "3:3+1 missing-space: a space is missing after this '-'",
    'a: "b\nc: "d"\n': '1:4+1 unclosed-quote: this " is not closed before line 2 (put a " where the text ends)',
    "a: x\n  - y\n": (
        "2:3+3 folded-list: this line was joined to the line above and is not a list entry "
        "(put the text above on a line of its own that begins with '- ' too)"
    ),
    'a: "foo\nb: 1\n': '1:4+1 unclosed-quote: this " has no closing "',
    "a: [1, 2\nb: 3\n": "1:4+1 unclosed-bracket: this '[' has no closing ']'",
    "a: [\n": "1:4+1 unclosed-bracket: this '[' has no closing ']'",
    "a:\n  b: {c: [],\n": "2:6+1 unclosed-bracket: this '{' has no closing '}'",
    "a: 1\nfoo\nb: 2\n": ("2:1+3 key-without-colon: this line is neither a key with ':' nor a list entry with '- '"),
    "a: - b\n": (
        "1:4+1 list-on-key-line: a list with '- ' cannot begin on the line of its key (begin it on the next line)"
    ),
    'a: "C:\\Deep"\n': (
        "1:7+1 unknown-escape: this '\\' begins an unknown escape sequence "
        "(write '\\\\' for a backslash, or put the text in '…')"
    ),
    "a: !x y\n": (
        "1:4+2 yaml-tag: YAML tags such as '!x' are not supported (if it is a text, put quotation marks around it)"
    ),
    "a: 1\nb: *r\n": (
        "2:4+2 unknown-anchor: '&r' is not defined above '*r' (if it is a text, put quotation marks around it)"
    ),
    "a: &q [*q]\n": "1:8+2 self-reference: '*q' is inside '&q', which it repeats",
    "<<: {a: 1}\n": "1:1+2 merge-key: '<<' (a YAML merge) is not supported (write out the entries)",
    "? [a]\n: b\n": "1:3+1 key-not-text: a key must be a plain word",
    "a: 1\n---\nb: 2\n": (
        "2:1+3 two-documents: a second YAML document begins here, but a file can hold only one (remove the line '---')"
    ),
    "# nothing\n": "1:1+1 empty-file: 'deck.yaml' is empty",
    "a: 2025-02-30\n": (
        "1:4+10 impossible-date: '2025-02-30' is not a date in the calendar "
        "(write year-month-day, or put quotation marks around it if it is a text)"
    ),
    "a: Question #3\n": (
        "1:13+2 comment-in-text: '#3' and the rest of the line are a comment, not part of the text "
        "(put quotation marks around the text, or a space after '#')"
    ),
    "a:\n  - x\n    - y z\n": (
        "3:5+5 folded-list: this line was joined to the line above and is not a list entry "
        "(for bullets below a bullet write '- text: …' and 'bullets:' under it)"
    ),
    'a: "\\uFDD0"\n': "1:4+8 refused-character: the invisible character U+FDD0 is not allowed in a presentation",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_named_where_it_is(text: str) -> None:
    assert faults(text) == [MISTAKES[text]]


def test_a_key_given_twice_is_told_with_the_first_place() -> None:
    report = Report()
    tree = parse_text("a: 1\nb: 2\na: 3\n", "deck.yaml", report)
    assert [(d.code, d.span, d.notes) for d in report.diagnostics] == [
        ("duplicate-key", Span("deck.yaml", 3, 1, 1), ("first at deck.yaml:1:1",))
    ]
    assert isinstance(tree, Mapping)
    assert scalar(tree.get("a")).value == 1


def test_faults_that_leave_a_tree_are_all_told() -> None:
    assert len(faults("a: 2025-02-30\na: !x y\nb: !z w\n")) == 4


@pytest.mark.parametrize(
    "character", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\ufdd0", "\ufdef", "\ufffe", "\uffff", "\u2028"]
)
def test_characters_that_no_presentation_holds_are_refused_with_their_place(character: str) -> None:
    message = f"the invisible character U+{ord(character):04X} is not allowed in a presentation"
    assert faults(f"a: 1\nb: x{character}\n") == [f"2:5+1 refused-character: {message}"]


def test_comments_meant_as_such_are_no_fault() -> None:
    read("a: 'x' #3\nb: c # 3\nc: |\n  d #3\n# 3\n")


@pytest.mark.parametrize("bomb", ["[" * 100_000, "- " * 100_000, "x: " + "[" * (YAML_DEPTH + 1), "{a: " * 60_000])
def test_deep_nesting_is_refused(bomb: str) -> None:
    assert "too-deep" in faults(bomb)[0]


def test_aliases_cannot_nest_deeply() -> None:
    bomb = "\n".join(f"a{n}: &a{n} [{f'*a{n - 1}' if n else 1}]" for n in range(2 * YAML_DEPTH))
    assert "too-deep" in faults(bomb)[0]


def test_aliases_cannot_grow_without_bound() -> None:
    bomb = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}' if n else 'x'] * 9)}]" for n in range(40))
    assert f"repeat more than {YAML_REPEATED:,} entries" in faults(bomb)[0]


def test_files(tmp_path: Path) -> None:
    def told(data: bytes) -> list[tuple[str, Span | None]]:
        (tmp_path / "deck.yaml").write_bytes(data)
        report = Report()
        parse(tmp_path / "deck.yaml", "deck.yaml", report)
        return [(d.code, d.span) for d in report.diagnostics]

    assert told("a: æ".encode()) == []
    assert told(b"\xef\xbb\xbfa: 1") == []
    assert told("a: 1\nb: æ".encode("cp1252")) == [("not-utf8", Span("deck.yaml", 2, 4))]
    assert told("\ufeffa: æ".encode() + b"\xff") == [("not-utf8", Span("deck.yaml", 1, 5))]
    assert told("a: 1".encode("utf-16")) == [("not-utf8", Span("deck.yaml", 1, 1))]
    report = Report()
    assert parse(tmp_path / "none.yaml", "none.yaml", report) is None
    assert [d.message for d in report.diagnostics] == ["'none.yaml' cannot be read: no such file or directory"]


CODES = {message.split()[1].rstrip(":") for message in MISTAKES.values()}


@pytest.mark.parametrize("code", sorted(CODES | {"duplicate-key", "too-deep", "too-many-repeats", "yaml-syntax"}))
def test_the_documented_example_gives_its_code(code: str) -> None:
    example = yaml.safe_load((DOCS / f"{code}.yaml").read_text("utf-8"))["example"]
    assert {fault.split()[1].rstrip(":") for fault in faults(example)} == {code}


@given(st.text())
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    report = Report()
    node = parse_text(text, "deck.yaml", report)
    assert node is not None or report.failed
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for diagnostic in report.diagnostics:
        assert diagnostic.span is not None
        assert 1 <= diagnostic.span.line <= len(lines)


@given(st.text(alphabet=":-*&!|>'\"#{}[] ,\nab%@`?1.\t", max_size=40))
def test_any_yaml_is_read_or_refused_with_a_place(text: str) -> None:
    test = test_any_text_is_read_or_refused_with_a_place
    test.hypothesis.inner_test(text)  # type: ignore[attr-defined]


@given(
    st.text(alphabet=st.characters(blacklist_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), blacklist_characters="\ufeff"))
)
def test_any_quoted_text_survives(text: str) -> None:
    written = text.replace("'", "''")
    assert (scalar(read(f"a: '{written}'").get("a")).value or "") == text
