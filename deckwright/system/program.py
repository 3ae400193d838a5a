"""The command by which a user runs this program."""

from __future__ import annotations

import sys
from pathlib import Path


def get_program() -> str:
    """Returns the words to type before a command: `.venv/bin/python build.py` in a talk's folder, or `deckwright`."""
    script = Path(sys.argv[0]).name
    return f"{_python()} {script}" if script.endswith(".py") and script != "__main__.py" else "deckwright"


def _python() -> str:
    """Returns the path of this Python below the current folder; the `python` that is found first may be another."""
    try:
        return str(Path(sys.executable).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return "python"
