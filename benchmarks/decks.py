"""The decks of the benchmark: title, bullets in two levels, quote, table, chart and picture in turn, notes on each."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

TEXT = "the reef grows slower than it breaks and nobody who has seen it from above would think so"
WORDS = TEXT.split()


def sentence(number: int, words: int) -> str:
    """Words that differ from slide to slide, so that nothing is measured once for all."""
    return " ".join(WORDS[(number * 7 + index * (1 + number % 5)) % len(WORDS)] for index in range(words))


def slide(number: int) -> list[str]:
    """One slide of deck.yaml; every fifth is a chart."""
    kind = "chart" if number % 5 == 4 else KINDS[number % len(KINDS)]
    head = [f"  - slide: {kind}", f"    id: s-{number}", f"    title: {number} {sentence(number, 5)}"]
    return [*head, *FIELDS[kind](number), f"    notes: {sentence(number + 3, 20)}"]


def _bullets(number: int) -> list[str]:
    lines = ["    bullets:"]
    for index in range(3):
        lines.append(f"      - text: {sentence(number + index, 9)}")
        lines.append(f"        bullets: [{sentence(number + index + 1, 6)}]")
    return lines


def _table(number: int) -> list[str]:
    rows = [f"        - [{sentence(number + row, 2)}, {number}, {row}, {number * row}, {row + 7}]" for row in range(5)]
    return ["    table:", "      columns: [Place, Dives, Fish, Crabs, Shells]", "      rows:", *rows]


def _chart(number: int) -> list[str]:
    values = [[(number * (index + 2) + series * 3) % 40 + 1 for index in range(5)] for series in range(2)]
    series = [
        f"        - {{name: {name}, values: {row}}}" for name, row in zip(("North", "South"), values, strict=True)
    ]
    return ["    chart:", "      kind: column", "      categories: [a, b, c, d, e]", "      series:", *series]


FIELDS: dict[str, Callable[[int], list[str]]] = {
    "title": lambda number: [f"    subtitle: {sentence(number, 8)}"],
    "bullets": _bullets,
    "quotes": lambda number: ["    quotes:", f"      - {{text: {sentence(number, 24)}, by: {sentence(number, 2)}}}"],
    "table": _table,
    "chart": _chart,
    "picture": lambda number: [f"    picture: {{file: reef.png, alt: {sentence(number, 6)}}}"],
}
KINDS = ("title", "bullets", "quotes", "table", "picture")


def make_project(folder: Path, slides: int) -> None:
    """deck.yaml with so many slides, and the picture they share."""
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    (folder / "assets/reef.png").write_bytes(png(320, 200))
    lines = [
        "title: Benchmark",
        "language: en",
        "brand: plain",
        "date: 2026-01-15",
        "speaker: {name: Nobody}",
        "slides:",
    ]
    for number in range(slides):
        lines += slide(number)
    (folder / "deck.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def png(width: int, height: int) -> bytes:
    """A small picture (PNG, 8-bit RGB)."""
    rows = b"".join(b"\0" + b"".join(bytes((x % 256, y % 256, 120)) for x in range(width)) for y in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
