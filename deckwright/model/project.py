"""A talk's project: where its things are."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class Project(Struct, frozen=True):
    """A folder and the names of what is in it; `build.py` says which."""

    root: Path
    deck: str = "deck.yaml"
    templates: str = "templates"
    """Brands, and the talk's own slide templates in `slides/`."""
    assets: str = "assets"
    locales: str = "locales"
    output: str = "build"
    lock: str = "deck.lock"
    """The data as they were when they were last accepted; the file may be missing."""
    glossary: str = "glossary.yaml"
    """What its terms are called in other languages; need not be there."""

    def path(self, *parts: str) -> Path:
        return self.root.joinpath(*parts)
