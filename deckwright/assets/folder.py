"""The assets folder: where the files that authors own are looked up, and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path, PurePosixPath, PureWindowsPath

from deckwright.model.diagnostics import Report
from deckwright.model.source import Text, span_of
from deckwright.system.files import exists, is_file, near_file

_LOOKED_AT = 2_000


def find_asset(
    written: Text, assets: Path, assets_name: str, report: Report, kinds: Collection[str] = ()
) -> Path | None:
    """The file that the author calls `written`, a path from the assets folder with forward slashes.

    `assets_name` is the folder's name in diagnostics, `kinds` the ends of names that would do as well. Reported at
    `written`, and None: `missing-file`, `unreadable-file` for a folder or a pipe, and `outside-project` for what lies
    elsewhere, also by a symbolic link.
    """
    path = PurePosixPath(written)
    if path.is_absolute() or PureWindowsPath(written).drive or ".." in path.parts:
        _outside(written, f"'{written}' does not lie in '{assets_name}'", assets_name, report)
        return None
    file = assets / path
    if not exists(file):
        near = _near(written, assets, assets_name, kinds)
        report.error(
            "missing-file",
            f"there is no file '{written}' in '{assets_name}'",
            span_of(written),
            help=f"did you mean '{near}'?" if near else None,
        )
        return None
    if not file.resolve().is_relative_to(assets.resolve()):
        _outside(written, f"'{written}' is a link to a file outside '{assets_name}'", assets_name, report)
        return None
    if not file.is_file():
        what = "a folder" if file.is_dir() else "no ordinary file"
        report.error("unreadable-file", f"'{written}' cannot be read: it is {what}", span_of(written))
        return None
    return file


def _outside(written: Text, message: str, assets_name: str, report: Report) -> None:
    report.error("outside-project", message, span_of(written), help=f"put the file into '{assets_name}'")


def _near(written: str, assets: Path, assets_name: str, kinds: Collection[str]) -> str | None:
    """The file that was probably meant: without the folder's own name, with other slashes, or spelt nearly so."""
    tidy = written.replace("\\", "/").removeprefix("./").removeprefix(f"{assets_name}/")
    if tidy != written and is_file(assets / tidy):
        return tidy
    return near_file(tidy, islice(_files(assets), _LOOKED_AT), kinds)


def _files(assets: Path) -> Iterator[str]:
    for path in sorted(assets.rglob("*")):
        if path.is_file():
            yield path.relative_to(assets).as_posix()
