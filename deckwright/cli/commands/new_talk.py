"""Another talk: the starter's files, copied into a folder of its own."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from deckwright.model.diagnostics import Report

PACKAGE = Path(__file__).parent.parent.parent
STARTER = PACKAGE / "starter"

BUILD = '''\
"""This talk: where its things are. `python build.py` builds it, `python build.py --help` says what else it does."""

from pathlib import Path
{where}
from deckwright.cli.main import run
from deckwright.model.project import Project

if __name__ == "__main__":
    run(Project(Path(__file__).resolve().parent))
'''

NOT_INSTALLED = """
import sys

sys.path.append({folder!r})  # where Deckwright is, for it is not installed
"""

FOLDERS = ("assets/images", "locales", "templates/slides")
"""Where pictures, catalogs and slide templates of its own will go."""


def start_talk(folder: Path, report: Report) -> Iterator[Path]:
    """Makes a talk in `folder`; the files it made, one by one. Reported: `folder-not-empty`. Raises OSError."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what = "has files in it" if folder.is_dir() else "is a file"
        message = f"'{folder}' is there already and {what}"
        report.error("folder-not-empty", message, None, help="name a folder that is not there yet")
        return
    for source in sorted(file for file in STARTER.rglob("*") if file.is_file()):
        target = folder / source.relative_to(STARTER)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        yield target
    made = {"build.py": _build(folder), "deck.schema.json": _schema(report), ".gitignore": "build/\n__pycache__/\n"}
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
        yield folder / name
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)


def how_to_build(folder: Path) -> str:
    """The commands that build the talk in `folder`, with the Python that runs now, for it has all that is needed."""
    found = shutil.which("python")
    # By folder: the Python of a virtual environment is a link to one outside that has other packages.
    this = "python" if found and _folder(found) == _folder(sys.executable) else sys.executable
    write = subprocess.list2cmdline if os.name == "nt" else shlex.join
    return f"    {write(['cd', str(folder)])}\n    {write([this, 'build.py'])}"


def _folder(program: str) -> Path:
    return Path(program).parent.resolve()


def _schema(report: Report) -> str:
    """What editors need to complete deck.yaml."""
    from deckwright.kinds.schema import deck_schema
    from deckwright.kinds.slide_templates import BUILT_IN, read_templates

    return json.dumps(deck_schema(read_templates([(BUILT_IN, "deckwright/slides")], report)), indent=2) + "\n"


def _build(folder: Path) -> str:
    """build.py; where Deckwright is not installed, it says where to find it."""
    import_it = "import importlib.util as u, sys; sys.exit(not u.find_spec('deckwright'))"
    elsewhere = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    installed = subprocess.run([sys.executable, "-c", import_it], cwd=folder, env=elsewhere, check=False)
    where = "" if installed.returncode == 0 else NOT_INSTALLED.format(folder=str(PACKAGE.parent))
    return BUILD.format(where=where)
