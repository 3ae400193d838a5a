"""The same input gives the same bytes, wherever and however it is built; and what did not change keeps its bytes."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from examples import KINDS, ROOT, built, draw_pictures, example, talk

from deckwright.cli.exit_codes import DONE
from deckwright.cli.main import main
from deckwright.model.project import Project
from deckwright.system.processes import JOBS

DIFFERENT = {"docProps/custom.xml"}
"""Holds the hash of all others."""


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def the_talk(folder: Path) -> dict[str, bytes]:
    """The project's own talk, as it is built from a copy."""
    for part in ("assets", "locales", "templates"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "deck.yaml", folder)
    assert main(["build"], Project(folder)) == DONE
    return {path.name: path.read_bytes() for path in (folder / "build").iterdir()}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return the_talk(tmp_path_factory.mktemp("usual"))


def backwards(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that lists files, in the other order."""

    def listed(*arguments: Any, **options: Any) -> Any:
        return _Scanned(list(function(*arguments, **options))[::-1])

    return listed


class _Scanned(list[Any]):
    """What os.scandir gives, which is closed after use."""

    def __enter__(self) -> _Scanned:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.mark.parametrize("surroundings", ["file order", "umask", "one process", "zone and language"])
def test_the_same_bytes(
    surroundings: str, usual: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mask = os.umask(0o077 if surroundings == "umask" else 0o022)
    try:
        if surroundings == "file order":
            monkeypatch.setattr(os, "scandir", backwards(os.scandir))
            monkeypatch.setattr(os, "listdir", backwards(os.listdir))
        elif surroundings == "one process":
            monkeypatch.setenv(JOBS, "1")
        elif surroundings == "zone and language":
            for name in ("LC_ALL", "LANG", "LANGUAGE"):
                monkeypatch.setenv(name, "tr_TR.UTF-8")
            monkeypatch.setenv("TZ", "Pacific/Kiritimati")
        assert the_talk(tmp_path) == usual
    finally:
        os.umask(mask)


def test_what_did_not_change_keeps_its_bytes(tmp_path: Path) -> None:
    """A slide of every kind, but for those that show others in small; then the first has other words, and notes."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    kinds = [kind for kind in KINDS if "miniature" not in kind.source]
    lines = [line for kind in kinds for line in example(kind, f"a-{kind.name}")]
    first = ["- slide: closing", "  id: first", "  title: Before", "  notes: Said before"]
    made = []
    for folder, title in (("one", "Before"), ("two", "After")):
        draw_pictures(kinds, tmp_path / folder / "assets")
        head = [line.replace("Before", title).replace("before", title) for line in first]
        made.append(parts(built(talk(tmp_path / folder, [*head, *lines]))))
    before, after = made
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == DIFFERENT | {"ppt/slides/slide1.xml", "ppt/notesSlides/notesSlide1.xml"}
