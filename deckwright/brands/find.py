"""Finds brands, and the one setting that is needed before a brand is read. Reading a whole brand is slow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from deckwright.model import node
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import span_of
from deckwright.parse.tree import parse

BUILT_IN = Path(__file__).parent
"""The folder of the brands that come with Deckwright."""
TIGHT = "tight"


def find_brand(name: str, folders: Sequence[Path], report: Report) -> Path | None:
    """Returns the folder of a brand: from `folders`, else built in. Reports `unknown-brand`."""
    brands = list_brands(folders)
    if name not in brands:
        report.error(
            "unknown-brand",
            f"brand '{name}' does not exist",
            span_of(name),
            help=did_you_mean(name, brands),
            notes=(f"the brands are {', '.join(sorted(brands))}",),
        )
    return brands.get(name)


def list_brands(folders: Sequence[Path]) -> Mapping[str, Path]:
    """Returns the folder of each brand by its name. An earlier of `folders` wins, built-in brands come last."""
    brands: dict[str, Path] = {}
    for folder in (*folders, BUILT_IN):
        for file in sorted(folder.glob("*/brand.yaml")):
            brands.setdefault(file.parent.name, file.parent)
    return brands


def has_tight_percent(folder: Path) -> bool:
    """Returns True if brand.yaml says `formats: {percent: tight}`. Its errors are reported when the brand is read."""
    file = folder / "brand.yaml"
    if not file.is_file() or b"formats" not in file.read_bytes():
        return False
    tree = parse(file, file.name, Report())
    formats = tree.get("formats") if isinstance(tree, node.Mapping) else None
    percent = formats.get("percent") if isinstance(formats, node.Mapping) else None
    return isinstance(percent, node.Scalar) and percent.raw == TIGHT
