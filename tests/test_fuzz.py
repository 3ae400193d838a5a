"""Any deck that the contracts allow is built, faultless and whole; anything else gives diagnostics and nothing else.

`make fuzz` runs the same for an hour: DECKWRIGHT_FUZZ says how many times as many examples are tried.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import tempfile
from pathlib import Path

import conftest
import pytest
from examples import BRANDS, ROOT
from fuzzed import FUZZED, decks, mutated_bytes, mutated_package, mutated_text, packed, texts_in
from hostile_files import B, brand
from hostile_inputs import HEAD
from hostile_templates import template
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_properties import HEAD as DECK_HEAD
from test_properties import a_talk, missing, outcome
from test_shares import built, processes

from deckwright.cli.main import main
from deckwright.model.project import Project
from deckwright.verify import verify_package
from deckwright.verify.problems import CODES

TIMES = int(os.environ.get("DECKWRIGHT_FUZZ", "1"))
NO_FAULT_OF_THE_DECK = re.compile(r"error\[(text-overflow|too-many|too-few|out-of-range|missing-label)\]")
"""What a deck may be refused for that keeps its contracts: it holds more than there is room for, say."""


def tried(examples: int) -> settings:
    return settings(max_examples=examples * TIMES, deadline=None, suppress_health_check=list(HealthCheck))


def test_nearly_every_kind_is_tried() -> None:
    assert len(FUZZED) >= 15


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
@tried(5)
@given(decks(), st.integers(2, 4))
def test_any_deck_is_the_same_by_several_processes(slides: list[object], count: int) -> None:
    with a_talk({**DECK_HEAD, "brand": "plain", "slides": slides}) as project, pytest.MonkeyPatch.context() as patch:
        (project.path("assets") / "picture.png").write_bytes(PICTURE)
        processes(1, patch)
        alone = built(project)
        processes(count, patch)
        together = built(project)
    errors = [f"error[{one.code}]" for one in alone.diagnostics if one.severity == "error"]
    assert all(map(NO_FAULT_OF_THE_DECK.search, errors)), errors
    assert together.diagnostics == alone.diagnostics
    assert (together.file and together.file.data) == (alone.file and alone.file.data)


@tried(15)
@given(decks(), st.sampled_from(BRANDS))
def test_any_deck_that_keeps_its_contracts_is_built_whole_and_faultless(slides: list[object], look: str) -> None:
    with a_talk({**DECK_HEAD, "brand": look, "slides": slides}) as project:
        (project.path("assets") / "picture.png").write_bytes(PICTURE)
        file, said = outcome(project)
        if file is None:
            errors = re.findall(r"error\[[a-z-]+\]", said)
            assert all(NO_FAULT_OF_THE_DECK.search(error) for error in errors), said
        else:
            (built,) = project.path("build").glob("*.pptx")
            assert verify_package(built.read_bytes()) == ()
            assert missing(texts_in(slides), file) == []
    if TIMES == 1:
        conftest.forget()  # the long run has the time for the schemas


@tried(60)
@given(mutated_text((ROOT / "deckwright/starter/deck.yaml").read_text("utf-8")))
def test_a_deck_with_a_few_characters_changed_is_built_or_refused_in_words(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        project.path("deck.yaml").write_text(text, "utf-8")
        check(project)


@tried(25)
@given(mutated_text((ROOT / "deckwright/slides/quotes.xml").read_text("utf-8")))
def test_a_slide_template_with_a_few_characters_changed_is_used_or_refused_in_words(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        slide = "{slide: quotes, id: a, title: T, quotes: [{text: It works, by: Someone}]}"
        project.path("deck.yaml").write_text(f"{HEAD}slides: [{slide}]\n", "utf-8")
        project.path("templates/slides").mkdir(parents=True)
        project.path("templates/slides/quotes.xml").write_text(text, "utf-8")
        check(project)


TEMPLATE = packed(template())


@tried(20)
@given(mutated_bytes(TEMPLATE))
def test_a_template_with_a_few_bytes_changed_is_used_or_refused_in_words(data: bytes) -> None:
    check_template(data)


@tried(20)
@given(mutated_package(TEMPLATE))
def test_a_template_with_an_element_changed_is_used_or_refused_in_words(data: bytes) -> None:
    check_template(data)


@tried(40)
@given(mutated_package(TEMPLATE) | mutated_bytes(TEMPLATE))
def test_verify_never_breaks(data: bytes) -> None:
    assert all(finding.code in CODES for finding in verify_package(data))


def check_template(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        house = HEAD.replace("plain", "house")
        slides = "[{slide: title, id: a, title: A}, {slide: bullets, id: b, title: B, bullets: [C]}]"
        project.path("deck.yaml").write_text(f"{house}slides: {slides}\n", "utf-8")
        brand(data)(project.root)
        said = check(project)
        assert "error[" not in said or said.splitlines()[0].startswith((B, "templates/house/", "deck.yaml:"))


def check(project: Project) -> str:
    """What is said of a build that writes faultless files or none, and never breaks."""
    told = io.StringIO()
    with contextlib.redirect_stderr(told), contextlib.redirect_stdout(io.StringIO()):
        code = main(["build"], project)
    said = told.getvalue()
    assert code in (0, 1), said
    assert ("error[" in said) == bool(code), said
    for file in project.path("build").glob("*.pptx"):
        wrong = [f for f in verify_package(file.read_bytes()) if CODES[f.code].grade == "error"]
        assert wrong == []
    conftest.forget()
    return said


def _picture() -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.linear_gradient("L").resize((64, 36)).save(file, "PNG")
    return file.getvalue()


PICTURE = _picture()
