"""Lists all slide kinds and brands, and makes small talks from the examples of the kinds."""

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
"""Seconds after which a test assumes that a process hangs. This is no limit on speed."""
_FOLDERS = [(ROOT / name, name) for name in ("deckwright/slides", "templates/slides")]
KINDS = tuple(list_slide_kinds(read_templates(_FOLDERS, Report())))
_BRANDS = (*ROOT.glob("deckwright/brands/*/brand.yaml"), *ROOT.glob("templates/*/brand.yaml"))
BRANDS = tuple(sorted(file.parent.name for file in _BRANDS))


def talk(folder: Path, slides: Iterable[str], *, head: str = "", brand: str = "plain") -> Project:
    """Writes a project with these lines under `slides:` and this repository's templates into `folder`."""
    top = f"name: talk\ntitle: A talk\nlanguage: en\nbrand: {brand}\ndate: 2026-05-04\nspeaker: {{name: Maria Holm}}\n"
    top += 'footer: "{{ speaker.name }}"\n' + head
    (folder / "deck.yaml").write_text("\n".join([top, "slides:", *(f"  {line}" for line in slides), ""]), "utf-8")
    if not (folder / "templates").exists():
        shutil.copytree(ROOT / "templates", folder / "templates")
    return Project(folder)


def built(project: Project, *arguments: str) -> bytes:
    """Builds `project` without a warning, and returns the only file that it writes."""
    assert main(["build", "--strict", *arguments], project) == 0
    (file,) = project.path(project.output).glob("*.pptx")
    return file.read_bytes()


def example(kind: SlideTemplate, name: str, section: str | None = None) -> list[str]:
    """Returns the example of `kind` as lines for `slides:`, with this id, at the beginning of this section."""
    first, *fields = format_example(kind)
    return [first, f"  id: {name}", *([f"  section: {section}"] if section else []), *fields]


def draw_pictures(kinds: Iterable[SlideTemplate], assets: Path) -> None:
    """Writes the pictures that the examples of `kinds` name."""
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
