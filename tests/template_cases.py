"""Builds a talk in templates of others, with a brand that `brand new` makes."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pptx
import pytest
from examples import KINDS, draw_pictures, example, talk

from deckwright.brands.read import read_brand
from deckwright.cli.main import main
from deckwright.model.brand import Brand
from deckwright.model.diagnostics import Report
from deckwright.model.project import Project

Said = pytest.CaptureFixture[str]
ALLOWED = {"substitute-font"}
"""A template may name fonts that this machine lacks."""
SEES = re.compile(r"(?:error|warning)\[([\w-]+)\]")


def make_talk(folder: Path) -> Project:
    """Writes a talk with the example of every slide kind."""
    slides = [line for number, kind in enumerate(KINDS, 1) for line in example(kind, f"example-{number}", "All")]
    draw_pictures(KINDS, folder / "assets")
    return talk(folder, slides)


def tried(project: Project, file: Path, said: Said) -> Brand:
    """Makes a brand from `file`, builds the whole talk in it, and returns the brand. Any problem fails the test."""
    assert main(["brand", "new", "house", "--from", str(file)], project) == 0, said.readouterr().err
    before = (project.root / "deck.yaml").read_bytes()
    code = main(["build", "--brand", "house"], project)
    told = said.readouterr().err
    assert set(SEES.findall(told)) <= ALLOWED, told
    assert code == 0, told
    assert (project.root / "deck.yaml").read_bytes() == before
    (built,) = project.path(project.output).glob("*.pptx")
    slides = pptx.Presentation(str(built)).slides
    assert len(slides) == len(KINDS)
    assert all(slide.shapes.title is not None for slide in slides)
    return brand_of(project)


def brand_of(project: Project) -> Brand:
    report = Report()
    brand = read_brand(project.root / "templates/house", "house/brand.yaml", report)
    assert brand is not None, report.diagnostics
    return brand


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "[Content_Types].xml"}
