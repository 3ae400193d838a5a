"""Builds the talk of this repository, and reads its slides."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from examples import ROOT
from lxml import etree
from pptx import Presentation

from deckwright.cli.main import main
from deckwright.model.project import Project

TALK = Project(ROOT)
SENTENCES = Path(__file__).parent / "talk"
TAGS = {"da": "da-DK", "en": "en-GB", "de": "de-DE"}
NAME = "den-digitaliserede-laegesekretaer"
TRANSLATIONS = [tag for tag in TAGS if tag != "da"]


class Built:
    """A presentation of the talk: its parts, and its slides as python-pptx reads them."""

    def __init__(self, data: bytes, language: str) -> None:
        self.language, self.tag = language, TAGS[language]
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.presentation: Any = Presentation(io.BytesIO(data))
        self.slides: list[Any] = list(self.presentation.slides)

    def slide(self, name: str) -> Any:
        return next(slide for slide in self.slides if slide.name == name)

    def xml(self, *folders: str) -> Iterator[tuple[str, Any]]:
        """Returns the parsed XML parts below these folders."""
        for name, data in self.parts.items():
            if name.startswith(folders) and name.endswith(".xml"):
                yield name, etree.fromstring(data)


def sentences(language: str) -> list[list[str]]:
    """Returns the sentences of each slide, from a transcription that is independent of deck.yaml."""
    slides: list[list[str]] = []
    for line in (SENTENCES / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            assert line == f"# {len(slides) + 1}"
            slides.append([])
        else:
            slides[-1].append(line)
    return slides


def as_read(text: str) -> str:
    """Returns the text without differences of spaces and capitals, which depend on the language and the brand."""
    return " ".join(text.split()).casefold()


_built: dict[str, dict[str, Built]] = {}


def build_talk(brand: str, folders: pytest.TempPathFactory) -> dict[str, Built]:
    """Returns the talk in each language, built once for all tests of a process."""
    if brand not in _built:
        folder = folders.mktemp(brand)
        assert main(["build", "--strict", "--brand", brand, "--output", str(folder)], TALK) == 0
        files = {tag: folder / f"{NAME}.{tag}.pptx" for tag in TAGS}
        _built[brand] = {tag: Built(file.read_bytes(), tag) for tag, file in files.items()}
    return _built[brand]
