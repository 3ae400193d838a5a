"""Rewrites the expected results of tests: with `--accept`, a difference is written and is no failure."""

from __future__ import annotations

from pathlib import Path

_accepting = False


def start_accepting(accepting: bool = True) -> None:
    """Sets what `is_accepting` returns, from the option `--accept`."""
    global _accepting
    _accepting = accepting


def is_accepting() -> bool:
    return _accepting


def write_accepted(file: Path, text: str) -> None:
    """Writes the text that a test expects from now on."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="")
