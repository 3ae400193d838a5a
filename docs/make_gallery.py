"""Draws the pictures of the documentation from presentations that it builds (`make gallery`).

`docs/gallery/talk/<language>/<slide id>.png` are slides of this talk, `docs/gallery/kinds/<kind>.png` the examples of
the slide kinds. Needs LibreOffice and poppler.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageOps

from deckwright.kinds.slide_templates import read_templates
from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping, Node, Scalar, Sequence
from deckwright.parse.tree import parse

PROJECT = Path(__file__).resolve().parent.parent
GALLERY = PROJECT / "docs/gallery"
README_SLIDES = ("titel", "udvikling", "foerste-kontakt")
"""Ids of the slides that README.md shows in each language."""
LANGUAGES = ("da", "en")
PARTS = {1: "One", 7: "Two", 13: "Three"}
"""Number of a slide in the deck of examples → the section that begins there: the agenda lists sections."""
DOTS_PER_INCH = "72"
"""Makes a 13⅓ inch slide 960 pixels wide."""


def main() -> int:
    missing = [tool for tool in ("soffice", "pdftoppm") if shutil.which(tool) is None]
    if missing:
        print(f"make gallery needs {' and '.join(missing)}, from LibreOffice Impress and poppler", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        draw_talk(scratch / "talk")
        draw_kinds(scratch / "kinds")
    return 0


def draw_talk(scratch: Path) -> None:
    shutil.copytree(PROJECT, scratch, ignore=shutil.ignore_patterns(".*", "build", "deckwright", "docs", "tests"))
    ids = read_slide_ids(scratch / "deck.yaml")
    build(scratch)
    for language in LANGUAGES:
        (file,) = (scratch / "build").glob(f"*.{language}.pptx")
        draw(file, [(ids.index(name) + 1, name) for name in README_SLIDES], GALLERY / "talk" / language)


def draw_kinds(scratch: Path) -> None:
    """Draws one deck of all examples, in the built-in brand. The deck is written as JSON, which is YAML too.

    Examples refer to the slide ids `example-1` and so on, and to the picture `images/example.png`.
    """
    folders = [(PROJECT / name, name) for name in ("deckwright/slides", "templates/slides")]
    templates = read_templates(folders, Report())
    kinds = sorted(name for name, template in templates.items() if not template.is_abstract)
    deck = {
        "title": "Slide kinds",
        "language": "en",
        "brand": "plain",
        "speaker": {"name": "Deckwright"},
        "slides": [
            {"slide": kind, "id": f"example-{number}"}
            | ({"section": PARTS[number]} if number in PARTS else {})
            | convert_node(templates[kind].contract.example)
            for number, kind in enumerate(kinds, 1)
        ],
    }
    shutil.copytree(PROJECT / "templates", scratch / "templates")
    picture = scratch / "assets/images/example.png"
    picture.parent.mkdir(parents=True)
    ImageOps.colorize(Image.radial_gradient("L").resize((1200, 800)), "#fff3d6", "#003d73", mid="#e07a5f").save(picture)
    shutil.copy(PROJECT / "build.py", scratch)
    (scratch / "deck.yaml").write_text(json.dumps(deck, ensure_ascii=False, indent=1), encoding="utf-8")
    build(scratch)
    (file,) = (scratch / "build").glob("*.pptx")
    draw(file, list(enumerate(kinds, 1)), GALLERY / "kinds")


def build(talk: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    subprocess.run([sys.executable, "build.py"], cwd=talk, env=environment, check=True)


def draw(file: Path, pages: Iterable[tuple[int, str]], folder: Path) -> None:
    """Draws pages of `file`, given as number (from 1) and name, as `folder`/<name>.png."""
    with tempfile.TemporaryDirectory() as profile:  # LibreOffice loses jobs when two runs share a profile
        office = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", "pdf"]
        subprocess.run([*office, "--outdir", file.parent, file], check=True, capture_output=True)
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in pages:
        page = ["-f", str(number), "-l", str(number), "-singlefile"]
        pictured = [str(file.with_suffix(".pdf")), str(folder / name)]
        subprocess.run(["pdftoppm", "-png", "-r", DOTS_PER_INCH, *page, *pictured], check=True)
        print((folder / name).relative_to(PROJECT).with_suffix(".png"))


def read_slide_ids(file: Path) -> list[str]:
    deck = parse(file, file.name, Report())
    assert isinstance(deck, Mapping)
    return [slide["id"] for slide in convert_node(deck)["slides"]]


def convert_node(node: Node | None):  # type: ignore[no-untyped-def]  # untyped, like json.loads
    match node:
        case Mapping():
            return {str(entry.key): convert_node(entry.value) for entry in node}
        case Sequence():
            return [convert_node(item) for item in node.items]
        case Scalar(value=bool() | int() | None as value):
            return value
        case Scalar():
            return str(node.value)


if __name__ == "__main__":
    sys.exit(main())
