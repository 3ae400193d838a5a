"""This talk: where its things are. `python build.py` builds it, `python build.py --help` says what else it does."""

import sys
from pathlib import Path

from deckwright.cli import main
from deckwright.project import Project

if __name__ == "__main__":
    sys.exit(main(project=Project(Path(__file__).resolve().parent)))
