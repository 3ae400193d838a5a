"""Checks of the package itself (ECMA-376 part 2): zip members, content types, relationships, media."""

from __future__ import annotations

from collections.abc import Iterator

from deckwright.ooxml import names
from deckwright.verify.finding import Finding, where
from deckwright.verify.opened import NS, Check, Package, repeated

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
_STRICT = "http://purl.oclc.org/ooxml/"
_ACTIVE = ("vbaProject", "control", "oleObject", "activeXControlBinary")
"""Relationships to what can run, or opens in another program."""
_REFERENCED = {"image", "hyperlink", "chart", "video", "audio", "media"}
"""Relationships that only make sense when the part's XML names them."""
_MEDIA_BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/bmp": (b"BM",),
    "image/tiff": (b"II*\x00", b"MM\x00*"),
    "image/x-emf": (b"\x01\x00\x00\x00",),
    "image/x-wmf": (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00"),
    "image/svg+xml": (b"<", b"\xef\xbb\xbf<"),
}


def _members(package: Package) -> Iterator[Finding]:
    for name in repeated([member.filename for member in package.members]):
        yield Finding("duplicate-member", "/" + name, "the archive holds this member more than once")
    # Names of parts are compared without regard to case (ECMA-376 part 2, 6.2.2.3).
    for name in repeated([part.lower() for part in package.parts]):
        yield Finding("names-differ-in-case", name, "two parts have names that differ in case only")
    for name in package.member_names:
        if names.is_hostile_name(name):
            yield Finding("hostile-name", "/" + name, "a part cannot be called so; it may be meant to land elsewhere")
    dates = {member.date_time for member in package.members}
    if len(dates) > 1:
        yield Finding("uneven-dates", "/", f"members carry {len(dates)} different dates, so builds differ")
    for name, why in package.broken.items():
        yield Finding("broken-part", name, f"it cannot be read: {why}")


def _content_types(package: Package) -> Iterator[Finding]:
    for name in package.overridden_twice:
        yield Finding("duplicate-content-type", name, "it has more than one content type")
    for part in package.overrides:
        if part[1:] not in package.member_names and f"/{part[1:]}" not in package.broken:
            yield Finding("leftover-content-type", part, "a content type is given for a part that is not there")
    for part in package.parts:
        if not package.type_of(part):
            yield Finding("no-content-type", part, "no content type is given for it")
        elif package.type_of(part) == "application/xml" and not part.startswith("/customXml/"):
            yield Finding("no-content-type", part, "its content type says no more than XML")
    if package.main not in package.trees:
        strict = any(r.kind.startswith(_STRICT) for r in package.relationships.get("/", ()))
        kind = "in Strict Open XML, which is not looked into: save it as .pptx" if strict else "no presentation"
        yield Finding("no-presentation", "/", f"the file is {kind}")
    elif not package.type_of(package.main).endswith(_MAIN_TYPES):
        yield Finding(
            "no-presentation", package.main, f"the file is no presentation, but {package.type_of(package.main)}"
        )


def _relationships(package: Package) -> Iterator[Finding]:
    for source, relationships in package.relationships.items():
        if source != "/" and source not in package.parts:
            yield Finding("dangling-relationship", source, "relationships belong to a part that is not there")
        for name in repeated([r.id for r in relationships]):
            yield Finding("duplicate-relationship", source, f"two relationships are called {name}")
        for r in relationships:
            if r.external:
                continue
            wanted = _TYPE_BY_RELATIONSHIP.get(r.kind)
            if r.target not in package.parts:
                yield Finding("dangling-relationship", source, f"{r.id} leads to {r.target}, which is not there")
            elif wanted and package.type_of(r.target) != wanted:
                yield Finding(
                    "wrong-content-type", r.target, f"it is used as {r.kind} but is {package.type_of(r.target)}"
                )
            elif r.kind == "image" and not package.type_of(r.target).startswith("image/"):
                yield Finding("wrong-content-type", r.target, f"it is used as a picture but is no image type: {r.id}")
    for part in package.parts:
        for needed in _REQUIRED.get(package.type_of(part), ()):
            if not package.targets(part, needed):
                yield Finding("missing-relationship", part, f"it has no {needed}")


def _references(package: Package) -> Iterator[Finding]:
    """Every r:id, r:embed, r:link … is a relationship of its part, and what needs naming is named."""
    prefix = f"{{{NS['r']}}}"
    for part, tree in package.trees.items():
        known = {r.id for r in package.relationships.get(part, ())}
        named: set[str] = set()
        for element in tree.iter("*"):
            for key, value in element.attrib.items():
                if not str(key).startswith(prefix):
                    continue
                named.add(str(value))
                # Empty ones stand for "none", in clicks that only do something and in blips that are linked.
                if value and value not in known:
                    yield Finding(
                        "unknown-relationship",
                        part,
                        f"it uses {value!r}, which is no relationship of it",
                        where(element),
                    )
        for r in package.relationships.get(part, ()):
            if r.kind in _REFERENCED and r.id not in named:
                yield Finding("unused-relationship", part, f"{r.id} ({r.kind}) is not used")


def _orphans(package: Package) -> Iterator[Finding]:
    reached: set[str] = set()
    waiting = ["/"]
    while waiting:
        for r in package.relationships.get(waiting.pop(), ()):
            if not r.external and r.target not in reached:
                reached.add(r.target)
                waiting.append(r.target)
    for part in package.parts:
        if part not in reached:
            yield Finding("orphan-part", part, "no relationship leads to it")


def _active(package: Package) -> Iterator[Finding]:
    for source, relationships in package.relationships.items():
        for r in relationships:
            if r.kind.rpartition("/")[2] in _ACTIVE and not r.external:
                yield Finding("active-content", source, f"{r.target} can run, or opens another program")


def _media(package: Package) -> Iterator[Finding]:
    for part, content in package.parts.items():
        beginnings = _MEDIA_BEGINNINGS.get(package.type_of(part))
        if beginnings and not content.startswith(beginnings):
            yield Finding("wrong-picture-type", part, f"its bytes are not {package.type_of(part)}")


def _leftovers(package: Package) -> Iterator[Finding]:
    """What templates and libraries leave behind."""
    for part in package.parts:
        if "thumbnail" in part.lower() or "printersettings" in part.lower():
            yield Finding("leftover", part, "it was left behind by the template")
    for part in ("/docProps/core.xml", "/docProps/app.xml"):
        for words in (b"Steve Canny", b"PowerPoint Presentation", b"python-pptx"):
            if words in package.parts.get(part, b""):
                yield Finding("leftover", part, f"it still says {words.decode()!r}")


PACKAGE_CHECKS: tuple[Check, ...] = (
    _members,
    _content_types,
    _relationships,
    _references,
    _orphans,
    _active,
    _media,
    _leftovers,
)
