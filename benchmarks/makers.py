"""The programs that build the decks of decks.py: Deckwright, other programs, and a zip alone. Each is a row."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.decks import PICTURE, make_project
from benchmarks.markdown import make_markdown
from benchmarks.measure import Case

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
NODE_MODULES = Path(os.environ.get("DECKWRIGHT_NODE_MODULES", Path.home() / ".cache/deckwright/node_modules"))
"""The folder in which .ci/run installs PptxGenJS."""
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "NODE_PATH": str(NODE_MODULES)}

OURS, NO_CACHE = "deckwright", "deckwright, no cache"
PYTHON_PPTX, PPTXGENJS, PANDOC, ZIP_ALONE = "python-pptx", "PptxGenJS", "pandoc", "zip alone"
DECKWRIGHT = (sys.executable, "-m", "deckwright")


@dataclass(frozen=True, slots=True)
class Maker:
    name: str
    command: Callable[[int], Sequence[str | Path]]
    """Returns the command that builds that many slides, to be run in the folder of the deck."""
    most: int
    """The most slides that it builds without taking minutes."""
    is_installed: Callable[[], bool] = lambda: True
    install: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


MAKERS = (
    Maker(OURS, lambda _: (*DECKWRIGHT, "build", "--timings"), 10_000),
    Maker(
        NO_CACHE,
        lambda _: (*DECKWRIGHT, "build", "--output", "no-cache"),
        1000,
        environment={"DECKWRIGHT_CACHE": "off"},
    ),
    Maker(
        PYTHON_PPTX,
        lambda slides: (sys.executable, HERE / "with_python_pptx.py", str(slides), PICTURE, "python.pptx"),
        1000,
        lambda: importlib.util.find_spec("pptx") is not None,
        "pip install python-pptx",
    ),
    Maker(
        PPTXGENJS,
        lambda slides: ("node", HERE / "with_pptxgenjs.cjs", str(slides), PICTURE, "node.pptx"),
        3000,
        lambda: shutil.which("node") is not None and (NODE_MODULES / "pptxgenjs").is_dir(),
        f"npm install --prefix {NODE_MODULES.parent} pptxgenjs",
    ),
    Maker(
        PANDOC,
        lambda _: ("pandoc", "--slide-level=2", "deck.md", "--output=pandoc.pptx"),
        1000,
        lambda: shutil.which("pandoc") is not None,
        "apt-get install pandoc, or from pandoc.org",
    ),
    Maker(
        ZIP_ALONE,
        lambda slides: (sys.executable, HERE / "zip_alone.py", str(slides), "zip.pptx"),
        10_000,
    ),
)


def cases(folder: Path, slides: int) -> list[Case]:
    """Writes the deck with that many slides into `folder`. Returns a case for each program that can build it."""
    make_project(folder, slides)
    make_markdown(folder / "deck.md", slides)
    makers = [maker for maker in MAKERS if slides <= maker.most and maker.is_installed()]
    return [
        Case(
            maker.name,
            maker.command(slides),
            folder,
            slides,
            environment={**ENVIRONMENT, **maker.environment},
            several=maker.name in (OURS, NO_CACHE),
        )
        for maker in makers
    ]


def list_missing() -> list[str]:
    return [
        f"{maker.name} is not installed and left out: {maker.install}" for maker in MAKERS if not maker.is_installed()
    ]
