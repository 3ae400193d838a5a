"""Writes the reference of commands for docs/commands.md: the help of each command, as the command itself prints it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

WIDTH = 100
"""The width of the terminal, in columns, for which the help is printed."""

_PROJECT = Path(__file__).resolve().parent.parent.parent
_COMMAND = re.compile(r"^    ([a-z][a-z-]*)(?:  |$)", re.MULTILINE)
"""A command in a list of commands: indented by four, with its description after it or on the next line."""


def write_commands_reference() -> str:
    """Returns Markdown: a section for the general help, for each command and for each of its actions."""
    return "\n".join(_write_sections(()))


def _write_sections(command: tuple[str, ...]) -> Iterator[str]:
    """Yields the section of `command`, then those of the commands and actions that its help lists."""
    text = _print_help(command)
    level = "###" if len(command) > 1 else "##"
    yield f"{level} {' '.join(('deckwright', *command))}\n\n```\n{text}```\n"
    for name in _COMMAND.findall(text):
        yield from _write_sections((*command, name))


def _print_help(command: tuple[str, ...]) -> str:
    settings = {"COLUMNS": str(WIDTH), "NO_COLOR": "1", "PYTHONUTF8": "1", "PYTHONPATH": str(_PROJECT)}
    run = [sys.executable, "-m", "deckwright", *command, "--help"]
    return subprocess.run(run, env={**os.environ, **settings}, capture_output=True, encoding="utf-8", check=True).stdout
