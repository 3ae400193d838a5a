"""How a brand writes numbers: the part of brand.yaml that is needed before the rest of it is read."""

from __future__ import annotations

from pathlib import Path

from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping, Scalar
from deckwright.parse.tree import parse

TIGHT = "tight"


def tight_percent(folder: Path) -> bool:
    """Whether the brand in `folder` has `formats: {percent: tight}`. What is wrong is reported with the rest of it."""
    file = folder / "brand.yaml"
    if not file.is_file() or b"formats" not in file.read_bytes():
        return False
    tree = parse(file, file.name, Report())
    formats = tree.get("formats") if isinstance(tree, Mapping) else None
    percent = formats.get("percent") if isinstance(formats, Mapping) else None
    return isinstance(percent, Scalar) and percent.raw == TIGHT
