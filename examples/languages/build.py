"""This talk: where its things are. From the repository's root: `PYTHONPATH=. python examples/languages/build.py`."""

from pathlib import Path

from deckwright.cli.main import run
from deckwright.model.project import Project

if __name__ == "__main__":
    run(Project(Path(__file__).resolve().parent))
