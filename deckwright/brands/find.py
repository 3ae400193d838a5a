"""Where the brands are: found without reading one, which is dear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import span_of

BUILT_IN = Path(__file__).parent
"""The folder of the brands that come with Deckwright."""


def find_brand(name: str, folders: Sequence[Path], report: Report) -> Path | None:
    """The folder of the brand called `name`: in `folders`, which come first, or built in. Reports `unknown-brand`."""
    found = brand_folders(folders)
    if name not in found:
        report.error(
            "unknown-brand",
            f"there is no brand '{name}'",
            span_of(name),
            help=did_you_mean(name, found),
            notes=(f"the brands are {', '.join(sorted(found))}",),
        )
    return found.get(name)


def brand_folders(folders: Sequence[Path]) -> Mapping[str, Path]:
    """Every brand there is by the name of its folder; an earlier of `folders` wins, built-in ones come last."""
    found: dict[str, Path] = {}
    for folder in (*folders, BUILT_IN):
        for file in sorted(folder.glob("*/brand.yaml")):
            found.setdefault(file.parent.name, file.parent)
    return found
