"""Checks the package itself (ECMA-376 part 2): zip members, content types, relationships, media."""

from __future__ import annotations

from collections.abc import Iterator

from deckwright.ooxml import names
from deckwright.verify.parsed_package import NS, ParsedPackage, find_repeated
from deckwright.verify.problems import Problem, locate

_TYPE_BY_RELATIONSHIP = {
    "slide": names.SLIDE_TYPE,
    "slideLayout": names.LAYOUT_TYPE,
    "slideMaster": names.MASTER_TYPE,
    "notesSlide": names.NOTES_TYPE,
    "notesMaster": names.NOTES_MASTER_TYPE,
    "theme": names.THEME_TYPE,
    "chart": names.CHART_TYPE,
    "package": names.WORKBOOK_TYPE,
    "presProps": f"{names.PRESENTATION_ML}presProps+xml",
    "viewProps": names.VIEW_TYPE,
    "tableStyles": names.TABLE_STYLES_TYPE,
    "extended-properties": names.APP_TYPE,
    "custom-properties": names.CUSTOM_TYPE,
}
_REQUIRED = {
    names.SLIDE_TYPE: ("slideLayout",),
    names.LAYOUT_TYPE: ("slideMaster",),
    names.MASTER_TYPE: ("theme", "slideLayout"),
    names.NOTES_TYPE: ("slide", "notesMaster"),
    names.NOTES_MASTER_TYPE: ("theme",),
}
_MAIN_TYPES = ("presentation.main+xml", "template.main+xml", "slideshow.main+xml")
_ACTIVE_RELATIONSHIPS = ("vbaProject", "control", "oleObject", "activeXControlBinary")
"""Relationships to parts that run code or open another program."""
_REFERENCED = {"image", "hyperlink", "chart", "video", "audio", "media"}
"""Relationships that are useless unless the XML of the part refers to them."""
_MEDIA_SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/bmp": (b"BM",),
    "image/tiff": (b"II*\x00", b"MM\x00*"),
    "image/x-emf": (b"\x01\x00\x00\x00",),
    "image/x-wmf": (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00"),
    "image/svg+xml": (b"<", b"\xef\xbb\xbf<"),
}


def check_members(package: ParsedPackage) -> Iterator[Problem]:
    for name in find_repeated([member.filename for member in package.members]):
        yield Problem("duplicate-member", "/" + name, "the archive holds two members with this name")
    # Names of parts are compared without regard to case (ECMA-376 part 2, 6.2.2.3).
    for name in find_repeated([part.lower() for part in package.parts]):
        yield Problem("names-differ-in-case", name, "two parts have names that differ only in case")
    for name in package.member_names:
        if names.is_hostile_name(name):
            yield Problem("hostile-name", "/" + name, "the name of the part is unsafe")
    dates = {member.date_time for member in package.members}
    if len(dates) > 1:
        yield Problem("uneven-dates", "/", f"the members have {len(dates)} different dates")
    for name, reason in package.broken.items():
        yield Problem("broken-part", name, f"it cannot be read: {reason}")


def check_content_types(package: ParsedPackage) -> Iterator[Problem]:
    for name in package.duplicate_overrides:
        yield Problem("duplicate-content-type", name, "it has two content types")
    for part in package.overrides:
        if part[1:] not in package.member_names and f"/{part[1:]}" not in package.broken:
            yield Problem("leftover-content-type", part, "its content type is given, but the part does not exist")
    for part in package.parts:
        if not package.get_type(part):
            yield Problem("no-content-type", part, "it has no content type")
        elif package.get_type(part) == "application/xml" and not part.startswith("/customXml/"):
            yield Problem("no-content-type", part, "its content type is only application/xml")
    if package.main not in package.trees:
        strict = any(r.kind.startswith("http://purl.oclc.org/ooxml/") for r in package.relationships.get("/", ()))
        reason = "in Strict Open XML, which is not checked: save it as .pptx" if strict else "not a presentation"
        yield Problem("no-presentation", "/", f"the file is {reason}")
    elif not package.get_type(package.main).endswith(_MAIN_TYPES):
        message = f"the file is not a presentation, but {package.get_type(package.main)}"
        yield Problem("no-presentation", package.main, message)


def check_relationships(package: ParsedPackage) -> Iterator[Problem]:
    for source, relationships in package.relationships.items():
        if source != "/" and source not in package.parts:
            yield Problem("dangling-relationship", source, "it has relationships, but does not exist")
        for name in find_repeated([r.id for r in relationships]):
            yield Problem("duplicate-relationship", source, f"two relationships have the id {name}")
        for r in relationships:
            if r.external:
                continue
            if r.kind.rpartition("/")[2] in _ACTIVE_RELATIONSHIPS:
                yield Problem("active-content", source, f"{r.target} runs code or opens another program")
            expected, actual = _TYPE_BY_RELATIONSHIP.get(r.kind), package.get_type(r.target)
            if r.target not in package.parts:
                yield Problem("dangling-relationship", source, f"{r.id} refers to {r.target}, which does not exist")
            elif expected and actual != expected:
                yield Problem("wrong-content-type", r.target, f"it is used as {r.kind}, but is {actual}")
            elif r.kind == "image" and not actual.startswith("image/"):
                yield Problem("wrong-content-type", r.target, f"it is used as a picture, but is {actual}")
    for part in package.parts:
        for needed in _REQUIRED.get(package.get_type(part), ()):
            if not package.find_targets(part, needed):
                yield Problem("missing-relationship", part, f"it has no {needed}")


def check_references(package: ParsedPackage) -> Iterator[Problem]:
    """Compares r:id, r:embed, r:link … with the relationships of the part."""
    prefix = f"{{{NS['r']}}}"
    for part, tree in package.trees.items():
        known = {r.id for r in package.relationships.get(part, ())}
        used: set[str] = set()
        for element in tree.iter("*"):
            for key, value in element.attrib.items():
                if not str(key).startswith(prefix):
                    continue
                used.add(str(value))
                # Clicks without a target and linked pictures have empty ids.
                if value and value not in known:
                    message = f"it uses the relationship {value!r}, which it does not have"
                    yield Problem("unknown-relationship", part, message, locate(element))
        for r in package.relationships.get(part, ()):
            if r.kind in _REFERENCED and r.id not in used:
                yield Problem("unused-relationship", part, f"{r.id} ({r.kind}) is not used")


def check_orphans(package: ParsedPackage) -> Iterator[Problem]:
    reached: set[str] = set()
    pending = ["/"]
    while pending:
        for r in package.relationships.get(pending.pop(), ()):
            if not r.external and r.target not in reached:
                reached.add(r.target)
                pending.append(r.target)
    for part in package.parts:
        if part not in reached:
            yield Problem("orphan-part", part, "no relationship refers to it")


def check_media(package: ParsedPackage) -> Iterator[Problem]:
    for part, content in package.parts.items():
        signatures = _MEDIA_SIGNATURES.get(package.get_type(part))
        if signatures and not content.startswith(signatures):
            yield Problem("wrong-picture-type", part, f"its content is not {package.get_type(part)}")


def check_leftovers(package: ParsedPackage) -> Iterator[Problem]:
    """Finds remains of templates and libraries."""
    for part in package.parts:
        if "thumbnail" in part.lower() or "printersettings" in part.lower():
            yield Problem("leftover", part, "it is a remain of the template")
    for part in ("/docProps/core.xml", "/docProps/app.xml"):
        for words in (b"Steve Canny", b"PowerPoint Presentation", b"python-pptx"):
            if words in package.parts.get(part, b""):
                yield Problem("leftover", part, f"it holds the words {words.decode()!r}")
