"""A template that a brand brings: masters, layouts and theme as they are, the slides it came with left out."""

from __future__ import annotations

from deckwright.ooxml.package import OFFICE, Relationships
from deckwright.ooxml.template import open_template
from deckwright.ooxml.xml import P, parse, serialise
from deckwright.ooxml.zipped import zip_members

OF_SLIDES = ("sldIdLst", "custShowLst", "extLst")
"""Children of p:presentation that list slides: all of them, custom shows, and (in the extensions) sections."""


def without_slides(data: bytes) -> bytes:
    """The .pptx of a .pptx or .potx, with nothing of its own talk. Raises ValueError, KeyError or BadZipFile."""
    package, presentation = open_template(data)
    # View settings remember slides that were open, and would keep them in the file.
    presentation.relationships = Relationships(
        presentation.name, (link for link in presentation.relationships if link.type != OFFICE + "viewProps")
    )
    root = parse(presentation.data)
    for child in list(root):
        if child.tag in {P + name for name in OF_SLIDES}:
            root.remove(child)
    presentation.data = serialise(root)
    # Opened once more: what only the slides and the view settings led to is unreachable now.
    package, _ = open_template(zip_members(package.members()))
    return zip_members(package.members())
