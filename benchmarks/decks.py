"""Writes the decks of the benchmark: title, bullets, quote, table, chart and picture in turn, with notes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

TEXT = "the reef grows slower than it breaks and nobody who has seen it from above would think so"
WORDS = TEXT.split()
KINDS = ("title", "bullets", "quotes", "table", "picture")
COLUMNS = ("Place", "Dives", "Fish", "Crabs", "Shells")
CATEGORIES = ("a", "b", "c", "d", "e")
PICTURE = "assets/reef.png"
HEAD = "title: Benchmark\nlanguage: en\nbrand: plain\ndate: 2026-01-15\nspeaker: {name: Nobody}\nslides:\n"


def sentence(number: int, words: int) -> str:
    """Returns words that differ from slide to slide, so that a text measured once cannot be used again."""
    return " ".join(WORDS[(number * 7 + index * (1 + number % 5)) % len(WORDS)] for index in range(words))


def kind_of(number: int) -> str:
    """Returns the kind of a slide: every fifth is a chart, the others take the KINDS in turn."""
    return "chart" if number % 5 == 4 else KINDS[(number - number // 5) % len(KINDS)]


def bullets(number: int) -> list[tuple[str, str]]:
    """Returns three bullets, each with the one below it."""
    return [(sentence(number + index, 9), sentence(number + index + 1, 6)) for index in range(3)]


def cells(number: int) -> list[list[str | int]]:
    """Returns the rows of a table with COLUMNS."""
    return [[sentence(number + row, 2), number, row, number * row, row + 7] for row in range(5)]


def series(number: int) -> list[tuple[str, list[int]]]:
    """Returns two series of a chart, with a value for each of the CATEGORIES."""
    names = enumerate(("North", "South"))
    return [(name, [(number * (index + 2) + one * 3) % 40 + 1 for index in range(5)]) for one, name in names]


def slide(number: int) -> list[str]:
    """Returns the lines of one slide in deck.yaml."""
    kind = kind_of(number)
    head = [f"  - slide: {kind}", f"    id: s-{number}", f"    title: {number} {sentence(number, 5)}"]
    return [*head, *FIELDS[kind](number), f"    notes: {sentence(number + 3, 20)}"]


def _bullets(number: int) -> list[str]:
    lines = [(f"      - text: {text}", f"        bullets: [{below}]") for text, below in bullets(number)]
    return ["    bullets:", *(line for pair in lines for line in pair)]


def _table(number: int) -> list[str]:
    rows = [f"        - [{', '.join(map(str, row))}]" for row in cells(number)]
    return ["    table:", f"      columns: [{', '.join(COLUMNS)}]", "      rows:", *rows]


def _chart(number: int) -> list[str]:
    rows = [f"        - {{name: {name}, values: {values}}}" for name, values in series(number)]
    return ["    chart:", "      kind: column", f"      categories: [{', '.join(CATEGORIES)}]", "      series:", *rows]


FIELDS: dict[str, Callable[[int], list[str]]] = {
    "title": lambda number: [f"    subtitle: {sentence(number, 8)}"],
    "bullets": _bullets,
    "quotes": lambda number: ["    quotes:", f"      - {{text: {sentence(number, 24)}, by: {sentence(number, 2)}}}"],
    "table": _table,
    "chart": _chart,
    "picture": lambda number: [f"    picture: {{file: reef.png, alt: {sentence(number, 6)}}}"],
}


def make_project(folder: Path, slides: int) -> None:
    """Writes deck.yaml with that many slides, and the picture that they share."""
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    (folder / PICTURE).write_bytes(png(320, 200))
    write_lines(folder / "deck.yaml", HEAD, slide, slides)


def write_lines(file: Path, head: str, slide: Callable[[int], list[str]], slides: int) -> None:
    """Writes slide by slide, so that this process stays small: its memory counts for the processes that it starts."""
    with file.open("w", encoding="utf-8") as lines:
        lines.write(head)
        for number in range(slides):
            lines.write("\n".join(slide(number)) + "\n")


def png(width: int, height: int) -> bytes:
    """Returns a picture (PNG, 8-bit RGB)."""
    rows = b"".join(b"\0" + b"".join(bytes((x % 256, y % 256, 120)) for x in range(width)) for y in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
