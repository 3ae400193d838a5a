"""Builds this talk: `../../.venv/bin/python build.py`. With `--help` it lists the other commands."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

try:
    from deckwright.cli import run
except ModuleNotFoundError as error:
    root = HERE.parent.parent
    command = f"make in {root}, then {root}/.venv/bin/python build.py"
    sys.exit(f"This talk needs '{error.name}', which is not installed: run {command}")

if __name__ == "__main__":
    run(HERE)
