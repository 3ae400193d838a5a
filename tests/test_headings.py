"""Headings of several lines: a last word that would stand alone has its neighbour beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation

from deckwright.cli.exit_codes import DONE
from deckwright.cli.main import main
from deckwright.model.project import Project

NBSP = "\N{NO-BREAK SPACE}"
DECK = """\
title: {title}
language: en
brand: plain
slides:
  - slide: title
    title: "{{{{ deck.title }}}}"
  - slide: comparison
    title: Short
    columns:
      - {{heading: "{heading}", bullets: [a]}}
      - {{heading: Denmark, bullets: [b]}}
"""


def built(folder: Path, title: str, heading: str) -> list[str]:
    """The texts of the two slides' shapes."""
    (folder / "deck.yaml").write_text(DECK.format(title=title, heading=heading), encoding="utf-8")
    assert main(["build"], Project(folder)) == DONE
    (file,) = (folder / "build").glob("*.pptx")
    slides = Presentation(str(file)).slides
    return [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        # One word would be left over, and two make more even lines.
        ("The thoroughly digitalised medical secretary", True),
        # One line.
        ("The medical secretary", False),
        # Two long words: the first line would be left almost empty.
        ("The internationalisationalists ununderstandablenesses", False),
        # The last line has two words already.
        ("The thoroughly digitalised and medical secretary of now", False),
    ],
)
def test_a_title(tmp_path: Path, title: str, shown: bool) -> None:
    expected = NBSP.join(title.rsplit(" ", 1)) if shown else title
    assert expected in built(tmp_path, title, "USA")


def test_a_heading_of_a_column_and_marks_in_it(tmp_path: Path) -> None:
    heading = "Country of origin of this *altogether unmentionable*"
    assert f"Country of origin of this altogether{NBSP}unmentionable" in built(tmp_path, "Short", heading)


def test_the_presentation_itself_has_the_title_as_it_was_written(tmp_path: Path) -> None:
    title = "The thoroughly digitalised medical secretary"
    built(tmp_path, title, "USA")
    (file,) = (tmp_path / "build").glob("*.pptx")
    assert Presentation(str(file)).core_properties.title == title
