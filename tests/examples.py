"""The slide kinds and brands there are, found by listing, and small talks made of the kinds' own examples."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image

from deckwright.cli.main import main
from deckwright.kinds.reference import format_example
from deckwright.kinds.slide_templates import SlideTemplate, list_slide_kinds, read_templates
from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping, Node, Scalar, Sequence
from deckwright.model.project import Project

ROOT = Path(__file__).resolve().parent.parent
HANGS = 600
"""Seconds after which a process is taken to hang: they end a test, and say nothing of how long anything takes."""
_FOLDERS = [(ROOT / name, name) for name in ("deckwright/slides", "templates/slides")]
KINDS = tuple(list_slide_kinds(read_templates(_FOLDERS, Report())))
_BRANDS = (*ROOT.glob("deckwright/brands/*/brand.yaml"), *ROOT.glob("templates/*/brand.yaml"))
BRANDS = tuple(sorted(file.parent.name for file in _BRANDS))


def talk(folder: Path, slides: Iterable[str], *, head: str = "", brand: str = "plain") -> Project:
    """A project in `folder` with a deck.yaml of these lines of slides, and this project's own templates."""
    top = f"name: talk\ntitle: A talk\nlanguage: en\nbrand: {brand}\ndate: 2026-05-04\nspeaker: {{name: Maria Holm}}\n"
    top += 'footer: "{{ speaker.name }}"\n' + head
    (folder / "deck.yaml").write_text("\n".join([top, "slides:", *(f"  {line}" for line in slides), ""]), "utf-8")
    if not (folder / "templates").exists():
        shutil.copytree(ROOT / "templates", folder / "templates")
    return Project(folder)


def built(project: Project, *arguments: str) -> bytes:
    """The one file that building `project` writes, without a warning."""
    assert main(["build", "--strict", *arguments], project) == 0
    (file,) = project.path(project.output).glob("*.pptx")
    return file.read_bytes()


def example(kind: SlideTemplate, name: str, section: str | None = None) -> list[str]:
    """The example of `kind` as lines of `slides:`, with this id and at the start of this section."""
    first, *fields = format_example(kind)
    return [first, f"  id: {name}", *([f"  section: {section}"] if section else []), *fields]


def draw_pictures(kinds: Iterable[SlideTemplate], assets: Path) -> None:
    """The pictures that the examples of `kinds` name."""
    for kind in kinds:
        for name in _pictures(kind.contract.example):
            file = assets / name
            file.parent.mkdir(parents=True, exist_ok=True)
            Image.linear_gradient("L").resize((320, 180)).save(file)


def _pictures(node: Node | None) -> Iterator[str]:
    if isinstance(node, Scalar) and str(node.value).endswith((".png", ".jpg")):
        yield str(node.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _pictures(item)
    elif isinstance(node, Mapping):
        for entry in node:
            yield from _pictures(entry.value)
