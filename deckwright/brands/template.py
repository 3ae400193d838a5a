"""A template that a brand brings: masters, layouts and themes as they are, made safe and sound, without its slides."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from deckwright.brands.clean import Removed, cleaned, has_macros
from deckwright.brands.container import NoTemplateError, check_amount, members_of
from deckwright.brands.export import taken_along
from deckwright.brands.mend import mended
from deckwright.brands.new_layout import with_content_layout
from deckwright.brands.palette import with_own_colours
from deckwright.brands.roles import Use
from deckwright.ooxml.names import LAYOUT_TYPE, MASTER_TYPE, OFFICE, PRESENTATION_TYPE
from deckwright.ooxml.package import Package, Part, Relationships, package_of
from deckwright.ooxml.template import UnfitError, template_of
from deckwright.ooxml.xml import P, R, parse, serialise
from deckwright.ooxml.zipped import zip_members

OF_ITSELF = ("sldIdLst", "custShowLst", "custDataLst", "modifyVerifier")
"""Children of p:presentation that speak of the template's own talk: its slides, other programs' data, passwords."""
SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
"""The extension with the names of sections and their slides."""
VIEWS = frozenset(
    {
        OFFICE + "slide",
        OFFICE + "viewProps",
        OFFICE + "commentAuthors",
        "http://schemas.microsoft.com/office/2018/10/relationships/authors",
    }
)
"""Slides, the settings that remember which of them were open, and who wrote remarks on them."""
NEW_PRESENTATION = (
    b'<p:presentation xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    b' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:sldMasterIdLst/>'
    b'<p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
)


class Brought(Struct, frozen=True):
    """A template, ready to be written into."""

    data: bytes
    """As a .pptx."""
    removed: tuple[Removed, ...]
    uses: Mapping[str, Use]
    """Part name of a layout → how the slides that were left out used it."""
    made: str = ""
    """The name of the layout that was made from the master, if there was none for a title and a body."""
    told: tuple[str, ...] = ()
    """What was mended that a designer should know of."""
    settings: str = ""
    """Lines of a brand.yaml that an exported template takes along."""


def bring(data: bytes) -> Brought:
    """The template of a .pptx, .potx, .pptm, .potm, .ppsx or .thmx.

    Raises NoTemplateError, and ValueError, KeyError, SyntaxError or BadZipFile where the file is damaged.
    """
    package = package_of(members_of(data))
    try:
        return _brought(package)
    except (NoTemplateError, UnfitError):
        raise
    except Exception:
        check_amount(package)
        _refuse_broken(zip_members(package.members()))  # it knows better what is wrong, if it finds that
        raise


def _brought(package: Package) -> Brought:
    _name_presentation(package)
    macros, uses = has_macros(package), _uses(package)
    package, presentation = template_of(package)
    settings = taken_along(package, presentation)
    package, presentation = _without_slides(package, presentation)
    check_amount(package)
    removed = (*macros, *cleaned(package))
    told = mended(package, presentation)
    with_own_colours(package, presentation)
    made = with_content_layout(package, presentation)
    data = zip_members(package.members())
    _refuse_broken(data)
    return Brought(data, removed, uses, made, told, settings)


def _refuse_broken(data: bytes) -> None:
    """What PowerPoint would repair in the template, and is not mended, it would repair in every talk."""
    from deckwright.verify import verify_package
    from deckwright.verify.codes import CODES

    for finding in verify_package(data):
        if CODES[finding.code].grade == "error":
            raise NoTemplateError(f"is damaged: {finding.part}: {finding.message}")


def _name_presentation(package: Package) -> None:
    """Makes the presentation the package's main part. A theme file has another one, and its presentation no slides."""
    main = package.relationships.first(OFFICE + "officeDocument")
    kinds = {name: part.content_type for name, part in package.parts.items()}
    if main is not None and "theme" not in kinds.get(main.target, ""):
        return
    name = next((name for name, kind in kinds.items() if "presentation.main" in kind or "template.main" in kind), "")
    name = name or _presentation_of(package, [name for name, kind in kinds.items() if kind == MASTER_TYPE])
    package.relationships = Relationships("/")
    package.relationships.to(OFFICE + "officeDocument", name)


def _presentation_of(package: Package, masters: list[str]) -> str:
    """A presentation part for masters that have none."""
    if not masters:
        raise NoTemplateError("holds no slide master")
    name = posixpath.join(posixpath.dirname(posixpath.dirname(masters[0])), "presentation.xml")
    root, links = parse(NEW_PRESENTATION), Relationships(name)
    for number, master in enumerate(masters):
        entry = root[0].makeelement(P + "sldMasterId", {"id": str(2_147_483_648 + 100 * number)})
        entry.set(R + "id", links.to(OFFICE + "slideMaster", master))
        root[0].append(entry)
    package.add(name, PRESENTATION_TYPE, serialise(root), links)
    return name


def _without_slides(package: Package, presentation: Part) -> tuple[Package, Part]:
    root = parse(presentation.data)
    presentation.relationships = Relationships(
        presentation.name,
        (link for link in presentation.relationships if link.type not in VIEWS),
    )
    for child in list(root):
        if child.tag in {P + name for name in OF_ITSELF}:
            root.remove(child)
    for extension in root.findall(f"{P}extLst/{P}ext"):
        if extension.get("uri") == SECTIONS:
            extension.getparent().remove(extension)  # type: ignore[union-attr]
    for extensions in root.findall(P + "extLst"):
        if not len(extensions):
            root.remove(extensions)
    presentation.data = serialise(root)
    return template_of(package)  # once more: what only the slides and the view settings led to is unreachable now


def _uses(package: Package) -> Mapping[str, Use]:
    """How the template's own slides use its layouts, by part name."""
    main = package.relationships.first(OFFICE + "officeDocument")
    presentation = package.parts.get(main.target) if main else None
    if presentation is None:
        return {}
    targets = {link.id: link.target for link in presentation.relationships}
    listed = [targets.get(entry.get(R + "id", ""), "") for entry in parse(presentation.data).iter(P + "sldId")]
    layouts = [_leads(package, slide, "slideLayout") for slide in listed]
    masters = {layout: _leads(package, layout, "slideMaster") for layout in layouts}
    others = Counter(masters[layout] for layout in layouts[1:])
    all_layouts = [name for name, part in package.parts.items() if part.content_type == LAYOUT_TYPE]
    return {
        layout: Use(layout in layouts[:1], layouts[1:].count(layout), others[_leads(package, layout, "slideMaster")])
        for layout in all_layouts
    }


def _leads(package: Package, source: str, kind: str) -> str:
    """Where the first relationship of this kind leads."""
    part = package.parts.get(source)
    link = part.relationships.first(OFFICE + kind) if part else None
    return link.target if link else ""
