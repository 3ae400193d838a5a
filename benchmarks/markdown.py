"""The same decks as Markdown for pandoc, which makes no charts: a table of the same numbers stands in for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks.decks import CATEGORIES, COLUMNS, PICTURE, bullets, cells, kind_of, sentence, series, write_lines


def make_markdown(file: Path, slides: int) -> None:
    write_lines(file, "", slide, slides)


def slide(number: int) -> list[str]:
    """One slide, each with a blank line at its end."""
    notes = ["", "::: notes", sentence(number + 3, 20), ":::", ""]
    return [f"## {number} {sentence(number, 5)}", "", *BODIES[kind_of(number)](number), *notes]


def _table(head: Sequence[str], rows: Iterable[Sequence[str | int]]) -> list[str]:
    return [_row(head), _row(["---"] * len(head)), *map(_row, rows)]


def _row(values: Sequence[str | int]) -> str:
    return f"| {' | '.join(map(str, values))} |"


BODIES: dict[str, Callable[[int], list[str]]] = {
    "title": lambda number: [sentence(number, 8)],
    "bullets": lambda number: [line for text, below in bullets(number) for line in (f"- {text}", f"    - {below}")],
    "quotes": lambda number: [f"> {sentence(number, 24)}", "", sentence(number, 2)],
    "table": lambda number: _table(COLUMNS, cells(number)),
    "chart": lambda number: _table(["", *CATEGORIES], [[name, *values] for name, values in series(number)]),
    "picture": lambda number: [f"![{sentence(number, 6)}]({PICTURE})"],
}
