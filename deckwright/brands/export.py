"""A brand's template as a file for designers: a .potx that PowerPoint opens as a new presentation."""

from __future__ import annotations

from deckwright.ooxml.package import zip_members
from deckwright.ooxml.template import open_template

TEMPLATE_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"


def as_template(data: bytes) -> bytes:
    """The .potx of a .pptx without slides."""
    package, presentation = open_template(data)
    presentation.content_type = TEMPLATE_TYPE
    return zip_members(package.members())
