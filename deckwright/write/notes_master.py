"""The notes master of the presentation: the template's, or a plain one where the template has none."""

from __future__ import annotations

from pathlib import Path

from deckwright.ooxml.names import NOTES_MASTER_TYPE, OFFICE
from deckwright.ooxml.package import Package, Part, Relationships


def notes_master(package: Package, presentation: Part) -> str:
    """The part name of the notes master, related to the presentation; added when there is none."""
    if (known := presentation.relationships.first(OFFICE + "notesMaster")) is not None:
        return known.target
    name = package.fresh_name("/ppt/notesMasters/notesMaster{}.xml")
    relationships = Relationships(name)
    relationships.to(OFFICE + "theme", _copy_of_theme(package, presentation))
    package.add(name, NOTES_MASTER_TYPE, (Path(__file__).parent / "notesMaster.xml").read_bytes(), relationships)
    presentation.relationships.to(OFFICE + "notesMaster", name)
    return name


def _copy_of_theme(package: Package, presentation: Part) -> str:
    """A part of its own with the slides' theme: two masters must not share one."""
    master = presentation.relationships.first(OFFICE + "slideMaster")
    theme = master and package.parts[master.target].relationships.first(OFFICE + "theme")
    if theme is None:
        raise ValueError("the template's slide master has no theme")
    original = package.parts[theme.target]
    name = package.fresh_name("/ppt/theme/theme{}.xml")
    package.add(name, original.content_type, original.data, Relationships(name, original.relationships))
    return name
