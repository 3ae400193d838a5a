"""A brand as an earlier build has read it, if nothing has changed: reading one takes a third of a short build."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from deckwright.model.brand import Brand
from deckwright.model.diagnostics import Report
from deckwright.system.cache import is_there, keep, named, recall
from deckwright.system.limits import TEMPLATE_BYTES

LIBRARIES = ("lxml", "PIL", "resvg_py")
"""What the reading of brands and their logos depends on."""
FONTS = "fonts"
"""The folder of a brand's font files, which are read when a text is measured and not before."""


def kept_brand(folder: Path, file: str, report: Report, language: str) -> Brand | None:
    """What `read_brand` makes of these. A brand that there is something to be said of is read each time."""
    name = _name(folder, file, language)
    if name and isinstance(known := recall(name), Brand):
        return known
    from deckwright.brands.read import read_brand

    own = Report()
    read = read_brand(folder, file, own, language)
    for diagnostic in own.diagnostics:
        report.add(diagnostic)
    if read is not None and name and not own.diagnostics and name == _name(folder, file, language):
        keep(name, read)  # nobody has saved something between the two looks
    return read


def _name(folder: Path, file: str, language: str) -> str:
    if not is_there():
        return ""
    try:
        return named("brand", LIBRARIES, str(folder), file, language, *_contents(folder))
    except OSError:
        return ""


def _contents(folder: Path) -> Iterator[bytes | str]:
    """The names and bytes of all that a brand may be made of. Raises OSError where it would not be told so easily."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if Path(place, name) != folder / FONTS)
        if any(Path(place, name).is_symlink() for name in folders):
            raise OSError("what lies behind a link is not looked into")
        yield from (place, *folders)
        for name in sorted(files):
            path = Path(place, name)
            if not path.is_file() or path.stat().st_size > TEMPLATE_BYTES:
                raise OSError("nothing to be read for its name")
            yield name
            yield path.read_bytes()
    yield str((folder / FONTS).is_dir())
