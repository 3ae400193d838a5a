"""What this program is called where it runs, and which of its commands is asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def program() -> str:
    """What to type before a command: `.venv/bin/python build.py` beside a deck of one's own, or `deckwright`."""
    script = Path(sys.argv[0]).name
    return f"{_python()} {script}" if script.endswith(".py") and script != "__main__.py" else "deckwright"


def _python() -> str:
    """This Python as one would type it here: one in a folder of the project need not be the one that is found first."""
    try:
        return str(Path(sys.executable).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return "python"


def verb_of(arguments: Sequence[str]) -> str:
    """The command in the arguments: `build` when none is named. Of one that asks for help first, what does."""
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version")):
        return "build"
    return arguments[0]
