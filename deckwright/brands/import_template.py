"""Imports a brand's own template: masters, layouts and themes as they are, made safe and repaired, without slides."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from deckwright.brands.completion import add_content_layout
from deckwright.brands.masters import FIRST_ID, append_entry
from deckwright.brands.palette import recolour_theme
from deckwright.brands.repair import repair_template
from deckwright.brands.roles import LayoutUse
from deckwright.brands.safety import MACROS, check_contents, has_macros, read_members, remove_active_content
from deckwright.ooxml.names import LAYOUT_TYPE, MASTER_TYPE, OFFICE, PRESENTATION_TYPE
from deckwright.ooxml.package import Package, Part, Relationships, build_package
from deckwright.ooxml.template import UnusableTemplateError, prepare_template
from deckwright.ooxml.xml import P, R, parse, serialise
from deckwright.ooxml.zip_file import zip_members

DROPPED_ELEMENTS = frozenset(P + name for name in ("sldIdLst", "custShowLst", "custDataLst", "modifyVerifier"))
"""Children of p:presentation about the template's own slides, other programs' data and a password for changes."""
SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
"""The extension with the names of sections and their slides."""
DROPPED_LINKS = frozenset(OFFICE + kind for kind in ("slide", "viewProps", "commentAuthors")) | {
    "http://schemas.microsoft.com/office/2018/10/relationships/authors"
}
"""Relationships to slides, to the settings of which were open, and to the authors of comments."""
CUSTOM_XML = OFFICE + "customXml"
NAMESPACE = "urn:deckwright:brand"
"""The namespace of the settings that `brand export` stores in a template."""
NEW_PRESENTATION = (
    b'<p:presentation xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    b' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:sldMasterIdLst/>'
    b'<p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
)


class ImportedTemplate(Struct, frozen=True):
    """A template that presentations can be built from."""

    data: bytes
    """A .pptx without slides."""
    removed: tuple[str, ...]
    """Names of content that was removed for safety: macros …"""
    uses: Mapping[str, LayoutUse]
    """Part name of a layout → how the template's own slides used it."""
    added_layout: str = ""
    """The name of the layout that was made from the master, if no layout had a title and a body."""
    repairs: tuple[str, ...] = ()
    """Repairs that a designer should know about, a sentence for each."""
    settings: str = ""
    """Lines of a brand.yaml that `brand export` stored in the template."""


def import_template(data: bytes) -> ImportedTemplate:
    """Imports a .pptx, .potx, .pptm, .potm, .ppsx or .thmx.

    Raises UnusableTemplateError, and ValueError, KeyError, SyntaxError or BadZipFile if the file is damaged.
    """
    package = build_package(read_members(data))
    try:
        return _import_package(package)
    except UnusableTemplateError:
        raise
    except Exception:
        check_contents(package)
        _refuse_damaged(zip_members(package.iter_members()))  # raises a clearer error if it finds the damage
        raise


def _import_package(package: Package) -> ImportedTemplate:
    _ensure_presentation(package)
    macros, uses = (MACROS,) if has_macros(package) else (), _read_uses(package)
    package, presentation = prepare_template(package)
    settings = _extract_settings(package, presentation)
    package, presentation = _remove_slides(package, presentation)
    check_contents(package)
    removed = (*macros, *remove_active_content(package))
    repairs = repair_template(package, presentation)
    recolour_theme(package, presentation)
    added_layout = add_content_layout(package, presentation)
    data = zip_members(package.iter_members())
    _refuse_damaged(data)
    return ImportedTemplate(data, removed, uses, added_layout, repairs, settings)


def _refuse_damaged(data: bytes) -> None:
    """Raises UnusableTemplateError for errors that PowerPoint would have to repair in every presentation."""
    from deckwright.verify import verify_package
    from deckwright.verify.problems import CODES

    for problem in verify_package(data):
        if CODES[problem.code].grade == "error":
            raise UnusableTemplateError(f"is damaged: {problem.part}: {problem.message}")


def _ensure_presentation(package: Package) -> None:
    """Makes a presentation the package's main part. That of a theme file (.thmx) is another one."""
    main = package.relationships.find_first(OFFICE + "officeDocument")
    kinds = {name: part.content_type for name, part in package.parts.items()}
    if main is not None and "theme" not in kinds.get(main.target, ""):
        return
    name = next((name for name, kind in kinds.items() if "presentation.main" in kind or "template.main" in kind), "")
    name = name or _add_presentation(package, [name for name, kind in kinds.items() if kind == MASTER_TYPE])
    package.relationships = Relationships("/")
    package.relationships.get_or_add(OFFICE + "officeDocument", name)


def _add_presentation(package: Package, masters: list[str]) -> str:
    """Adds a presentation part that lists `masters`, and returns its name."""
    if not masters:
        raise UnusableTemplateError("has no slide master")
    name = posixpath.join(posixpath.dirname(posixpath.dirname(masters[0])), "presentation.xml")
    root, links = parse(NEW_PRESENTATION), Relationships(name)
    for number, master in enumerate(masters):
        append_entry(root, "sldMasterId", links.get_or_add(OFFICE + "slideMaster", master), FIRST_ID + 100 * number)
    package.add(name, PRESENTATION_TYPE, serialise(root), links)
    return name


def _extract_settings(package: Package, presentation: Part) -> str:
    """Returns the settings stored in a template, "" if it has none, and removes all its custom XML."""
    settings = ""
    for link in presentation.relationships:
        part = package.parts.get(link.target) if link.type == CUSTOM_XML else None
        if part is not None and NAMESPACE.encode() in part.data:
            settings = parse(part.data).text or ""
    others = (link for link in presentation.relationships if link.type != CUSTOM_XML)
    presentation.relationships = Relationships(presentation.name, others)
    return settings


def _remove_slides(package: Package, presentation: Part) -> tuple[Package, Part]:
    root = parse(presentation.data)
    links = (link for link in presentation.relationships if link.type not in DROPPED_LINKS)
    presentation.relationships = Relationships(presentation.name, links)
    for child in list(root.iterchildren(*DROPPED_ELEMENTS)):
        root.remove(child)
    for extensions in root.findall(P + "extLst"):
        for extension in extensions.findall(P + "ext"):
            if extension.get("uri") == SECTIONS:
                extensions.remove(extension)
        if not len(extensions):
            root.remove(extensions)
    presentation.data = serialise(root)
    return prepare_template(package)  # again, because more parts are unreachable now


def _read_uses(package: Package) -> Mapping[str, LayoutUse]:
    """Returns how the template's own slides use its layouts, by part name."""
    main = package.relationships.find_first(OFFICE + "officeDocument")
    presentation = package.parts.get(main.target) if main else None
    if presentation is None:
        return {}
    targets = {link.id: link.target for link in presentation.relationships}
    slides = [targets.get(entry.get(R + "id", ""), "") for entry in parse(presentation.data).iter(P + "sldId")]
    layouts = [_find_target(package, slide, "slideLayout") for slide in slides]
    masters = {name: _find_target(package, name, "slideMaster") for name in layouts}
    later = Counter(masters[layout] for layout in layouts[1:])
    return {
        name: LayoutUse(name in layouts[:1], layouts[1:].count(name), later[_find_target(package, name, "slideMaster")])
        for name, part in package.parts.items()
        if part.content_type == LAYOUT_TYPE
    }


def _find_target(package: Package, source: str, kind: str) -> str:
    """Returns the target of the first relationship of a kind, "" if there is none."""
    part = package.parts.get(source)
    link = part.relationships.find_first(OFFICE + kind) if part else None
    return link.target if link else ""
