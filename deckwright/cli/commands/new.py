"""`deckwright new`: starts a talk with the starter's files and those that depend on this Deckwright and machine."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import site
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deckwright import __version__
from deckwright.cli.exit_codes import DONE

if TYPE_CHECKING:
    from deckwright.model.diagnostics import Report
    from deckwright.model.project import Project

SUMMARY = "start another talk"
PACKAGE = Path(__file__).parents[2]
STARTER = PACKAGE / "starter"

BUILD = '''\
"""Builds this talk: `python build.py`. With `--help` it lists the other commands."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

try:
    from deckwright.cli import run
except ModuleNotFoundError as error:
    import subprocess

    install = [sys.executable, "-m", "pip", "install", "-r", str(HERE / "requirements.txt")]
    command = subprocess.list2cmdline(install)
    sys.exit(f"This talk needs '{error.name}', which is not installed: run {command}")

if __name__ == "__main__":
    run(HERE)
'''

IGNORED = "/.venv/\n/build/\n__pycache__/\n"

FOLDERS = ("assets/images", "locales", "templates/slides")
"""Empty folders for the talk's own pictures, catalogs and slide templates."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="a new or empty folder")


def run(options: Namespace, project: Project, report: Report) -> int:
    from deckwright.system.words import display_path, explain_os_error

    folder = Path(options.folder)
    try:
        for file in start_talk(folder, report):
            print(display_path(file))
    except OSError as error:
        message = f"the folder '{folder}' cannot be made: {explain_os_error(error)}"
        report.error("unwritable-output", message, None, help="name another folder")
    report.stop_if_failed()
    print(f"\nBuild it with:\n{how_to_build(folder)}")
    return DONE


def start_talk(folder: Path, report: Report) -> Iterator[Path]:
    """Makes a talk in `folder` and yields its files one by one. Reports `folder-not-empty`. Raises OSError."""
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
    written = {
        "build.py": BUILD,
        "requirements.txt": f"{require_deckwright(PACKAGE.parent, _find_installed())}\n",
        "deck.schema.json": _schema(report),
        ".gitignore": IGNORED,
    }
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
        yield folder / name
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)


def how_to_build(folder: Path) -> str:
    """Returns the commands that build the talk in `folder` with the Python that runs now, which has the libraries."""
    found = shutil.which("python")
    # Compares folders: the Python of a virtual environment is a link to one outside, which has other packages.
    python = "python" if found and _folder(found) == _folder(sys.executable) else sys.executable
    install = [] if _find_installed() else [[python, "-m", "pip", "install", "-r", "requirements.txt"]]
    write = subprocess.list2cmdline if os.name == "nt" else shlex.join
    return "\n".join(f"    {write(command)}" for command in (["cd", str(folder)], *install, [python, "build.py"]))


def _folder(program: str) -> Path:
    return Path(program).parent.resolve()


def require_deckwright(parent: Path, installed: Distribution | None) -> str:
    """Returns the line of a requirements.txt that installs this Deckwright: by path, address or version.

    `parent` is the folder that holds the package `deckwright`: a checkout, or the site-packages of a Python.
    """
    if (parent / "pyproject.toml").is_file():
        return f"--editable {parent.resolve().as_uri()}"
    origin = json.loads((installed and installed.read_text("direct_url.json")) or "{}")
    return f"deckwright @ {_write_address(origin)}" if origin else f"deckwright=={__version__}"


def _find_installed() -> Distribution | None:
    """Returns Deckwright as pip installed it for this Python; a checkout on the import path does not count."""
    folders = [*site.getsitepackages(), site.getusersitepackages()]
    return next(iter(distributions(name="deckwright", path=folders)), None)


def _write_address(origin: dict[str, Any]) -> str:
    """Writes the contents of a direct_url.json (PEP 610) as pip reads an address: of a wheel, folder or repository."""
    address = origin["url"]
    if version_control := origin.get("vcs_info"):
        address = f"{version_control['vcs']}+{address}@{version_control['commit_id']}"
    return f"{address}#subdirectory={origin['subdirectory']}" if "subdirectory" in origin else address


def _schema(report: Report) -> str:
    """Returns the JSON Schema with which editors complete deck.yaml."""
    from deckwright.kinds.reference import build_deck_schema
    from deckwright.kinds.slide_templates import BUILT_IN_FOLDER, read_templates

    return (
        json.dumps(build_deck_schema(read_templates([(BUILT_IN_FOLDER, "deckwright/slides")], report)), indent=2) + "\n"
    )
