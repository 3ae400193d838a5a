"""Evaluates small talks, and reads their diagnostics."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from deckwright.assets.data.read import read_data
from deckwright.evaluate.deck import evaluate
from deckwright.kinds.slide_templates import read_templates
from deckwright.languages.formats import Formats
from deckwright.localise.catalogs import Catalog
from deckwright.localise.tree import localise
from deckwright.model import node
from deckwright.model.deck import Deck, Slide
from deckwright.model.diagnostics import Diagnostic, Report
from deckwright.parse.tree import parse_text

KINDS = {
    "text": "  title: text\n  lead: optional text\n  bullets: optional bullets\n"
    "  strong: optional yes/no\n  size: optional number\n",
    "chart": "  title: optional text\n  chart: chart\n",
    "table": "  title: optional text\n  table: table\n",
    "picture": "  title: optional text\n  picture: picture\n",
    "recap": "  title: optional text\n  slides: list of slide\n",
}
HEAD = """\
title: Et foredrag
language: da
brand: plain
date: 2019-10-07
speaker: {name: Claus Bossen, role: lektor}
texts:
  heading: Udvikling
  doctors: Læger
data:
  growth:
    file: growth.csv
    columns: {group: Faggruppe, growth: Stigning, staff: Ansatte}
    labels:
      group: {all: Alle, doctors: "{{ text.doctors }}", nurses: Sygeplejersker}
facts:
  all: {data: growth, where: {group: all}, field: growth}
  staff: {data: growth, where: {group: doctors, growth: 57%}, field: staff}
"""
GROWTH = "group,growth,staff,since\nall,18%,1700,2001\ndoctors,57%,300,2003\nnurses,20%,,2004\n"
TITLE = "- {slide: text, id: a, title: Start}\n"


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class Talk:
    """A talk in a folder, with the methods to evaluate it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.assets = folder / "assets"
        self.assets.mkdir()
        (self.assets / "growth.csv").write_text(GROWTH)
        (self.assets / "p.png").write_bytes(png(40, 30))
        (folder / "slides").mkdir()
        for name, fields in KINDS.items():
            (folder / "slides" / f"{name}.xml").write_text(f"---\nsummary: One.\nfields:\n{fields}---\n")

    def run(
        self, slides: str, head: str = HEAD, locale: str = "da", catalog: Catalog | None = None
    ) -> tuple[Deck | None, Report]:
        report = Report()
        tree = parse_text(f"{head}slides:\n{slides}", "deck.yaml", report)
        assert isinstance(tree, node.Mapping)
        templates = read_templates([(self.folder / "slides", "slides")], report)
        tables = read_data(tree, self.assets, "assets", report)
        tree = localise(tree, [catalog] if catalog else [], templates, "da", report)
        return evaluate(tree, templates, tables, Formats(locale), report, assets=self.assets), report

    def deck(self, slides: str, head: str = HEAD, locale: str = "da") -> Deck:
        deck, report = self.run(slides, head, locale)
        assert report.diagnostics == ()
        assert deck is not None
        return deck

    def slide(self, slides: str, locale: str = "da") -> Slide:
        return self.deck(slides, locale=locale).slides[0]

    def faults(self, slides: str, head: str = HEAD) -> tuple[Diagnostic, ...]:
        deck, report = self.run(slides, head)
        assert deck is None
        return report.diagnostics

    def fault(self, slides: str, head: str = HEAD) -> Diagnostic:
        (diagnostic,) = self.faults(slides, head)
        return diagnostic


def underlined(diagnostic: Diagnostic, slides: str, head: str = HEAD) -> str:
    """Returns the text that the carets of a diagnostic in deck.yaml mark."""
    span = diagnostic.span
    assert span is not None
    assert span.file == "deck.yaml"
    line = f"{head}slides:\n{slides}".split("\n")[span.line - 1]
    return line[span.column - 1 : span.column - 1 + span.length]


CHART = "- {slide: chart, id: a, chart: {kind: bar, data: growth, categories: group, values: growth}}\n"
