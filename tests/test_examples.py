"""The decks under examples/: each builds in all its languages, and every word of a page is in its language."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from examples import ROOT
from lxml import etree

from deckwright.cli.main import main
from deckwright.model.diagnostics import Report
from deckwright.model.project import Project
from deckwright.pipeline.talk import read_talk

FOLDERS = sorted(file.parent for file in (ROOT / "examples").glob("*/deck.yaml"))
ALLOWED = {"substitute-font"}
"""The fonts of scripts that ship with no table of widths are the system's."""
FOREIGN = {"hygge"}
"""Words in Latin letters that keep them in every language."""
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LATIN = re.compile(r"[A-Za-z]+")

Said = pytest.CaptureFixture[str]


def languages(folder: Path) -> list[str]:
    return [str(tag) for tag in read_talk(Project(folder), Report()).languages]


def build(folder: Path, output: Path, said: Said) -> dict[str, bytes]:
    """The files by language; what is wrong with the deck fails the test."""
    code = main(["build", "--output", str(output)], Project(folder))
    told = said.readouterr().err
    assert set(re.findall(r"(?:error|warning)\[([\w-]+)\]", told)) <= ALLOWED, told
    assert code == 0, told
    return {file.name.split(".")[-2]: file.read_bytes() for file in output.glob("*.pptx")}


def words(data: bytes) -> Iterator[str]:
    """What is read on slides, in charts and in notes, and aloud."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.startswith(("ppt/slides/slide", "ppt/notesSlides/notesSlide", "ppt/charts/chart")):
                root = etree.fromstring(package.read(name))
                yield from (element.text or "" for element in root.iter(f"{_A}t", "{*}v"))
                yield from (element.get("descr", "") for element in root.iter("{*}cNvPr"))


def test_there_are_examples() -> None:
    assert [folder.name for folder in FOLDERS] == ["languages", "quarterly"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_it_builds_in_all_its_languages(folder: Path, tmp_path: Path, capsys: Said) -> None:
    files = build(folder, tmp_path, capsys)
    assert set(files) == set(languages(folder))
    assert main(["translate", "--status"], Project(folder)) == 0
    slides = {
        sum(name.startswith("ppt/slides/slide") for name in zipfile.ZipFile(file).namelist())
        for file in map(io.BytesIO, files.values())
    }
    assert len(slides) == 1


def test_the_languages_are_in_their_scripts(tmp_path: Path, capsys: Said) -> None:
    files = build(ROOT / "examples/languages", tmp_path, capsys)
    scripts = {"ar": "[\u0620-\u064a]", "he": "[\u05d0-\u05ea]", "ja": "[\u3041-\u30ff\u4e00-\u9fff]"}
    assert set(files) == {"en", *scripts}
    for tag, letters in scripts.items():
        text = "\n".join(words(files[tag]))
        assert len(re.findall(letters, text)) > 200
        assert {word for word in _LATIN.findall(text) if not re.search("General|Sheet", word)} == FOREIGN
        others = [other for other in scripts if other != tag]
        assert [other for other in others if re.search(scripts[other], text)] == []


def test_a_foreign_word_keeps_its_language(tmp_path: Path, capsys: Said) -> None:
    for tag, data in build(ROOT / "examples/languages", tmp_path, capsys).items():
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            runs = list(etree.fromstring(package.read("ppt/slides/slide2.xml")).iter(f"{_A}r"))
        spoken = {run.findtext(f"{_A}t"): run[0].get("lang", "") for run in runs}
        assert spoken.pop("hygge") == "da-DK"
        assert [lang for lang in spoken.values() if str(lang).startswith(tag)], tag
        assert "da-DK" not in spoken.values()
