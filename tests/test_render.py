"""Rendering: the form of a diagnostic on a terminal."""

from pathlib import Path
from textwrap import dedent

import pytest

from deckwright.cli.render import MAX_CELLS, TAB, read_source_lines, render, summarise
from deckwright.model.diagnostics import Diagnostic, Report
from deckwright.model.source import Span


def shown(line: str, column: int, length: int = 1, number: int = 6) -> list[str]:
    """The lines of a diagnostic about a place in `line`, without the first."""
    diagnostic = Diagnostic("some-code", "a message", Span("deck.yaml", number, column, length))
    return render(diagnostic, lambda _file, _number: line).split("\n")[1:]


def test_the_whole_form() -> None:
    diagnostic = Diagnostic(
        "unknown-field",
        "slide 'quotes' has no field 'titel'",
        Span("deck.yaml", 6, 5, 5),
        help="did you mean 'title'?",
        notes=("its fields are title, subtitle, quotes",),
    )
    assert render(diagnostic, lambda _file, _number: "    titel: Hvad siger de?") + "\n" == dedent(
        """\
        deck.yaml:6:5: error[unknown-field]: slide 'quotes' has no field 'titel'
          |
        6 |     titel: Hvad siger de?
          |     ^^^^^
          = help: did you mean 'title'?
          = note: its fields are title, subtitle, quotes
        """
    )


def test_the_gutter_is_as_wide_as_the_line_number() -> None:
    assert shown("ab", 2, number=1234) == ["     |", "1234 | ab", "     |  ^"]


def test_without_a_place_there_is_no_excerpt() -> None:
    warning = Diagnostic("some-code", "a message", None, "warning", help="do this")
    assert render(warning, lambda _file, _number: "line") == "warning[some-code]: a message\n = help: do this"


def test_a_line_that_is_gone_is_left_out() -> None:
    diagnostic = Diagnostic("some-code", "a message", Span("deck.yaml", 6, 1))
    assert render(diagnostic, lambda _file, _number: None) == "deck.yaml:6:1: error[some-code]: a message"


@pytest.mark.parametrize(
    ("line", "column", "length", "before", "carets"),
    [
        ("a: bcd", 4, 3, 3, 3),
        ("\ta: b", 2, 1, TAB, 1),
        ("日本: 語", 5, 1, 6, 2),
        ("日本: 語", 1, 2, 0, 4),
        ("e\u0301a: b", 3, 1, 1, 1),
        ("a", 2, 1, 1, 1),
        ("a", 5, 3, 4, 1),
        ("abc", 2, 99, 1, 2),
    ],
)
def test_carets_stand_under_their_characters(line: str, column: int, length: int, before: int, carets: int) -> None:
    assert shown(line, column, length)[2] == "  | " + " " * before + "^" * carets


@pytest.mark.parametrize("column", [1, 60, 150, 298])
def test_of_a_long_line_the_part_around_the_carets_is_shown(column: int) -> None:
    line = "".join(chr(0x4E00 + n) if n % 3 else "x" for n in range(300))
    _, excerpt, carets = shown(line, column, 2)
    wanted = line[column - 1 : column + 1]
    cells = "".join(character * (2 if ord(character) >= 0x4E00 else 1) for character in excerpt)
    assert len(excerpt) < len(line)
    assert len(cells) <= MAX_CELLS + 8
    at = carets.index("^")
    assert cells[at : len(carets)] == "".join(c * (2 if ord(c) >= 0x4E00 else 1) for c in wanted)


def test_a_terminal_is_never_given_orders() -> None:
    text = "\n".join([*shown("a: \x1b[31mred\u202e", 4), render(Diagnostic("c", "\x07ding", None), lambda *_: None)])
    assert text.replace("\n", "").isprintable()


def test_colour_adds_nothing_but_colour() -> None:
    import re

    diagnostic = Diagnostic("c", "m", Span("deck.yaml", 1, 1, 2), "warning", "h", ("n",))
    coloured = render(diagnostic, lambda *_: "abc", colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(diagnostic, lambda *_: "abc")


def test_the_summary_counts() -> None:
    report = Report()
    assert summarise(report) == ""
    report.warning("a", "m", None)
    assert summarise(report) == "1 warning"
    report.error("b", "m", None)
    report.error("c", "m", None)
    assert summarise(report) == "2 errors, 1 warning"


def test_lines_are_read_as_parsing_counts_them(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/deck.yaml").write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree\x0bstill\nfour \xff")
    read = read_source_lines(tmp_path, tmp_path / "own")
    assert [read("deck.yaml", n) for n in range(6)] == [None, "one", "two", "three\x0bstill", "four \ufffd", None]
    assert read("own/deck.yaml", 1) == "one"
    assert read("nowhere.yaml", 1) is None
