"""This talk: where its things are. `python build.py` builds it, `python build.py --help` says what else it does."""

from pathlib import Path

from deckwright.cli.main import run
from deckwright.model.project import Project

if __name__ == "__main__":
    run(Project(Path(__file__).resolve().parent))
