"""Deckwright as it was at an earlier commit, to be measured in turn with the present one."""

from __future__ import annotations

import compileall
import io
import subprocess
import zipfile
from pathlib import Path

from benchmarks.makers import ROOT

BEFORE = "7b369be"
"""The last commit with a process ahead and lightened imports."""
PARTS = ("deckwright", "deck.yaml", "deck.lock", "assets", "locales", "templates")


def export_commit(commit: str, folder: Path) -> bool:
    """Writes Deckwright and its own talk, as they were at `commit`, into `folder`.

    Returns False where git or the commit is missing, as in a shallow clone.
    """
    command = ["git", "-C", str(ROOT), "archive", "--format=zip", commit, "--", *PARTS]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return False
    if done.returncode:
        return False
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder)
    compileall.compile_dir(folder / "deckwright", quiet=1)
    return True
