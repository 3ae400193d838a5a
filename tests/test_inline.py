"""Emphasis in texts, and links that are refused."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text
from deckwright.texts.marks import Piece, parse_inline, strip_marks

SPAN = Span("deck.yaml", 6, 12, 20)


def pieces(text: str) -> tuple[Piece, ...]:
    report = Report()
    parsed = parse_inline(Text(text, SPAN), report)
    assert report.diagnostics == ()
    return parsed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("plain", (Piece("plain"),)),
        ("**b**, *i*", (Piece("b", bold=True), Piece(", "), Piece("i", italic=True))),
        ("a`c`", (Piece("a"), Piece("c", code=True))),
        ("***both***", (Piece("both", bold=True, italic=True),)),
        ("**a *b***", (Piece("a ", bold=True), Piece("b", bold=True, italic=True))),
        ("H~2~O, m^2^", (Piece("H"), Piece("2", baseline=-25), Piece("O, m"), Piece("2", baseline=30))),
        ("**x^2^**", (Piece("x", bold=True), Piece("2", bold=True, baseline=30))),
        ("a\nb **c\nd**", (Piece("a\u000bb "), Piece("c\u000bd", bold=True))),
        ("a\\\nb", (Piece("a\u000bb"),)),
        (r"\*a\* \`b\` \[c](d) 2\^3^ \~x~", (Piece("*a* `b` [c](d) 2^3^ ~x~"),)),
        ("`*a* ^b^`", (Piece("*a* ^b^", code=True),)),
        ("[a **b**](https://a.dk?q)", (Piece("a ", url="https://a.dk?q"), Piece("b", bold=True, url="https://a.dk?q"))),
        ("[see](#the-values)", (Piece("see", slide="the-values"),)),
        ("[m](mailto:a@b.dk)", (Piece("m", url="mailto:a@b.dk"),)),
        ("a [b c]{lang=en} d", (Piece("a "), Piece("b c", lang="en"), Piece(" d"))),
        ("**[b *c*]{lang=en-GB}**", (Piece("b ", bold=True, lang="en-GB"), Piece("c", True, True, lang="en-GB"))),
        ("[[b](https://a.dk)]{lang=en}", (Piece("b", url="https://a.dk", lang="en"),)),
        ("[b] {lang=en}, [c]{lang=}, [d]{x}", (Piece("[b] {lang=en}, [c]{lang=}, [d]{x}"),)),
        (r"\[b]{lang=en}", (Piece("[b]{lang=en}"),)),
    ],
)  # fmt: skip
def test_marks(text: str, expected: tuple[Piece, ...]) -> None:
    assert pieces(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "- a dash",
        "1. October",
        "# not a heading",
        "> said",
        "    indented  twice ",
        "snake_case and __init__.py _so_",
        "2 * 3 * 4 = 24",
        "*",
        "18 %*",
        "a ~ b, ~5 to ~6, ~~so~~, ^^x^^, 2^ 3^",
        "<b>no HTML</b> &amp; no &lt;entities",
        "![no picture",
        "[no link] (here)",
        "https://a.dk/_x_ is not marked",
        "C:\\temp\\new",
        "| a | b |",
        "---",
        "unclosed **bold and `code",
    ],
)
def test_everything_else_stays_as_typed(text: str) -> None:
    assert pieces(text) == (Piece(text),)
    assert strip_marks(text) == text


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "vbscript:x",
        "\\\\\\\\host\\\\share",
        "//host/share",
        "<file://host/a share/b>",
        "report.html",
        "http:",
        "https://\\\\host",
        "#",
        "&#106;avascript:x",
        "ftp://a.dk",
    ],
)
def test_other_addresses_are_refused(address: str) -> None:
    report = Report()
    parsed = parse_inline(Text(f"see [**this**]({address}) now", SPAN), report)
    (diagnostic,) = report.diagnostics
    assert (diagnostic.code, diagnostic.severity, diagnostic.span) == ("refused-link", "error", SPAN)
    assert diagnostic.message.startswith("link target not allowed: '")
    assert diagnostic.help is not None
    assert [piece.text for piece in parsed] == ["see ", "this", " now"]
    assert all(piece.url is None and piece.slide is None for piece in parsed)


def test_a_link_that_leads_nowhere() -> None:
    report = Report()
    parse_inline(Text("[a]()", SPAN), report)
    assert [d.message for d in report.diagnostics] == ["a link has no target"]


def test_plain() -> None:
    assert strip_marks("**Først** og\n[sidst](#x): CO~2~ \\*") == "Først og sidst: CO2 *"


@given(st.text())
def test_any_text_survives(text: str) -> None:
    """Marks may go, characters between them never do."""
    left = iter("".join(piece.text for piece in parse_inline(Text(text), Report())))
    marks = set("*`^~[]()\\<>\"'& #:/%\n\u000b")
    seen = [character for character in left if character not in marks]
    wanted = iter(text)
    assert all(any(character == other for other in wanted) for character in seen), "nothing is added"


@given(st.text("ab *`^~\\", max_size=30))
def test_marks_alone_go(text: str) -> None:
    assert [c for c in strip_marks(text) if c in "ab"] == [c for c in text if c in "ab"]


def test_neighbours_of_one_look_are_joined() -> None:
    assert pieces("\\*a\\*b_c_ **d\\*e**") == (Piece("*a*b_c_ "), Piece("d*e", bold=True))
    assert pieces("[a](#x)[b](#x)") == (Piece("ab", slide="x"),)


def test_texts_without_marks_do_not_load_the_parser() -> None:
    code = "import sys; from deckwright.texts.marks import strip_marks; strip_marks('a - b_c # d')\n"
    code += "assert 'markdown_it' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_deep_and_long_texts_end() -> None:
    for hostile in ("*a " * 3000, "[" * 5000, "`" * 5000 + "a", "^a" * 5000, "~" * 5000, "![[](" * 1000):
        assert strip_marks(hostile)


def test_a_language_there_is_not_is_reported_where_the_text_is() -> None:
    report = Report()
    found = parse_inline(Text("a [b]{lang=enn} c [d]{lang=en}", SPAN), report)
    (fault,) = report.diagnostics
    assert (fault.code, fault.span) == ("unknown-locale", SPAN)
    assert [(piece.text, piece.lang) for piece in found] == [("a ", ""), ("b", ""), (" c ", ""), ("d", "en")]
    assert strip_marks("a [b]{lang=en}") == "a b"
