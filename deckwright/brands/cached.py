"""Reads a brand from the cache if nothing in its folder has changed: reading it takes a third of a short build."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from deckwright.model.brand import Brand
from deckwright.model.diagnostics import Report
from deckwright.system.cache import is_available, load_object, make_key, store_object
from deckwright.system.limits import TEMPLATE_BYTES

LIBRARIES = ("lxml", "PIL", "resvg_py")
"""Libraries whose versions can change how a brand is read."""
FONTS = "fonts"
"""The folder of a brand's font files, which are read only when a text is measured."""


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
    if not is_available():
        return ""
    try:
        return make_key("brand", LIBRARIES, str(folder), file, language, *_read_contents(folder))
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
