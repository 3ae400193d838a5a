"""This talk: where its things are. From the repository's root: `PYTHONPATH=. python examples/quarterly/build.py`."""

import sys
from pathlib import Path

from deckwright.cli import main
from deckwright.project import Project

if __name__ == "__main__":
    sys.exit(main(project=Project(Path(__file__).resolve().parent)))
