"""Opens a brand's template as the start of a presentation: masters, layouts and theme, without its slides."""

from __future__ import annotations

from deckwright.ooxml.names import COMPOUND_FILE, OFFICE, PACKAGE, PRESENTATION_TYPE, is_hostile_name
from deckwright.ooxml.package import Package, Part, Relationships, open_package

DROPPED_RELATIONSHIPS = frozenset(
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
"""Types of relationships that the package and its presentation part lose: their targets are the template's own slides
and properties, belong to one printer or are void in another file."""

_SAVE_AGAIN = "open it in PowerPoint and save it as .pptx or .potx, without a password"


class UnusableTemplateError(ValueError):
    """The template cannot be used. The text continues a sentence that begins with its name; `help` is the action."""

    def __init__(self, message: str, help: str = _SAVE_AGAIN) -> None:
        super().__init__(message)
        self.help = help


def open_template(data: bytes) -> tuple[Package, Part]:
    """Reads a .pptx or .potx: its package, without slides and properties, and its presentation part.

    Raises UnusableTemplateError, and the errors of `open_package`. (python-pptx would take longer to import than a
    whole talk takes to build.)
    """
    if data.startswith(COMPOUND_FILE):
        raise UnusableTemplateError("is protected by a password, or is in the old format (.ppt)")
    return prepare_template(open_package(data))


def prepare_template(package: Package) -> tuple[Package, Part]:
    """Removes slides and properties from `package`; returns it and its presentation part.

    Raises UnusableTemplateError.
    """
    package.relationships = _drop_relationships(package.relationships)
    main = package.relationships.find_first(OFFICE + "officeDocument")
    presentation = package.parts.get(main.target) if main else None
    kinds = (".presentationml.", ".ms-powerpoint.")
    if presentation is None or not any(kind in presentation.content_type for kind in kinds):
        raise UnusableTemplateError("is not a presentation, despite its name")
    presentation.content_type = PRESENTATION_TYPE  # instead of the type of a .potx
    presentation.relationships = _drop_relationships(presentation.relationships)
    _drop_unreachable(package)
    for part in package.parts.values():
        if is_hostile_name(part.name[1:]):
            raise UnusableTemplateError(f"has a part with an unsafe name: {part.name!r}")
    return package, presentation


def _drop_relationships(relationships: Relationships) -> Relationships:
    return Relationships(relationships.source, (r for r in relationships if r.type not in DROPPED_RELATIONSHIPS))


def _drop_unreachable(package: Package) -> None:
    """Drops parts that no relationship leads to. Not recursive, for chains of relationships can be of any length."""
    reached: set[str] = set()
    pending = [package.relationships]
    while pending:
        for relationship in pending.pop():
            if not relationship.external and relationship.target not in reached:
                reached.add(relationship.target)
                if part := package.parts.get(relationship.target):
                    pending.append(part.relationships)
    package.parts = {name: part for name, part in package.parts.items() if name in reached}
