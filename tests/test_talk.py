"""The talk of this repository: every sentence of it is on its slide, in both languages and every brand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from deckwright.cli import main
from deckwright.project import Project

TALK = Project(Path(__file__).resolve().parent.parent)
SENTENCES = Path(__file__).parent / "talk"
LANGUAGES = ("da", "en")


def sentences(language: str) -> list[list[str]]:
    """The talk's plain sentences for each slide, from a transcription that is independent of deck.yaml."""
    slides: list[list[str]] = []
    for line in (SENTENCES / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            assert line == f"# {len(slides) + 1}"
            slides.append([])
        else:
            slides[-1].append(line)
    return slides


def slide_texts(file: Path) -> list[str]:
    return ["\n".join(map(as_read, shape_texts(slide.shapes))) for slide in Presentation(str(file)).slides]


def shape_texts(shapes: Any) -> Iterator[str]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from shape_texts(shape.shapes)
        elif shape.has_text_frame:
            yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
        elif getattr(shape, "has_chart", False) and shape.chart.has_title:
            yield shape.chart.chart_title.text_frame.text


def as_read(text: str) -> str:
    """`text` whatever its spaces and capitals, which are the language's and the brand's."""
    return " ".join(text.split()).casefold()


@pytest.mark.parametrize("brand", ["aarhus", "plain"])
def test_every_sentence_is_on_its_slide(brand: str, tmp_path: Path) -> None:
    assert main(["build", "--brand", brand, "--output", str(tmp_path)], TALK) == 0
    for language in LANGUAGES:
        texts = slide_texts(tmp_path / f"den-digitaliserede-laegesekretaer.{language}.pptx")
        wanted = sentences(language)
        assert len(texts) == len(wanted) == 20
        missing = [
            (number, sentence)
            for number, (on_slide, those) in enumerate(zip(texts, wanted, strict=True), 1)
            for sentence in those
            if as_read(sentence) not in on_slide
        ]
        assert missing == []


def test_english_is_complete_and_current() -> None:
    assert main(["check", "--strict"], TALK) == 0


def test_languages_have_the_same_sentences_in_the_same_places() -> None:
    danish, english = map(sentences, LANGUAGES)
    assert [len(slide) for slide in danish] == [len(slide) for slide in english]
