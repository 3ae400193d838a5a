"""What a deck has otherwise in one language: `locales/<tag>.yaml`."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation

from deckwright.cli.main import main
from deckwright.localise.locale_files import read_slide_changes
from deckwright.model import node
from deckwright.model.diagnostics import Report
from deckwright.model.node import Scalar
from deckwright.model.project import Project
from deckwright.parse.tree import parse_text

DECK = """\
title: Talk
language: en
languages: [en, da]
brand: plain
slides:
  - {slide: section, id: one, section: First, title: One}
  - {slide: statement, id: two, section: Second, title: Two, statements: [Only in English]}
  - {slide: section, id: three, title: Three}
  - {slide: statement, title: No id, statements: [Said]}
"""
PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
TEXTS = {
    "title": ("Talk", "Foredrag"),
    "one.section": ("First", "Første"),
    "one.title": ("One", "Et"),
    "two.section": ("Second", "Anden"),
    "three.title": ("Three", "Tre"),
    "no-id.title": ("No id", "Uden"),
}


def project(folder: Path, slide_changes: str, name: str = "da") -> Project:
    (folder / "locales").mkdir()
    (folder / "deck.yaml").write_text(DECK)
    entries = [f'\nmsgctxt "{k}"\nmsgid "{source}"\nmsgstr "{text}"\n' for k, (source, text) in TEXTS.items()]
    (folder / "locales/da.po").write_text(PO + "".join(entries), "utf-8")
    (folder / f"locales/{name}.yaml").write_text(slide_changes, "utf-8")
    return Project(folder)


ALL = """\
skip: [two]
add:
  - {after: one, slide: section, id: mere, title: Mere}
  - {after: one, slide: section, title: Endnu mere}
  - {after: two, slide: section, title: I stedet}
replace:
  no-id:
    slide: section
    title: Andet
    statements:
"""


@pytest.mark.parametrize("name", ["da", "da-DK"])
def test_slides_are_left_out_added_and_changed(name: str, tmp_path: Path) -> None:
    talk = project(tmp_path, ALL, name)
    assert main(["build", "--strict", "--locale", "en", "--locale", name], talk) == 0
    said = {}
    for tag in ("en", name):
        slides = Presentation(str(next((tmp_path / "build").glob(f"*.{tag}.pptx")))).slides
        said[tag] = [slide.shapes.title.text_frame.text for slide in slides]
    assert said["en"] == ["One", "Two", "Three", "No id"]
    assert said[name] == ["Et", "Mere", "Endnu mere", "I stedet", "Tre", "Andet"]


def test_a_section_begins_with_the_next_slide_when_its_first_is_left_out(tmp_path: Path) -> None:
    deck = parse_text(DECK, "deck.yaml", Report())
    assert isinstance(deck, node.Mapping)
    (tmp_path / "da.yaml").write_text("skip: [two]\n")
    slides = read_slide_changes(tmp_path / "da.yaml", "da.yaml", deck, Report()).apply(deck).get("slides")
    assert isinstance(slides, node.Sequence)
    sections = [slide.get("section") for slide in slides.items if isinstance(slide, node.Mapping)]
    assert [one.raw if isinstance(one, Scalar) else None for one in sections] == ["First", "Second", None]


@pytest.mark.parametrize(
    ("slide_changes", "code", "line", "column", "advice"),
    [
        ("skip: [one, thre]\n", "unknown-slide", 1, 13, "did you mean 'three'?"),
        ("add:\n  - {after: tvo, slide: section, title: x}\n", "unknown-slide", 2, 13, "did you mean 'two'?"),
        ("replace:\n  treh: {title: x}\n", "unknown-slide", 2, 3, "did you mean 'three'?"),
        ("replace:\n  one: {titel: x}\n", "unknown-field", 2, 9, "did you mean 'title'?"),
        ("skp: [one]\n", "unknown-field", 1, 1, "did you mean 'skip'?"),
        ("skip: one\n", "wrong-type", 1, 7, None),
        ("skip: [{a: b}]\n", "wrong-type", 1, 8, None),
        ("add: one\n", "wrong-type", 1, 6, None),
        ("add: [one]\n", "wrong-type", 1, 7, None),
        ("add:\n  - {slide: section, title: x}\n", "missing-field", 2, 5, "add 'after:' with the id of a slide"),
        ("replace: [one]\n", "wrong-type", 1, 10, None),
        ("replace: {one: x}\n", "wrong-type", 1, 16, None),
        ("- one\n", "wrong-type", 1, 1, None),
    ],
)
def test_faults_are_told_at_their_place(
    slide_changes: str,
    code: str,
    line: int,
    column: int,
    advice: str | None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", "--locale", "da"], project(tmp_path, slide_changes)) == 1
    said = [text for text in capsys.readouterr().err.splitlines() if "error[" in text or " = help" in text]
    assert said[0].startswith(f"locales/da.yaml:{line}:{column}: error[{code}]")
    assert len([text for text in said if "error[" in text]) == 1
    assert (advice is None) or f"help: {advice}" in said[1]
