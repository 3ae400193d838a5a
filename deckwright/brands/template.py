"""A template that a brand brings: masters, layouts and theme as they are, the slides it came with left out."""

from __future__ import annotations

from deckwright.ooxml.package import OFFICE, Relationships
from deckwright.ooxml.template import UnfitError, open_template
from deckwright.ooxml.xml import NAMESPACES, P, new_root, parse, serialise
from deckwright.ooxml.zipped import zip_members

OF_SLIDES = ("sldIdLst", "custShowLst", "extLst")
"""Children of p:presentation that list slides: all of them, custom shows, and (in the extensions) sections."""


def without_slides(data: bytes) -> bytes:
    """The .pptx of a .pptx or .potx, with nothing of its own talk. Raises UnfitError, and what reading it raises."""
    package, presentation = open_template(data)
    # View settings remember slides that were open, and would keep them in the file. Without any the file is repaired.
    settings = presentation.relationships.first(OFFICE + "viewProps")
    if settings and (part := package.parts.get(settings.target)):
        part.data, part.relationships = serialise(new_root(P + "viewPr", NAMESPACES)), Relationships(part.name)
    root = parse(presentation.data)
    for child in list(root):
        if child.tag in {P + name for name in OF_SLIDES}:
            root.remove(child)
    presentation.data = serialise(root)
    # Opened once more: what only the slides and the view settings led to is unreachable now.
    package, _ = open_template(zip_members(package.members()))
    stripped = zip_members(package.members())
    _refuse_broken(stripped)
    return stripped


def _refuse_broken(data: bytes) -> None:
    """What PowerPoint would repair in the template it would repair in every talk."""
    from deckwright.verify import verify_package
    from deckwright.verify.codes import CODES

    for finding in verify_package(data):
        if CODES[finding.code].grade == "error":
            raise UnfitError(f"is damaged: {finding.part}: {finding.message}", CODES[finding.code].help)
