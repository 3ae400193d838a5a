"""What LibreOffice draws of the talk: its pages, every text that can be seen, and nothing beyond the edges."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from examples import BRANDS, HANGS, ROOT
from lxml import etree
from pptx import Presentation
from test_talk import all_shapes, texts_of

from deckwright.cli.main import main
from deckwright.model.project import Project

TOOLS = ("soffice", "pdftotext")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"rendering needs {' and '.join(MISSING)}, which is not installed"
)

LANGUAGES = ("da", "en", "de")
EMU_PER_POINT = 12_700
SLACK = 4
"""Points that a word's box may reach beyond its line: fonts have more ascent and descent than letters show."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A presentation and what LibreOffice made of it."""

    slides: list[Any]
    width: float
    height: float
    """Points."""
    texts: list[str]
    """What can be read on each page, in the order it was drawn."""
    words: list[list[tuple[str, tuple[float, float, float, float]]]]
    """The words of each page, each with its left, top, right and bottom edge in points."""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Drawn]:
    """The talk in every brand and language, drawn in one go by a LibreOffice with a profile of its own."""
    folder = tmp_path_factory.mktemp("rendering")
    files = {}
    for brand in BRANDS:
        assert main(["build", "--brand", brand, "--output", str(folder / brand)], Project(ROOT)) == 0
        for language in LANGUAGES:
            (file,) = (folder / brand).glob(f"*.{language}.pptx")
            files[f"{brand}-{language}"] = folder / f"{brand}-{language}.pptx"
            files[f"{brand}-{language}"].write_bytes(without_autofit(file.read_bytes()))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files.values()))
    return {name: read(file) for name, file in files.items()}


@pytest.fixture(params=[f"{brand}-{language}" for brand in BRANDS for language in LANGUAGES])
def talk(request: pytest.FixtureRequest, drawn: dict[str, Drawn]) -> Drawn:
    return drawn[request.param]


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=HANGS).stdout


def without_autofit(data: bytes) -> bytes:
    """The same file in which no text shrinks by itself, as LibreOffice would make it do, which hides what overflows.

    Text that the file itself has at a smaller scale stays so.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b"<a:normAutofit/>", b"<a:noAutofit/>") if name.endswith(".xml") else part)
    return made.getvalue()


def read(file: Path) -> Drawn:
    presentation: Any = Presentation(str(file))
    pdf = str(file.with_suffix(".pdf"))
    pages = etree.fromstring(run("pdftotext", "-bbox", pdf, "-").encode()).findall(".//{*}page")
    return Drawn(
        list(presentation.slides),
        presentation.slide_width / EMU_PER_POINT,
        presentation.slide_height / EMU_PER_POINT,
        run("pdftotext", "-raw", pdf, "-").split("\f")[:-1],
        [[(word.text or "", edges(word)) for word in page.iter("{*}word")] for page in pages],
    )


def edges(word: Any) -> tuple[float, float, float, float]:
    left, top, right, bottom = (float(word.get(name)) for name in ("xMin", "yMin", "xMax", "yMax"))
    return left, top, right, bottom


def letters(text: str) -> str:
    """`text` as far as two ways of setting it agree: no spaces, hyphens, ligatures or capitals."""
    return re.sub(r"[\s\u00ad\u2010-]", "", unicodedata.normalize("NFKC", text)).casefold()


def test_there_is_a_page_for_each_slide(talk: Drawn) -> None:
    assert len(talk.slides) == len(talk.texts) == len(talk.words) == 20


def test_every_visible_text_is_drawn(talk: Drawn) -> None:
    seen = 0
    for slide, page in zip(talk.slides, map(letters, talk.texts), strict=True):
        wanted = [text for text in texts_of(slide) if text.strip() and text not in series_names(slide)]
        assert [text for text in wanted if letters(text) not in page] == [], slide.name
        seen += len(wanted)
    assert seen > 200


def series_names(slide: Any) -> set[str]:
    """The names of charts' series, which are not drawn where a chart has one series and no legend."""
    charts = [shape.chart for shape in all_shapes(slide.shapes) if getattr(shape, "has_chart", False)]
    return {chart.plots[0].series[0].name for chart in charts if not chart.has_legend}


def test_no_word_is_beyond_the_page(talk: Drawn) -> None:
    outside = [
        (slide.name, word)
        for slide, words in zip(talk.slides, talk.words, strict=True)
        for word, (left, top, right, bottom) in words
        if left < 0 or top < -SLACK or right > talk.width or bottom > talk.height + SLACK
    ]
    assert outside == []


def test_no_word_is_between_the_body_and_the_footer(talk: Drawn) -> None:
    looked_at = 0
    for slide, words in zip(talk.slides, talk.words, strict=True):
        for bottom, footer in gaps(slide):
            looked_at += 1
            low = [word for word, (_, top, _, end) in words if end > bottom + SLACK and top < footer - SLACK]
            assert low == [], slide.name
    assert looked_at >= 18


def gaps(slide: Any) -> Iterator[tuple[float, float]]:
    """Where the body of a slide's layout ends and its footer begins, in points from above."""
    places = {shape.placeholder_format.type: shape for shape in slide.slide_layout.placeholders}
    kinds = {str(kind).split(" ")[0]: shape for kind, shape in places.items()}
    if "OBJECT" in kinds and "FOOTER" in kinds:
        body, footer = kinds["OBJECT"], kinds["FOOTER"]
        yield (body.top + body.height) / EMU_PER_POINT, footer.top / EMU_PER_POINT
