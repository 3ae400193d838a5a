"""Writes the same decks as Markdown for pandoc, with a table instead of each chart: pandoc makes no charts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks.decks import CATEGORIES, COLUMNS, PICTURE, bullets, cells, kind_of, sentence, series, write_lines


def make_markdown(file: Path, slides: int) -> None:
    write_lines(file, "", slide, slides)


def slide(number: int) -> list[str]:
    """Returns the lines of one slide, with a blank line at the end."""
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
