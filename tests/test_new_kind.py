"""A new slide kind is one new file: it builds, in every language and brand, and everything that lists kinds has it."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest
from examples import BRANDS, ROOT
from pptx import Presentation

from deckwright.cli.main import main
from deckwright.model.project import Project

DUEL = """---
summary: Two words against each other.
fields:
  title: text - what is asked
  left: text - the one word
  right: text - the other word
  winner: optional one of left, right - which of them is highlighted
example:
  title: Tea or coffee?
  left: Tea
  right: Coffee
---
{% extends "content.xml" %}
{% block body %}
<body>
  <row gap="1cm" align="center" grow="1">
    {% for side in ["left", "right"] %}
    <text style="statement" width="0cm" grow="1" colour="{{ "accent2" if winner == side else "accent1" }}">
      {{ left if side == "left" else right }}
    </text>
    {% endfor %}
  </row>
</body>
{% endblock %}
"""
SLIDE = """
  - slide: duel
    id: duel
    title: Hvad drikker salen?
    left: Te
    right: Kaffe
    winner: right
"""


@pytest.fixture
def talk(tmp_path: Path) -> Project:
    """This talk with one file more, and a slide of its kind at the end."""
    for name in ("assets", "locales", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "templates/slides/duel.xml").write_text(DUEL, "utf-8")
    (tmp_path / "deck.yaml").write_text((ROOT / "deck.yaml").read_text("utf-8").rstrip() + "\n" + SLIDE, "utf-8")
    return Project(tmp_path)


@pytest.mark.parametrize("brand", BRANDS)
def test_it_builds_in_every_language(talk: Project, brand: str, tmp_path: Path) -> None:
    assert main(["build", "--brand", brand], talk) == 0
    for language in ("da", "en", "de"):
        (file,) = (tmp_path / "build").glob(f"*.{language}.pptx")
        *_, slide = Presentation(io.BytesIO(file.read_bytes())).slides
        assert (slide.name, slide.shapes.title.text_frame.text) == ("duel", "Hvad drikker salen?")
        words = {
            shape.text_frame.text: shape._element.xpath(".//a:rPr//a:schemeClr/@val")
            for shape in slide.shapes
            if not shape.is_placeholder
        }
        assert words == {"Te": ["accent1"], "Kaffe": ["accent2"]}


def test_it_is_listed_and_explained(talk: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["slides"], talk) == 0
    listed = capsys.readouterr().out
    assert "\nduel\n  Two words against each other.\n" in listed
    assert main(["slides", "duel"], talk) == 0
    told = capsys.readouterr().out
    assert "the one word" in told
    assert "  - slide: duel\n    title: Tea or coffee?\n" in told


def test_editors_know_it(talk: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"], talk) == 0
    kind = json.loads(capsys.readouterr().out)["$defs"]["duel"]
    assert kind["description"] == "Two words against each other."
    assert kind["required"] == ["slide", "title", "left", "right"]
    assert kind["properties"]["winner"]["description"] == "which of them is highlighted"


@pytest.mark.parametrize(
    ("mistake", "wanted"),
    [
        (("slide: duel", "slide: duell"), ("error[unknown-slide-kind]", "did you mean 'duel'?")),
        (("left: Te", "leftt: Te"), ("error[unknown-field]", "did you mean 'left'?")),
        (("    right: Kaffe\n", ""), ("error[missing-field]", "'right'")),
        (("left: Te", "left: [Te]"), ("error[wrong-type]", "'left'")),
        (("winner: right", "winner: rigth"), ("error[unknown-choice]", "did you mean 'right'?")),
    ],
    ids=lambda value: value[0] if "error" in value[0] else None,
)
def test_its_errors_are_told_as_those_of_any_other(
    talk: Project, mistake: tuple[str, str], wanted: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    deck = talk.path("deck.yaml")
    text = deck.read_text("utf-8")
    head, slide = text[: -len(SLIDE)], text[-len(SLIDE) :]
    assert mistake[0] in slide
    deck.write_text(head + slide.replace(*mistake), "utf-8")
    assert main(["build"], talk) == 1
    told = capsys.readouterr().err
    assert told.count("error[") == 1
    assert all(part in told for part in wanted), told
    assert head.count("\n") < int(told.split(":")[1])
    assert not talk.path("build").exists()
