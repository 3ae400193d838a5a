"""Another talk: the starter's files, copied into a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

STARTER = Path(__file__).parent / "starter"

BUILD = '''\
"""This talk: where its things are. `python build.py` builds it, `python build.py --help` says what else it does."""

import sys
from pathlib import Path

from deckwright.cli import main
from deckwright.project import Project

if __name__ == "__main__":
    sys.exit(main(project=Project(Path(__file__).resolve().parent)))
'''

FOLDERS = ("assets/images", "locales", "templates/slides")
"""Where pictures, catalogs and slide templates of its own will go."""


def start_talk(folder: Path) -> Iterator[Path]:
    """Makes a talk in `folder`, which is empty or not there yet; the files it made, one by one."""
    for source in sorted(file for file in STARTER.rglob("*") if file.is_file()):
        target = folder / source.relative_to(STARTER)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        yield target
    for name, text in (("build.py", BUILD), (".gitignore", "build/\n__pycache__/\n")):
        (folder / name).write_text(text, encoding="utf-8")
        yield folder / name
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
