"""Finds brands, and loads them from the cache if nothing in their folders has changed: reading one is slow."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from deckwright.model import node
from deckwright.model.brand import Brand
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import span_of
from deckwright.parse.tree import parse
from deckwright.system.cache import is_available, load_object, make_key, store_object
from deckwright.system.limits import TEMPLATE_BYTES

BUILT_IN = Path(__file__).parent
"""The folder of the brands that come with Deckwright."""
LIBRARIES = ("lxml", "PIL", "resvg_py")
"""Libraries whose versions can change how a brand is read."""
FONTS = "fonts"
"""The folder of a brand's font files, which are read only when a text is measured."""


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
    return isinstance(percent, node.Scalar) and percent.raw == "tight"


def load_brand(folder: Path, file: str, report: Report, language: str) -> Brand | None:
    """Returns what `read_brand` returns, from the cache if possible. Brands with diagnostics are not cached."""
    key = _make_key(folder, file, language)
    if key and isinstance(cached := load_object(key), Brand):
        return cached
    from deckwright.brands.read import read_brand

    brand_report = Report()
    brand = read_brand(folder, file, brand_report, language)
    for diagnostic in brand_report.diagnostics:
        report.add(diagnostic)
    is_unchanged = key == _make_key(folder, file, language)  # False if a file was saved meanwhile
    if brand is not None and key and not brand_report.diagnostics and is_unchanged:
        store_object(key, brand)
    return brand


def _make_key(folder: Path, file: str, language: str) -> str:
    """Returns the name of the cache entry, "" if the brand cannot be cached."""
    try:
        contents = _read_contents(folder) if is_available() else ()
        return make_key("brand", LIBRARIES, str(folder), file, language, *contents)
    except OSError:
        return ""


def _read_contents(folder: Path) -> Iterator[bytes | str]:
    """Yields the names and bytes of all files of a brand. Raises OSError for links and for files that are too large."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if Path(place, name) != folder / FONTS)
        if any(Path(place, name).is_symlink() for name in folders):
            raise OSError("links to folders are not followed")
        yield from (place, *folders)
        for name in sorted(files):
            path = Path(place, name)
            if not path.is_file() or path.stat().st_size > TEMPLATE_BYTES:
                raise OSError("not a file, or too large")
            yield name
            yield path.read_bytes()
    yield str((folder / FONTS).is_dir())
