"""Finds files in the assets folder, the only place where a deck's own files are looked up."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice
from pathlib import Path, PurePosixPath, PureWindowsPath

from deckwright.model.diagnostics import Report
from deckwright.model.source import Text
from deckwright.system.files import exists, is_file, suggest_file

_MAX_FILES_COMPARED = 2_000
"""Files that may be suggested for a missing one."""


def find_asset(
    name: Text, assets: Path, assets_name: str, report: Report, suffixes: Collection[str] = ()
) -> Path | None:
    """Returns the file of an asset. `name` is its path from the assets folder, with forward slashes.

    `assets_name` is the folder's name in messages. A file with one of `suffixes` may be suggested for a missing one.
    Returns None after reporting at `name`: `missing-file`, `unreadable-file` for a folder or a pipe, and
    `outside-project` for files elsewhere, also those that a symbolic link leads to.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or PureWindowsPath(name).drive or ".." in path.parts:
        _report_outside(name, f"'{name}' is not in '{assets_name}'", assets_name, report)
        return None
    file = assets / path
    if not exists(file):
        near = _suggest_file(name, assets, assets_name, suffixes)
        help_ = f"did you mean '{near}'?" if near else None
        report.error("missing-file", f"there is no file '{name}' in '{assets_name}'", name.span, help=help_)
        return None
    if not file.resolve().is_relative_to(assets.resolve()):
        _report_outside(name, f"'{name}' is a link to a file outside '{assets_name}'", assets_name, report)
        return None
    if not file.is_file():
        what = "a folder" if file.is_dir() else "not an ordinary file"
        report.error("unreadable-file", f"'{name}' cannot be read: it is {what}", name.span)
        return None
    return file


def _report_outside(name: Text, message: str, assets_name: str, report: Report) -> None:
    report.error("outside-project", message, name.span, help=f"put the file into '{assets_name}'")


def _suggest_file(name: str, assets: Path, assets_name: str, suffixes: Collection[str]) -> str | None:
    """Returns the file that was probably meant: without the folder's own name, with other slashes, or misspelt."""
    tidy = name.replace("\\", "/").removeprefix("./").removeprefix(f"{assets_name}/")
    if tidy != name and is_file(assets / tidy):
        return tidy
    files = (path.relative_to(assets).as_posix() for path in sorted(assets.rglob("*")) if path.is_file())
    return suggest_file(tidy, islice(files, _MAX_FILES_COMPARED), suffixes)
