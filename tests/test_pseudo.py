"""Pseudo-locales: every text of every slide kind can be translated, may grow, and is not cut."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from examples import KINDS, draw_pictures, example, talk
from pptx import Presentation

from deckwright.cli.main import main
from deckwright.kinds.slide_templates import SlideTemplate
from deckwright.languages.language import PSEUDO_LOCALES
from deckwright.localise.pseudo import AFTER, BEFORE, pseudo_translate
from deckwright.localise.translatable import find_expressions
from deckwright.model.project import Project
from deckwright.texts.marks import strip_marks

_BRACKETED = re.compile(rf"{BEFORE}[^{BEFORE}{AFTER}]*{AFTER}")
DAY = "4 May 2026"
"""The date of the talks made here: formats are those of the deck's own language."""
_LETTER = re.compile(r"[^\W\d_]")


def hard_coded(text: str) -> str:
    """What of `text` is not in brackets."""
    while (less := _BRACKETED.sub("", text)) != text:
        text = less
    return text


def texts(shapes: Any) -> Iterator[str]:
    """Every text on a page: frames, cells and groups; titles, categories and series of charts."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from texts(shape.shapes)
        elif getattr(shape, "has_table", False):
            yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)
        elif getattr(shape, "has_chart", False):
            chart = shape.chart
            if chart.has_title:
                yield chart.chart_title.text_frame.text
            yield from map(str, chart.plots[0].categories)
            if chart.has_legend:
                yield from (series.name for series in chart.plots[0].series)
        elif shape.has_text_frame:
            yield shape.text_frame.text


def built(project: Project, tag: str) -> Any:
    assert main(["build", "--locale", tag], project) == 0
    (file,) = project.path(project.output).glob(f"*.{tag}.pptx")
    return Presentation(io.BytesIO(file.read_bytes()))


@pytest.mark.parametrize("tag", PSEUDO_LOCALES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_slide_kind_has_no_text_of_its_own_and_cuts_none(kind: SlideTemplate, tag: str, tmp_path: Path) -> None:
    draw_pictures([kind], tmp_path / "assets")
    after = ("- slide: section", "  id: example-1", "  section: Second part", "  title: After it")
    slides = built(talk(tmp_path, [*example(kind, "example", "First part"), *after]), tag).slides
    said = [text for text in texts(slides[0].shapes) if text != DAY]
    assert any(BEFORE in text for text in said)
    assert [text for text in said if _LETTER.search(hard_coded(text))] == []
    assert [text for text in said if text.count(BEFORE) != text.count(AFTER)] == []


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("Grown by {{ fact.corals | percent }} since", "{{ fact.corals | percent }}"),
        ("See [the report](https://example.org/report#all)", "](https://example.org/report#all)"),
        ("Write to **maria@example.org** or `make all`", "`make all`"),
        ("A \\*star and www.example.org", "www.example.org"),
    ],
)
def test_what_is_no_wording_stays(source: str, kept: str) -> None:
    text = pseudo_translate(source)
    assert kept in text
    assert find_expressions(text) == find_expressions(source)
    assert (text[0], text[-1], text.count(BEFORE)) == (BEFORE, AFTER, 1)
    assert [source.count(mark) for mark in "*`["] == [text.count(mark) for mark in "*`["]
    assert strip_marks(source)[:3] not in text


@pytest.mark.parametrize("source", ["2001", "{{ deck.title }}", "77 %", "", "maria@example.org"])
def test_what_has_no_wording_stays_whole(source: str) -> None:
    assert pseudo_translate(source) == source


@pytest.mark.parametrize(("length", "least", "most"), [(8, 1.9, 3), (20, 1.7, 2), (50, 1.3, 1.6), (200, 1.2, 1.35)])
def test_short_texts_grow_most(length: int, least: float, most: float) -> None:
    assert least <= len(pseudo_translate("a" * length)) / length <= most


@pytest.mark.parametrize("tag", PSEUDO_LOCALES)
def test_a_deck_needs_no_catalog_and_keeps_its_numbers(tag: str, tmp_path: Path) -> None:
    (tmp_path / "deck.yaml").write_text(
        "title: Et foredrag\nlanguage: da\nbrand: plain\nslides:\n"
        "  - slide: statement\n    title: Tal\n    statements: ['**Vokset** med {{ 1700.5 | number }} i 2.000']\n",
        "utf-8",
    )
    slide = built(Project(tmp_path), tag).slides[0]
    said = "\n".join(texts(slide.shapes))
    assert "Vöķšéţ méð" in said
    assert "1.700,5" in said
    assert "2.000" in said
    assert bool(slide.shapes.title._element.xpath(".//a:pPr[@rtl='1']")) is (tag == "qps-plocm")


def test_the_talk_itself_fits_in_both(tmp_path: Path) -> None:
    root = Path(__file__).parent.parent
    tags = [part for tag in PSEUDO_LOCALES for part in ("--locale", tag)]
    assert main(["build", "--strict", "--output", str(tmp_path), *tags], Project(root)) == 0
    assert {file.name.split(".")[1] for file in tmp_path.glob("*.pptx")} == set(PSEUDO_LOCALES)
