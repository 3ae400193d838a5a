"""The brand's template as the package a presentation grows in: masters, layouts and theme, nothing of its own talk."""

from __future__ import annotations

from deckwright.ooxml.package import OFFICE, Package, Part, Relationships, open_package

PRESENTATION_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"

LEFT_BEHIND = frozenset(
    {
        OFFICE + "slide",
        OFFICE + "printerSettings",
        OFFICE + "extended-properties",
        OFFICE + "custom-properties",
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
        "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin",
        "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
    }
)
"""Types of relationships that the package and its presentation part lose: what they lead to is the template's own
talk and properties, belongs to one printer or is void in another file."""


def open_template(data: bytes) -> tuple[Package, Part]:
    """The package of a .pptx or .potx, without its slides and properties, and its presentation part.

    The package is read with zipfile and lxml: importing python-pptx costs a quarter of a second, half of
    what building a whole talk may take, and nothing of it would be used but the list of parts.
    """
    package = open_package(data)
    package.relationships = _without_left_behind(package.relationships)
    main = package.relationships.first(OFFICE + "officeDocument")
    if main is None:
        raise ValueError("the template has no presentation part")
    presentation = package.parts[main.target]
    presentation.content_type = PRESENTATION_TYPE  # a .potx says template here
    presentation.relationships = _without_left_behind(presentation.relationships)
    _drop_unreachable(package)
    return package, presentation


def _without_left_behind(relationships: Relationships) -> Relationships:
    return Relationships(relationships.source, (r for r in relationships if r.type not in LEFT_BEHIND))


def _drop_unreachable(package: Package) -> None:
    """Keep the parts that relationships lead to, in the file's order; no recursion, however long the way."""
    reached: set[str] = set()
    waiting = [package.relationships]
    while waiting:
        for relationship in waiting.pop():
            if not relationship.external and relationship.target not in reached:
                reached.add(relationship.target)
                if part := package.parts.get(relationship.target):
                    waiting.append(part.relationships)
    package.parts = {name: part for name, part in package.parts.items() if name in reached}
