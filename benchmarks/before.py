"""Exports Deckwright as of an earlier commit, to be measured in turn with the present one."""

from __future__ import annotations

import compileall
import io
import subprocess
import zipfile
from pathlib import Path

from benchmarks.makers import ROOT

BEFORE = "7b369be"
"""The last commit that started a process in advance and replaced parts of Python to import faster."""
PARTS = ("deckwright", "deck.yaml", "deck.lock", "assets", "locales", "templates")


def export_commit(commit: str, folder: Path) -> bool:
    """Writes Deckwright and its own talk, as of `commit`, into `folder`.

    Returns False if git or the commit is missing, as in a shallow clone.
    """
    command = ["git", "-C", str(ROOT), "archive", "--format=zip", commit, "--", *PARTS]
    try:
        result = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return False
    if result.returncode:
        return False
    with zipfile.ZipFile(io.BytesIO(result.stdout)) as archive:
        archive.extractall(folder)
    compileall.compile_dir(folder / "deckwright", quiet=1)
    return True
