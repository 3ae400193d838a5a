"""The brand's template as the package a presentation grows in: masters, layouts and theme, nothing of its own talk."""

from __future__ import annotations

from deckwright.ooxml.names import COMPOUND_FILE, OFFICE, PACKAGE, PRESENTATION_TYPE, is_hostile_name
from deckwright.ooxml.package import Package, Part, Relationships, open_package

LEFT_BEHIND = frozenset(
    {
        OFFICE + "slide",
        OFFICE + "printerSettings",
        OFFICE + "extended-properties",
        OFFICE + "custom-properties",
        PACKAGE + "relationships/metadata/core-properties",
        PACKAGE + "relationships/metadata/thumbnail",
        PACKAGE + "relationships/digital-signature/origin",
        "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
    }
)
"""Types of relationships that the package and its presentation part lose: what they lead to is the template's own
talk and properties, belongs to one printer or is void in another file."""


_AGAIN = "open it in PowerPoint and save it as .pptx or .potx, without a password"


class UnfitError(ValueError):
    """What is wrong with a template, in words that go on after its name, and what to do."""

    def __init__(self, fault: str, help: str = _AGAIN) -> None:
        super().__init__(fault)
        self.help = help


def open_template(data: bytes) -> tuple[Package, Part]:
    """The package of a .pptx or .potx, without its slides and properties, and its presentation part.

    The package is read with zipfile and lxml: importing python-pptx costs a quarter of a second, half of
    what building a whole talk may take, and nothing of it would be used but the list of parts.

    Raises UnfitError, which says in words what is wrong, and what `open_package` raises.
    """
    if data.startswith(COMPOUND_FILE):
        raise UnfitError("is protected by a password, or of the old kind (.ppt)")
    return template_of(open_package(data))


def template_of(package: Package) -> tuple[Package, Part]:
    """The same of a package that is open already, and becomes it. Raises UnfitError."""
    package.relationships = _without_left_behind(package.relationships)
    main = package.relationships.first(OFFICE + "officeDocument")
    presentation = package.parts.get(main.target) if main else None
    if presentation is None or not _is_presentation(presentation.content_type):
        raise UnfitError("is no presentation, but something else by the name of one")
    presentation.content_type = PRESENTATION_TYPE  # a .potx says template here
    presentation.relationships = _without_left_behind(presentation.relationships)
    _drop_unreachable(package)
    _refuse_hostile(package)
    return package, presentation


def _is_presentation(content_type: str) -> bool:
    return ".presentationml." in content_type or ".ms-powerpoint." in content_type


def _refuse_hostile(package: Package) -> None:
    """Names that lead out of the package."""
    for part in package.parts.values():
        if is_hostile_name(part.name[1:]):
            raise UnfitError(f"has a part with a name that leads elsewhere: {part.name!r}")


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
