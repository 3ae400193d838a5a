"""Builds small talks with charts, and reads the charts of their pages."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from examples import talk

from deckwright.model.diagnostics import Report
from deckwright.model.page import ChartFrame
from deckwright.model.page_chart import ChartSeries, NativeChart
from deckwright.model.project import Project
from deckwright.pipeline.edition import read_edition
from deckwright.pipeline.stages import make_pages
from deckwright.pipeline.talk import read_talk

SMALL = "a,b,day,share\n10,1,2024-01-01,10%\n20,4,2024-02-01,20%\n40,9,2024-03-01,5%\n"


def make_project(folder: Path) -> Project:
    """Writes the table of SMALL, without a deck."""
    (folder / "assets").mkdir()
    (folder / "assets/t.csv").write_text(SMALL)
    return Project(folder)


def charts(project: Project, *written: str, language: str = "en", brand: str = "plain") -> list[NativeChart]:
    """Returns the charts of a talk that has one slide for each of `written`."""
    frames = [frame.chart for frame in _frames(project, written, language, brand)]
    assert frames
    return frames


def chart(project: Project, written: str, language: str = "en", brand: str = "plain") -> NativeChart:
    (found,) = charts(project, written, language=language, brand=brand)
    return found


def _frames(project: Project, written: tuple[str, ...], language: str, brand: str) -> list[ChartFrame]:
    slides = [f"- {{slide: chart, title: T{n}, chart: {{{one}}}}}" for n, one in enumerate(written)]
    talk(project.root, slides, head="data:\n  t: {file: t.csv}\n", brand=brand)
    deck = project.path("deck.yaml")
    deck.write_text(deck.read_text("utf-8").replace("language: en", f"language: {language}"), "utf-8")
    report = Report()
    read = read_talk(project, report)
    pages = make_pages(read, read_edition(read, language, brand, report), report)
    return [shape for page in pages.pages for shape in page.shapes if isinstance(shape, ChartFrame)]


def named(one: NativeChart, name: str) -> ChartSeries:
    return next(series for series in one.series if series.name == name)


def numbers(*values: float | None) -> tuple[Decimal | None, ...]:
    return tuple(None if value is None else Decimal(repr(value)) for value in values)
