"""Each slide kind's own example, built in each brand: it is what was accepted, and all of them make one talk."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from accept import is_accepting
from examples import BRANDS, KINDS, built, draw_pictures, example, talk
from outline import GOLDEN, assert_golden
from pptx import Presentation

from deckwright.kinds.slide_templates import SlideTemplate

AFTER = ("- slide: section", "  id: example-1", "  section: Second part", "  title: After it")
"""The slide after the one in question, for examples that name another one."""


def test_there_are_kinds_and_brands() -> None:
    assert len(KINDS) >= 19
    assert {"aarhus", "plain"} <= set(BRANDS)


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_example_is_as_accepted(kind: SlideTemplate, brand: str, tmp_path: Path) -> None:
    draw_pictures([kind], tmp_path / "assets")
    slides = [*example(kind, "example", "First part"), "  notes: What to say.", *AFTER]
    assert_golden(f"{brand}/{kind.name}", built(talk(tmp_path, slides, brand=brand)), only=1)


@pytest.mark.parametrize("brand", BRANDS)
def test_all_examples_make_one_talk(brand: str, tmp_path: Path) -> None:
    draw_pictures(KINDS, tmp_path / "assets")
    slides = [
        line
        for number, kind in enumerate(KINDS)
        for line in example(kind, f"example-{number}", f"Part {number // 4 + 1}" if number % 4 == 0 else None)
    ]
    presentation = Presentation(io.BytesIO(built(talk(tmp_path, slides, brand=brand))))
    titles = [slide.shapes.title.text_frame.text for slide in presentation.slides]
    examples = [kind.contract.example for kind in KINDS]
    assert titles == [str(fields.get("title").value) for fields in examples if fields]  # type: ignore[union-attr]


@pytest.mark.parametrize("brand", BRANDS)
def test_no_kind_is_gone_that_is_still_accepted(brand: str) -> None:
    kinds = {kind.name for kind in KINDS}
    for file in (GOLDEN / brand).glob("*.yaml") if is_accepting() else ():
        if file.stem not in kinds:
            file.unlink()
    assert {file.stem for file in (GOLDEN / brand).glob("*.yaml")} - kinds == set()
