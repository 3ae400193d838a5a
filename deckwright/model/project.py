"""The folder of a talk and the names of the files and folders in it."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class Project(Struct, frozen=True):
    """Paths are relative to `root`."""

    root: Path
    deck: str = "deck.yaml"
    templates: str = "templates"
    """Holds the talk's own brands, and its own slide templates in `slides/`."""
    assets: str = "assets"
    locales: str = "locales"
    output: str = "build"
    lock: str = "deck.lock"
    """The data as they were when they were last accepted; the file may be missing."""
    glossary: str = "glossary.yaml"
    """The translations of the talk's terms; the file may be missing."""

    def path(self, *parts: str) -> Path:
        return self.root.joinpath(*parts)
